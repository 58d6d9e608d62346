"""Put gathered items among the documents that questions are answered from, as class `news`."""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.digest.citable import NewsRow, citable_rows
from bot.digest.digest import News
from bot.storage.errands import ErrandBox
from bot.storage.news import DatabaseNews
from bot.wiring.house import House, Progress
from bot.wiring.ownership import service_pid
from bot.wiring.refusals import RefusedError
from bot.wiring.writing import IngestOrder, ingest_somehow
from knowledge.documents.document import SourceClass
from knowledge.documents.intake import IntakeOptions

log = structlog.get_logger(__name__)

_FOLDER = "news"  # below the home folder: what was put in, to be looked at
_OPTIONS = IntakeOptions(source_class=SourceClass.NEWS)
_TOGETHER = timedelta(days=60)  # items of one source and day come within this


def shelve_news(house: House, news: Sequence[News], *, now: datetime, progress: Progress) -> int:
    """Put new items in, with what is held of the same sources and days; gives how many documents.

    What cannot be put in now comes with the next item of its day; the digest does not depend on it.
    """
    paths = _write_rows(house, news, now)
    today = now.astimezone(house.settings.zone).date()
    try:
        if paths:
            ingest_somehow(house, paths, _OPTIONS, today=today, progress=progress)
    except (RefusedError, TimeoutError, OSError) as error:
        log.warning("news_not_shelved", documents=len(paths), error=type(error).__name__)
        return 0
    return len(paths)


def order_shelving(house: House, news: Sequence[News], *, now: datetime) -> int:
    """Leave new items to the service that this process runs, without waiting; gives how many documents."""
    if service_pid(house) != os.getpid():
        return 0
    paths = _write_rows(house, news, now)
    if paths:
        order = IngestOrder(paths=paths, options=_OPTIONS)
        ErrandBox(house.database).leave("ingest", order.model_dump_json(exclude_unset=True))
    return len(paths)


def _write_rows(house: House, news: Sequence[News], now: datetime) -> tuple[Path, ...]:
    touched = set(citable_rows(news))
    held = citable_rows(DatabaseNews(house.database).since(now - _TOGETHER)) if touched else {}
    folder = house.settings.home / _FOLDER
    return tuple(_write(folder, name, held[name]) for name in sorted(touched & set(held)))


def _write(folder: Path, name: str, rows: Sequence[NewsRow]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    path.write_text("".join(f"{row.model_dump_json(by_alias=True)}\n" for row in rows), encoding="utf-8")
    return path
