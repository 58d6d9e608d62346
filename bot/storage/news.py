"""News in the database, as they were first seen and as they have changed; the ledger stands beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, func, insert, literal, select, update

from bot.digest.digest import News
from bot.digest.receiving import Reception
from bot.storage.engine import writing
from bot.storage.inbox import as_stamp
from bot.storage.tables import (
    deliveries,
    news,
    news_changes,
    news_looks,
    news_names,
    news_pages,
    news_summaries,
)

_TOGETHER = 500  # ids in one query


class ChangedNews(NamedTuple):
    """An item that has changed since a channel was told of it."""

    news: News
    revision: int


class DatabaseNews:
    """The durable news; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def add(self, items: Sequence[News]) -> int:
        """Keep items that are not held; those held stay as they were first seen. Gives how many were new."""
        with self._writing.begin() as connection:
            return _add(connection, items)

    def receive(self, reception: Reception, *, now: datetime) -> int:
        """Keep what a gathering came to, all or nothing; gives how many items were new."""
        with self._writing.begin() as connection:
            count = _add(connection, reception.news)
            _keep_names(connection, reception.names)
            for item, cluster in reception.clusters.items():
                _rewrite(connection, item, {"cluster": cluster})
            for item, held in reception.told.items():
                _bind_beside(connection, item, held)
            for one in reception.changed.values():
                _keep_change(connection, one, now)
            return count

    def named(self, names: Iterable[str]) -> dict[str, str]:
        """Give the items that are known by these names, by name."""
        with self._engine.connect() as connection:
            found: dict[str, str] = {}
            for some in _batches(names):
                query = select(news_names.c.name, news_names.c.item).where(news_names.c.name.in_(some))
                found |= {row.name: row.item for row in connection.execute(query)}
            return found

    def by_id(self, ids: Iterable[str]) -> dict[str, News]:
        """Give items by id; those that are not held are missing."""
        with self._engine.connect() as connection:
            found: dict[str, News] = {}
            for some in _batches(ids):
                bodies = connection.execute(select(news.c.body).where(news.c.id.in_(some))).scalars()
                found |= {one.id: one for one in map(News.model_validate_json, bodies)}
            return found

    def since(self, moment: datetime) -> list[News]:
        """Give all news first seen since a moment, oldest first."""
        query = select(news.c.body).where(news.c.first_seen >= as_stamp(moment))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(news.c.first_seen, news.c.id)).scalars()
            return [News.model_validate_json(body) for body in rows]

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

    def changed(self, channel: str, *, until: datetime) -> list[ChangedNews]:
        """Give the newest change of every item that the channel has bound in an older state."""
        told = (
            select(deliveries.c.item, func.max(deliveries.c.revision).label("revision"))
            .where(deliveries.c.channel == channel)
            .group_by(deliveries.c.item)
            .subquery()
        )
        newer = (news_changes.c.item == told.c.item) & (news_changes.c.revision > told.c.revision)
        query = (
            select(news_changes.c.body, news_changes.c.revision)
            .join(told, newer)
            .where(news_changes.c.seen_at <= as_stamp(until))
            .order_by(news_changes.c.seen_at, news_changes.c.item, news_changes.c.revision)
        )
        with self._engine.connect() as connection:
            rows = [
                ChangedNews(News.model_validate_json(row[0]), row[1]) for row in connection.execute(query)
            ]
        return list({one.news.id: one for one in rows}.values())

    def find(self, identity: str) -> News | None:
        """Give one item; None when it is not held."""
        return self.by_id([identity]).get(identity)

    def forget(self, *, before: datetime) -> int:
        """Drop news seen before a moment; what was bound stays bound. Gives the count."""
        old = select(news.c.id).where(news.c.first_seen < as_stamp(before))
        with self._writing.begin() as connection:
            for table in (news_names, news_changes, news_looks, news_pages, news_summaries):
                connection.execute(delete(table).where(table.c.item.in_(old)))
            return connection.execute(delete(news).where(news.c.first_seen < as_stamp(before))).rowcount


def keep_withdrawal(connection: Connection, item: str, now: datetime) -> None:
    """Write down that a publisher has taken an item back; within the caller's transaction."""
    body = connection.scalar(select(news.c.body).where(news.c.id == item))
    if body is not None:
        _keep_change(
            connection, News.model_validate_json(body).model_copy(update={"change": "withdrawn"}), now
        )


def _add(connection: Connection, items: Sequence[News]) -> int:
    by_id = {one.id: one for one in items}
    for some in _batches(list(by_id)):
        for held in connection.execute(select(news.c.id).where(news.c.id.in_(some))).scalars():
            del by_id[held]
    rows = [
        {"id": one.id, "first_seen": as_stamp(one.first_seen), "body": one.model_dump_json()}
        for one in by_id.values()
    ]
    if rows:
        connection.execute(insert(news), rows)
    return len(rows)


def _keep_names(connection: Connection, names: Mapping[str, str]) -> None:
    """Keep names that are not taken: the item that had one first keeps it."""
    held: set[str] = set()
    for some in _batches(names):
        held |= set(
            connection.execute(select(news_names.c.name).where(news_names.c.name.in_(some))).scalars()
        )
    rows = [{"name": name, "item": item} for name, item in names.items() if name not in held]
    if rows:
        connection.execute(insert(news_names), rows)


def _bind_beside(connection: Connection, item: str, held: str) -> None:
    """Bind a new item as seen wherever the held one, which says the same, is bound."""
    bound = select(
        deliveries.c.channel, literal(item), literal(0), literal("seen"), deliveries.c.digest_key
    ).where((deliveries.c.item == held) & (deliveries.c.revision == 0))
    columns = ["channel", "item", "revision", "way", "digest_key"]
    connection.execute(insert(deliveries).from_select(columns, bound))


def _keep_change(connection: Connection, one: News, now: datetime) -> None:
    last = connection.scalar(select(func.max(news_changes.c.revision)).where(news_changes.c.item == one.id))
    row = {
        "item": one.id,
        "revision": (last or 0) + 1,
        "seen_at": as_stamp(now),
        "body": one.model_dump_json(),
    }
    connection.execute(insert(news_changes), row)
    if one.change == "updated":
        _rewrite(connection, one.id, {"title": one.title, "summary": one.summary, "url": one.url})


def _rewrite(connection: Connection, item: str, values: Mapping[str, str]) -> None:
    body = connection.scalar(select(news.c.body).where(news.c.id == item))
    if body is not None:
        changed = News.model_validate_json(body).model_copy(update=dict(values)).model_dump_json()
        connection.execute(update(news).where(news.c.id == item).values(body=changed))


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    left = iter(names)
    while some := list(islice(left, _TOGETHER)):
        yield some
