"""Put the digest's parts together over one database: gather, rank, compose, deliver."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from bot.digest.composing import Circumstances, FindClause, compose_digest
from bot.digest.delivery import Delivery, Plan, Publisher
from bot.digest.digest import Candidate, Health, News, TaskLine
from bot.digest.previewing import Preview, preview_digest
from bot.digest.schedule import is_overdue
from bot.digest.subscription import Subscription
from bot.digest.tasks import Task, TaskDraft, tasks_to_tell
from bot.storage.deliveries import DatabaseDeliveryLog
from bot.storage.news import DatabaseNews
from bot.storage.subscriptions import DatabaseFeedback, DatabaseSubscriptions
from bot.storage.tasks import DatabaseTasks
from bot.wiring.house import House
from knowledge.profile import CompanyProfile
from knowledge.regulation.relevance import Headline, Ranking, Relevance
from knowledge.regulation.relevance_learning import Traits, learn


@dataclass(frozen=True)
class NewsStores:
    """All of the digest that is kept, in one database."""

    news: DatabaseNews
    ledger: DatabaseDeliveryLog
    subscriptions: DatabaseSubscriptions
    feedback: DatabaseFeedback
    tasks: DatabaseTasks


def open_stores(house: House) -> NewsStores:
    """Open the stores over the house's database."""
    return NewsStores(
        DatabaseNews(house.database),
        DatabaseDeliveryLog(house.database),
        DatabaseSubscriptions(house.database),
        DatabaseFeedback(house.database),
        DatabaseTasks(house.database),
    )


def make_candidates(ranking: Ranking, news: Sequence[News]) -> list[Candidate]:
    """Rank news for the company."""
    headlines = [Headline(id=one.id, title=one.title, summary=one.summary, source=one.source) for one in news]
    return [
        Candidate(**one.model_dump(), relevance=relevance)
        for one, relevance in zip(news, ranking.rank(headlines), strict=True)
    ]


def traits_of(source: str, relevance: Relevance) -> Traits:
    """Give what learning looks at of an item."""
    return Traits(
        score=relevance.score,
        word_score=relevance.word_score,
        nearness=relevance.nearness,
        topic=relevance.topic,
        source=source,
    )


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

    def compose(self, subscription: Subscription, day: date, is_first: bool) -> Plan:  # noqa: FBT001 - a port
        """Make the digest of one day."""
        candidates = self._candidates(subscription)
        plan = compose_digest(
            candidates,
            subscription,
            day,
            is_first=is_first,
            given=self._given(subscription, day, candidates),
            find_clause=self.find_clause,
        )
        judged = {one.id: one.relevance for one in candidates}
        self.stores.feedback.keep_scores(subscription.channel, judged)
        return plan

    def preview(self, subscription: Subscription, day: date, *, is_first: bool) -> Preview:
        """Make the digest of one day as it would be; nothing is kept."""
        candidates = self._candidates(subscription)
        return preview_digest(
            candidates,
            subscription,
            day,
            is_first=is_first,
            given=self._given(subscription, day, candidates),
            find_clause=self.find_clause,
        )

    def _candidates(self, subscription: Subscription) -> list[Candidate]:
        channel, held = subscription.channel, self.stores.news
        changed = [one.news for one in held.changed(channel, until=self.now)]
        return make_candidates(self.ranking, [*held.unbound(channel, until=self.now), *self.fresh, *changed])

    def _given(self, subscription: Subscription, day: date, candidates: Sequence[Candidate]) -> Circumstances:
        channel = subscription.channel
        learnt = learn(self.stores.feedback.labels(channel))
        last_day = self.stores.ledger.last_day(channel)
        told = tasks_to_tell(self.stores.tasks.of_channel(channel), day, last_day=last_day)
        return Circumstances(
            health=self.health,
            profile=self.profile,
            scores={one.id: learnt.rescore(traits_of(one.source, one.relevance)) for one in candidates},
            revisions={
                one.news.id: one.revision for one in self.stores.news.changed(channel, until=self.now)
            },
            due=tuple(_line(one) for one in told.due),
            overdue=tuple(_line(one) for one in told.overdue),
        )


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


def overdue_channels(stores: NewsStores, now: datetime) -> tuple[str, ...]:
    """List the channels whose digest should have been made two hours ago."""
    standings = stores.ledger.standings()
    return tuple(
        one.channel
        for one in stores.subscriptions.all()
        if is_overdue(one, now, standings[one.channel].last_day if one.channel in standings else None)
    )


def draft_task(stores: NewsStores, channel: str, item: str, *, today: date) -> TaskDraft | None:
    """Make a task of an item, with the action its digest suggested; None when it is not held."""
    news = stores.news.find(item)
    if news is None:
        return None
    draft = TaskDraft(channel=channel, item=item, title=news.title[:2_000], url=news.url)
    bound = stores.ledger.binding(channel, item)
    entries = bound[1].digest.entries if bound else ()
    action = next((one.action for one in entries if one.item.id == item), None)
    if action is None:
        return draft
    due = action.by if action.by and action.by >= today else None
    return draft.model_copy(
        update={"what": action.what, "owner": action.who, "due": due, "step": action.step}
    )


def _line(task: Task) -> TaskLine:
    return TaskLine(number=task.number, title=task.title, url=task.url, due=task.due)
