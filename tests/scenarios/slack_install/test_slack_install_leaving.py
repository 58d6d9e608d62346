"""Many workspaces: installing, answering each with its own token, renewing tokens, and leaving."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.storage.engine import open_database
from bot.storage.installations import DatabaseInstallations
from bot.storage.sealing import Sealer
from bot.surfaces.slack.installing_tokens import Installed
from bot.surfaces.slack.manifest_scopes import bot_scopes
from tests.fake_slack.deliveries import deliver
from tests.scenarios.conftest import playing
from tests.scenarios.real_shelves import RealShelves
from tests.scenarios.slack_install.stage import NOW, OAUTH, Platform, _event, _put_in, _teams, _wait


def test_a_workspace_installs_and_each_is_answered_with_its_own_token(platform: Platform) -> None:
    begun = platform.visit("/slack/install")
    asked = parse_qs(urlsplit(begun.location).query)

    done = [platform.install("TALPHA"), platform.install("TBETA")]
    posts = [platform.ask("TALPHA"), platform.ask("TBETA"), platform.ask("TALPHA")]

    assert begun.status == 302
    assert set(asked["scope"][0].split(",")) == set(bot_scopes())
    assert asked["redirect_uri"] == ["https://sandan.example.com/slack/oauth_redirect"]
    assert [one.status for one in done] == [200, 200]
    assert [one["team"] for one in posts] == ["TALPHA", "TBETA", "TALPHA"]


@pytest.mark.parametrize(
    "spoilt", ["state", *(pytest.param(one, marks=pytest.mark.slow) for one in ("cookie", "code", "again"))]
)
def test_an_installation_that_nobody_began_here_is_refused(platform: Platform, spoilt: str) -> None:
    state, cookie = platform.begin()
    platform.stage.workspace.grants.codes["good"] = "TALPHA"
    good = f"/slack/oauth_redirect?code=good&state={state}"
    if spoilt == "again":
        platform.visit(good, cookie)
        platform.stage.workspace.grants.codes["good"] = "TBETA"
    paths = {"state": good + "x", "code": good.replace("good", "bad")}

    refused = platform.visit(paths.get(spoilt, good), "" if spoilt == "cookie" else cookie)

    installations = platform.stage.house.installations
    assert installations is not None
    assert refused.status in {400, 401}
    assert installations.teams() == (("TALPHA",) if spoilt == "again" else ())


def test_a_workspace_that_is_not_installed_is_answered_by_nobody(platform: Platform) -> None:
    platform.install("TALPHA")

    status, _ = deliver(platform.stage.url, _event("T9", "CT9"))

    assert status == 200
    assert platform.ask("TALPHA")["team"] == "TALPHA"
    assert len(platform.stage.workspace.posts()) == 1
    assert platform.stage.oracle.asked[0].text == "PoCはいくらまで？"


@pytest.mark.parametrize(
    "kinds",
    [
        ("app_uninstalled", "tokens_revoked"),
        ("tokens_revoked", "app_uninstalled"),
        pytest.param(("tokens_revoked", "app_uninstalled") * 2, marks=pytest.mark.slow),
    ],
)
def test_a_workspace_that_leaves_is_erased_and_its_neighbour_stays(
    platform: Platform, tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    for team in ("TALPHA", "TBETA"):
        platform.install(team)
        platform.ask(team)
        notes = platform.stage.house.notes
        notes.keep_note(f"slack-channel:{team}:C{team}", "{}")
        _put_in(platform, tmp_path, team)
    _wait(lambda: len(platform.rows()["turns"]) == 4)
    before = platform.rows()

    platform.leave("TALPHA", *kinds)
    _wait(lambda: not any("TALPHA" in row for rows in platform.rows().values() for row in rows))

    left = platform.rows()
    assert not [row for rows in left.values() for row in rows if "TALPHA" in row]
    for name in ("installations", "messages", "turns", "sections", "chunks"):
        assert left[name] == [row for row in before[name] if "TALPHA" not in row], name
    assert [one.audience for one in platform.shelves.held()] == ["slack:TBETA"]
    assert platform.ask("TBETA")["team"] == "TBETA"


@pytest.mark.slow
def test_an_event_of_before_the_latest_installation_changes_nothing(platform: Platform) -> None:
    platform.install("TALPHA")
    platform.leave("TALPHA", "app_uninstalled")
    _wait(lambda: not _teams(platform))
    platform.install("TALPHA")

    platform.leave("T0", "app_uninstalled")
    late = _event("TALPHA", "C", kind="tokens_revoked", tokens={"bot": ["UBOTTALPHA"]})
    late["event_time"] = int(datetime.now(UTC).timestamp()) - 60
    platform.stage.deliver(late)

    assert platform.ask("TALPHA")["team"] == "TALPHA"
    assert _teams(platform) == ("TALPHA",)


@pytest.mark.slow
def test_what_was_begun_to_be_erased_is_finished_at_the_next_start(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'slack.db'}")
    shelves = RealShelves(database)
    installations = DatabaseInstallations(database, Sealer("k" * 32))
    installations.keep("TALPHA", Installed(team="TALPHA", bot_token="xoxb-1").model_dump_json(), at=NOW)
    with playing("http", tmp_path, shelving=shelves, bot_token=None, oauth=OAUTH) as stage:
        stage.house.notes.keep_note("slack-leaving:TALPHA:", "")
    assert installations.teams() == ("TALPHA",)

    with playing("http", tmp_path, shelving=shelves, bot_token=None, oauth=OAUTH):
        _wait(lambda: not installations.teams())

    assert installations.teams() == ()
    database.dispose()


@pytest.mark.slow
def test_revoked_tokens_of_people_change_nothing(platform: Platform) -> None:
    platform.install("TALPHA")

    event = _event("TALPHA", "C", kind="tokens_revoked", tokens={"oauth": ["U1"], "bot": []})
    event["event_time"] = int(datetime.now(UTC).timestamp()) + 5
    platform.stage.deliver(event)

    assert platform.ask("TALPHA")["team"] == "TALPHA"
