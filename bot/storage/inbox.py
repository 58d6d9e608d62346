"""Messages received and the jobs to answer them, in the database: each is answered once, by whom ever.

It implements `bot.inbox.Inbox`. Days and times are kept as text in UTC, which sorts alike on every engine.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.inbox import AnswerJob, IncomingMessage, KeptMessage, Outcome
from bot.storage.engine import erase_traces, writing
from bot.storage.tables import jobs, messages, signatures, turns

_REPLAY_WINDOW = timedelta(minutes=5)


def as_stamp(moment: datetime) -> str:
    """Write a moment as text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class DatabaseInbox:
    """The durable inbox; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def accept(self, message: IncomingMessage) -> str | None:
        """Store the message and its job; None when its event id or (team, channel, ts) is known already."""
        identity = uuid4().hex
        try:
            with self._writing.begin() as connection:
                connection.execute(insert(messages), _message_values(identity, message))
                last = connection.scalar(select(func.max(jobs.c.number))) or 0
                connection.execute(insert(jobs), {"id": identity, "number": last + 1, "attempts": 0})
        except IntegrityError:
            return None
        return identity

    def claim(self, *, now: datetime, lease: timedelta) -> AnswerJob | None:
        """Take the oldest job that is free or whose lease has ended; None when there is none."""
        stamp = as_stamp(now)
        is_free = jobs.c.leased_until.is_(None) | (jobs.c.leased_until <= stamp)
        oldest = (
            select(jobs.c.id, jobs.c.attempts, messages.c.body)
            .join(messages, messages.c.id == jobs.c.id)
            .where(jobs.c.outcome.is_(None) & is_free)
            .order_by(jobs.c.number)
            .limit(1)
        )
        with self._engine.connect() as connection:  # looking must not stop those who write
            if connection.execute(oldest).first() is None:
                return None
        with self._writing.begin() as connection:
            row = connection.execute(oldest.with_for_update(of=jobs)).mappings().first()
            return None if row is None else _take(connection, row, until=as_stamp(now + lease))

    def renew(self, job_id: str, *, now: datetime, lease: timedelta) -> bool:
        """Keep a claimed job; False when another worker has taken it meanwhile.

        A lease that has run out is given up, whether or not another worker was quick enough to take it.
        """
        where = (
            (jobs.c.id == job_id)
            & jobs.c.outcome.is_(None)
            & jobs.c.leased_until.is_not(None)
            & (jobs.c.leased_until > as_stamp(now))
        )
        with self._writing.begin() as connection:
            done = connection.execute(update(jobs).where(where).values(leased_until=as_stamp(now + lease)))
            return bool(done.rowcount)

    def finish(self, job_id: str, outcome: Outcome, *, now: datetime) -> Outcome | None:
        """Close the job: it is never claimed again.

        Returns:
            How it is closed: it may have been withdrawn meanwhile. None when it was erased.
        """
        with self._writing.begin() as connection:
            values = {"outcome": outcome, "finished_at": as_stamp(now), "leased_until": None}
            where = (jobs.c.id == job_id) & jobs.c.outcome.is_(None)
            connection.execute(update(jobs).where(where).values(values))
            closed: Outcome | None = connection.scalar(select(jobs.c.outcome).where(jobs.c.id == job_id))
            return closed

    def withdraw(self, job_id: str, *, now: datetime) -> None:
        """Close the job, whether or not it was answered, and erase the words that were asked and said.

        The message is still known, so that a late second delivery is not answered.
        """
        with self._writing.begin() as connection:
            body = connection.scalar(select(messages.c.body).where(messages.c.id == job_id))
            if body is None:
                return
            message = IncomingMessage.model_validate_json(body)
            blank = message.model_copy(update={"text": ""}).model_dump_json()
            connection.execute(update(messages).where(messages.c.id == job_id).values(body=blank))
            values = {"outcome": "withdrawn", "finished_at": as_stamp(now), "leased_until": None}
            connection.execute(update(jobs).where(jobs.c.id == job_id).values(values))
            place = (turns.c.team == message.team) & (turns.c.channel == message.channel)
            connection.execute(delete(turns).where(place & (turns.c.ts == message.ts)))
        erase_traces(self._engine)

    def find(self, *, team: str, channel: str, ts: str) -> KeptMessage | None:
        """Give the message at a place; None when it is not kept."""
        where = (messages.c.team == team) & (messages.c.channel == channel) & (messages.c.ts == ts)
        query = select(jobs.c.id, jobs.c.outcome, messages.c.body).join(messages, messages.c.id == jobs.c.id)
        with self._engine.connect() as connection:
            row = connection.execute(query.where(where)).first()
        if row is None:
            return None
        message = IncomingMessage.model_validate_json(row.body)
        return KeptMessage(job_id=row.id, message=message, outcome=row.outcome)

    def waiting(self) -> Sequence[KeptMessage]:
        """List messages that are not answered, in the order of their acceptance."""
        query = select(jobs.c.id, messages.c.body).join(messages, messages.c.id == jobs.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(jobs.c.outcome.is_(None)).order_by(jobs.c.number)).all()
        return tuple(
            KeptMessage(job_id=row.id, message=IncomingMessage.model_validate_json(row.body)) for row in rows
        )

    def pending(self) -> int:
        """Count jobs that are not finished."""
        with self._engine.connect() as connection:
            query = select(func.count()).select_from(jobs).where(jobs.c.outcome.is_(None))
            return int(connection.scalar(query) or 0)

    def remember_signature(self, signature: str, *, now: datetime) -> bool:
        """Keep a request's signature for five minutes; False when it was seen in that time."""
        with self._writing.begin() as connection:
            expired = signatures.c.seen_at <= as_stamp(now - _REPLAY_WINDOW)
            connection.execute(delete(signatures).where(expired))
            known = select(signatures.c.signature).where(signatures.c.signature == signature)
            if connection.execute(known).first() is not None:
                return False
            connection.execute(insert(signatures), {"signature": signature, "seen_at": as_stamp(now)})
            return True


def _message_values(identity: str, message: IncomingMessage) -> dict[str, object]:
    plain = ("surface", "event_id", "team", "channel", "ts", "user")
    return {
        "id": identity,
        "body": message.model_dump_json(),
        "received_at": as_stamp(message.received_at),
        **{name: getattr(message, name) for name in plain},
    }


def _take(connection: Connection, row: RowMapping, *, until: str) -> AnswerJob:
    attempts = int(row["attempts"]) + 1
    values = {"attempts": attempts, "leased_until": until}
    connection.execute(update(jobs).where(jobs.c.id == row["id"]).values(values))
    message = IncomingMessage.model_validate_json(row["body"])
    return AnswerJob(id=row["id"], message=message, attempts=attempts)
