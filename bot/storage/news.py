"""News in the database, as they were first seen; the ledger stands beside them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select

from bot.digest.digest import News
from bot.storage.engine import writing
from bot.storage.inbox import as_stamp
from bot.storage.tables import deliveries, news

_TOGETHER = 500  # ids in one query


class DatabaseNews:
    """The durable news; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def add(self, items: Sequence[News]) -> int:
        """Keep items that are not held; those held stay as they were first seen. Gives how many were new."""
        by_id = {one.id: one for one in items}
        if not by_id:
            return 0
        names = list(by_id)
        with self._writing.begin() as connection:
            for start in range(0, len(names), _TOGETHER):
                query = select(news.c.id).where(news.c.id.in_(names[start : start + _TOGETHER]))
                for held in connection.execute(query).scalars():
                    del by_id[held]
            rows = [
                {"id": one.id, "first_seen": as_stamp(one.first_seen), "body": one.model_dump_json()}
                for one in by_id.values()
            ]
            if rows:
                connection.execute(insert(news), rows)
        return len(rows)

    def unbound(self, channel: str, *, until: datetime) -> list[News]:
        """Give all news seen until a moment that no digest of the channel has bound, oldest first."""
        bound = select(deliveries.c.item).where(deliveries.c.channel == channel)
        query = (
            select(news.c.body)
            .where(news.c.id.not_in(bound) & (news.c.first_seen <= as_stamp(until)))
            .order_by(news.c.first_seen, news.c.id)
        )
        with self._engine.connect() as connection:
            return [News.model_validate_json(body) for body in connection.execute(query).scalars()]

    def find(self, identity: str) -> News | None:
        """Give one item; None when it is not held."""
        with self._engine.connect() as connection:
            body = connection.scalar(select(news.c.body).where(news.c.id == identity))
        return None if body is None else News.model_validate_json(body)

    def forget(self, *, before: datetime) -> int:
        """Drop news seen before a moment; what was bound stays bound. Gives the count."""
        with self._writing.begin() as connection:
            return connection.execute(delete(news).where(news.c.first_seen < as_stamp(before))).rowcount
