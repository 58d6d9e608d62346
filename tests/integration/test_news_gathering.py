"""Gathering from a server into a database, and the digests made of that: told once, changed, withdrawn."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.digest.composing import Circumstances, compose_digest
from bot.digest.digest import Candidate, Digest
from bot.digest.subscription import Subscription
from bot.storage.deliveries import DatabaseDeliveryLog
from bot.storage.engine import Database, open_database
from bot.storage.news import DatabaseNews
from bot.storage.news_sources import DatabaseNewsSources
from bot.wiring.news_gathering import Gathered, NewsGathering
from knowledge.regulation.feed import Source
from knowledge.regulation.fetching import Fetcher, FetchError
from knowledge.regulation.relevance import Headline, Ranking
from tests.integration.feed_behaviours import Visit
from tests.integration.feed_server import FeedServer, running_server
from tests.unit.digest.builders import a_subscription

MONDAY = datetime(2026, 11, 23, 22, tzinfo=UTC)  # Tuesday, 7:00 in Tokyo
TITLE = "生成AIの利活用ガイドライン（案）に関する意見募集"


@dataclass
class Publishers:
    """What two publishers say now, and which of their pages are there."""

    entries: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)  # title, page, guid
    gone: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    def feed(self, name: str) -> Callable[[Visit], None]:
        def behave(visit: Visit) -> None:
            if name in self.broken:
                visit.answer(b"", "500 Internal Server Error")
                return
            rows = "".join(
                f"<item><title>{title}</title><link>http://127.0.0.1:{visit.port}/{page}</link>"
                f"<guid>{guid}</guid><pubDate>2026-11-24</pubDate></item>"
                for title, page, guid in self.entries.get(name, [])
            )
            visit.answer(f'<rss version="2.0"><channel>{rows}</channel></rss>'.encode())

        return behave

    def page(self, visit: Visit) -> None:
        """Answer any page."""
        name = visit.head.split(" ")[1]
        visit.answer(b"", "404 Not Found" if name in self.gone else "200 OK")


@dataclass
class Desk:
    """A database and what is gathered into it; tells the digest of a channel as the product does."""

    database: Database
    gathering: NewsGathering
    publishers: Publishers
    channel: Subscription = field(default_factory=lambda: a_subscription("T1/C1"))

    def gather(self, hours: float = 0) -> Gathered:
        return self.gathering.keep(MONDAY + timedelta(hours=hours))

    def digest(self, hours: float = 0) -> Digest:
        """Make, bind and give the digest of the day."""
        now = MONDAY + timedelta(hours=hours)
        news, ledger = self.gathering.news, DatabaseDeliveryLog(self.database)
        changed = news.changed(self.channel.channel, until=now)
        held = [*news.unbound(self.channel.channel, until=now), *(one.news for one in changed)]
        ranked = Ranking().rank([Headline(title=one.title) for one in held])
        plan = compose_digest(
            [Candidate(**one.model_dump(), relevance=how) for one, how in zip(held, ranked, strict=True)],
            self.channel,
            now.date(),
            is_first=False,
            given=Circumstances(
                health=self.gathering.read(now).health,
                revisions={one.news.id: one.revision for one in changed},
            ),
        )
        assert ledger.plan(plan, now=now) == "planned"
        return plan.digest


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "news.db"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def desk(tmp_path: Path, empty_database: Path) -> Iterator[Desk]:
    publishers = Publishers()
    behaviours = {name: publishers.feed(name) for name in ("meti.xml", "mic.xml")}
    pages = {f"p{number}": publishers.page for number in range(9)}
    with ExitStack() as stack:
        server = stack.enter_context(running_server(behaviours | pages))
        path = shutil.copy(empty_database, tmp_path)
        database = open_database(f"sqlite:///{path}")
        stack.callback(database.dispose)
        yield Desk(database, _gathering(server, database), publishers)


def _gathering(server: FeedServer, database: Database) -> NewsGathering:
    fetcher = Fetcher(test_hosts=frozenset({("127.0.0.1", server.port)}))
    return NewsGathering(
        catalogue=tuple(
            Source(id=name, url=server.url(f"{name}.xml"), publisher=name, poll_minutes=5)
            for name in ("meti", "mic")
        ),
        fetch=fetcher.fetch,
        look=partial(_status, fetcher),
        news=DatabaseNews(database),
        sources=DatabaseNewsSources(database),
    )


def _status(fetcher: Fetcher, url: str) -> int | None:
    try:
        return fetcher.look(url)
    except FetchError:
        return None


def titles(digest: Digest) -> list[str]:
    return [one.item.title for one in digest.entries]


@pytest.mark.criterion("D1")
@pytest.mark.parametrize(
    "again",
    [
        ("meti", (TITLE, "p1", "another guid")),
        ("meti", (f"【更新】{TITLE}", "p1", "g1")),
        ("meti", (TITLE, "p2", "g1")),
        ("meti", (TITLE, "p1?utm_source=rss", "other")),
        ("meti", (TITLE, "p1/", "other")),
        ("mic", (TITLE, "p3", "g9")),
        ("mic", (f"「{TITLE}」", "p1", "g9")),
    ],
    ids=["guid", "title", "address", "tracking", "slash", "second_feed", "second_feed_same_page"],
)
def test_what_was_told_comes_as_news_no_second_time(
    desk: Desk, again: tuple[str, tuple[str, str, str]]
) -> None:
    desk.publishers.entries = {"meti.xml": [(TITLE, "p1", "g1")]}
    desk.gather()
    first = desk.digest()

    desk.publishers.entries = {f"{again[0]}.xml": [again[1]]}
    desk.gather(hours=12)
    second = desk.digest(hours=24)

    assert titles(first) == [TITLE]
    assert (titles(second), second.updated) == ([], ())


def test_two_publishers_of_one_news_stand_under_one_headline(desk: Desk) -> None:
    desk.publishers.entries = {"meti.xml": [(TITLE, "p1", "a")], "mic.xml": [(TITLE, "p2", "b")]}
    desk.gather()

    [entry] = desk.digest().entries

    assert (entry.item.publisher, [one.publisher for one in entry.also]) == ("meti", ["mic"])


def test_one_page_that_two_feeds_name_is_linked_once(desk: Desk) -> None:
    desk.publishers.entries = {"meti.xml": [(TITLE, "p1", "a")], "mic.xml": [(TITLE, "p1", "b")]}
    desk.gather()

    [entry] = desk.digest().entries

    assert entry.also == ()


def test_a_source_that_fails_takes_nothing_from_the_others_and_loses_nothing(desk: Desk) -> None:
    desk.publishers.entries = {
        "meti.xml": [(TITLE, "p1", "a")],
        "mic.xml": [("AI事業者の手引の公表", "p2", "b")],
    }
    desk.publishers.broken = {"mic.xml"}
    first = desk.gather()
    desk.publishers.broken = set()

    later = desk.gather(hours=1)

    assert (first.new, first.health.failing, first.health.checked) == (1, 1, 2)
    assert (later.new, later.health.failing) == (1, 0)


@pytest.mark.criterion("E1")
def test_an_edit_of_typography_brings_no_line(desk: Desk) -> None:
    desk.publishers.entries = {"meti.xml": [("AI事業者ガイドライン（第1.1版）", "p1", "g")]}
    desk.gather()
    desk.digest()

    desk.publishers.entries = {"meti.xml": [("「ＡＩ事業者ガイドライン」(第１．１版)（11/25）", "p1", "g")]}
    desk.gather(hours=20)
    digest = desk.digest(hours=24)

    assert digest.is_empty


@pytest.mark.criterion("E2")
def test_a_new_version_brings_one_updated_line_and_then_no_other(desk: Desk) -> None:
    desk.publishers.entries = {"meti.xml": [("AI事業者ガイドライン（第1.1版）", "p1", "g")]}
    desk.gather()
    desk.digest()

    desk.publishers.entries = {"meti.xml": [("AI事業者ガイドライン（第1.2版）", "p1", "g")]}
    desk.gather(hours=20)
    desk.gather(hours=21)
    second, third = desk.digest(hours=24), desk.digest(hours=48)

    [entry] = second.updated
    assert (entry.item.title, entry.item.changed_what) == (
        "AI事業者ガイドライン（第1.2版）",
        "版「1.1」→「1.2」",
    )
    assert second.entries == ()
    assert third.is_empty


@pytest.mark.criterion("E3")
def test_a_page_that_is_gone_for_a_day_brings_one_note(desk: Desk) -> None:
    desk.publishers.entries = {"meti.xml": [(TITLE, "p1", "g")]}
    desk.gather()
    desk.digest()
    desk.publishers.entries = {}
    desk.gather(hours=2)

    desk.publishers.gone = {"/p1"}
    for hours in (27, 40, 52, 60):
        desk.gather(hours=hours)
    second, third = desk.digest(hours=72), desk.digest(hours=96)

    assert [one.item.title for one in second.withdrawn] == [TITLE]
    assert third.is_empty


@pytest.mark.criterion("E3")
def test_what_leaves_a_feed_is_not_withdrawn(desk: Desk) -> None:
    desk.publishers.entries = {"meti.xml": [(TITLE, "p1", "g")]}
    desk.gather()
    desk.digest()

    desk.publishers.entries = {"meti.xml": [("別の発表について", "p2", "h")]}
    for hours in (2, 30, 60):
        desk.gather(hours=hours)

    assert desk.digest(hours=72).withdrawn == ()


@pytest.mark.criterion("C4")
def test_when_every_source_fails_the_health_says_so(desk: Desk) -> None:
    desk.publishers.broken = {"meti.xml", "mic.xml"}

    assert desk.gather().health.has_all_failed


def test_a_muted_source_is_not_read_and_not_counted(desk: Desk) -> None:
    desk.publishers.entries = {"meti.xml": [(TITLE, "p1", "g")]}

    assert desk.gathering.mute("meti", is_muted=True)
    assert not desk.gathering.mute("nobody", is_muted=True)
    muted = desk.gather()
    desk.gathering.mute("meti", is_muted=False)

    assert (muted.new, muted.health.checked) == (0, 1)
    assert desk.gather(hours=1).new == 1
