"""How sources stand, and looks at the addresses of what was shown, in the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine, delete, insert, select

from bot.digest.digest import News
from bot.storage.engine import writing
from bot.storage.inbox import as_stamp
from bot.storage.news import keep_withdrawal
from bot.storage.tables import deliveries, news, news_looks, news_sources
from knowledge.regulation.source_state import SourceState
from knowledge.regulation.withdrawal import Absence

_LOOK_AGAIN = timedelta(hours=24)
_LOOKED_FOR = timedelta(days=30)  # after it was first seen


class ShownItem(NamedTuple):
    """An item that a channel was shown, whose address is to be looked at."""

    id: str
    url: str
    gone_since: datetime | None


class DatabaseNewsSources:
    """The durable states; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def states(self) -> dict[str, SourceState]:
        """Give how sources stood when they were last read, by id."""
        with self._engine.connect() as connection:
            bodies = connection.execute(select(news_sources.c.body)).scalars()
            return {one.source: one for one in map(SourceState.model_validate_json, bodies)}

    def keep(self, states: Sequence[SourceState]) -> None:
        """Put states in place of those held."""
        rows = [{"source": one.source, "body": one.model_dump_json()} for one in states]
        if not rows:
            return
        with self._writing.begin() as connection:
            names = [one.source for one in states]
            connection.execute(delete(news_sources).where(news_sources.c.source.in_(names)))
            connection.execute(insert(news_sources), rows)

    def to_look_at(self, *, now: datetime, most: int) -> list[ShownItem]:
        """List items that were shown in the last month and not looked at for a day, longest unseen first."""
        query = (
            select(news.c.body, news_looks.c.gone_since)
            .outerjoin(news_looks, news_looks.c.item == news.c.id)
            .where(
                news.c.id.in_(select(deliveries.c.item).where(deliveries.c.way == "shown"))
                & (news.c.first_seen >= as_stamp(now - _LOOKED_FOR))
                & (
                    news_looks.c.item.is_(None)
                    | (
                        news_looks.c.is_withdrawn.is_(False)
                        & (news_looks.c.looked_at <= as_stamp(now - _LOOK_AGAIN))
                    )
                )
            )
            .order_by(news_looks.c.looked_at, news.c.id)
            .limit(most)
        )
        with self._engine.connect() as connection:
            rows = [(News.model_validate_json(row[0]), row[1]) for row in connection.execute(query)]
        return [
            ShownItem(one.id, one.url, datetime.fromisoformat(gone) if gone else None) for one, gone in rows
        ]

    def keep_look(self, item: str, absence: Absence, *, now: datetime) -> None:
        """Write down what a look at an item's address has shown; a withdrawal becomes a change of it."""
        row = {
            "item": item,
            "looked_at": as_stamp(now),
            "gone_since": as_stamp(absence.gone_since) if absence.gone_since else None,
            "is_withdrawn": absence.is_withdrawn,
        }
        with self._writing.begin() as connection:
            connection.execute(delete(news_looks).where(news_looks.c.item == item))
            connection.execute(insert(news_looks), row)
            if absence.is_withdrawn:
                keep_withdrawal(connection, item, now)
