"""Gather news: read the sources that are due, know what is held already, and store what is new.

What is read is judged elsewhere; here network, database and embedding model are put together. Items are
stored before the states of their sources, so that nothing a source said is ever taken for read and lost.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from bot.digest.digest import Health, News
from bot.digest.receiving import Reception, receive
from bot.storage.news import DatabaseNews
from bot.storage.news_sources import DatabaseNewsSources
from bot.surfaces.cli.digest_reports import SourceLine
from bot.wiring.house import House
from knowledge.regulation.addresses import parse_test_hosts
from knowledge.regulation.clusters import Told, find_clusters
from knowledge.regulation.feed import Source, catalogue_of, read_catalogue
from knowledge.regulation.fetching import Fetcher, FetchError
from knowledge.regulation.folder_fetching import FolderFetcher
from knowledge.regulation.gathering import WORKERS, Fetch, GatherReport, SourceResult, gather_news
from knowledge.regulation.news_item import NewsItem
from knowledge.regulation.recognition import names_of, recognise
from knowledge.regulation.source_state import FAILING, Alert, SourceState, condition_of, state_of
from knowledge.regulation.withdrawal import after_look

log = structlog.get_logger(__name__)

RECENT = timedelta(days=10)  # so long a title is the same news when another source tells it
_KEPT = timedelta(days=400)
_LOOKS = 30  # at addresses of items, in one gathering


@dataclass(frozen=True)
class Gathered:
    """What one gathering brought that was not held, and how all sources stand."""

    news: tuple[News, ...]
    lines: tuple[SourceLine, ...]
    alerts: tuple[Alert, ...] = ()
    new: int = 0  # how many items were stored
    found: int = 0  # how many entries were read

    @property
    def health(self) -> Health:
        """How the gathering stands; muted sources do not count."""
        return health_of(self.lines)


@dataclass(frozen=True)
class NewsGathering:
    """Reads a catalogue, over one database.

    Attributes:
        catalogue: The sources.
        fetch: Reads an address.
        look: Gives the status of an address; None where nothing was learnt.
        news: What is held.
        sources: How sources stood.
    """

    catalogue: tuple[Source, ...]
    fetch: Fetch
    look: Callable[[str], int | None]
    news: DatabaseNews
    sources: DatabaseNewsSources

    def read(self, now: datetime) -> Gathered:
        """Read what is due; nothing is written."""
        report = gather_news(self.catalogue, self.fetch, self.sources.states(), now=now)
        return _gathered(self.catalogue, report, self._receive(report, now))

    def read_alone(self, now: datetime) -> Gathered:
        """Read every source that is not muted, whatever is held already; nothing is written."""
        report = gather_news(self.catalogue, self.fetch, self._fresh_states(), now=now, all_now=True)
        stories = recognise(report.items, {}, ())
        reception = receive(stories, {}, self._by_id, now=now)
        self._put_together(reception, ())
        return _gathered(self.catalogue, report, reception)

    def probe(self, now: datetime) -> tuple[SourceLine, ...]:
        """Read every source that is not muted and tell how each stands; nothing is written."""
        states = self.sources.states()
        report = gather_news(self.catalogue, self.fetch, states, now=now, all_now=True)
        return _gathered(self.catalogue, report, Reception()).lines

    def keep(self, now: datetime) -> Gathered:
        """Read what is due and store it: items first, then the states of their sources."""
        report = gather_news(self.catalogue, self.fetch, self.sources.states(), now=now)
        reception = self._receive(report, now)
        new = self.news.receive(reception, now=now)
        self.sources.keep(report.states)
        self._look_for_withdrawn(now)
        self.news.forget(before=now - _KEPT)
        for alert in report.alerts:
            log.warning("source_alert", source=alert.source, condition=alert.condition, problem=alert.problem)
        log.info("news_gathered", sources=len(report.states), found=len(report.items), new=new)
        return _gathered(self.catalogue, report, reception, new=new)

    def standing(self) -> tuple[SourceLine, ...]:
        """Tell how all sources stood when they were last read; nothing is fetched."""
        states = self.sources.states()
        return tuple(_line(one, state_of(one, states)) for one in self.catalogue)

    def mute(self, source: str, *, is_muted: bool) -> bool:
        """Read a source no more, or again; False when the catalogue has none of that name."""
        held = [one for one in self.catalogue if one.id == source]
        for one in held:
            state = state_of(one, self.sources.states())
            self.sources.keep([state.model_copy(update={"is_muted": is_muted})])
        return bool(held)

    @property
    def _by_id(self) -> Mapping[str, Source]:
        return {one.id: one for one in self.catalogue}

    def _fresh_states(self) -> Mapping[str, SourceState]:
        muted = (one for one in self.sources.states().values() if one.is_muted)
        return {one.source: SourceState(source=one.source, url=one.url, is_muted=True) for one in muted}

    def _receive(self, report: GatherReport, now: datetime) -> Reception:
        recent = self.news.since(now - RECENT)
        named = self.news.named(name for item in report.items for name in names_of(item))
        stories = recognise(report.items, named, [_as_item(one) for one in recent])
        held = self.news.by_id(dict.fromkeys(one for story in stories for one in story.held))
        reception = receive(stories, held, self._by_id, now=now)
        self._put_together(reception, recent)
        return reception

    def _put_together(self, reception: Reception, recent: Sequence[News]) -> None:
        fresh = [_as_told(one, reception.clusters) for one in reception.news]
        before = [_as_told(one, reception.clusters) for one in recent]
        for item, cluster in find_clusters(fresh, before).items():
            if item in reception.new:
                reception.new[item] = reception.new[item].model_copy(update={"cluster": cluster})
            else:
                reception.clusters.setdefault(item, cluster)

    def _look_for_withdrawn(self, now: datetime) -> None:
        items = self.sources.to_look_at(now=now, most=_LOOKS)
        with ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="look") as pool:
            statuses = list(pool.map(self.look, (item.url for item in items)))
        for item, status in zip(items, statuses, strict=True):
            self.sources.keep_look(item.id, after_look(item.gone_since, status, now), now=now)


def open_gathering(house: House, feeds: Path | None = None) -> NewsGathering:
    """Make what gathers a catalogue: the one that ships with the company's own, or that of a file.

    Raises:
        UnreadableCatalogueError: If a catalogue cannot be used.
    """
    settings = house.settings
    fetcher = Fetcher(test_hosts=parse_test_hosts(settings.fetch_test_hosts))
    return NewsGathering(
        catalogue=catalogue_of(settings.home) if feeds is None else read_catalogue(feeds),
        fetch=fetcher.fetch if feeds is None else FolderFetcher(feeds.parent, fetcher.fetch).fetch,
        look=partial(_look_at, fetcher),
        news=DatabaseNews(house.database),
        sources=DatabaseNewsSources(house.database),
    )


def health_of(lines: Sequence[SourceLine]) -> Health:
    """Sum up how sources stand; muted ones do not count."""
    counted = [line for line in lines if line.state != "muted"]
    return Health(checked=len(counted), failing=sum(line.is_failing for line in counted))


def _look_at(fetcher: Fetcher, url: str) -> int | None:
    try:
        return fetcher.look(url)
    except FetchError:
        return None


def _gathered(
    catalogue: Sequence[Source], report: GatherReport, reception: Reception, *, new: int = 0
) -> Gathered:
    by_id = {one.source: one for one in report.results}
    return Gathered(
        news=reception.news,
        lines=tuple(_line(one, by_id[one.id].state, by_id[one.id]) for one in catalogue),
        alerts=report.alerts,
        new=new,
        found=len(report.items),
    )


def _line(source: Source, state: SourceState, result: SourceResult | None = None) -> SourceLine:
    condition = condition_of(state)
    return SourceLine(
        id=source.id,
        url=source.url,
        state=condition,
        found=len(result.items) if result else 0,
        is_failing=condition in FAILING,
        detail=state.problem,
        checked_at=state.checked_at,
        newest=state.newest,
    )


def _as_item(one: News) -> NewsItem:
    return NewsItem(
        id=one.id,
        source=one.source,
        title=one.title,
        url=one.url,
        guid=one.guid,
        published=one.published,
        precision=one.precision,
        summary=one.summary,
    )


def _as_told(one: News, clusters: Mapping[str, str]) -> Told:
    return Told(
        id=one.id,
        source=one.source,
        title=one.title,
        at=one.published or one.first_seen,
        jurisdiction=one.jurisdiction,
        cluster=one.cluster or clusters.get(one.id, ""),
    )
