"""The digest as surfaces steer it, over one database: the connection between them and `bot.digest`.

It implements `bot.digest.newsroom.Newsroom`. Sending what is due is `bot.wiring.news_loop`'s.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from zoneinfo import ZoneInfo

from bot.digest.composing import FindClause
from bot.digest.delivery import LedgerRow, starts_anew
from bot.digest.digest import Digest, Health, News
from bot.digest.explaining import Explanation
from bot.digest.newsroom import SourceStanding
from bot.digest.schedule import due_day, next_due
from bot.digest.subscription import Subscription
from bot.digest.summarising import Summarising
from bot.digest.tasks import Task, TaskDraft
from bot.wiring.house import House
from bot.wiring.news_gathering import NewsGathering, health_of
from bot.wiring.news_pages import make_summarising
from bot.wiring.news_running import Composer
from bot.wiring.news_shelving import order_shelving
from bot.wiring.news_stores import NewsStores, open_stores
from knowledge.profile import CompanyProfile, read_profile, sample_profile, write_profile
from knowledge.regulation.relevance import Ranking
from knowledge.regulation.relevance_affinity import AffinityScale


@dataclass
class HouseNewsroom:
    """The digest of one running service; safe to share between threads.

    Attributes:
        house: Opened.
        gathering: Reads the sources.
        find_clause: Finds the clause of our rules that a title touches.
        now: The time, with a zone.
        gathered_at: When sources were last read.
    """

    house: House
    gathering: NewsGathering
    find_clause: FindClause
    now: Callable[[], datetime]
    gathered_at: datetime | None = None
    _ranking: tuple[CompanyProfile, Ranking] | None = None
    _gathering: Lock = field(default_factory=Lock)
    _lock: Lock = field(default_factory=Lock)

    @cached_property
    def stores(self) -> NewsStores:
        """All that is kept of the digest."""
        return open_stores(self.house)

    @cached_property
    def _summarising(self) -> Summarising | None:
        return make_summarising(self.house, self.gathering, keeps=True)

    def gather_now(self) -> None:
        """Read all sources, keep what is new, and remember how they stand."""
        with self._gathering:
            now = self.now()
            gathered = self.gathering.keep(now)
            self.gathered_at = now
            order_shelving(self.house, gathered.news, now=now)

    def composer(self) -> Composer:
        """Make what makes digests, of all that is held now."""
        profile = self.profile() or sample_profile()
        return Composer(
            self.stores,
            self._ranking_for(profile),
            profile,
            self._health(),
            self.find_clause,
            self.now(),
            summarising=self._summarising,
        )

    def subscription(self, channel: str) -> Subscription | None:
        """Give a channel's subscription; None when it has none."""
        return self.stores.subscriptions.find(channel)

    def subscriptions(self) -> list[Subscription]:
        """List all subscriptions by channel."""
        return self.stores.subscriptions.all()

    def keep(self, subscription: Subscription) -> datetime | None:
        """Keep what a channel wants; gives the moment of its next digest, None when there will be none."""
        return self.stores.subscribe(subscription, self.now())

    def remove(self, channel: str) -> bool:
        """Remove a channel's subscription; False when it had none."""
        return self.stores.subscriptions.remove(channel)

    def preview(self, subscription: Subscription) -> Digest:
        """Make the next digest as it would be; nothing is written or sent."""
        if self.gathered_at is None:
            self.gather_now()
        now = self.now()
        last_day = self.stores.ledger.last_day(subscription.channel)
        day = due_day(subscription, now, last_day)
        if day is None:
            following = next_due(subscription, now)
            zone = ZoneInfo(subscription.zone)
            day = following.astimezone(zone).date() if following else self.today(subscription)
        is_first = starts_anew(subscription, last_day)
        return self.composer().preview(subscription, day, is_first=is_first).digest

    def rest(self, channel: str) -> list[News]:
        """List the news that the channel's last digest only counted."""
        row = self.last_row(channel)
        ways = self.stores.ledger.items(row.key) if row else {}
        found = (self.stores.news.find(item) for item, way in sorted(ways.items()) if way == "listed")
        return [one for one in found if one is not None]

    def last_row(self, channel: str) -> LedgerRow | None:
        """Tell how the channel's last digest stands; None when it never had one."""
        return self.stores.ledger.last_row(channel)

    def explain(self, channel: str, item: str) -> Explanation | None:
        """Say why an item is told in a channel or not; None when the channel has no subscription."""
        return self.stores.explain(channel, item)

    def news(self, item: str) -> News | None:
        """Give an item as it was gathered; None when it is not held."""
        return self.stores.news.find(item)

    def topic(self, channel: str, item: str) -> str:
        """Give the topic of an item as it was ranked for a channel; empty when it never was."""
        relevance = self.stores.feedback.score_of(channel, item)
        return relevance.topic if relevance else ""

    def give_feedback(self, channel: str, item: str, user: str, *, is_useful: bool) -> bool:
        """Keep a person's word on an item; False when it was never ranked for the channel."""
        return self.stores.judge(channel, item, user, is_useful=is_useful, now=self.now())

    def reset_feedback(self, channel: str) -> int:
        """Forget all feedback of a channel; gives the count."""
        return self.stores.feedback.reset(channel)

    def draft_task(self, channel: str, item: str) -> TaskDraft | None:
        """Make a task of an item, with the action its digest suggested; None when it is not held."""
        return self.stores.draft_task(channel, item, today=self.today(self.subscription(channel)))

    def save_task(self, draft: TaskDraft) -> tuple[Task, bool]:
        """Keep a task; True when it is new, False when the channel has one of this item already."""
        return self.stores.tasks.save(draft, now=self.now())

    def change_task(self, task: Task) -> bool:
        """Put a task in place of the one with its number; False when there is none."""
        return self.stores.tasks.change(task)

    def task(self, number: int) -> Task | None:
        """Give one task; None when there is none with this number."""
        return self.stores.tasks.find(number)

    def tasks(self, channel: str | None = None) -> list[Task]:
        """List the tasks of a channel, or all, open ones first."""
        return self.stores.tasks.of_channel(channel)

    def sources(self) -> list[SourceStanding]:
        """List the sources as they stood when they were last read."""
        lines = {one.id: one for one in self.gathering.standing()}
        return [
            SourceStanding(
                id=one.id,
                publisher=one.publisher,
                jurisdiction=one.jurisdiction,
                state=lines[one.id].state,
                is_failing=lines[one.id].is_failing,
            )
            for one in self.gathering.catalogue
        ]

    def profile(self) -> CompanyProfile | None:
        """Give the company's own profile; None while the sample's is used."""
        return read_profile(self.house.settings.home)

    def keep_profile(self, profile: CompanyProfile) -> None:
        """Write the company's profile."""
        write_profile(self.house.settings.home, profile)

    def today(self, subscription: Subscription | None) -> date:
        """Give the day it is where the channel is, or where the service is."""
        zone = ZoneInfo(subscription.zone) if subscription else self.house.settings.zone
        return self.now().astimezone(zone).date()

    def _health(self) -> Health:
        return health_of(self.gathering.standing())

    def _ranking_for(self, profile: CompanyProfile) -> Ranking:
        with self._lock:
            if self._ranking is None or self._ranking[0] != profile:
                scale = AffinityScale(self.house.embedder.embed_queries, profile)
                self._ranking = profile, Ranking(scale)
            return self._ranking[1]
