"""A reply may use only what all who will see it may read, by what Slack says of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient

from bot.inbox import IncomingMessage
from bot.surfaces.slack.audiences import is_of_team, read_audience
from bot.surfaces.slack.audiences_membership import KEPT_S, Membership, MembershipUnknownError
from bot.surfaces.slack.audiences_rights import Rights
from tests.fake_slack.directory import Channel
from tests.fake_slack.faults import Fault
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import TEAM, Workspace

AUDIENCES = {
    "everyone": "everyone",
    "workspace": f"slack:{TEAM}",
    "channel": f"slack:{TEAM}:C0BOARD",
    "group": f"slack:{TEAM}:S0FINANCE",
    "person": f"slack:{TEAM}:U0CHIEF",
    "named": "経理",
    "other workspace": "slack:T9OTHER",
    "unknown": "監査役だけ",
}
# What each person may read in a direct message, and what a reply in each channel may use.
PEOPLE = {
    "U0CHIEF": {"everyone", "workspace", "channel", "group", "person", "named"},
    "U0CLERK": {"everyone", "workspace", "group", "named"},
    "U0GUEST": {"everyone", "channel"},
    "U0WORKER": {"everyone", "workspace"},
    "U0STRANGER": {"everyone"},
    "U0LEFT": {"everyone"},
}
CHANNELS = {
    "C0GENERAL": {"everyone", "workspace"},
    "C0BOARD": {"everyone", "channel"},
    "C0FINANCE": {"everyone", "workspace", "group", "named"},
    "C0GUESTS": {"everyone"},
    "C0SHARED": {"everyone"},
    "C0NOWHERE": {"everyone"},
}


@dataclass
class Office:
    """Rights in a fake workspace, with a clock to turn."""

    workspace: Workspace
    url: str
    seconds: float = 0.0
    membership: Membership = field(init=False)
    rights: Rights = field(init=False)

    def __post_init__(self) -> None:
        client = WebClient(token="xoxb-fake", base_url=self.url, timeout=5, retry_handlers=[])
        client.proxy = None
        self.membership = Membership(client, clock=lambda: self.seconds)
        held = frozenset(AUDIENCES.values())
        self.rights = Rights(self.membership, lambda: held, {"経理": ("S0FINANCE",)})


@pytest.fixture
def office() -> Iterator[Office]:
    with FakeSlack() as fake:
        directory = fake.workspace.directory
        directory.people = {
            "U0BOT": {"is_bot": True},
            "U0GUEST": {"is_restricted": True},
            "U0STRANGER": {"team_id": "T9OTHER", "is_stranger": True},
            "U0LEFT": {"deleted": True},
        }
        staff = {"U0CHIEF", "U0CLERK", "U0WORKER", "U0BOT"}
        directory.channels = {
            "C0GENERAL": Channel(staff),
            "C0BOARD": Channel({"U0CHIEF", "U0GUEST", "U0BOT"}, is_private=True),
            "C0FINANCE": Channel({"U0CHIEF", "U0CLERK", "U0BOT"}, is_private=True),
            "C0GUESTS": Channel({*staff, "U0GUEST"}),
            "C0SHARED": Channel({"U0CHIEF", "U0CLERK"}, is_private=True, is_shared=True),
        }
        directory.groups = {"S0FINANCE": {"U0CHIEF", "U0CLERK"}}
        yield Office(fake.workspace, fake.api_url)


def _names(audiences: frozenset[str]) -> set[str]:
    return {name for name, audience in AUDIENCES.items() if audience in audiences}


@pytest.mark.parametrize("user", PEOPLE)
def test_a_person_reads_what_they_belong_to(office: Office, user: str) -> None:
    audiences = office.rights.of_person(TEAM, user)

    assert _names(audiences) == PEOPLE[user]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_reads_what_all_who_see_it_belong_to(office: Office, channel: str) -> None:
    audiences = office.rights.of_channel(TEAM, channel)

    assert _names(audiences) == CHANNELS[channel]


def test_a_group_is_no_audience_of_a_public_channel_even_when_all_its_members_are_in(office: Office) -> None:
    office.workspace.directory.channels["C0FINANCE"].is_private = False

    audiences = office.rights.of_channel(TEAM, "C0FINANCE")

    assert _names(audiences) == {"everyone", "workspace"}


def test_people_of_another_workspace_read_none_of_this_one(office: Office) -> None:
    audiences = office.rights.of_person("T9OTHER", "U0CHIEF")

    assert not any(is_of_team(one, TEAM) for one in audiences)


@pytest.mark.parametrize("method", ["users.info", "conversations.members", "usergroups.users.list"])
def test_what_slack_does_not_say_is_not_read(office: Office, method: str) -> None:
    office.workspace.fail(method, *[Fault(status=200, error="missing_scope")] * 20)

    person = office.rights.of_person(TEAM, "U0CHIEF")
    channel = office.rights.of_channel(TEAM, "C0FINANCE")

    assert _names(person) < PEOPLE["U0CHIEF"]
    assert _names(channel) <= CHANNELS["C0FINANCE"]


def test_who_was_taken_out_of_a_group_reads_no_more_a_minute_later(office: Office) -> None:
    before = office.rights.of_person(TEAM, "U0CLERK")
    office.workspace.directory.groups["S0FINANCE"] = {"U0CHIEF"}

    office.seconds += KEPT_S

    assert "group" in _names(before)
    assert KEPT_S < 60
    assert "group" not in _names(office.rights.of_person(TEAM, "U0CLERK"))


def test_an_event_ends_a_right_at_once(office: Office) -> None:
    office.rights.of_person(TEAM, "U0CLERK")
    office.rights.of_channel(TEAM, "C0FINANCE")
    office.workspace.directory.groups["S0FINANCE"] = {"U0CHIEF"}

    office.membership.forget_group(TEAM, "S0FINANCE")

    assert "group" not in _names(office.rights.of_person(TEAM, "U0CLERK"))
    assert "group" not in _names(office.rights.of_channel(TEAM, "C0FINANCE"))


def test_a_member_who_becomes_a_guest_is_no_full_member_any_more(office: Office) -> None:
    office.rights.of_person(TEAM, "U0WORKER")

    office.membership.learn_person(TEAM, {"id": "U0WORKER", "team_id": TEAM, "is_restricted": True})

    assert _names(office.rights.of_person(TEAM, "U0WORKER")) == {"everyone"}


def test_nothing_is_asked_of_slack_while_all_documents_are_for_everyone(office: Office) -> None:
    rights = Rights(office.membership, lambda: frozenset({"everyone"}))

    audiences = rights.of_channel(TEAM, "C0GENERAL") | rights.of_person(TEAM, "U0CHIEF")

    assert audiences == {"everyone"}
    assert office.workspace.calls == []


def test_large_channels_are_read_page_by_page(office: Office) -> None:
    directory = office.workspace.directory
    crowd = {f"U{number:06}" for number in range(450)}
    directory.page = 100
    directory.channels["C0CROWD"] = Channel(crowd, is_private=True)

    everybody = office.rights.of_channel(TEAM, "C0CROWD")
    directory.people["U000449"] = {"is_ultra_restricted": True}
    office.seconds += 1_000

    assert _names(everybody) == {"everyone", "workspace"}
    assert len(office.workspace.calls_of("users.info")) == 0
    assert _names(office.rights.of_channel(TEAM, "C0CROWD")) == {"everyone"}


def test_the_answer_to_a_message_is_for_those_who_will_see_it(office: Office) -> None:
    def _message(channel: str, **details: str) -> IncomingMessage:
        place = {"channel": channel, "ts": "1.1", "thread_ts": "1.1", "user": "U0CHIEF", "text": "?"}
        now = datetime(2026, 9, 15, tzinfo=UTC)
        return IncomingMessage(event_id="E", team=TEAM, received_at=now, details=details, **place)

    read = {
        "direct": _names(office.rights.of_message(_message("D0CHIEF"))),
        "command": _names(office.rights.of_message(_message("C0GUESTS", response_url="https://fake/"))),
        "channel": _names(office.rights.of_message(_message("C0GUESTS"))),
        "ephemeral": _names(office.rights.of_message(_message("C0GUESTS", visibility="ephemeral"))),
        "narrow": _names(office.rights.of_message(_message("C0FINANCE", documents="everyone"))),
        "shared": _names(office.rights.of_message(_message("C0FINANCE", is_shared="yes"))),
    }

    assert read["direct"] == read["command"] == PEOPLE["U0CHIEF"]
    assert read["channel"] == read["ephemeral"] == read["narrow"] == read["shared"] == {"everyone"}


def test_unknown_people_are_asked_for_and_a_failure_is_not_kept(office: Office) -> None:
    office.workspace.fail("users.info", Fault(status=500))

    with pytest.raises(MembershipUnknownError):
        office.membership.standings(TEAM, ["U0CLERK"])

    assert office.membership.standings(TEAM, ["U0CLERK"]) == {"U0CLERK": "member"}


@pytest.mark.parametrize(
    "name", ["everyone", "slack:", "slack:T1:X9", "slack:t1", "slack:T1:", "slack:T1:U1:U2", "T1", ""]
)
def test_other_names_are_no_audiences_of_slack(name: str) -> None:
    assert read_audience(name) is None
