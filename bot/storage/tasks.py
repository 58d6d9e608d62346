"""Tasks in the database; one for each item of a channel.

It implements `bot.digest.tasks.TaskBook`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.digest.tasks import Task, TaskDraft, order_tasks
from bot.storage.engine import writing
from bot.storage.inbox import as_stamp
from bot.storage.tables import tasks


class DatabaseTasks:
    """The durable tasks; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def save(self, draft: TaskDraft, *, now: datetime) -> tuple[Task, bool]:
        """Keep a task; True when it is new, False when the channel has one of this item already."""
        row = {**draft.model_dump(), "made_at": as_stamp(now)}
        is_new = True
        try:
            with self._writing.begin() as connection:
                connection.execute(insert(tasks), row)
        except IntegrityError:
            is_new = False
        where = (tasks.c.channel == draft.channel) & (tasks.c.item == draft.item)
        [task] = self._tasks(where)
        return task, is_new

    def change(self, task: Task) -> bool:
        """Put a task in place of the one with its number; False when there is none."""
        values = task.model_dump(include={"state", "owner", "due", "step", "note"})
        with self._writing.begin() as connection:
            where = tasks.c.number == task.number
            return bool(connection.execute(update(tasks).where(where).values(values)).rowcount)

    def find(self, number: int) -> Task | None:
        """Give one task; None when there is none with this number."""
        return next(iter(self._tasks(tasks.c.number == number)), None)

    def of_channel(self, channel: str | None = None) -> list[Task]:
        """List the tasks of a channel, or all, open ones first, then by due date and number."""
        where = tasks.c.number > 0 if channel is None else tasks.c.channel == channel
        return order_tasks(self._tasks(where))

    def _tasks(self, where: Any) -> list[Task]:
        with self._engine.connect() as connection:
            return [_task(row) for row in connection.execute(select(tasks).where(where))]


def _task(row: Row[Any]) -> Task:
    values = dict(row._mapping)  # noqa: SLF001 - the public name of SQLAlchemy for it
    return Task(**{**values, "made_at": datetime.fromisoformat(row.made_at)})
