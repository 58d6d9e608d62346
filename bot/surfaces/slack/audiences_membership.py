"""Who is in a workspace, a channel or a user group: asked of Slack, kept for less than a minute.

Events that tell of a change end what is kept at once. What Slack does not say is an error, so that nobody is
taken for a reader by a failure.
"""

import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Lock
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.surfaces.slack.client import error_code

KEPT_S = 45.0  # who was taken out of a group is no reader a minute later, also when no event came
_PEOPLE_KEPT_S = 600.0  # changes of people are told by an event
_FEW = 20  # so many people are asked for one by one, more by reading the whole list
_PAGE = 1_000
_MOST_KEPT = 5_000

Standing = Literal["member", "guest", "outsider", "bot", "gone"]
Found = TypeVar("Found")


class MembershipUnknownError(Exception):
    """Slack does not say who belongs there; `code` is Slack's."""

    def __init__(self, what: str, code: str) -> None:
        super().__init__(f"Slack does not say who is in {what}: {code}")
        self.what = what
        self.code = code


class ChannelFacts(BaseModel):
    """What a channel is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_private: bool
    is_shared: bool  # with another organisation, or about to be
    name: str = ""


@dataclass
class Membership:
    """Knows who is where; safe to share between threads.

    Attributes:
        client: Of the Web API, which does not wait long.
        clock: Seconds that only go up.
    """

    client: WebClient
    clock: Callable[[], float] = time.monotonic
    _kept: dict[Hashable, tuple[float, Any]] = field(default_factory=dict)
    _changes: int = 0  # told by events; what was asked before one is not kept
    _lock: Lock = field(default_factory=Lock)

    def channel(self, team: str, channel: str) -> ChannelFacts:
        """Tell what a channel is.

        Raises:
            MembershipUnknownError: If Slack does not say.
        """
        return self._ask(("facts", team, channel), channel, lambda: self._facts(channel))

    def channel_members(self, team: str, channel: str) -> frozenset[str]:
        """List everybody in a channel, bots too.

        Raises:
            MembershipUnknownError: If Slack does not say.
        """
        return self._ask(("channel", team, channel), channel, lambda: self._members(channel))

    def group_members(self, team: str, group: str) -> frozenset[str]:
        """List everybody in a user group.

        Raises:
            MembershipUnknownError: If Slack does not say.
        """
        return self._ask(("group", team, group), group, lambda: self._group(group))

    def groups(self, team: str) -> tuple[tuple[str, str], ...]:
        """List the user groups of a workspace: ids and names.

        Raises:
            MembershipUnknownError: If Slack does not say.
        """
        return self._ask(("groups", team), "groups", self._groups)

    def standings(self, team: str, users: Iterable[str]) -> Mapping[str, Standing]:
        """Tell for each of some people whether they are full members of a workspace.

        Raises:
            MembershipUnknownError: If Slack does not say.
        """
        asked = frozenset(users)
        unknown = [user for user in asked if self._held(("person", team, user), _PEOPLE_KEPT_S) is None]
        if len(unknown) > _FEW:
            self._learn(team, self._call("people", self._everybody))
        return {user: self._standing(team, user) for user in asked}

    def learn_person(self, team: str, told: Mapping[str, Any]) -> None:
        """Take over what an event tells of a person."""
        self._learn(team, [told])

    def forget_channel(self, team: str, channel: str) -> None:
        """Ask anew who is in a channel."""
        self._forget(("channel", team, channel), ("facts", team, channel))

    def forget_group(self, team: str, group: str) -> None:
        """Ask anew who is in a user group."""
        self._forget(("group", team, group))

    def _standing(self, team: str, user: str) -> Standing:
        key = ("person", team, user)
        held = self._held(key, _PEOPLE_KEPT_S)
        if held is None:
            told = self._call(user, lambda: self.client.users_info(user=user, include_locale=True)["user"])
            self._learn(team, [{**told, "id": user}])
            held = self._held(key, _PEOPLE_KEPT_S) or "outsider"
        standing: Standing = held
        return standing

    def _learn(self, team: str, people: Iterable[Mapping[str, Any]]) -> None:
        for one in people:
            self._keep(("person", team, str(one.get("id"))), standing_of(one, team))

    def _facts(self, channel: str) -> ChannelFacts:
        told = self.client.conversations_info(channel=channel)["channel"]
        shared = ("is_ext_shared", "is_pending_ext_shared")
        return ChannelFacts(
            is_private=bool(told.get("is_private") or told.get("is_group")),
            is_shared=any(told.get(one) for one in shared),
            name=str(told.get("name") or ""),
        )

    def _members(self, channel: str) -> frozenset[str]:
        return frozenset(
            str(user)
            for page in self.client.conversations_members(channel=channel, limit=_PAGE)
            for user in page.get("members") or ()
        )

    def _group(self, group: str) -> frozenset[str]:
        told = self.client.usergroups_users_list(usergroup=group, include_disabled=False)
        return frozenset(str(user) for user in told.get("users") or ())

    def _groups(self) -> tuple[tuple[str, str], ...]:
        told = self.client.usergroups_list(include_disabled=False).get("usergroups") or ()
        return tuple((str(one["id"]), str(one.get("name") or one["id"])) for one in told)

    def _everybody(self) -> list[Mapping[str, Any]]:
        pages = self.client.users_list(limit=_PAGE)
        return [person for page in pages for person in page.get("members") or ()]

    def _ask(self, key: Hashable, what: str, call: Callable[[], Found]) -> Found:
        held: Found | None = self._held(key, KEPT_S)
        if held is None:
            changes = self._changes
            held = self._call(what, call)
            if changes == self._changes:
                self._keep(key, held)
        return held

    def _call(self, what: str, call: Callable[[], Found]) -> Found:
        try:
            return call()
        except SlackApiError as error:
            raise MembershipUnknownError(what, error_code(error)) from error
        except (OSError, HTTPException, KeyError) as error:
            raise MembershipUnknownError(what, type(error).__name__) from error

    def _held(self, key: Hashable, for_s: float) -> Any:
        with self._lock:
            kept_at, found = self._kept.get(key, (0.0, None))
        return found if found is not None and self.clock() - kept_at < for_s else None

    def _keep(self, key: Hashable, found: object) -> None:
        with self._lock:
            if len(self._kept) >= _MOST_KEPT and key not in self._kept:
                self._kept.clear()
            self._kept[key] = (self.clock(), found)

    def _forget(self, *keys: Hashable) -> None:
        with self._lock:
            self._changes += 1
            for key in keys:
                self._kept.pop(key, None)


def standing_of(told: Mapping[str, Any], team: str) -> Standing:
    """Read what Slack tells of a person: a full member of the workspace, or less."""
    if told.get("deleted"):
        return "gone"
    if told.get("is_bot") or told.get("id") == "USLACKBOT":
        return "bot"
    if told.get("is_stranger") or str(told.get("team_id") or team) != team:
        return "outsider"
    if told.get("is_restricted") or told.get("is_ultra_restricted"):
        return "guest"
    return "member"
