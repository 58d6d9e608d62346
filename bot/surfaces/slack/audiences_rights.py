"""Decide which audiences' documents a reply may use: the asker's, or those of every reader of a channel.

Whatever is not known for certain is not read: an audience counts only when Slack says that all who will see
the reply belong to it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import structlog

from bot.inbox import IncomingMessage
from bot.surfaces.slack.audiences import SlackAudience, is_direct, kind_of_id, read_audience
from bot.surfaces.slack.audiences_membership import Membership, MembershipUnknownError
from knowledge.documents.document import EVERYONE

log = structlog.get_logger(__name__)

_ALL = frozenset({EVERYONE})
_NO_READERS = frozenset({"bot", "gone"})
_Belongs = Callable[[SlackAudience], bool]


@dataclass(frozen=True)
class Rights:
    """Who may read what.

    Attributes:
        membership: Knows who is where.
        held: Gives the audiences of all documents held.
        named: Audiences that were named when documents were put in on the server, and the Slack ids of the
            people, channels and user groups that they stand for.
    """

    membership: Membership
    held: Callable[[], frozenset[str]]
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of_person(self, team: str, user: str) -> frozenset[str]:
        """Give the audiences that a person belongs to; for replies that nobody else sees."""
        return _ALL | self._chosen(team, lambda one: self._has_person(one, user))

    def of_channel(self, team: str, channel: str) -> frozenset[str]:
        """Give the audiences that everybody who can see a channel's messages belongs to."""
        return _ALL | self._chosen(team, lambda one: self._has_channel(one, channel))

    def of_message(self, message: IncomingMessage) -> frozenset[str]:
        """Give the audiences whose documents the answer to a message may use.

        What only the asker sees, a direct message or the reply to a command, is for the asker; all else is
        for the whole channel.
        """
        details = message.details
        if "is_shared" in details or details.get("documents") == "everyone":
            return _ALL
        if "response_url" in details or is_direct(message.channel):
            return self.of_person(message.team, message.user)
        return self.of_channel(message.team, message.channel)

    def with_place(self, message: IncomingMessage) -> IncomingMessage:
        """Note in a message that its channel is shared outside, where its delivery could not tell.

        Events tell it themselves; clicks do not. Where Slack does not say, what a person wants to show to a
        whole channel is taken for shown outside.
        """
        details = message.details
        if "is_shared" in details or details.get("kind") not in {"button", "shared"}:
            return message
        try:
            is_shared = self.membership.channel(message.team, message.channel).is_shared
        except MembershipUnknownError as error:
            log.warning("channel_unknown", code=error.code)
            is_shared = details["kind"] == "shared" or "shared" in details
        return (
            message.model_copy(update={"details": {**details, "is_shared": "yes"}}) if is_shared else message
        )

    def is_member(self, *, team: str, channel: str, user: str) -> bool:
        """Tell whether a person is in a channel; False when Slack does not say."""
        try:
            return user in self.membership.channel_members(team, channel)
        except MembershipUnknownError as error:
            log.warning("membership_unknown", code=error.code)
            return False

    def has_person(self, audience: str, *, team: str, user: str) -> bool:
        """Tell whether a person belongs to one audience."""
        return audience == EVERYONE or self._is_in(audience, team, lambda one: self._has_person(one, user))

    def _chosen(self, team: str, belongs: _Belongs) -> frozenset[str]:
        return frozenset(one for one in self.held() if self._is_in(one, team, belongs))

    def _is_in(self, audience: str, team: str, belongs: _Belongs) -> bool:
        parts = list(self._parts(audience, team))
        try:
            return any(one.team == team and belongs(one) for one in parts)
        except MembershipUnknownError as error:
            log.warning("audience_not_read", what=error.what, code=error.code)
            return False

    def _parts(self, audience: str, team: str) -> Iterable[SlackAudience]:
        found = read_audience(audience)
        if found is not None:
            yield found
        for identity in self.named.get(audience, ()):
            is_whole = kind_of_id(identity) == "workspace"
            yield SlackAudience(team=identity if is_whole else team, part="" if is_whole else identity)

    def _has_person(self, audience: SlackAudience, user: str) -> bool:
        team, part = audience.team, audience.part
        if audience.kind == "workspace":
            return self.membership.standings(team, [user])[user] == "member"
        if audience.kind == "person":
            return user == part
        if audience.kind == "channel":
            is_insider = self.membership.standings(team, [user])[user] in {"member", "guest"}
            return is_insider and user in self.membership.channel_members(team, part)
        return user in self.membership.group_members(team, part)

    def _has_channel(self, audience: SlackAudience, channel: str) -> bool:
        """Tell whether all who can see a channel's messages belong to an audience.

        Every full member of the workspace can look into a public channel, so that only the workspace and
        the channel itself are audiences for it.
        """
        team = audience.team
        facts = self.membership.channel(team, channel)
        if facts.is_shared:
            return False
        if audience.kind == "channel" and audience.part == channel:
            return True
        if audience.kind == "workspace":
            members = self.membership.channel_members(team, channel)
            return {*self.membership.standings(team, members).values()} <= {"member", *_NO_READERS}
        if not facts.is_private or audience.kind == "person":
            return False
        members = self.membership.channel_members(team, channel)
        insiders = (
            self.membership.channel_members(team, audience.part)
            if audience.kind == "channel"
            else self.membership.group_members(team, audience.part)
        )
        rest = members - insiders
        return {*self.membership.standings(team, rest).values()} <= _NO_READERS
