"""Pages that were read for summaries, and the summaries, in the database; each is made once.

It implements `bot.digest.summarising.PageShelf`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Table, insert, select
from sqlalchemy.exc import IntegrityError

from bot.digest.summarising import Summary
from bot.storage.engine import writing
from bot.storage.inbox import as_stamp
from bot.storage.tables import news_pages, news_summaries
from knowledge.documents.document import Language
from knowledge.regulation.pages import Page


class DatabaseNewsPages:
    """The durable shelf; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def page(self, item: str) -> Page | None:
        """Give the page of an item; None when it was not read yet."""
        body = self._body(select(news_pages.c.body).where(news_pages.c.item == item))
        return None if body is None else Page.model_validate_json(body)

    def keep_page(self, item: str, page: Page, *, now: datetime) -> None:
        """Keep what reading brought, also that it brought nothing; the first stays."""
        row = {"item": item, "read_at": as_stamp(now), "body": page.model_dump_json()}
        self._keep(news_pages, row)

    def summary(self, item: str, language: Language) -> Summary | None:
        """Give the summary of an item in a language; None when there is none."""
        where = (news_summaries.c.item == item) & (news_summaries.c.language == language)
        body = self._body(select(news_summaries.c.body).where(where))
        return None if body is None else Summary.model_validate_json(body)

    def keep_summary(self, item: str, language: Language, summary: Summary) -> None:
        """Keep a summary that was verified; the first stays."""
        row = {"item": item, "language": language, "body": summary.model_dump_json()}
        self._keep(news_summaries, row)

    def _body(self, query: Any) -> str | None:
        with self._engine.connect() as connection:
            body: str | None = connection.scalar(query)
            return body

    def _keep(self, table: Table, row: dict[str, str]) -> None:
        try:
            with self._writing.begin() as connection:
                connection.execute(insert(table), row)
        except IntegrityError:
            return  # another process was first
