"""Call something that may hang, and stop waiting for it in time."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Generic, TypeVar

Result = TypeVar("Result")


class _Outcome(Generic[Result]):
    def __init__(self) -> None:
        self.is_there = Event()
        self.result: Result | None = None
        self.error: BaseException | None = None


def call_within(seconds: float, call: Callable[[], Result]) -> Result:
    """Call in a thread of its own and wait for the result; a call that hangs is left behind.

    Raises:
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

    Thread(target=run, name="answer", daemon=True).start()
    if not outcome.is_there.wait(seconds):
        raise TimeoutError
    if outcome.error is not None:
        raise outcome.error
    return outcome.result  # type: ignore[return-value]  # set, as there was no error
