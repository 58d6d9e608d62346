"""The desk of the digest: ranking for this company out of profile, words and the embedding model."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.digest.composing import Circumstances
from bot.digest.explaining import Explanation, explain
from bot.digest.previewing import preview_digest
from bot.digest.schedule import next_due
from bot.digest.subscription import Subscription
from bot.settings import Settings
from bot.surfaces.cli.digest_desk import ShowDigest
from bot.surfaces.cli.digest_reports import (
    PreviewReport,
    ProfileReport,
    RankReply,
    RunReport,
    SourcesReport,
    SubscriptionReport,
)
from bot.wiring.house import House, Progress, open_house
from bot.wiring.news_clauses import make_clause_finder
from bot.wiring.news_gathering import gather_files
from bot.wiring.news_running import (
    Composer,
    deliver,
    make_candidates,
    open_stores,
    overdue_channels,
    traits_of,
)
from bot.wiring.news_summaries import describe_items
from bot.wiring.news_terminal import TERMINAL, TerminalPublisher
from bot.wiring.refusals import RefusedError
from knowledge.documents.language import detect_language
from knowledge.profile import FILE_NAME, CompanyProfile, read_profile, sample_profile, write_profile
from knowledge.regulation.feed import read_catalogue
from knowledge.regulation.relevance import Headline, Ranking
from knowledge.regulation.relevance_affinity import AffinityScale
from knowledge.regulation.relevance_learning import Label

SAMPLE = "sample"
_OWNER = "owner"  # who sits at the command line
_NO_FETCHING = "Nothing is fetched yet: name a catalogue with --feeds FILE whose sources stand beside it."


@dataclass
class NewsDesk:
    """Ranks news for one process."""

    house: House
    progress: Progress

    @cached_property
    def ranking(self) -> Ranking:
        """The ranking for this company's profile."""
        return Ranking(AffinityScale(self.house.embedder.embed_queries, self.profile().profile))

    def rank(self, headlines: Sequence[Headline]) -> list[RankReply]:
        """Rank headlines for this company, in the order given."""
        return [
            RankReply(
                id=headline.id,
                score=one.score,
                tier=one.tier,
                topic=one.topic,
                step=one.step,
                other_step=one.other_step,
                status=one.status,
                reason=one.reason.in_words(detect_language(headline.title)),
            )
            for headline, one in zip(headlines, self.ranking.rank(headlines), strict=True)
        ]

    def preview(self, day: date, feeds: Path | None) -> PreviewReport:
        """Make the digest of a day as it would be, out of a catalogue; nothing is written."""
        if feeds is None:
            raise RefusedError(_NO_FETCHING)
        zone = self.house.settings.zone
        now = datetime.combine(day, time(23, 59), tzinfo=zone)
        gathered = gather_files(read_catalogue(feeds), feeds.parent, now=now)
        candidates = make_candidates(self.ranking, gathered.news)
        subscription = Subscription(channel="preview", zone=zone.key, since=day)
        preview = preview_digest(
            candidates,
            subscription,
            day,
            is_first=False,
            given=Circumstances(health=gathered.health, profile=self.profile().profile),
            find_clause=make_clause_finder(self.house, day, self.progress),
        )
        return PreviewReport(
            day=day,
            channel=subscription.channel,
            items=describe_items(candidates, preview),
            sources=gathered.lines,
            digest=preview.digest,
        )

    def run(self, feeds: Path | None, show: ShowDigest) -> RunReport:
        """Gather, and send what is due; digests of channels `terminal:…` are shown."""
        if feeds is None:
            raise RefusedError(_NO_FETCHING)
        now = datetime.now(UTC)
        stores = open_stores(self.house)
        gathered = gather_files(read_catalogue(feeds), feeds.parent, now=now)
        new = stores.news.add(gathered.news)
        day = now.astimezone(self.house.settings.zone).date()
        composer = Composer(
            stores,
            self.ranking,
            self.profile().profile,
            gathered.health,
            make_clause_finder(self.house, day, self.progress),
            now,
        )
        terminal = TerminalPublisher(show)
        problems = deliver(composer, lambda one: terminal if one.startswith(TERMINAL) else None)
        return RunReport(
            gathered=len(gathered.news),
            new=new,
            sources=gathered.lines,
            sent=tuple(terminal.shown),
            problems=problems,
            overdue=overdue_channels(stores, now),
        )

    def sources(self, feeds: Path | None) -> SourcesReport:
        """Read every source of a catalogue and tell how it stands; nothing is written."""
        if feeds is None:
            raise RefusedError(_NO_FETCHING)
        return SourcesReport(
            sources=gather_files(read_catalogue(feeds), feeds.parent, now=datetime.now(UTC)).lines
        )

    def subscription(self, channel: str) -> Subscription | None:
        """Give a channel's subscription; None when it has none."""
        return open_stores(self.house).subscriptions.find(channel)

    def subscribe(self, subscription: Subscription) -> SubscriptionReport:
        """Keep what a channel wants."""
        now = datetime.now(UTC)
        open_stores(self.house).subscriptions.keep(subscription, now=now)
        following = next_due(subscription, now)
        local = following.astimezone(ZoneInfo(subscription.zone)) if following else None
        return SubscriptionReport(subscription=subscription, next_due=local)

    def unsubscribe(self, channel: str) -> bool:
        """Remove a channel's subscription; False when it had none."""
        return open_stores(self.house).subscriptions.remove(channel)

    def explain(self, channel: str, item: str) -> Explanation | None:
        """Say why an item is told in a channel or not; None when the channel has no subscription."""
        stores = open_stores(self.house)
        subscription = stores.subscriptions.find(channel)
        if subscription is None:
            return None
        return explain(
            stores.news.find(item),
            subscription,
            relevance=stores.feedback.score_of(channel, item),
            bound=stores.ledger.binding(channel, item),
        )

    def give_feedback(self, channel: str, item: str, *, is_useful: bool) -> bool:
        """Keep the owner's word on an item; False when it was never ranked for the channel."""
        stores = open_stores(self.house)
        news, relevance = stores.news.find(item), stores.feedback.score_of(channel, item)
        if news is None or relevance is None:
            return False
        label = Label(traits=traits_of(news.source, relevance), is_useful=is_useful)
        stores.feedback.give(channel, item, _OWNER, label, now=datetime.now(UTC))
        return True

    def reset_feedback(self, channel: str) -> int:
        """Forget all feedback of a channel; gives the count."""
        return open_stores(self.house).feedback.reset(channel)

    def profile(self) -> ProfileReport:
        """Give the company's profile, and where it comes from; the sample's until one was written."""
        home = self.house.settings.home
        own = read_profile(home)
        if own is None:
            return ProfileReport(profile=sample_profile(), origin=SAMPLE, is_sample=True)
        return ProfileReport(profile=own, origin=str(home / FILE_NAME), is_sample=False)

    def keep_profile(self, profile: CompanyProfile) -> None:
        """Write the company's profile."""
        write_profile(self.house.settings.home, profile)


@contextmanager
def open_news_desk(settings: Settings, progress: Progress) -> Iterator[NewsDesk]:
    """Open the desk; the index is opened only when a clause is looked for."""
    with open_house(settings) as house:
        yield NewsDesk(house, progress)
