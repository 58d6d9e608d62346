"""Register what we listen to: mentions, direct messages, and what askers add in their threads.

A message is kept in a middleware of its listener, which runs before Bolt acknowledges the delivery: what
Slack was told has arrived is never lost. The answer is a job; the listener wakes those who work.
"""

from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.surfaces.slack.channel_rules import ChannelRules, rules_of_channel
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.reading import (
    Kind,
    bot_user_of,
    is_spoken,
    looks_like_question,
    mentioned_users,
    read_message,
)
from bot.surfaces.slack.reception import Reception
from bot.surfaces.slack.withdrawing import Withdrawals

Body = dict[str, Any]


def register_listeners(
    app: App,
    house: House,
    reception: Reception,
    withdrawals: Withdrawals,
    *,
    wake: Callable[[], None],
    bot_user: Callable[[], str],
) -> None:
    """Register every listener on a Bolt app.

    Args:
        app: Of Bolt.
        house: What is behind the surface.
        reception: Keeps messages.
        withdrawals: Handles deletions and edits.
        wake: Tells the workers that there is something to do.
        bot_user: Gives our own user id, empty when Slack has not told it.
    """

    def keep(body: Body, kind: Kind, rules: ChannelRules) -> None:
        details = {"bot_user": bot_user_of(body, bot_user()), **rules.details()}
        reception.keep(read_message(body, kind=kind, details=details, received_at=house.now()))

    def keep_mention(body: Body, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt passes it by name
        if is_spoken(body["event"]):
            keep(body, "mention", _rules(body, house))
        next()

    def keep_message(body: Body, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt passes it by name
        withdrawals.take(body)
        if is_spoken(body["event"]):
            rules = _rules(body, house)
            kind = addressed_kind(body, reception, rules, bot_user=bot_user_of(body, bot_user()))
            if kind is not None:
                keep(body, kind, rules)
        next()

    @app.event("app_mention", middleware=[keep_mention])
    def on_mention() -> None:
        wake()

    @app.event("message", middleware=[keep_message])
    def on_message() -> None:
        wake()


def addressed_kind(body: Body, reception: Reception, rules: ChannelRules, *, bot_user: str) -> Kind | None:
    """Tell how a person's message addresses us; None when it does not.

    In channels an unmentioned message does only in a thread where its writer has asked us before, or where
    the channel wants every question answered; never when it mentions somebody else.
    """
    event = body["event"]
    text = str(event.get("text") or "")
    if event.get("channel_type") == "im":
        return "direct"
    mentioned = mentioned_users(text)
    if bot_user in mentioned:
        return "mention"  # `app_mention` brings the same message; the inbox takes it once
    if mentioned or rules.answer_on == "mention":
        return None
    thread_ts = event.get("thread_ts")
    if not thread_ts or thread_ts == event["ts"]:
        is_wanted = rules.answer_on == "every_question" and looks_like_question(text)
        return "overheard" if is_wanted else None
    is_asker = reception.speaks_with_us(
        team=str(body.get("team_id") or ""),
        channel=str(event["channel"]),
        thread_ts=str(thread_ts),
        user=str(event["user"]),
    )
    return "follow_up" if is_asker else None


def _rules(body: Body, house: House) -> ChannelRules:
    event = body["event"]
    if event.get("channel_type") == "im":
        return ChannelRules()
    team = str(body.get("team_id") or "")
    return rules_of_channel(house.notes, team=team, channel=str(event["channel"]))
