"""Tasks that people make of news: who does what until when, and which are told of in a digest. Pure.

A reminder is no message of its own: it stands in the channel's digest, so that the ledger which sends each
digest once sends each reminder once.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict, Field

TaskState = Literal["new", "reviewed", "actioned", "dismissed"]
TASK_STATES: tuple[TaskState, ...] = ("new", "reviewed", "actioned", "dismissed")
OPEN_STATES: frozenset[TaskState] = frozenset({"new", "reviewed"})

MAX_OWNER_CHARS = 200
MAX_NOTE_CHARS = 1_000
_NEXT: dict[TaskState, TaskState] = {"new": "reviewed", "reviewed": "actioned"}


class TaskDraft(BaseModel):
    """A task before it has a number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: str = Field(min_length=1, max_length=200)  # as the surface names it, with the workspace
    item: str = Field(min_length=1, max_length=200)  # id of the news
    title: str = Field(min_length=1, max_length=2_000)  # the publisher's words
    url: str = ""
    what: str = Field(default="", max_length=2_000)  # the suggested action
    state: TaskState = "new"
    owner: str = Field(default="", max_length=MAX_OWNER_CHARS)  # surface:team:user, or a name
    due: date | None = None
    step: int | None = Field(default=None, ge=1, le=3)  # as a person corrected it
    note: str = Field(default="", max_length=MAX_NOTE_CHARS)


class Task(TaskDraft):
    """A task; frozen, a change makes a new one."""

    number: int = Field(ge=1)
    made_at: datetime

    @property
    def is_open(self) -> bool:
        """Tell whether something is left to do."""
        return self.state in OPEN_STATES

    @property
    def next_state(self) -> TaskState | None:
        """Give the state that follows; None where nothing is left to do."""
        return _NEXT.get(self.state)

    def is_overdue(self, day: date) -> bool:
        """Tell whether it should have been done before a day."""
        return self.is_open and self.due is not None and self.due < day


class TaskBook(Protocol):
    """Keeps tasks; every method is one transaction."""

    def save(self, draft: TaskDraft, *, now: datetime) -> tuple[Task, bool]:
        """Keep a task; True when it is new, False when the channel has one of this item already."""

    def change(self, task: Task) -> bool:
        """Put a task in place of the one with its number; False when there is none."""

    def find(self, number: int) -> Task | None:
        """Give one task; None when there is none with this number."""

    def of_channel(self, channel: str | None = None) -> list[Task]:
        """List the tasks of a channel, or all, open ones first, then by due date and number."""


class TaskNews(NamedTuple):
    """What a digest says of tasks."""

    due: tuple[Task, ...] = ()
    overdue: tuple[Task, ...] = ()


def tasks_to_tell(tasks: Sequence[Task], day: date, *, last_day: date | None) -> TaskNews:
    """Choose what the digest of a day says of a channel's tasks.

    Args:
        tasks: Of the channel.
        day: The local day of the digest.
        last_day: The day of the digest before; None when there was none.

    Returns:
        What is due on the day or the next, or fell due on a day without a digest; and what is overdue, in
        the first digest of each week.
    """
    since = day if last_day is None else min(day, last_day + timedelta(days=1))
    until = day + timedelta(days=1)
    due = tuple(one for one in tasks if one.is_open and one.due is not None and since <= one.due <= until)
    monday = day - timedelta(days=day.weekday())
    if last_day is not None and last_day >= monday:
        return TaskNews(due)
    told = {one.number for one in due}
    return TaskNews(due, tuple(one for one in tasks if one.is_overdue(day) and one.number not in told))


def order_tasks(tasks: Sequence[Task]) -> list[Task]:
    """Put open tasks first, the earliest due date first."""
    return sorted(tasks, key=lambda one: (not one.is_open, one.due is None, one.due or date.max, one.number))
