"""Listen to what changes who belongs where, so that rights end at once, not only when asked anew."""

from typing import Any

from slack_bolt import App

from bot.surfaces.slack.audiences_membership import Membership

Body = dict[str, Any]


def register_membership(app: App, membership: Membership) -> None:
    """Register the listeners on a Bolt app."""

    @app.event("subteam_members_changed")
    def on_group_members(event: Body, body: Body) -> None:
        membership.forget_group(_team(body), str(event.get("subteam_id")))

    @app.event("subteam_updated")
    def on_group(event: Body, body: Body) -> None:
        membership.forget_group(_team(body), str((event.get("subteam") or {}).get("id")))

    @app.event("member_joined_channel")
    def on_joined(event: Body, body: Body) -> None:
        membership.forget_channel(_team(body), str(event.get("channel")))

    @app.event("member_left_channel")
    def on_left(event: Body, body: Body) -> None:
        membership.forget_channel(_team(body), str(event.get("channel")))

    @app.event("user_change")
    def on_person(event: Body, body: Body) -> None:
        membership.learn_person(_team(body), event.get("user") or {})


def _team(body: Body) -> str:
    return str(body.get("team_id") or "")
