"""All of the digest that is kept, in one database, and what every surface does over it in the same way."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.digest.explaining import Explanation, explain
from bot.digest.schedule import is_overdue, next_due
from bot.digest.subscription import Subscription
from bot.digest.tasks import TaskDraft
from bot.storage.deliveries import DatabaseDeliveryLog
from bot.storage.news import DatabaseNews
from bot.storage.subscriptions import DatabaseFeedback, DatabaseSubscriptions
from bot.storage.tasks import DatabaseTasks
from bot.wiring.house import House
from knowledge.regulation.relevance import Relevance
from knowledge.regulation.relevance_learning import Label, Traits


@dataclass(frozen=True)
class NewsStores:
    """What is kept of the digest; safe to share between threads."""

    news: DatabaseNews
    ledger: DatabaseDeliveryLog
    subscriptions: DatabaseSubscriptions
    feedback: DatabaseFeedback
    tasks: DatabaseTasks

    def subscribe(self, subscription: Subscription, now: datetime) -> datetime | None:
        """Keep what a channel wants; gives the local moment of its next digest, None for none."""
        self.subscriptions.keep(subscription, now=now)
        following = next_due(subscription, now)
        return following.astimezone(ZoneInfo(subscription.zone)) if following else None

    def explain(self, channel: str, item: str) -> Explanation | None:
        """Say why an item is told in a channel or not; None when the channel has no subscription."""
        subscription = self.subscriptions.find(channel)
        if subscription is None:
            return None
        return explain(
            self.news.find(item),
            subscription,
            relevance=self.feedback.score_of(channel, item),
            bound=self.ledger.binding(channel, item),
        )

    def judge(self, channel: str, item: str, user: str, *, is_useful: bool, now: datetime) -> bool:
        """Keep a person's word on an item; False when it was never ranked for the channel."""
        news, relevance = self.news.find(item), self.feedback.score_of(channel, item)
        if news is None or relevance is None:
            return False
        label = Label(traits=traits_of(news.source, relevance), is_useful=is_useful)
        self.feedback.give(channel, item, user, label, now=now)
        return True

    def draft_task(self, channel: str, item: str, *, today: date) -> TaskDraft | None:
        """Make a task of an item, with the action its digest suggested; None when it is not held."""
        news = self.news.find(item)
        if news is None:
            return None
        draft = TaskDraft(channel=channel, item=item, title=news.title[:2_000], url=news.url)
        bound = self.ledger.binding(channel, item)
        entries = bound[1].digest.entries if bound else ()
        action = next((one.action for one in entries if one.item.id == item), None)
        if action is None:
            return draft
        due = action.by if action.by and action.by >= today else None
        return draft.model_copy(
            update={"what": action.what, "owner": action.who, "due": due, "step": action.step}
        )

    def overdue_channels(self, now: datetime) -> tuple[str, ...]:
        """List the channels whose digest should have been made two hours ago."""
        standings = self.ledger.standings()
        return tuple(
            one.channel
            for one in self.subscriptions.all()
            if is_overdue(one, now, standings[one.channel].last_day if one.channel in standings else None)
        )


def open_stores(house: House) -> NewsStores:
    """Open the stores over the house's database."""
    return NewsStores(
        DatabaseNews(house.database),
        DatabaseDeliveryLog(house.database),
        DatabaseSubscriptions(house.database),
        DatabaseFeedback(house.database),
        DatabaseTasks(house.database),
    )


def traits_of(source: str, relevance: Relevance) -> Traits:
    """Give what learning looks at of an item."""
    return Traits(
        score=relevance.score,
        word_score=relevance.word_score,
        nearness=relevance.nearness,
        topic=relevance.topic,
        source=source,
    )
