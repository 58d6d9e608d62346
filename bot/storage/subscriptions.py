"""Channels' subscriptions and feedback in the database."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select

from bot.digest.subscription import Subscription
from bot.storage.engine import writing
from bot.storage.inbox import as_stamp
from bot.storage.tables import feedback, scores, subscriptions
from knowledge.regulation.relevance import Relevance
from knowledge.regulation.relevance_learning import Label, Traits


class DatabaseSubscriptions:
    """What channels want; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def all(self) -> list[Subscription]:
        """List all subscriptions by channel."""
        query = select(subscriptions.c.body).order_by(subscriptions.c.channel)
        with self._engine.connect() as connection:
            return [Subscription.model_validate_json(body) for body in connection.execute(query).scalars()]

    def find(self, channel: str) -> Subscription | None:
        """Give a channel's subscription; None when it has none."""
        query = select(subscriptions.c.body).where(subscriptions.c.channel == channel)
        with self._engine.connect() as connection:
            body = connection.scalar(query)
        return None if body is None else Subscription.model_validate_json(body)

    def keep(self, subscription: Subscription, *, now: datetime) -> None:
        """Put a channel's subscription in place of the one it had."""
        row = {
            "channel": subscription.channel,
            "body": subscription.model_dump_json(),
            "changed_at": as_stamp(now),
        }
        with self._writing.begin() as connection:
            connection.execute(delete(subscriptions).where(subscriptions.c.channel == subscription.channel))
            connection.execute(insert(subscriptions), row)

    def remove(self, channel: str) -> bool:
        """Remove a subscription; the ledger stays, so that subscribing again repeats nothing."""
        with self._writing.begin() as connection:
            done = connection.execute(delete(subscriptions).where(subscriptions.c.channel == channel))
            return bool(done.rowcount)


class DatabaseFeedback:
    """What people said of items, and how items were ranked for a channel."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def give(self, channel: str, item: str, user: str, label: Label, *, now: datetime) -> None:
        """Keep a person's word on an item, in place of an earlier one."""
        where = (feedback.c.channel == channel) & (feedback.c.item == item) & (feedback.c.user == user)
        row = {
            "channel": channel,
            "item": item,
            "user": user,
            "is_useful": label.is_useful,
            "traits": label.traits.model_dump_json(),
            "given_at": as_stamp(now),
        }
        with self._writing.begin() as connection:
            connection.execute(delete(feedback).where(where))
            connection.execute(insert(feedback), row)

    def labels(self, channel: str) -> list[Label]:
        """Give all labels of a channel, in the order given."""
        query = (
            select(feedback.c.traits, feedback.c.is_useful)
            .where(feedback.c.channel == channel)
            .order_by(feedback.c.given_at, feedback.c.item, feedback.c.user)
        )
        with self._engine.connect() as connection:
            return [
                Label(traits=Traits.model_validate_json(row.traits), is_useful=row.is_useful)
                for row in connection.execute(query)
            ]

    def reset(self, channel: str) -> int:
        """Forget a channel's labels; gives the count."""
        with self._writing.begin() as connection:
            return connection.execute(delete(feedback).where(feedback.c.channel == channel)).rowcount

    def keep_scores(self, channel: str, judged: Mapping[str, Relevance]) -> None:
        """Keep how items were ranked when a digest was made, so that "why" is answered from that."""
        if not judged:
            return
        rows = [
            {"channel": channel, "item": item, "body": one.model_dump_json()} for item, one in judged.items()
        ]
        with self._writing.begin() as connection:
            held = scores.c.item.in_(list(judged)) & (scores.c.channel == channel)
            connection.execute(delete(scores).where(held))
            connection.execute(insert(scores), rows)

    def score_of(self, channel: str, item: str) -> Relevance | None:
        """Give how an item was ranked for a channel; None when it never was."""
        where = (scores.c.channel == channel) & (scores.c.item == item)
        with self._engine.connect() as connection:
            body = connection.scalar(select(scores.c.body).where(where))
        return None if body is None else Relevance.model_validate_json(body)
