"""What was said in each thread, in the database; erasing leaves no trace of it on disk.

It implements `bot.inbox.ThreadMemory`.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select

from bot.advisor.question import Turn
from bot.inbox import IncomingMessage
from bot.storage.engine import erase_traces, writing
from bot.storage.inbox import as_stamp
from bot.storage.tables import jobs, messages, turns


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

    def forget_user(self, *, team: str, user: str) -> int:
        """Erase everything said by or to a user, messages and finished jobs included; gives the count."""
        said = (turns.c.team == team) & (turns.c.user == user)
        received = (messages.c.team == team) & (messages.c.user == user)
        return self._erase(said, received)

    def purge(self, *, before: datetime) -> int:
        """Erase everything older, messages and finished jobs included; gives the count."""
        stamp = as_stamp(before)
        return self._erase(turns.c.said_at < stamp, messages.c.received_at < stamp)

    def _erase(self, said: ColumnElement[bool], received: ColumnElement[bool]) -> int:
        """Erase turns and messages, except messages that still wait for their answer."""
        waiting = select(jobs.c.id).where(jobs.c.outcome.is_(None))
        done = received & messages.c.id.not_in(waiting)
        with self._writing.begin() as connection:
            count = connection.scalar(select(func.count()).select_from(turns).where(said)) or 0
            count += connection.scalar(select(func.count()).select_from(messages).where(done)) or 0
            connection.execute(delete(turns).where(said))
            connection.execute(delete(messages).where(done))
        if count:
            erase_traces(self._engine)
        return int(count)


def _in_thread(*, team: str, channel: str, thread_ts: str) -> ColumnElement[bool]:
    return (turns.c.team == team) & (turns.c.channel == channel) & (turns.c.thread_ts == thread_ts)
