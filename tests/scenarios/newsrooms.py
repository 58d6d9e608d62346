"""A real newsroom over feeds in a folder, with a clock that the test sets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from bot.digest.subscription import Subscription
from bot.settings import Settings
from bot.wiring.house import open_house
from bot.wiring.news_gathering import open_gathering
from bot.wiring.newsroom import HouseNewsroom
from knowledge.regulation.relevance import PolicyClause
from retrieval.adapters.embedded import EmbeddedEmbedder
from retrieval.adapters.remembering import RememberingEmbedder
from retrieval.interface import Embedder
from tests.fake_slack.deliveries import CHANNEL
from tests.fake_slack.workspace import OWNER, TEAM

PLACE = f"slack:{TEAM}:{CHANNEL}"
MORNING = datetime(2026, 11, 24, 0, 5, tzinfo=UTC)  # a Tuesday, 09:05 in Tokyo
TITLES = (
    "生成AIの調達ガイドライン（第2版）を公表",
    "AI法の改正案に関する意見募集（2026年12月20日まで）",
    "&lt;!channel&gt; &lt;@U0EVIL&gt; *個人情報保護委員会* がAIの注意喚起を公表",
    "月例経済報告",
)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = MORNING

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def write_feeds(folder: Path, titles: tuple[str, ...] = TITLES) -> Path:
    """Write a catalogue of one good feed and one that is gone."""
    folder.mkdir(exist_ok=True)
    rows = "".join(
        f"<item><title><![CDATA[{title}]]></title><link>https://example.go.jp/{n}</link>"
        f"<guid>g{n}</guid><pubDate>Mon, 23 Nov 2026 17:0{n % 10}:00 +0900</pubDate>"
        f"<description>要約{n}です。</description></item>"
        for n, title in enumerate(titles, start=1)
    )
    feed = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{rows}</channel></rss>'
    (folder / "a.xml").write_text(feed, encoding="utf-8")
    catalogue = folder / "catalogue.yaml"
    catalogue.write_text(
        "- {id: meti, url: 'file:a.xml', publisher: 経済産業省, jurisdiction: JP}\n"
        "- {id: gone, url: 'file:nowhere.xml', publisher: 廃止庁, jurisdiction: JP}\n",
        encoding="utf-8",
    )
    return catalogue


def find_clause(title: str) -> PolicyClause | None:
    return PolicyClause(id="A3-8", name="AI利用規程 第8条") if "調達" in title else None


@cache
def shared_embedder() -> Embedder:
    """The shipped model, loaded once for all tests."""
    return RememberingEmbedder(EmbeddedEmbedder())


@contextmanager
def a_newsroom(folder: Path, clock: Clock, titles: tuple[str, ...] = TITLES) -> Iterator[HouseNewsroom]:
    """Open a newsroom with everything real but the network."""
    catalogue = write_feeds(folder / "feeds", titles)
    with open_house(Settings(home=folder / "home")) as house:
        house.embedder = shared_embedder()
        yield HouseNewsroom(house, open_gathering(house, catalogue), find_clause, clock)


def subscribe(room: HouseNewsroom, **values: object) -> Subscription:
    """Subscribe the channel of the scenarios at nine in Tokyo."""
    plain = {"channel": PLACE, "since": date(2026, 11, 24), "contact": f"slack:{TEAM}:{OWNER}"}
    wanted = Subscription.model_validate(plain | values)
    room.keep(wanted)
    return wanted
