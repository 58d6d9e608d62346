"""Let one thread at a time use an engine, and questions go before passages.

Behind a question somebody waits. An ordinary lock is not fair, and left questions waiting for a second and
more while a document was being embedded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition


@dataclass
class Turns:
    """The right to use one engine, given to one thread after the other."""

    _condition: Condition = field(default_factory=Condition)
    _is_taken: bool = False
    _urgent: int = 0  # urgent calls that wait

    @contextmanager
    def take(self, *, is_urgent: bool) -> Iterator[None]:
        """Hold the right while the block runs; what is not urgent lets everything urgent go first."""
        with self._condition:
            self._urgent += is_urgent
            while self._is_taken or (self._urgent and not is_urgent):
                self._condition.wait()
            self._urgent -= is_urgent
            self._is_taken = True
        try:
            yield
        finally:
            with self._condition:
                self._is_taken = False
                self._condition.notify_all()
