"""Any chat model that LangChain can name as `provider:model`, behind the drafting port.

One structured call, a second one for a retry or a repair when time remains, and a deadline of our own over
both: a client's `timeout` counts for each attempt and each pause between bytes only. Provider code is
imported in a thread, since it takes seconds; nothing of it is imported before a model is configured.
"""

import copy
import time
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Any

import structlog
from pydantic import SecretStr, ValidationError

from bot.advisor.drafting import AnswerDraft, DraftRequest, NoDraft
from bot.advisor.drafting_prompt import SYSTEM_PROMPT, write_prompt, write_repair
from bot.drafters.failures import (
    REPAIRED,
    RETRIED,
    DraftFailedError,
    Failure,
    asked_to_wait,
    name_failure,
    tell_failure,
)

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

log = structlog.get_logger(__name__)

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


class LangChainDrafter:
    """Drafts answers with one client, which is made once and shared between threads."""

    def __init__(self, choice: ModelChoice) -> None:
        self._choice = choice
        self._places = BoundedSemaphore(_MOST_AT_ONCE)
        self._model: Future[Runnable[Any, Any]] = Future()
        Thread(target=self._warm_up, name="model-warm-up", daemon=True).start()

    @property
    def name(self) -> str:
        """Name the model as `provider:model`."""
        return self._choice.name

    def draft(self, request: DraftRequest, deadline: float) -> AnswerDraft | NoDraft:
        """Draft an answer within a time; whatever goes wrong is logged by kind, and told."""
        if not self._places.acquire(blocking=False):
            return self._none("busy")
        done: Future[AnswerDraft] = Future()
        end = time.monotonic() + deadline
        Thread(target=self._work, args=(request, end, done), name="draft", daemon=True).start()
        try:
            return done.result(timeout=deadline)
        except Exception as error:  # noqa: BLE001 - one mapping for all that providers raise
            return self._none(name_failure(error))

    def _none(self, failure: Failure) -> NoDraft:
        log.warning("draft_failed", model=self.name, failure=failure)
        return NoDraft(reason=tell_failure(failure))

    def _warm_up(self) -> None:
        try:
            self._model.set_result(_make_model(self._choice))
        except Exception as error:  # noqa: BLE001 - told to whoever waits for the model
            self._model.set_exception(error)

    def _work(self, request: DraftRequest, end: float, done: "Future[AnswerDraft]") -> None:
        try:
            done.set_result(self._draft(request, end))
        except Exception as error:  # noqa: BLE001 - told to whoever waits for the draft
            done.set_exception(error)
        finally:
            self._places.release()

    def _draft(self, request: DraftRequest, end: float) -> AnswerDraft:
        model = self._model.result(timeout=max(0.0, end - time.monotonic()))
        try:
            return _ask(model, _messages(request), end)
        except Exception as error:
            again = _second_messages(request, error)
            wait = asked_to_wait(error, datetime.now(UTC))
            if again is None or time.monotonic() + wait + _LEAST_LEFT > end:
                raise
        time.sleep(wait)
        return _ask(model, again, end)


def _messages(request: DraftRequest) -> Messages:
    return [("system", SYSTEM_PROMPT), ("human", write_prompt(request))]


def _second_messages(request: DraftRequest, error: Exception) -> Messages | None:
    """Give what to ask a second time: the same, half of the passages, or the repair; None when of no use."""
    failure = name_failure(error)
    if failure in RETRIED:
        return _messages(request)
    if failure == "too_long" and len(request.passages) > 1:
        best = request.passages[: len(request.passages) // 2]
        return _messages(request.model_copy(update={"passages": best}))
    if failure in REPAIRED:
        detail = error.detail if isinstance(error, DraftFailedError) else "not JSON"
        return [*_messages(request), ("human", write_repair(detail))]
    return None


def _ask(model: "Runnable[Any, Any]", messages: Messages, end: float) -> AnswerDraft:
    from langsmith import tracing_context  # noqa: PLC0415 - as in `_make_model`

    with tracing_context(enabled=False):  # whatever the environment says by now
        reply: AIMessage = model.invoke(messages, config={"callbacks": [_make_stopper(end)]})["raw"]
    reason = _finish_reason(reply.response_metadata)
    if reason in _REFUSED or reply.additional_kwargs.get("refusal"):
        raise DraftFailedError("refused")
    if reason not in _WHOLE:  # a cut stream raises nothing; it only lacks its end
        raise DraftFailedError("cut_off")
    try:
        return AnswerDraft.model_validate_json(str(reply.text))
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
        raise DraftFailedError("wrong_shape", "; ".join(problems)) from error


def _make_stopper(end: float) -> "BaseCallbackHandler":
    """Make what ends a stream nobody waits for any more, so that the server stops writing too."""
    from langchain_core.callbacks import BaseCallbackHandler  # noqa: PLC0415 - as in `_make_model`

    class Stopper(BaseCallbackHandler):
        raise_error = True

        def on_llm_new_token(self, *_: Any, **__: Any) -> None:
            if time.monotonic() > end:
                raise DraftFailedError("late")

    return Stopper()


def _finish_reason(metadata: dict[str, Any]) -> str:
    keys = ("finish_reason", "stop_reason", "done_reason", "stopReason", "status")
    return str(next((metadata[key] for key in keys if metadata.get(key)), "")).casefold()


def _make_model(choice: ModelChoice) -> "Runnable[Any, Any]":
    # Imported here: it takes a second or more, and only who has configured a model should pay for it.
    from langchain.chat_models import init_chat_model  # noqa: PLC0415

    is_compatible = choice.base_url is not None and choice.name.startswith("openai:")
    schema = _wire_schema(keeps_limits=is_compatible)  # such servers build a grammar, and need its bounds
    model = init_chat_model(choice.name, **_options(choice))
    structured: Runnable[Any, Any] = model.with_structured_output(
        schema, method="json_schema", include_raw=True
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


def _wire_schema(*, keeps_limits: bool) -> dict[str, Any]:
    """Give the draft's schema, mostly without limits of length; the draft is checked in full on arrival."""
    schema = copy.deepcopy(AnswerDraft.model_json_schema())
    if not keeps_limits:
        _strip(schema)
    return {**schema, "title": "answer_draft", "description": "A draft of the answer."}


def _strip(node: object) -> None:
    if isinstance(node, dict):
        for limit in _LIMITS:
            node.pop(limit, None)
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _strip(child)
