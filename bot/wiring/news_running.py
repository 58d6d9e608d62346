"""Put the digest's parts together over one database: rank, compose, deliver."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from bot.digest.composing import Circumstances, FindClause, compose_digest
from bot.digest.delivery import Delivery, Plan, Publisher
from bot.digest.digest import Candidate, Health, News, TaskLine
from bot.digest.previewing import Preview, preview_plan
from bot.digest.subscription import Subscription
from bot.digest.summarising import Summarising
from bot.digest.tasks import Task, tasks_to_tell
from bot.wiring.news_stores import NewsStores, traits_of
from knowledge.profile import CompanyProfile
from knowledge.regulation.relevance import Headline, Ranking
from knowledge.regulation.relevance_learning import learn


def make_candidates(ranking: Ranking, news: Sequence[News]) -> list[Candidate]:
    """Rank news for the company."""
    headlines = [Headline(id=one.id, title=one.title, summary=one.summary, source=one.source) for one in news]
    return [
        Candidate(**one.model_dump(), relevance=relevance)
        for one, relevance in zip(news, ranking.rank(headlines), strict=True)
    ]


@dataclass(frozen=True)
class Composer:
    """Makes a channel's digest out of what is stored; keeps the scores it was made with."""

    stores: NewsStores
    ranking: Ranking
    profile: CompanyProfile
    health: Health
    find_clause: FindClause
    now: datetime
    fresh: tuple[News, ...] = ()  # for previews: gathered and not stored
    summarising: Summarising | None = None

    def compose(self, subscription: Subscription, day: date, is_first: bool) -> Plan:  # noqa: FBT001 - a port
        """Make the digest of one day."""
        candidates, plan = self._plan(subscription, day, is_first=is_first)
        judged = {one.id: one.relevance for one in candidates}
        self.stores.feedback.keep_scores(subscription.channel, judged)
        return plan

    def preview(self, subscription: Subscription, day: date, *, is_first: bool) -> Preview:
        """Make the digest of one day as it would be; nothing is kept."""
        candidates, plan = self._plan(subscription, day, is_first=is_first)
        return preview_plan(candidates, subscription, plan)

    def _plan(
        self, subscription: Subscription, day: date, *, is_first: bool
    ) -> tuple[Sequence[Candidate], Plan]:
        channel, held = subscription.channel, self.stores.news
        changed = held.changed(channel, until=self.now)
        candidates = make_candidates(  # of a list that nobody holds any longer: it may be thousands
            self.ranking,
            [*held.unbound(channel, until=self.now), *self.fresh, *(one.news for one in changed)],
        )
        given = self._given(channel, day, candidates).model_copy(
            update={
                "revisions": {one.news.id: one.revision for one in changed},
                "first": self.stores.ledger.first_told(channel, [one.news.id for one in changed]),
            }
        )
        plan = compose_digest(
            candidates, subscription, day, is_first=is_first, given=given, find_clause=self.find_clause
        )
        return candidates, summarised(plan, self.summarising, self.now)

    def _given(self, channel: str, day: date, candidates: Sequence[Candidate]) -> Circumstances:
        learnt = learn(self.stores.feedback.labels(channel))
        last_day = self.stores.ledger.last_day(channel)
        told = tasks_to_tell(self.stores.tasks.of_channel(channel), day, last_day=last_day)
        return Circumstances(
            health=self.health,
            profile=self.profile,
            scores={one.id: learnt.rescore(traits_of(one.source, one.relevance)) for one in candidates},
            due=tuple(_line(one) for one in told.due),
            overdue=tuple(_line(one) for one in told.overdue),
        )


def summarised(plan: Plan, summarising: Summarising | None, now: datetime) -> Plan:
    """Put a model's summaries into a plan where one is configured; what it binds stays."""
    if summarising is None or not plan.digest.entries:
        return plan
    return plan.model_copy(update={"digest": summarising.complete(plan.digest, now)})


def deliver(
    composer: Composer, publisher_for: Callable[[str], Publisher | None], *, channel: str | None = None
) -> dict[str, str]:
    """Send what is due, channel by channel.

    Args:
        composer: Makes the digests.
        publisher_for: Gives the platform of a channel; None where none is connected.
        channel: Only this one.

    Returns:
        Why nothing could be sent, by channel.
    """
    problems: dict[str, str] = {}
    owner = uuid4().hex
    for subscription in composer.stores.subscriptions.all():
        if channel not in {None, subscription.channel}:
            continue
        publisher = publisher_for(subscription.channel)
        if publisher is None:
            problems[subscription.channel] = "no surface is connected for this channel"
            continue
        delivery = Delivery(composer.stores.ledger, composer.compose, publisher, owner)
        failed = delivery.run([subscription], composer.now)
        problems |= {name: type(error).__name__ for name, error in failed.items()}
    return problems


def _line(task: Task) -> TaskLine:
    return TaskLine(number=task.number, title=task.title, url=task.url, due=task.due)
