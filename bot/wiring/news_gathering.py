"""Read the sources of a catalogue that stand in files beside it, for previews and tests.

What is on the network is not fetched here; such a source is reported as not read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

from bot.digest.digest import Health, News
from bot.surfaces.cli.digest_reports import SourceLine
from knowledge.documents.language import detect_language
from knowledge.regulation.decoding import decode
from knowledge.regulation.feed import Source
from knowledge.regulation.identity import group_same
from knowledge.regulation.list_pages import parse_list_page
from knowledge.regulation.news_item import NewsItem
from knowledge.regulation.parsing import UnparsableFeedError, parse_feed

MAX_BYTES = 5_000_000
_FUTURE = timedelta(hours=48)  # a date further ahead is not believed


@dataclass(frozen=True)
class Gathered:
    """All news of a catalogue, and how its sources stand."""

    news: tuple[News, ...]
    lines: tuple[SourceLine, ...]

    @property
    def health(self) -> Health:
        """How the gathering stands."""
        failing = sum(line.state != "ok" for line in self.lines)
        return Health(checked=len(self.lines), failing=failing)


def gather_files(sources: Sequence[Source], folder: Path, *, now: datetime) -> Gathered:
    """Read every source; one that fails is reported and does not stop the others."""
    found: list[NewsItem] = []
    lines = []
    for source in sources:
        try:
            items = _read(source, folder)
        except (UnparsableFeedError, OSError) as error:
            state = error.problem if isinstance(error, UnparsableFeedError) else "cannot_be_read"
            lines.append(SourceLine(id=source.id, url=source.url, state=state))
            continue
        lines.append(SourceLine(id=source.id, url=source.url, state="ok", found=len(items)))
        found.extend(items)
    return Gathered(news=_put_together(found, sources, now), lines=tuple(lines))


def _put_together(found: Sequence[NewsItem], sources: Sequence[Source], now: datetime) -> tuple[News, ...]:
    """Make one item of what a source says twice, and a cluster of what several sources tell."""
    by_id = {one.id: one for one in sources}
    news: list[News] = []
    for group in group_same(found):
        told = list({item.source: item for item in reversed(group)}.values())[::-1]
        cluster = told[0].id if len(told) > 1 else ""
        news.extend(_as_news(item, by_id[item.source], now, cluster) for item in told)
    return tuple(news)


def _read(source: Source, folder: Path) -> list[NewsItem]:
    if not source.url.startswith("file:"):
        raise UnparsableFeedError("not_fetched")
    inside = folder.resolve()
    path = (inside / unquote(source.url.removeprefix("file:").lstrip("/"))).resolve()
    if not path.is_relative_to(inside):
        raise UnparsableFeedError("outside_the_folder")
    if path.stat().st_size > MAX_BYTES:
        raise UnparsableFeedError("too_large")
    text = decode(path.read_bytes(), is_japanese=source.lang == "ja")
    parse = parse_list_page if source.kind == "list" else parse_feed
    return parse(text, source, base=source.home)


def _as_news(item: NewsItem, source: Source, now: datetime, cluster: str) -> News:
    is_believed = item.published is not None and item.published <= now + _FUTURE
    return News(
        id=item.id,
        title=item.title,
        url=item.url,
        source=source.id,
        publisher=source.publisher,
        published=item.published if is_believed else None,
        precision=item.precision if is_believed else "unknown",
        first_seen=now,
        summary=item.summary,
        language=detect_language(item.title),
        jurisdiction=source.jurisdiction,
        cluster=cluster,
    )
