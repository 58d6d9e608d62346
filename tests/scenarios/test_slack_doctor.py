"""`sandan doctor` asks Slack what the tokens may do, and names what is missing with the page to mend it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import process_environment
from bot.surfaces.cli.reports import DoctorReport
from bot.surfaces.slack.installing_checkup import check_events
from bot.surfaces.slack.manifest_scopes import SCOPES_OF_EVENTS, bot_scopes
from bot.wiring.doctor import diagnose
from tests.fake_slack.deliveries import a_direct_message, an_event
from tests.fake_slack.server import FakeSlack
from tests.scenarios.conftest import Stage


@pytest.fixture
def slack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSlack]:
    with FakeSlack() as fake:
        fake.workspace.grants.scopes = set(bot_scopes())
        values = {
            "SANDAN_HOME": str(tmp_path / "home"),
            "SLACK_API_URL": fake.api_url,
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
        }
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        yield fake


def _report() -> tuple[DoctorReport, dict[str, tuple[str, str, str]]]:
    report = diagnose(process_environment(), ())
    return report, {one.name: (one.status, one.found, one.what_to_do) for one in report.checks}


@pytest.mark.usefixtures("slack")
def test_with_all_tokens_and_scopes_slack_is_ready() -> None:
    report, checks = _report()

    assert report.slack_ready
    assert checks["slack scopes"][:2] == ("ok", "all that are needed, and no others")
    assert checks["SLACK_APP_TOKEN"][0] == "ok"


@pytest.mark.parametrize("scope", bot_scopes())
def test_each_missing_scope_is_named_with_its_page(slack: FakeSlack, scope: str) -> None:
    slack.workspace.grants.scopes = set(bot_scopes()) - {scope}

    report, checks = _report()

    assert not report.slack_ready
    assert checks["slack scopes"][:2] == ("problem", f"missing: {scope}")
    assert "OAuth & Permissions → Scopes" in checks["slack scopes"][2]


def test_a_scope_that_nothing_uses_is_named(slack: FakeSlack) -> None:
    slack.workspace.grants.scopes = {*bot_scopes(), "channels:join"}

    _, checks = _report()

    assert checks["slack scopes"][:2] == ("note", "not needed: channels:join")


def test_a_token_that_slack_refuses_is_named_with_its_page(slack: FakeSlack) -> None:
    slack.workspace.grants.tokens = {"xoxb-another": "T0SANDAN"}

    report, checks = _report()

    assert not report.slack_ready
    assert checks["SLACK_BOT_TOKEN"][:2] == ("problem", "Slack refuses it (invalid_auth)")
    assert "Bot User OAuth Token" in checks["SLACK_BOT_TOKEN"][2]


@pytest.mark.usefixtures("slack")
def test_a_token_that_is_not_set_is_named_with_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN")

    report, checks = _report()

    assert not report.slack_ready
    assert checks["SLACK_APP_TOKEN"][1] == "not set"
    assert "connections:write" in checks["SLACK_APP_TOKEN"][2]
    assert "Signing Secret" in checks["SLACK_SIGNING_SECRET"][2]


@pytest.mark.usefixtures("slack")
def test_many_workspaces_need_a_key_a_secret_and_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")

    report, checks = _report()

    assert not report.slack_ready
    assert {name for name, one in checks.items() if one[0] == "problem"} == {
        "SLACK_CLIENT_SECRET", "SANDAN_SLACK_TOKEN_KEY", "SANDAN_PUBLIC_URL",
    }  # fmt: skip


def test_events_that_never_came_are_named_with_the_page_to_subscribe(quick_stage: Stage) -> None:
    nothing = check_events(quick_stage.house.notes)
    quick_stage.deliver(an_event())
    quick_stage.deliver(a_direct_message("三つの段階とは？"))
    quick_stage.workspace.wait_for_posts(2)

    some = check_events(quick_stage.house.notes)

    assert nothing.found == "none has arrived yet"
    named = set(some.found.removeprefix("never arrived: ").split(", "))
    assert named == set(SCOPES_OF_EVENTS) - {"app_mention", "message.im"}
    assert "Event Subscriptions" in some.what_to_do
