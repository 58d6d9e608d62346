"""Logging: one event a line as key=value, secrets blacked out, quiet by default."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.observability import redact, set_up_logging


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for package in ("bot", "retrieval", "knowledge"):
        logging.getLogger(package).setLevel(logging.NOTSET)
    structlog.reset_defaults()


def test_an_event_is_one_line_of_keys_and_values() -> None:
    stream = io.StringIO()
    set_up_logging(level="info", stream=stream)

    structlog.get_logger("bot.test").info("question_answered", passages=3)

    assert "level=info event=question_answered passages=3" in stream.getvalue()
    assert stream.getvalue().count("\n") == 1


def test_at_warning_level_only_warnings_are_heard() -> None:
    stream = io.StringIO()
    set_up_logging(level="warning", stream=stream)

    structlog.get_logger("bot.test").info("nothing_special")
    structlog.get_logger("bot.test").warning("something_odd")

    assert "nothing_special" not in stream.getvalue()
    assert "something_odd" in stream.getvalue()


def test_libraries_stay_at_warning_whatever_our_own_level_is() -> None:
    stream = io.StringIO()
    set_up_logging(level="debug", stream=stream)

    logging.getLogger("chatty.library").info("chatter")
    logging.getLogger("chatty.library").warning("trouble")

    assert "chatter" not in stream.getvalue()
    assert "trouble" in stream.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "xoxb-12345-abcdef",
        "token=xapp-1-A0-99-ff",
        "xoxe.xoxb-1-refresh",
        "postgresql://sandan:pass%40word@db/sandan",
    ],
)
def test_what_looks_like_a_secret_is_blacked_out(text: str) -> None:
    cleaned = redact(text)

    assert "[redacted]" in cleaned
    assert not [part for part in ("12345", "A0-99", "refresh", "pass%40word") if part in cleaned]


def test_known_secrets_are_blacked_out_wherever_they_stand() -> None:
    stream = io.StringIO()
    set_up_logging(level="info", secrets=("signing-secret-1",), stream=stream)
    log = structlog.get_logger("bot.test")

    log.warning("odd", items=["signing-secret-1"], text="a signing-secret-1 b")
    logging.getLogger("library").warning("with %s", "signing-secret-1")
    log.warning("failed", exc_info=ValueError("signing-secret-1"))

    assert "signing-secret-1" not in stream.getvalue()
    assert stream.getvalue().count("[redacted]") >= 4
