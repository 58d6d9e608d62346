"""How much one person may ask, and how long a question will wait."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

QUESTIONS_A_MINUTE = 20
WORTH_A_NOTE_S = 20.0  # who waits longer is told
_MINUTE = timedelta(minutes=1)
_MOST_PEOPLE = 10_000
_WEIGHT = 0.1  # of the newest answer in the average


class Limiter:
    """Counts each person's questions of the last minute, in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()

    def is_over(self, team: str, user: str, *, now: datetime) -> bool:
        """Tell whether a person has used up the minute's questions."""
        with self._lock:
            return len(self._recent(team, user, now)) >= QUESTIONS_A_MINUTE

    def count(self, team: str, user: str, *, now: datetime) -> None:
        """Count one question."""
        with self._lock:
            self._recent(team, user, now).append(now)
            while len(self._asked) > _MOST_PEOPLE:
                self._asked.popitem(last=False)

    def _recent(self, team: str, user: str, now: datetime) -> deque[datetime]:
        asked = self._asked.setdefault((team, user), deque())
        self._asked.move_to_end((team, user))
        while asked and asked[0] <= now - _MINUTE:
            asked.popleft()
        return asked


class WaitingTime:
    """Estimates a wait from how long answers took lately."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._lock = Lock()
        self._average_s = 0.0

    def took(self, seconds: float) -> None:
        """Learn how long an answer took, posting included."""
        with self._lock:
            self._average_s += (seconds - self._average_s) * (_WEIGHT if self._average_s else 1.0)

    def expected_s(self, pending: int) -> float:
        """Give the seconds until a question behind so many others is answered."""
        with self._lock:
            return pending * self._average_s / self._workers
