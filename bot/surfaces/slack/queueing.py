"""How much one person and one workspace may ask, and how long a question will wait."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock
from typing import Literal

QUESTIONS_A_MINUTE = 20  # of one person
QUESTIONS_AN_HOUR = 6_000  # of one workspace
WORTH_A_NOTE_S = 20.0  # who waits longer is told
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_MOST_PEOPLE = 10_000
_WEIGHT = 0.1  # of the newest answer in the average
Limit = Literal["person", "workspace"]


class Limiter:
    """Counts the questions of each person's last minute and each workspace's last hour, in this process."""

    def __init__(self, *, an_hour: int = QUESTIONS_AN_HOUR) -> None:
        self._lock = Lock()
        self._an_hour = an_hour
        self._people: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._teams: OrderedDict[str, deque[datetime]] = OrderedDict()

    def exceeded(self, team: str, user: str, *, now: datetime) -> Limit | None:
        """Tell whose questions are used up: a person's of the minute, a workspace's of the hour."""
        with self._lock:
            if len(_recent(self._people, f"{team}:{user}", now - _MINUTE)) >= QUESTIONS_A_MINUTE:
                return "person"
            is_over = len(_recent(self._teams, team, now - _HOUR)) >= self._an_hour
            return "workspace" if is_over else None

    def count(self, team: str, user: str, *, now: datetime) -> None:
        """Count one question; those that are refused count for the person only."""
        with self._lock:
            _recent(self._people, f"{team}:{user}", now - _MINUTE).append(now)
            whole = _recent(self._teams, team, now - _HOUR)
            if len(whole) < self._an_hour:
                whole.append(now)


def _recent(asked: "OrderedDict[str, deque[datetime]]", name: str, since: datetime) -> deque[datetime]:
    """Give the times since a moment under a name, to be added to."""
    times = asked.setdefault(name, deque())
    asked.move_to_end(name)
    while times and times[0] <= since:
        times.popleft()
    while len(asked) > _MOST_PEOPLE:
        asked.popitem(last=False)
    return times


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
