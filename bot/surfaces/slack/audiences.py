"""Audiences that stand for people of a Slack workspace, as names: what each means, never who is in it.

A name says the workspace and, for a part of it, Slack's id: `slack:T1` are its full members, `slack:T1:U2` is
one person, `slack:T1:C3` are a channel's members, `slack:T1:S4` a user group's. Who belongs is
`bot.surfaces.slack.audiences_membership`'s business, who may read what `audiences_rights`'.
"""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict

AudienceKind = Literal["workspace", "person", "channel", "group"]

_NAME = re.compile(r"slack:(?P<team>[TE][A-Z0-9]{1,30})(?::(?P<part>[A-Z0-9]{2,31}))?")
_KINDS: dict[str, AudienceKind] = {
    "U": "person", "W": "person", "C": "channel", "G": "channel", "S": "group", "T": "workspace",
}  # fmt: skip


class SlackAudience(BaseModel):
    """A workspace, or a part of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: str
    part: str = ""  # Slack's id; empty: the whole workspace

    @property
    def kind(self) -> AudienceKind:
        """What the part is."""
        return _KINDS[self.part[0]] if self.part else "workspace"

    @property
    def name(self) -> str:
        """The audience as documents carry it."""
        return f"slack:{self.team}:{self.part}" if self.part else f"slack:{self.team}"


def read_audience(name: str) -> SlackAudience | None:
    """Read an audience's name; None when it is not one of Slack's."""
    found = _NAME.fullmatch(name)
    if found is None or (found["part"] and kind_of_id(found["part"]) is None):
        return None
    return SlackAudience(team=found["team"], part=found["part"] or "")


def kind_of_id(identity: str) -> AudienceKind | None:
    """Tell what a Slack id names; None when it is none that can read."""
    return _KINDS.get(identity[:1])


def is_direct(channel: str) -> bool:
    """Tell whether a channel is a conversation with one person; a person's id is taken for one too."""
    return channel.startswith(("D", "U", "W"))


def is_of_team(name: str, team: str) -> bool:
    """Tell whether an audience stands for people of a workspace, or a part of it."""
    audience = read_audience(name)
    return audience is not None and audience.team == team
