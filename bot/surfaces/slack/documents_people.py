"""Who may add and remove documents: administrators, everybody, or the people and groups that are named."""

from dataclasses import dataclass

from bot.surfaces.slack.audiences import kind_of_id
from bot.surfaces.slack.audiences_membership import Membership, MembershipUnknownError
from bot.surfaces.slack.people import People

ADMINISTRATORS, EVERYBODY = "admins", "everyone"


@dataclass(frozen=True)
class Curators:
    """Knows who may change what is held; who is not known to may not.

    Attributes:
        people: Knows administrators.
        membership: Knows full members and user groups.
        named: `admins`, `everyone`, or Slack ids of people and user groups.
    """

    people: People
    membership: Membership
    named: tuple[str, ...] = (ADMINISTRATORS,)

    def may_change(self, team: str, user: str) -> bool:
        """Tell whether a person may add and remove documents; guests never may."""
        try:
            if self.membership.standings(team, [user])[user] != "member":
                return False
            return any(self._is_named(one, team, user) for one in self.named)
        except MembershipUnknownError:
            return False

    def _is_named(self, name: str, team: str, user: str) -> bool:
        if name == ADMINISTRATORS:
            return self.people.is_administrator(user)
        if kind_of_id(name) == "group":
            return user in self.membership.group_members(team, name)
        return name in {EVERYBODY, user}
