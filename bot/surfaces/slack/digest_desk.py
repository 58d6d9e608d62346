"""What all handlers of the digest in Slack share: whom they act for, and how they answer one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.digest.addresses import is_web_address
from bot.digest.newsroom import Newsroom
from bot.digest.subscription import Subscription
from bot.surfaces.slack.asking import Body, channel_of, team_of, user_of
from bot.surfaces.slack.blocks import Json, Post
from bot.surfaces.slack.checking import check_post
from bot.surfaces.slack.clicks import Clicks, form_metadata
from bot.surfaces.slack.digest_publisher import channel_name
from bot.surfaces.slack.digest_showing import show_tasks, show_text
from bot.surfaces.slack.digest_words import tell
from knowledge.documents.document import Language


@dataclass(frozen=True)
class DigestDesk:
    """Answers people about the digest.

    Attributes:
        clicks: Shares with it how failures are told.
        room: The digest.
    """

    clicks: Clicks
    room: Newsroom

    def say(self, body: Body, text: str, language: Language) -> None:
        """Say one thing, so that only who clicked or typed sees it."""
        self.show(body, show_text(text, language))

    def show(self, body: Body, posts: Iterable[Post]) -> None:
        """Show messages, so that only who clicked or typed sees them."""
        for post in posts:
            check_post(post, may_lead=is_web_address)
            shown: dict[str, Any] = {"text": post.text, "blocks": list(post.blocks)}
            if body.get("response_url"):
                self.clicks.sender.respond(str(body["response_url"]), shown)
            else:
                self.clicks.client.chat_postEphemeral(channel=channel_in(body), user=user_of(body), **shown)

    def show_tasks(self, body: Body, language: Language) -> None:
        """List the tasks of the channel."""
        place = place_in(body)
        today = self.room.today(self.room.subscription(place))
        self.show(body, show_tasks(self.room.tasks(place), today, language))

    def open(self, body: Body, view: Json) -> None:
        """Open a form."""
        self.clicks.client.views_open(trigger_id=body["trigger_id"], view=view)

    def fresh(self, body: Body, language: Language) -> Subscription:
        """Make the subscription of a channel that has none; who begins it is told of its troubles."""
        today = self.room.today(None)
        person = person_in(body)
        return Subscription(channel=place_in(body), since=today, language=language, contact=person)

    def may_change(self, body: Body, held: Subscription) -> bool:
        """Tell whether a person may change a channel's settings."""
        return held.may_change(person_in(body)) or self.is_administrator(body)

    def is_administrator(self, body: Body) -> bool:
        """Tell whether a person administers the workspace."""
        return self.clicks.people.is_administrator(user_of(body))

    def changeable(self, body: Body, language: Language) -> Subscription | None:
        """Give the channel's subscription for a change; when there is none to change, that is said."""
        held = self.room.subscription(place_in(body))
        if held is None:
            self.say(body, tell("no_subscription", language), language)
        elif not self.may_change(body, held):
            self.say(body, tell("not_allowed", language), language)
        else:
            return held
        return None

    def settable(self, body: Body, language: Language) -> Subscription | None:
        """Give the channel's subscription, or a new one, for a change; who may not make it is told."""
        held = self.room.subscription(place_in(body)) or self.fresh(body, language)
        if self.may_change(body, held):
            return held
        self.say(body, tell("not_allowed", language), language)
        return None

    def timetable(self, name: str, held: Subscription, following: datetime | None, language: Language) -> str:
        """Say when the digest comes."""
        when = f"{following:%Y-%m-%d %H:%M}" if following else tell("never", language)
        return tell(name, language, at=f"{held.at:%H:%M}", zone=held.zone, next=when)

    def label(self, body: Body, item: str, *, is_useful: bool) -> bool:
        """Keep a person's word on an item; False when it was never ranked for the channel."""
        return self.room.give_feedback(place_in(body), item, person_in(body), is_useful=is_useful)

    def owner_of(self, number: int) -> str:
        """Give who has a task; empty: nobody."""
        return owner_in(self.room, number)

    def standing(self, body: Body, language: Language) -> str:
        """Say what can be typed, and what became of the channel's last digest."""
        row = self.room.last_row(place_in(body))
        parts = [tell("help", language)]
        if row is not None and row.state != "sent" and row.reason:
            parts.append(tell("last_trouble", language, day=row.day, reason=row.reason))
        return " ".join(parts)


def owner_in(room: Newsroom, number: int) -> str:
    """Give who has a task; empty: nobody."""
    task = room.task(number)
    return task.owner if task else ""


def channel_in(body: Body) -> str:
    """Give the channel where somebody clicked or typed, or which a form is about."""
    return channel_of(body) or str(form_metadata(body).get("channel", ""))


def place_in(body: Body) -> str:
    """Name the channel as the digest does."""
    return channel_name(team_of(body), channel_in(body))


def person_in(body: Body) -> str:
    """Name the person as the digest does."""
    return f"slack:{team_of(body)}:{user_of(body)}"


def value_in(body: Body) -> str:
    """Give what the button carries."""
    return str(body["actions"][0].get("value") or "")
