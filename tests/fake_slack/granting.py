"""What the fake Slack lets whom do: tokens by workspace, scopes by call and event, installing and rotating.

The tables are written from Slack's pages on methods and events; they share nothing with our manifest.
"""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

_HISTORY = {"C": "channels:history", "G": "groups:history", "D": "im:history"}
_READING = {"C": "channels:read", "G": "groups:read", "D": "im:read"}
_OF_METHODS = {
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.startStream": "chat:write",
    "chat.appendStream": "chat:write",
    "chat.stopStream": "chat:write",
    "files.info": "files:read",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
    "users.list": "users:read",
}
_BY_CHANNEL = {
    "conversations.history": _HISTORY,
    "conversations.replies": _HISTORY,
    "conversations.info": _READING,
    "conversations.members": _READING,
}
_OF_EVENTS = {
    "app_mention": "app_mentions:read",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
    "user_change": "users:read",
}


@dataclass
class Grants:
    """Tokens and scopes; while none are set, every token may do everything."""

    scopes: set[str] | None = None  # of every bot token; None: all there are
    tokens: dict[str, str] = field(default_factory=dict)  # token: team
    codes: dict[str, str] = field(default_factory=dict)  # of an installation under way: team
    refreshes: dict[str, str] = field(default_factory=dict)  # refresh token: team
    lifetime_s: int | None = None  # of a bot token; None: without end
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def refusal(self, method: str, token: str, arguments: Json, *, is_private: bool) -> Json | None:
        """Tell why a call is refused; None when it is not."""
        if method in {"oauth.v2.access", "apps.connections.open"}:
            return None
        if self.tokens and token not in self.tokens:
            return {"ok": False, "error": "invalid_auth"}
        needed = self._needed(method, arguments, is_private=is_private)
        if self.scopes is not None and needed and needed not in self.scopes:
            provided = ",".join(sorted(self.scopes))
            return {"ok": False, "error": "missing_scope", "needed": needed, "provided": provided}
        return None

    def delivers(self, event: Json, *, is_private: bool = False) -> bool:
        """Tell whether an event would be sent to an app with these scopes."""
        if self.scopes is None:
            return True
        kind = str(event.get("type"))
        channel = str(event.get("channel") or "")
        letter = "G" if is_private else channel[:1]
        if kind == "message":
            return _HISTORY.get(letter, "") in self.scopes
        if kind.startswith("member_"):
            return _READING.get(letter, "") in self.scopes
        needed = _OF_EVENTS.get(kind)
        return needed is None or needed in self.scopes

    def takes_commands(self) -> bool:
        """Tell whether commands and shortcuts exist for an app with these scopes."""
        return self.scopes is None or "commands" in self.scopes

    def exchange(self, arguments: Json) -> Json:
        """Answer `oauth.v2.access`: a code or a refresh token becomes a bot token, once."""
        if arguments.get("grant_type") == "refresh_token":
            team = self.refreshes.pop(str(arguments.get("refresh_token")), None)
        else:
            team = self.codes.pop(str(arguments.get("code")), None)
        if team is None:
            return {"ok": False, "error": "invalid_code"}
        number = next(self._numbers)
        token = f"xoxe.xoxb-{team}-{number}" if self.lifetime_s else f"xoxb-{team}-{number}"
        self.tokens = {one: of for one, of in self.tokens.items() if of != team} | {token: team}
        answer: Json = {
            "ok": True,
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(self.scopes or ())),
            "bot_user_id": f"UBOT{team}",
            "app_id": "A0SANDAN",
            "team": {"id": team, "name": f"The people of {team}"},
            "authed_user": {"id": "U0ADMIN"},
            "is_enterprise_install": False,
        }
        if self.lifetime_s:
            refresh = f"xoxe-1-{team}-{number}"
            self.refreshes[refresh] = team
            answer |= {"refresh_token": refresh, "expires_in": self.lifetime_s}
        return answer

    def revoke(self, team: str) -> None:
        """Take a workspace's tokens away, as uninstalling does."""
        self.tokens = {one: of for one, of in self.tokens.items() if of != team}
        self.refreshes = {one: of for one, of in self.refreshes.items() if of != team}
        self.tokens.setdefault("revoked at", str(time.time()))  # so that unknown tokens stay refused

    def _needed(self, method: str, arguments: Json, *, is_private: bool) -> str | None:
        by_channel = _BY_CHANNEL.get(method)
        if by_channel is None:
            return _OF_METHODS.get(method)
        letter = "G" if is_private else str(arguments.get("channel") or "")[:1]
        return by_channel.get(letter)
