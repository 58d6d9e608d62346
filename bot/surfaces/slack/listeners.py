"""Register what we listen to: mentions, direct messages, and what askers add in their threads.

A message is kept in a middleware of its listener, which runs before Bolt acknowledges the delivery: what
Slack was told has arrived is never lost. The answer is a job; the listener wakes those who work.
"""

from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.surfaces.slack.ports import House
from bot.surfaces.slack.reading import Kind, bot_user_of, is_spoken, mentioned_users, read_message
from bot.surfaces.slack.reception import Reception

Body = dict[str, Any]


def register_listeners(
    app: App, house: House, reception: Reception, *, wake: Callable[[], None], bot_user: Callable[[], str]
) -> None:
    """Register every listener on a Bolt app.

    Args:
        app: Of Bolt.
        house: What is behind the surface.
        reception: Keeps messages.
        wake: Tells the workers that there is something to do.
        bot_user: Gives our own user id, empty when Slack has not told it.
    """

    def keep(body: Body, kind: Kind) -> None:
        own = bot_user_of(body, bot_user())
        reception.keep(read_message(body, kind=kind, bot_user=own, received_at=house.now()))

    def keep_mention(body: Body, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt passes it by name
        if is_spoken(body["event"]):
            keep(body, "mention")
        next()

    def keep_message(body: Body, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt passes it by name
        kind = addressed_kind(body, reception, bot_user=bot_user_of(body, bot_user()))
        if kind is not None:
            keep(body, kind)
        next()

    @app.event("app_mention", middleware=[keep_mention])
    def on_mention() -> None:
        wake()

    @app.event("message", middleware=[keep_message])
    def on_message() -> None:
        wake()


def addressed_kind(body: Body, reception: Reception, *, bot_user: str) -> Kind | None:
    """Tell how a message addresses us; None when it does not.

    In channels an unmentioned message does only in a thread where its writer has asked us before, and when
    it mentions nobody else.
    """
    event = body["event"]
    if not is_spoken(event):
        return None
    if event.get("channel_type") == "im":
        return "direct"
    mentioned = mentioned_users(str(event.get("text") or ""))
    if bot_user in mentioned:
        return "mention"  # `app_mention` brings the same message; the inbox takes it once
    thread_ts = event.get("thread_ts")
    if mentioned or not thread_ts or thread_ts == event["ts"]:
        return None
    is_asker = reception.speaks_with_us(
        team=str(body.get("team_id") or ""),
        channel=str(event["channel"]),
        thread_ts=str(thread_ts),
        user=str(event["user"]),
    )
    return "follow_up" if is_asker else None
