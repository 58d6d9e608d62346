"""Questions that have no answer, out of the messages that were received and how their jobs ended.

It implements `bot.inbox.OpenQuestions`. Erasing a message erases its question here too.
"""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import Engine, or_, select

from bot.inbox import IncomingMessage, OpenQuestion
from bot.storage.tables import jobs, messages

_WHY: Mapping[str | None, Literal["waiting", "failed", "uncovered"]] = {
    None: "waiting",
    "apologised": "failed",
    "uncovered": "uncovered",
}


class DatabaseOpenQuestions:
    """Open questions in the database; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_questions(self, *, team: str, user: str, limit: int) -> tuple[OpenQuestion, ...]:
        """List a person's own, the latest first."""
        is_open = or_(jobs.c.outcome.is_(None), jobs.c.outcome.in_([one for one in _WHY if one]))
        query = (
            select(messages.c.body, jobs.c.outcome)
            .join(jobs, jobs.c.id == messages.c.id)
            .where((messages.c.team == team) & (messages.c.user == user) & is_open)
            .order_by(jobs.c.number.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(
            OpenQuestion(message=IncomingMessage.model_validate_json(row.body), why=_WHY[row.outcome])
            for row in rows
        )
