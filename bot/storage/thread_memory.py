"""What was said in each thread, in the database; `bot.storage.erasure` erases it.

It implements `bot.inbox.ThreadMemory`.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Engine, insert, select

from bot.advisor.question import Turn
from bot.inbox import IncomingMessage
from bot.storage.engine import writing
from bot.storage.inbox import as_stamp
from bot.storage.tables import turns


class DatabaseThreadMemory:
    """The durable memory of threads; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def append(self, message: IncomingMessage, turn: Turn, *, at: datetime) -> None:
        """Add one turn to the thread of a message; a bot turn counts as said to that message's user."""
        plain = ("surface", "team", "channel", "thread_ts", "ts", "user")
        values = {name: getattr(message, name) for name in plain}
        with self._writing.begin() as connection:
            said = {"role": turn.role, "text": turn.text, "said_at": as_stamp(at)}
            connection.execute(insert(turns), {**values, **said})

    def turns(self, message: IncomingMessage, *, limit: int = 12) -> tuple[Turn, ...]:
        """Give the last turns of the message's thread before it, oldest first."""
        where = (
            _in_thread(team=message.team, channel=message.channel, thread_ts=message.thread_ts)
            & (turns.c.surface == message.surface)
            & (turns.c.ts < message.ts)  # of fixed width, so that text sorts by time
        )
        query = select(turns.c.role, turns.c.text).where(where).order_by(turns.c.number.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(Turn(role=row.role, text=row.text) for row in reversed(rows))

    def is_known_thread(self, *, team: str, channel: str, thread_ts: str) -> bool:
        """Tell whether we took part in the thread."""
        where = _in_thread(team=team, channel=channel, thread_ts=thread_ts) & (turns.c.role == "bot")
        with self._engine.connect() as connection:
            return connection.execute(select(turns.c.number).where(where).limit(1)).first() is not None

    def askers(self, *, team: str, channel: str, thread_ts: str) -> frozenset[str]:
        """Give the users whom we answered in the thread; empty when we took no part in it."""
        where = _in_thread(team=team, channel=channel, thread_ts=thread_ts) & (turns.c.role == "bot")
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(turns.c.user).where(where).distinct()))


def _in_thread(*, team: str, channel: str, thread_ts: str) -> ColumnElement[bool]:
    return (turns.c.team == team) & (turns.c.channel == channel) & (turns.c.thread_ts == thread_ts)
