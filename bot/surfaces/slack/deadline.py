"""Call something that may hang, and stop waiting for it in time."""

import time
from collections.abc import Callable
from contextvars import copy_context
from threading import Event, Thread
from typing import Generic, TypeVar

Result = TypeVar("Result")
_LOOK_S = 0.2


class NotWantedError(Exception):
    """Nobody wants the result any more."""


class _Outcome(Generic[Result]):
    def __init__(self) -> None:
        self.is_there = Event()
        self.result: Result | None = None
        self.error: BaseException | None = None


def call_within(
    seconds: float, call: Callable[[], Result], is_stopped: Callable[[], bool] = lambda: False
) -> Result:
    """Call in a thread of its own and wait for the result; a call that hangs is left behind.

    Args:
        seconds: To wait at most.
        call: What to do.
        is_stopped: Looked at now and then; when true nobody wants the result any more.

    Raises:
        NotWantedError: If nobody wants the result any more.
        TimeoutError: If it has not ended in time.
    """
    outcome: _Outcome[Result] = _Outcome()

    def run() -> None:
        try:
            outcome.result = call()
        except Exception as error:  # noqa: BLE001 - raised again below, in the thread that asked
            outcome.error = error
        finally:
            outcome.is_there.set()

    Thread(target=copy_context().run, args=(run,), name="answer", daemon=True).start()
    until = time.monotonic() + seconds
    while not outcome.is_there.wait(min(_LOOK_S, max(0.0, until - time.monotonic()))):
        if is_stopped():
            raise NotWantedError
        if time.monotonic() >= until:
            raise TimeoutError
    if outcome.error is not None:
        raise outcome.error
    return outcome.result  # type: ignore[return-value]  # set, as there was no error
