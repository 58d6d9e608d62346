"""Who is in the fake workspace: people, channels with their members, and user groups."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Channel:
    """One channel of the fake workspace."""

    members: set[str]
    is_private: bool = False
    is_shared: bool = False  # with another organisation
    name: str = "general"


@dataclass
class Directory:
    """Answers what the Web API tells of people; the workspace around it keeps the calls."""

    team: str
    people: dict[str, Json] = field(default_factory=dict)  # what differs from a full member, by id
    channels: dict[str, Channel] = field(default_factory=lambda: {"C0GENERAL": Channel({"U0ASKER", "U0BOT"})})
    groups: dict[str, set[str]] = field(default_factory=dict)
    group_names: dict[str, str] = field(default_factory=dict)
    page: int = 1_000  # entries of one page

    def person(self, user: str) -> Json:
        """Tell of one person."""
        return {"id": user, "team_id": self.team, "name": user.lower(), **self.people.get(user, {})}

    def answer(self, method: str, arguments: Json) -> Json | None:
        """Answer a call; None when it is not about people."""
        found = _METHODS.get(method)
        return None if found is None else found(self, arguments)

    def _list_people(self, arguments: Json) -> Json:
        everybody = {*self.people, *(user for one in self.channels.values() for user in one.members)}
        return self._paged("members", [self.person(user) for user in sorted(everybody)], arguments)

    def _channel(self, arguments: Json) -> Json:
        channel = self.channels.get(str(arguments["channel"]))
        if channel is None:
            return {"ok": False, "error": "channel_not_found"}
        told = {"id": arguments["channel"], "name": channel.name, "is_private": channel.is_private}
        return {"ok": True, "channel": told | {"is_ext_shared": channel.is_shared}}

    def _members(self, arguments: Json) -> Json:
        channel = self.channels.get(str(arguments["channel"]))
        if channel is None:
            return {"ok": False, "error": "channel_not_found"}
        return self._paged("members", sorted(channel.members), arguments)

    def _group(self, arguments: Json) -> Json:
        members = self.groups.get(str(arguments["usergroup"]))
        if members is None:
            return {"ok": False, "error": "no_such_subteam"}
        return {"ok": True, "users": sorted(members)}

    def _groups(self, _arguments: Json) -> Json:
        listed = [
            {"id": one, "name": self.group_names.get(one, one), "handle": one.lower()} for one in self.groups
        ]
        return {"ok": True, "usergroups": listed}

    def _paged(self, name: str, entries: list[Any], arguments: Json) -> Json:
        first = int(arguments.get("cursor") or 0)
        size = min(self.page, int(arguments.get("limit") or 100))
        rest = first + size < len(entries)
        cursor = str(first + size) if rest else ""
        listed = entries[first : first + size]
        return {"ok": True, name: listed, "response_metadata": {"next_cursor": cursor}}


_METHODS = {
    "users.list": Directory._list_people,
    "conversations.info": Directory._channel,
    "conversations.members": Directory._members,
    "usergroups.users.list": Directory._group,
    "usergroups.list": Directory._groups,
}
