"""Many workspaces: installing, answering each with its own token, renewing tokens, and leaving."""

from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from bot.surfaces.slack.installing_tokens import Workspaces
from tests.fake_slack.deliveries import a_command
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import OWNER
from tests.scenarios.slack_install.stage import Clock, Platform, _put_in


def test_a_command_in_a_workspace_reads_that_workspace(platform: Platform, tmp_path: Path) -> None:
    for team in ("TALPHA", "TBETA"):
        platform.install(team)
        _put_in(platform, tmp_path, team)

    platform.stage.workspace.directory.people[OWNER] = {"team_id": "TALPHA"}
    platform.stage.command(a_command("PoC？", platform.stage.slack.hook_url, team_id="TALPHA"))
    platform.stage.workspace.wait_for_calls("response_url")

    assert platform.stage.oracle.asked[0].audiences == {"everyone", "slack:TALPHA"}


def test_a_token_is_renewed_before_it_ends_and_the_new_one_kept(
    rotating: tuple[Workspaces, FakeSlack, Clock],
) -> None:
    workspaces, fake, clock = rotating
    before = workspaces.token_of("TALPHA")

    clock.now += timedelta(hours=10, minutes=1)
    after = [workspaces.token_of("TALPHA"), workspaces.token_of("TALPHA")]
    workspaces.forget("TALPHA")

    assert before == "old"
    assert after[0] == after[1] == workspaces.token_of("TALPHA") == "xoxe.xoxb-TALPHA-1"
    assert len(fake.workspace.calls_of("oauth.v2.access")) == 1


def test_a_token_that_still_holds_is_used_while_renewing_fails(
    rotating: tuple[Workspaces, FakeSlack, Clock],
) -> None:
    workspaces, fake, clock = rotating
    fake.workspace.grants.refreshes.clear()

    clock.now += timedelta(hours=11)
    still = workspaces.token_of("TALPHA")
    clock.now += timedelta(hours=2)

    assert still == "old"
    with pytest.raises(SlackApiError, match="invalid_code"):
        workspaces.token_of("TALPHA")
