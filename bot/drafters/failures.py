"""Name every way in which a provider fails with one of a few words, and read how long it asks to wait."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from bot.advisor.drafting import NoDraftReason

Failure = Literal[
    "not_installed", "key", "not_found", "busy", "late", "unreachable", "server",
    "too_long", "refused_request", "cut_off", "refused", "wrong_shape", "other",
]  # fmt: skip

# By class name, most telling first: LangChain's own tree, then what escapes it from the clients below.
_BY_NAME: dict[str, Failure] = {
    "ModuleNotFoundError": "not_installed",
    "ImportError": "not_installed",
    "ModelAuthenticationError": "key",
    "ModelPermissionDeniedError": "key",
    "AuthenticationError": "key",
    "PermissionDeniedError": "key",
    "ModelNotFoundError": "not_found",
    "NotFoundError": "not_found",
    "ModelRateLimitError": "busy",
    "RateLimitError": "busy",
    "ModelTimeoutError": "late",
    "APITimeoutError": "late",
    "TimeoutException": "late",
    "TimeoutError": "late",
    "ModelConnectionError": "unreachable",
    "APIConnectionError": "unreachable",
    "TransportError": "unreachable",
    "ConnectionError": "unreachable",
    "ModelRefusalError": "refused",
    "ContentFilterFinishReasonError": "refused",
    "LengthFinishReasonError": "cut_off",
    "IncompleteRead": "cut_off",
    "AssertionError": "cut_off",  # OpenAI's client, of a stream that ends before it says anything
    "ContextOverflowError": "too_long",
    "ModelInvalidRequestError": "refused_request",
    "BadRequestError": "refused_request",
    "UnprocessableEntityError": "refused_request",
    "ModelAPIError": "server",
    "InternalServerError": "server",
    "APIStatusError": "server",
    "JSONDecodeError": "wrong_shape",
    "OutputParserException": "wrong_shape",
    "ValidationError": "wrong_shape",
    "APIResponseValidationError": "wrong_shape",
}
# What an asker is told; the rest says that somebody should look at the settings.
_TOLD: dict[Failure, NoDraftReason] = {
    "late": "late",
    "busy": "busy",
    "refused": "refused",
    "wrong_shape": "unreadable",
    "cut_off": "unreadable",
    "unreachable": "unreachable",
    "server": "unreachable",
}
# LangChain knows some of these sentences only; OpenAI's own is among those it does not.
_TOO_LONG = re.compile(r"(?i)context[ _](?:length|window)|(?:prompt|input) is too long")
_BY_STATUS: dict[int, Failure] = {401: "key", 403: "key", 404: "not_found", 408: "late", 429: "busy"}
# LangChain raises a bare ValueError for a stream that ends before it says anything.
_NO_DATA = re.compile(r"No data received from|No generations? (?:chunks? )?(?:found|were returned)")
# Azure's filter answers in the model's place, and its client has no class for that.
_FILTERED = re.compile(r"(?i)content[ _]filter|content management policy")
RETRIED: frozenset[Failure] = frozenset({"busy", "server", "unreachable"})
REPAIRED: frozenset[Failure] = frozenset({"wrong_shape"})


class NoReplyError(Exception):
    """There is no whole reply of the shape that was asked for."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"no reply: {failure}")
        self.failure: Failure = failure
        self.detail = detail  # what was wrong about the shape; sent to the model, never logged


def name_failure(error: BaseException) -> Failure:
    """Name a failure, by the class of the error or of what caused it."""
    if isinstance(error, NoReplyError):
        return error.failure
    for one in _chain(error):
        names = {kind.__name__ for kind in type(one).__mro__}
        found = next((failure for name, failure in _BY_NAME.items() if name in names), None) or _by_status(
            one
        )
        if found is not None:
            return _name_request(str(one)) if found == "refused_request" else found
        if _NO_DATA.search(str(one)):
            return "cut_off"
    return "other"


def _by_status(error: BaseException) -> Failure | None:
    """Name an error of a client that has one class for all that a server answers, as Ollama's."""
    status = getattr(error, "status_code", None)
    if not isinstance(status, int) or status < 400:
        return None
    return "server" if status >= 500 else _BY_STATUS.get(status, "refused_request")


def _name_request(said: str) -> Failure:
    """Tell what a provider has against a request, by its words."""
    if _TOO_LONG.search(said):
        return "too_long"
    return "refused" if _FILTERED.search(said) else "refused_request"


def tell_failure(failure: Failure) -> NoDraftReason:
    """Give the reason that an asker is told."""
    return _TOLD.get(failure, "unavailable")


def asked_to_wait(error: BaseException, now: datetime) -> float:
    """Give the seconds that a provider asks to wait, by number or by date; 0 when it does not say."""
    for one in _chain(error):
        headers = getattr(getattr(one, "response", None), "headers", None) or {}
        for header, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
            if (seconds := _seconds(str(headers.get(header, "")), now)) is not None:
                return max(0.0, seconds * unit)
    return 0.0


def _seconds(written: str, now: datetime) -> float | None:
    try:
        return float(written)
    except ValueError:
        pass
    try:
        return (parsedate_to_datetime(written) - now).total_seconds()
    except (ValueError, TypeError):  # a date without a zone cannot be compared
        return None


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or one.__context__
    return chain
