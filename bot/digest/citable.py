"""Make documents of class `news` out of items, so that questions can cite them with their date. Pure.

They are material, dated by their publisher, and never authority for what the company may do. Only items that
could matter are taken, and only those whose day is known: a citation without a date says nothing here.
"""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from bot.digest.digest import News
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import SourceClass
from knowledge.regulation.relevance import may_be_for_you


class NewsRow(BaseModel):
    """One item as a row to be taken in; all of a source's items of one day are one document."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    text: str
    title: str
    document: str
    version: str = "1"
    effective_from: date
    source_class: SourceClass = Field(default=SourceClass.NEWS, serialization_alias="class")


def citable_rows(news: Iterable[News]) -> dict[str, list[NewsRow]]:
    """Give the rows of items that may be cited, by document."""
    rows: dict[str, list[NewsRow]] = {}
    for one in news:
        if one.published is not None and may_be_for_you(one.title):
            row = _row(one, one.published.date())
            rows.setdefault(row.document, []).append(row)
    return rows


def _row(one: News, day: date) -> NewsRow:
    title = canonical_text(one.title)
    origin = " ".join(part for part in (one.publisher or one.source, one.url) if part)
    said = canonical_text(one.summary) or title
    return NewsRow(
        id=f"news-{one.id}",
        text=f"{said}\n{origin}",
        title=title[:500],
        document=f"news-{one.source}-{day.isoformat()}",
        effective_from=day,
    )
