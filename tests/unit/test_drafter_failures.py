"""Failures are named by what tells most, and a provider's wish to wait is read however it is written."""

from datetime import UTC, datetime

import pytest

from bot.drafters.failures import asked_to_wait, name_failure

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


class _Response:
    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers


class _BusyError(Exception):
    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("busy")
        self.response = _Response(headers)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "Wed, 25 Nov 2026 06:00:30 GMT"}, 30.0),
        ({"retry-after": "Wed, 25 Nov 2026 05:00:00 GMT"}, 0.0),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": "soon"}, 0.0),
        ({"retry-after": "inf"}, float("inf")),
        ({}, 0.0),
    ],
)
def test_the_seconds_to_wait_are_read_by_number_or_by_date(headers: dict[str, str], seconds: float) -> None:
    assert asked_to_wait(_BusyError(headers), NOW) == seconds


def test_the_wish_is_found_behind_the_error_that_wraps_it() -> None:
    outer = RuntimeError("wrapped")
    outer.__cause__ = _BusyError({"retry-after": "3"})

    assert asked_to_wait(outer, NOW) == 3.0


def test_an_error_of_no_provider_asks_for_nothing() -> None:
    assert asked_to_wait(ValueError("other"), NOW) == 0.0


class BadRequestError(Exception):
    """As a client calls it."""


class ContextOverflowError(Exception):
    """As LangChain calls it."""


class _OverflowError(BadRequestError, ContextOverflowError):
    """As a provider's package raises it."""


class _ResponseError(Exception):
    """As Ollama's client raises for all that a server answers."""

    def __init__(self, status: int) -> None:
        super().__init__("no")
        self.status_code = status


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (400, "refused_request"),
        (401, "key"),
        (404, "not_found"),
        (429, "busy"),
        (503, "server"),
        (-1, "other"),
    ],
)
def test_a_failure_without_a_telling_class_is_named_by_its_status(status: int, failure: str) -> None:
    assert name_failure(_ResponseError(status)) == failure


def test_a_filter_before_the_model_is_a_refusal() -> None:
    said = "The response was filtered due to the prompt triggering our content management policy."

    assert name_failure(BadRequestError(said)) == "refused"


def test_a_failure_is_named_by_the_class_that_tells_most() -> None:
    assert name_failure(_OverflowError()) == "too_long"
    assert name_failure(BadRequestError()) == "refused_request"
