"""The desk of the digest: ranking for this company out of profile, words and the embedding model."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property, partial
from pathlib import Path

from bot.digest.composing import Circumstances, compose_digest
from bot.digest.delivery import starts_anew
from bot.digest.explaining import Explanation
from bot.digest.previewing import Preview, preview_plan
from bot.digest.subscription import Subscription
from bot.digest.tasks import Task
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
from bot.wiring.news_gathering import Gathered, open_gathering
from bot.wiring.news_pages import make_summarising
from bot.wiring.news_running import Composer, deliver, make_candidates, summarised
from bot.wiring.news_shelving import shelve_news
from bot.wiring.news_stores import open_stores
from bot.wiring.news_summaries import describe_items
from bot.wiring.news_terminal import TERMINAL, TerminalPublisher
from knowledge.documents.language import detect_language
from knowledge.profile import FILE_NAME, CompanyProfile, read_profile, sample_profile, write_profile
from knowledge.regulation.relevance import Headline, Ranking
from knowledge.regulation.relevance_affinity import AffinityScale

SAMPLE = "sample"
_OWNER = "owner"  # who sits at the command line


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

    def preview(self, day: date, feeds: Path | None, channel: str | None = None) -> PreviewReport:
        """Make the digest of a day as it would be; nothing is written.

        Args:
            day: The local day.
            feeds: A catalogue to read whole, whatever is held; without one, what is held and what is due.
            channel: Whose subscription counts; a plain one without it.
        """
        zone = self.house.settings.zone.key
        held = open_stores(self.house).subscriptions.find(channel) if channel else None
        subscription = held or Subscription(channel=channel or "preview", zone=zone, since=day)
        look_through = self._look_through_held if feeds is None else partial(self._look_through, feeds)
        gathered, preview = look_through(subscription, day)
        return PreviewReport(
            day=day,
            channel=subscription.channel,
            items=describe_items(preview),
            sources=gathered.lines,
            digest=preview.digest,
        )

    def run(self, feeds: Path | None, show: ShowDigest) -> RunReport:
        """Gather, and send what is due; digests of channels `terminal:…` are shown."""
        now = datetime.now(UTC)
        gathering = open_gathering(self.house, feeds)
        gathered = gathering.keep(now)
        today = now.astimezone(self.house.settings.zone).date()
        composer = replace(
            self._composer(gathered, today, now),
            summarising=make_summarising(self.house, gathering, keeps=True),
        )
        terminal = TerminalPublisher(show)
        problems = deliver(composer, lambda one: terminal if one.startswith(TERMINAL) else None)
        shelve_news(self.house, gathered.news, now=now, progress=self.progress)
        return RunReport(
            gathered=gathered.found,
            new=gathered.new,
            sources=gathered.lines,
            sent=tuple(terminal.shown),
            problems=problems,
            overdue=composer.stores.overdue_channels(now),
            alerts=tuple(one.text for one in gathered.alerts),
        )

    def sources(self, feeds: Path | None, *, probe: bool) -> SourcesReport:
        """Tell how every source of a catalogue stands, read now or as it was; nothing is written."""
        gathering, now = open_gathering(self.house, feeds), datetime.now(UTC)
        lines = gathering.probe(now) if probe or feeds is not None else gathering.standing()
        return SourcesReport(sources=lines, overdue=open_stores(self.house).overdue_channels(now))

    def mute_source(self, source: str, *, is_muted: bool) -> bool:
        """Read a source no more for any channel, or again; False when there is none of that name."""
        return open_gathering(self.house).mute(source, is_muted=is_muted)

    def subscription(self, channel: str) -> Subscription | None:
        """Give a channel's subscription; None when it has none."""
        return open_stores(self.house).subscriptions.find(channel)

    def subscribe(self, subscription: Subscription) -> SubscriptionReport:
        """Keep what a channel wants."""
        following = open_stores(self.house).subscribe(subscription, datetime.now(UTC))
        return SubscriptionReport(subscription=subscription, next_due=following)

    def unsubscribe(self, channel: str) -> bool:
        """Remove a channel's subscription; False when it had none."""
        return open_stores(self.house).subscriptions.remove(channel)

    def explain(self, channel: str, item: str) -> Explanation | None:
        """Say why an item is told in a channel or not; None when the channel has no subscription."""
        return open_stores(self.house).explain(channel, item)

    def give_feedback(self, channel: str, item: str, *, is_useful: bool) -> bool:
        """Keep the owner's word on an item; False when it was never ranked for the channel."""
        now = datetime.now(UTC)
        return open_stores(self.house).judge(channel, item, _OWNER, is_useful=is_useful, now=now)

    def tasks(self, channel: str | None) -> list[Task]:
        """List the tasks of a channel, or all, open ones first."""
        return open_stores(self.house).tasks.of_channel(channel)

    def save_task(self, channel: str, item: str) -> Task | None:
        """Make a task of an item, or give the one there is; None when the item is not held."""
        stores, now = open_stores(self.house), datetime.now(UTC)
        draft = stores.draft_task(channel, item, today=now.astimezone(self.house.settings.zone).date())
        return stores.tasks.save(draft, now=now)[0] if draft else None

    def change_task(self, number: int, changes: Mapping[str, object]) -> Task | None:
        """Change a task; None when there is none with this number."""
        held = open_stores(self.house).tasks
        task = held.find(number)
        if task is None:
            return None
        changed = Task.model_validate({**task.model_dump(), **changes})
        held.change(changed)
        return changed

    def reset_feedback(self, channel: str) -> int:
        """Forget all feedback of a channel; gives the count."""
        return open_stores(self.house).feedback.reset(channel)

    def _look_through(self, feeds: Path, subscription: Subscription, day: date) -> tuple[Gathered, Preview]:
        """Preview a catalogue by itself, as if nothing were held."""
        now = datetime.combine(day, time(23, 59), tzinfo=self.house.settings.zone)
        gathering = open_gathering(self.house, feeds)
        gathered = gathering.read_alone(now)
        candidates = make_candidates(self.ranking, gathered.news)
        plan = compose_digest(
            candidates,
            subscription,
            day,
            is_first=False,
            given=Circumstances(health=gathered.health, profile=self.profile().profile),
            find_clause=make_clause_finder(self.house, day, self.progress),
        )
        summarising = make_summarising(self.house, gathering, keeps=False)
        return gathered, preview_plan(candidates, subscription, summarised(plan, summarising, now))

    def _look_through_held(self, subscription: Subscription, day: date) -> tuple[Gathered, Preview]:
        """Preview what is held, with what is due to be read."""
        now = datetime.now(UTC)
        gathering = open_gathering(self.house)
        gathered = gathering.read(now)
        composer = replace(
            self._composer(gathered, day, now),
            fresh=gathered.news,
            summarising=make_summarising(self.house, gathering, keeps=False),
        )
        last_day = composer.stores.ledger.last_day(subscription.channel)
        is_first = subscription.channel != "preview" and starts_anew(subscription, last_day)
        return gathered, composer.preview(subscription, day, is_first=is_first)

    def _composer(self, gathered: Gathered, day: date, now: datetime) -> Composer:
        return Composer(
            open_stores(self.house),
            self.ranking,
            self.profile().profile,
            gathered.health,
            make_clause_finder(self.house, day, self.progress),
            now,
        )

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
