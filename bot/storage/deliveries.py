"""The ledger of digests in the database: a day's digest and its items are bound together or not at all.

It implements `bot.digest.delivery.DeliveryLog`. Every method is one transaction.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.digest.delivery import LedgerRow, Plan, PlanOutcome, Standing, State
from bot.digest.digest import Digest, FirstTold, Way
from bot.storage.engine import writing
from bot.storage.inbox import as_stamp
from bot.storage.tables import deliveries, digests


class DatabaseDeliveryLog:
    """The durable ledger; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def standings(self) -> dict[str, Standing]:
        """Tell in one look where all channels stand; channels without a digest are missing."""
        is_open = case((digests.c.state.in_(("planned", "sending")), 1), else_=0)
        query = select(digests.c.channel, func.max(digests.c.day), func.max(is_open)).group_by(
            digests.c.channel
        )
        with self._engine.connect() as connection:
            return {row[0]: Standing(row[1], bool(row[2])) for row in connection.execute(query)}

    def last_day(self, channel: str) -> date | None:
        """Give the newest day that has a digest, in whatever state."""
        query = select(func.max(digests.c.day)).where(digests.c.channel == channel)
        with self._engine.connect() as connection:
            day: date | None = connection.scalar(query)
            return day

    def plan(self, plan: Plan, *, now: datetime) -> PlanOutcome:
        """Write the day's digest and bind its items, both or neither."""
        digest = plan.digest
        channel = digest.channel
        same_day = (digests.c.channel == channel) & (digests.c.day == digest.day)
        try:
            with self._writing.begin() as connection:
                if connection.scalar(select(digests.c.key).where(same_day)) is not None:
                    return "exists"
                connection.execute(insert(digests), _values(plan, as_stamp(now)))
                revisions = _revisions(plan)
                if revisions:
                    connection.execute(insert(deliveries), revisions)
        except IntegrityError:
            return "stale"
        return "planned"

    def bound_items(self, channel: str) -> dict[str, int]:
        """Give the items bound to a channel, with the newest revision told."""
        query = (
            select(deliveries.c.item, func.max(deliveries.c.revision))
            .where(deliveries.c.channel == channel)
            .group_by(deliveries.c.item)
        )
        with self._engine.connect() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(query)}

    def binding(self, channel: str, item: str) -> tuple[Way, LedgerRow] | None:
        """Tell how and in which digest an item is bound to a channel; None when it is not."""
        where = (deliveries.c.channel == channel) & (deliveries.c.item == item) & (deliveries.c.revision == 0)
        with self._engine.connect() as connection:
            found = connection.execute(select(deliveries.c.way, deliveries.c.digest_key).where(where)).first()
        if found is None:
            return None
        [row] = self._rows(digests.c.key == found.digest_key)
        return found.way, row

    def first_told(self, channel: str, items: Collection[str]) -> dict[str, FirstTold]:
        """Tell in which digests the channel was first shown items; those never shown in one are missing."""
        shown = (deliveries.c.channel == channel) & (deliveries.c.way == "shown")
        query = (
            select(deliveries.c.item, digests.c.day, digests.c.message)
            .join(digests, digests.c.key == deliveries.c.digest_key)
            .where(shown & deliveries.c.item.in_(items) & (digests.c.state == "sent"))
            .order_by(digests.c.day.desc())
        )
        with self._engine.connect() as connection:
            return {row[0]: FirstTold(day=row[1], message=row[2]) for row in connection.execute(query)}

    def open_rows(self, channel: str) -> list[LedgerRow]:
        """Give the channel's digests that are planned or being sent, oldest day first."""
        where = (digests.c.channel == channel) & digests.c.state.in_(("planned", "sending"))
        return self._rows(where)

    def rows(self, channel: str) -> list[LedgerRow]:
        """Give all digests of a channel, oldest day first."""
        return self._rows(digests.c.channel == channel)

    def last_row(self, channel: str) -> LedgerRow | None:
        """Give the newest digest of a channel; None when it never had one."""
        day = self.last_day(channel)
        found = [] if day is None else self._rows((digests.c.channel == channel) & (digests.c.day == day))
        return next(iter(found), None)

    def items(self, key: str) -> dict[str, Way]:
        """Give the items that a digest has bound, with how."""
        query = select(deliveries.c.item, deliveries.c.way).where(deliveries.c.digest_key == key)
        with self._engine.connect() as connection:
            return {row.item: row.way for row in connection.execute(query)}

    def claim(self, key: str, owner: str, *, now: datetime, lease: timedelta) -> State | None:
        """Take a digest for sending; gives the state it was in, None when it cannot be taken now."""
        stamp = as_stamp(now)
        with self._writing.begin() as connection:
            row = connection.execute(select(digests).where(digests.c.key == key).with_for_update()).first()
            if row is None or not _may_be_taken(row, stamp):
                return None
            values = {
                "state": "sending",
                "owner": owner,
                "leased_until": as_stamp(now + lease),
                "attempts": row.attempts + 1,
            }
            connection.execute(update(digests).where(digests.c.key == key).values(values))
            before: State = row.state
            return before

    def holds(self, key: str, owner: str, *, now: datetime) -> bool:
        """Tell whether the owner still has the digest to send."""
        where = (
            (digests.c.key == key)
            & (digests.c.owner == owner)
            & (digests.c.state == "sending")
            & (digests.c.leased_until > as_stamp(now))
        )
        with self._engine.connect() as connection:
            return connection.scalar(select(digests.c.key).where(where)) is not None

    def confirm(self, key: str, owner: str, message: str) -> None:
        """Write down that it is posted; also by an owner whose lease has ended."""
        values = {"state": "sent", "owner": owner, "message": message, "leased_until": None, "reason": ""}
        with self._writing.begin() as connection:
            where = (digests.c.key == key) & (digests.c.state != "sent")
            connection.execute(update(digests).where(where).values(values))

    def release(self, key: str, owner: str, *, not_before: datetime, reason: str) -> None:
        """Give a digest back to be tried later: it surely is not posted."""
        values = {"state": "planned", "not_before": as_stamp(not_before), "reason": reason}
        self._close(key, owner, values)

    def give_up(self, key: str, owner: str, *, reason: str) -> None:
        """Mark a digest as uncertain: a person decides whether it is sent again."""
        self._close(key, owner, {"state": "uncertain", "reason": reason})

    def settle(self, key: str, *, has_arrived: bool, now: datetime) -> bool:
        """Write down what a person says of an uncertain digest; False when it is not uncertain."""
        values = {"state": "sent"} if has_arrived else {"state": "planned", "not_before": as_stamp(now)}
        where = (digests.c.key == key) & (digests.c.state == "uncertain")
        with self._writing.begin() as connection:
            return bool(connection.execute(update(digests).where(where).values(values)).rowcount)

    def _close(self, key: str, owner: str, values: dict[str, Any]) -> None:
        where = (digests.c.key == key) & (digests.c.owner == owner) & (digests.c.state == "sending")
        with self._writing.begin() as connection:
            connection.execute(update(digests).where(where).values({**values, "leased_until": None}))

    def _rows(self, where: Any) -> list[LedgerRow]:
        with self._engine.connect() as connection:
            query = select(digests).where(where).order_by(digests.c.day)
            return [_row(one) for one in connection.execute(query)]


def _values(plan: Plan, stamp: str) -> dict[str, Any]:
    return {
        "key": plan.digest.key,
        "channel": plan.digest.channel,
        "day": plan.digest.day,
        "state": "empty" if plan.is_silent else "planned",
        "owner": "",
        "attempts": 0,
        "message": "",
        "reason": "",
        "body": plan.digest.model_dump_json(),
        "planned_at": stamp,
    }


def _revisions(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "channel": plan.digest.channel,
            "item": item,
            "revision": plan.revisions.get(item, 0),
            "way": way,
            "digest_key": plan.digest.key,
        }
        for item, way in plan.items.items()
    ]


def _may_be_taken(row: Row[Any], stamp: str) -> bool:
    if row.state == "planned":
        return row.not_before is None or row.not_before <= stamp
    return bool(row.state == "sending" and row.leased_until is not None and row.leased_until <= stamp)


def _row(row: Row[Any]) -> LedgerRow:
    return LedgerRow(
        key=row.key,
        channel=row.channel,
        day=row.day,
        state=row.state,
        owner=row.owner,
        leased_until=_moment(row.leased_until),
        not_before=_moment(row.not_before),
        attempts=row.attempts,
        message=row.message,
        reason=row.reason,
        digest=Digest.model_validate_json(row.body),
    )


def _moment(stamp: str | None) -> datetime | None:
    return None if stamp is None else datetime.fromisoformat(stamp)
