"""Ask any chat model that LangChain can name as `provider:model` for one object of a given shape.

One structured call, a second one for a retry or a repair when time remains, and a deadline of our own over
both: a client's `timeout` counts for each attempt and each pause between bytes only. Provider code is
imported in a thread, since it takes seconds; nothing of it is imported before a model is configured. What is
asked, and what a failure means to whom, is said by the adapters beside this module.
"""

import copy
import time
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, SecretStr, ValidationError

from bot.advisor.drafting_prompt import write_repair
from bot.drafters.failures import REPAIRED, RETRIED, NoReplyError, asked_to_wait, name_failure

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

_MOST_TOKENS = 4_096
_MOST_AT_ONCE = 16
_LEAST_LEFT = 0.3  # seconds below which a second call is not begun
_STREAMING = frozenset(
    {"openai", "azure_openai", "anthropic"}
)  # a stall shows as a pause, not as a long wait
_WHOLE = frozenset({"stop", "end_turn", "stop_sequence", "complete", "completed"})
_REFUSED = frozenset({"refusal", "content_filter", "safety", "prohibited_content", "blocklist"})
_LIMITS = ("maxLength", "minLength", "maxItems", "minItems")  # not every provider takes them; we check again

Messages = list[tuple[str, str]]
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class ModelChoice:
    """Which model to use, and where it is.

    Attributes:
        name: `provider:model`; the prefix is required.
        timeout: Seconds for one attempt.
        base_url: Address of a compatible server; None for the provider's own.
        api_key: None for the provider's own variable of the environment.
    """

    name: str
    timeout: float
    base_url: str | None = None
    api_key: SecretStr | None = None


class StructuredChat(Generic[Shape]):
    """Asks for one shape with one client, which is made once and shared between threads."""

    def __init__(self, choice: ModelChoice, shape: type[Shape], *, title: str, description: str) -> None:
        self.name = choice.name
        self._choice = choice
        self._shape = shape
        self._labels = {"title": title, "description": description}
        self._places = BoundedSemaphore(_MOST_AT_ONCE)
        self._model: Future[Runnable[Any, Any]] = Future()
        Thread(target=self._warm_up, name="model-warm-up", daemon=True).start()

    def ask(self, messages: Messages, deadline: float, *, shorter: Messages | None = None) -> Shape:
        """Ask, and wait no longer than a deadline; what is still written then is dropped.

        Args:
            messages: Role and text of each.
            deadline: Seconds for everything, a second call included.
            shorter: What to ask where `messages` are too long for the model.

        Raises:
            Exception: Whatever a client raises; `name_failure` names it.
        """
        end = time.monotonic() + deadline
        if not self._places.acquire(blocking=False):
            raise NoReplyError("busy")
        done: Future[Shape] = Future()
        Thread(target=self._work, args=(messages, shorter, end, done), name="ask-model", daemon=True).start()
        return done.result(timeout=max(0.0, end - time.monotonic()))

    def _warm_up(self) -> None:
        try:
            self._model.set_result(_make_model(self._choice, self._shape, self._labels))
        except Exception as error:  # noqa: BLE001 - told to whoever waits for the model
            self._model.set_exception(error)

    def _work(self, messages: Messages, shorter: Messages | None, end: float, done: "Future[Shape]") -> None:
        try:
            done.set_result(self._ask_twice(messages, shorter, end))
        except Exception as error:  # noqa: BLE001 - told to whoever waits for the reply
            done.set_exception(error)
        finally:
            self._places.release()

    def _ask_twice(self, messages: Messages, shorter: Messages | None, end: float) -> Shape:
        model = self._model.result(timeout=max(0.0, end - time.monotonic()))
        try:
            return self._ask_once(model, messages, end)
        except Exception as error:
            again = _second_messages(messages, shorter, error)
            wait = asked_to_wait(error, datetime.now(UTC))
            if again is None or time.monotonic() + wait + _LEAST_LEFT > end:
                raise
        time.sleep(wait)
        return self._ask_once(model, again, end)

    def _ask_once(self, model: "Runnable[Any, Any]", messages: Messages, end: float) -> Shape:
        from langsmith import tracing_context  # noqa: PLC0415 - as in `_make_model`

        with tracing_context(enabled=False):  # whatever the environment says by now
            reply: AIMessage = model.invoke(messages, config={"callbacks": [_make_stopper(end)]})["raw"]
        reason = _finish_reason(reply.response_metadata)
        if reason in _REFUSED or reply.additional_kwargs.get("refusal"):
            raise NoReplyError("refused")
        if reason not in _WHOLE:  # a cut stream raises nothing; it only lacks its end
            raise NoReplyError("cut_off")
        try:
            return self._shape.model_validate_json(str(reply.text))
        except ValidationError as error:
            problems = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
            raise NoReplyError("wrong_shape", "; ".join(problems)) from error


def _second_messages(messages: Messages, shorter: Messages | None, error: Exception) -> Messages | None:
    """Give what to ask a second time: the same, something shorter, or the repair; None when of no use."""
    failure = name_failure(error)
    if failure in RETRIED:
        return messages
    if failure == "too_long":
        return shorter
    if failure in REPAIRED:
        detail = error.detail if isinstance(error, NoReplyError) else "not JSON"
        return [*messages, ("human", write_repair(detail))]
    return None


def _make_stopper(end: float) -> "BaseCallbackHandler":
    """Make what ends a stream nobody waits for any more, so that the server stops writing too."""
    from langchain_core.callbacks import BaseCallbackHandler  # noqa: PLC0415 - as in `_make_model`

    class Stopper(BaseCallbackHandler):
        raise_error = True

        def on_llm_new_token(self, *_: Any, **__: Any) -> None:
            if time.monotonic() > end:
                raise NoReplyError("late")

    return Stopper()


def _finish_reason(metadata: dict[str, Any]) -> str:
    keys = ("finish_reason", "stop_reason", "done_reason", "stopReason", "status")
    return str(next((metadata[key] for key in keys if metadata.get(key)), "")).casefold()


def _make_model(choice: ModelChoice, shape: type[BaseModel], labels: dict[str, str]) -> "Runnable[Any, Any]":
    # Imported here: it takes a second or more, and only who has configured a model should pay for it.
    from langchain.chat_models import init_chat_model  # noqa: PLC0415

    is_compatible = choice.base_url is not None and choice.name.startswith("openai:")
    schema = _wire_schema(shape, keeps_limits=is_compatible)  # such servers build a grammar of its bounds
    model = init_chat_model(choice.name, **_options(choice))
    structured: Runnable[Any, Any] = model.with_structured_output(
        {**schema, **labels}, method="json_schema", include_raw=True
    )
    return structured


def _options(choice: ModelChoice) -> dict[str, Any]:
    """Give each provider the same limits by the names it knows."""
    provider = choice.name.partition(":")[0]
    options: dict[str, Any] = {}
    if provider == "ollama":
        options = {"client_kwargs": {"timeout": choice.timeout}, "num_predict": _MOST_TOKENS}
    elif provider.startswith("bedrock"):
        options = {"max_tokens": _MOST_TOKENS}
    else:
        options = {"timeout": choice.timeout, "max_retries": 0, "max_tokens": _MOST_TOKENS}
    if provider in _STREAMING:
        options["streaming"] = True
    if choice.base_url:
        options["azure_endpoint" if provider == "azure_openai" else "base_url"] = choice.base_url
    if choice.api_key is not None:
        options["api_key"] = choice.api_key
    elif choice.base_url and provider == "openai":
        options["api_key"] = SecretStr("none")  # local servers ask for none, their client does
    return options


def _wire_schema(shape: type[BaseModel], *, keeps_limits: bool) -> dict[str, Any]:
    """Give a shape's schema, mostly without limits of length; what arrives is checked in full."""
    schema = copy.deepcopy(shape.model_json_schema())
    if not keeps_limits:
        _strip(schema)
    return schema


def _strip(node: object) -> None:
    if isinstance(node, dict):
        for limit in _LIMITS:
            node.pop(limit, None)
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _strip(child)
