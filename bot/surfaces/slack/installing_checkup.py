"""Ask Slack what our tokens may do, for `sandan doctor`; nothing is posted and nothing changed.

Which events are subscribed, Slack tells no bot: those that have arrived are remembered by `SeenEvents`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.surfaces.slack.client import error_code, make_hasty_client
from bot.surfaces.slack.config import SlackConfig
from bot.surfaces.slack.manifest_scopes import SCOPES_OF_EVENTS, bot_scopes
from bot.surfaces.slack.ports import Notes

_APPS = "https://api.slack.com/apps → your app"
PAGES = {
    "token": f"{_APPS} → OAuth & Permissions → Bot User OAuth Token (xoxb-…)",
    "scopes": f"{_APPS} → OAuth & Permissions → Scopes → Bot Token Scopes; then Reinstall to Workspace",
    "app_token": f"{_APPS} → Basic Information → App-Level Tokens (xapp-…), with connections:write",
    "events": f"{_APPS} → Event Subscriptions → Subscribe to bot events",
}
_PREFIX = "slack-event:"
_KINDS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
# What anybody does sooner or later; the others may well never happen.
_ORDINARY = ("app_home_opened", "app_mention", "message.im")

Status = Literal["ok", "note", "problem"]


class Finding(BaseModel):
    """One thing that was looked at, and the page where to mend it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Status
    found: str
    what_to_do: str = ""


@dataclass
class SeenEvents:
    """Remembers which kinds of events have arrived, by day; safe to share between threads."""

    notes: Notes
    today: Callable[[], date]
    _noted: set[tuple[str, str]] = field(default_factory=set)

    def is_new(self, kind: str) -> bool:
        """Tell whether a kind of event is one of ours, and the first of its day in this process."""
        return kind in SCOPES_OF_EVENTS and (kind, self.today().isoformat()) not in self._noted

    def note(self, kind: str) -> None:
        """Remember a kind of event."""
        day = self.today().isoformat()
        self._noted.add((kind, day))
        self.notes.keep_note(f"{_PREFIX}{kind}", day)


def event_kind(event: Mapping[str, object]) -> str:
    """Name an event as the manifest does: messages by where they were written."""
    kind = str(event.get("type") or "")
    place = _KINDS.get(str(event.get("channel_type") or ""))
    return f"{kind}.{place}" if kind == "message" and place else kind


def check_bot_token(config: SlackConfig) -> tuple[Finding, ...]:
    """Ask who we are, and compare the scopes that were granted with those we need."""
    try:
        told = make_hasty_client(config).auth_test()
    except SlackApiError as error:
        found = f"Slack refuses it ({error_code(error)})"
        return (Finding(status="problem", found=found, what_to_do=f"Set the token of {PAGES['token']}."),)
    except OSError as error:
        found = f"set; Slack could not be asked ({type(error).__name__})"
        return (Finding(status="note", found=found, what_to_do=f"Check that {config.api_url} is reachable."),)
    who = f"{told.get('user') or told.get('user_id')} in {told.get('team') or told.get('team_id')}"
    granted = str(told.headers.get("x-oauth-scopes") or told.headers.get("X-OAuth-Scopes") or "")
    return (Finding(status="ok", found=f"set; Slack takes it as {who}"), *compare_scopes(granted))


def compare_scopes(granted: str) -> tuple[Finding, ...]:
    """Compare granted scopes, parted by commas, with those we need; empty: Slack did not say."""
    held = {one.strip() for one in granted.split(",") if one.strip()}
    if not held:
        return ()
    missing, spare = sorted(set(bot_scopes()) - held), sorted(held - set(bot_scopes()))
    if missing:
        words = f"Add them at {PAGES['scopes']}."
        return (Finding(status="problem", found=f"missing: {', '.join(missing)}", what_to_do=words),)
    if spare:
        words = f"Nothing uses them; remove them at {PAGES['scopes']}."
        return (Finding(status="note", found=f"not needed: {', '.join(spare)}", what_to_do=words),)
    return (Finding(status="ok", found="all that are needed, and no others"),)


def check_app_token(config: SlackConfig) -> Finding:
    """Ask for a place to connect to, without connecting."""
    token = config.app_token.get_secret_value() if config.app_token else ""
    client: WebClient = make_hasty_client(config)
    try:
        client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        found = f"Slack refuses it ({error_code(error)})"
        return Finding(status="problem", found=found, what_to_do=f"Set the token of {PAGES['app_token']}.")
    except OSError as error:
        return Finding(status="note", found=f"set; Slack could not be asked ({type(error).__name__})")
    return Finding(status="ok", found="set; Socket Mode may connect")


def check_events(notes: Notes) -> Finding:
    """Compare the events that have arrived with those we listen to."""
    seen = {name.removeprefix(_PREFIX) for name in notes.notes(_PREFIX)}
    unseen = sorted(set(SCOPES_OF_EVENTS) - seen)
    if not seen:
        words = f"After the first messages, look again. They are listed at {PAGES['events']}: "
        return Finding(status="note", found="none has arrived yet", what_to_do=words + ", ".join(unseen))
    if not unseen:
        return Finding(status="ok", found="every kind has arrived")
    usual = [one for one in unseen if one in _ORDINARY]
    words = f"If people did these things, subscribe to them at {PAGES['events']}."
    found = f"never arrived: {', '.join([*usual, *(one for one in unseen if one not in usual)])}"
    return Finding(status="note", found=found, what_to_do=words)
