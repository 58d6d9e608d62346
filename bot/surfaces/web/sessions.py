"""What one browser has asked, in memory only: closing the service forgets it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock

from bot.advisor.advice import Advice
from bot.advisor.question import Turn

_MOST_SESSIONS = 500
_MOST_KEPT = 20  # answers of one browser
_MAX_TURN_CHARS = 40_000


@dataclass(frozen=True)
class Session:
    """One browser.

    Attributes:
        is_owner: Has given the password.
        answers: What was asked and answered, oldest first.
    """

    is_owner: bool = False
    answers: tuple[Advice, ...] = ()

    @property
    def history(self) -> tuple[Turn, ...]:
        """The thread as the advisor takes it."""
        return tuple(
            turn
            for one in self.answers[-6:]
            for turn in (
                Turn(role="user", text=one.question[:_MAX_TURN_CHARS]),
                Turn(role="bot", text=(one.markdown or one.summary.text)[:_MAX_TURN_CHARS]),
            )
        )


@dataclass
class Sessions:
    """All browsers, the latest kept; safe to share between threads."""

    _held: "OrderedDict[str, Session]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, name: str) -> Session:
        """Give a session; an empty one when nothing is held under the name."""
        with self._lock:
            return self._held.get(name, Session())

    def keep_answer(self, name: str, advice: Advice) -> None:
        """Add an answer to the thread."""
        self._change(name, lambda one: replace(one, answers=(*one.answers, advice)[-_MOST_KEPT:]))

    def forget_answers(self, name: str) -> None:
        """Begin a new thread."""
        self._change(name, lambda one: replace(one, answers=()))

    def make_owner(self, name: str) -> None:
        """Let the session do what the owner may."""
        self._change(name, lambda one: replace(one, is_owner=True))

    def drop(self, name: str) -> None:
        """Forget a session."""
        with self._lock:
            self._held.pop(name, None)

    def _change(self, name: str, change: Callable[[Session], Session]) -> None:
        with self._lock:
            self._held[name] = change(self._held.pop(name, Session()))
            while len(self._held) > _MOST_SESSIONS:
                self._held.popitem(last=False)
