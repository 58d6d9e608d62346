"""How a channel wants us to behave; kept by channel, with defaults that keep us quiet."""

from typing import Literal

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.surfaces.slack.ports import Notes

log = structlog.get_logger(__name__)


class ChannelRules(BaseModel):
    """What one channel has chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer_on: Literal["mention", "threads", "every_question"] = "threads"
    visibility: Literal["public", "ephemeral"] = "public"
    language: Literal["asked", "ja", "en"] = "asked"
    documents: Literal["members", "everyone"] = "members"  # whose: all members', or only those for everyone
    shared: Literal["refuse", "shipped"] = "refuse"  # where other organisations read: what ships, or nothing
    changed_by: Literal["administrators", "members"] = "administrators"

    def details(self) -> dict[str, str]:
        """Give what an answer in the channel needs to know."""
        chosen: dict[str, str] = {} if self.language == "asked" else {"language": self.language}
        chosen |= {"visibility": "ephemeral"} if self.visibility == "ephemeral" else {}
        chosen |= {"documents": "everyone"} if self.documents == "everyone" else {}
        return chosen | ({"shared": "shipped"} if self.shared == "shipped" else {})


def rules_of_channel(notes: Notes, *, team: str, channel: str) -> ChannelRules:
    """Read a channel's choice; the defaults where it has made none, or it cannot be read now."""
    try:
        kept = notes.note(_name(team, channel))
        return ChannelRules.model_validate_json(kept) if kept else ChannelRules()
    except ValidationError:
        log.warning("channel_rules_unreadable")
    except Exception:  # a message is answered by the defaults, rather than not at all
        log.exception("channel_rules_unknown")
    return ChannelRules()


def keep_rules_of_channel(notes: Notes, rules: ChannelRules, *, team: str, channel: str) -> None:
    """Keep a channel's choice."""
    notes.keep_note(_name(team, channel), rules.model_dump_json())


def channels_with_rules(notes: Notes, *, team: str) -> tuple[str, ...]:
    """List the channels of a workspace that have made a choice."""
    prefix = _name(team, "")
    return tuple(name.removeprefix(prefix) for name in notes.notes(prefix))


def _name(team: str, channel: str) -> str:
    return f"slack-channel:{team}:{channel}"[:90]
