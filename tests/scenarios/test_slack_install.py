"""Many workspaces: installing, answering each with its own token, renewing tokens, and leaving."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from bot.storage.engine import open_database
from bot.storage.installations import DatabaseInstallations
from bot.storage.sealing import Sealer
from bot.storage.tables import metadata
from bot.surfaces.slack.installing_ports import OAuthConfig
from bot.surfaces.slack.installing_tokens import Installed, Workspaces
from bot.surfaces.slack.manifest_scopes import bot_scopes
from knowledge.documents.intake import IntakeOptions
from tests.fake_slack.deliveries import a_command, an_event, deliver
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import OWNER, Json
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.real_shelves import RealShelves

OAUTH = {"client_id": "1.2", "client_secret": "of the app", "public_url": "https://sandan.example.com/"}
NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True)
class Visit:
    """What a browser got."""

    status: int
    location: str
    cookie: str
    body: str


@dataclass
class Platform:
    """A stage on which workspaces install by themselves."""

    stage: Stage
    shelves: RealShelves
    _number: int = field(default=0)

    def visit(self, path: str, cookie: str = "") -> Visit:
        request = urllib.request.Request(f"http://127.0.0.1:{self.stage.app.port}{path}")
        request.add_header("Cookie", cookie)
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=10) as answer:
                return Visit(answer.status, "", "", answer.read().decode())
        except urllib.error.HTTPError as answer:
            with answer:
                cookie = str(answer.headers.get("Set-Cookie") or "").split(";")[0]
                location = str(answer.headers.get("Location") or "")
                return Visit(answer.code, location, cookie, answer.read().decode())

    def begin(self) -> tuple[str, str]:
        """Press "Add to Slack"; gives the state and the cookie that the browser keeps."""
        begun = self.visit("/slack/install")
        [state] = parse_qs(urlsplit(begun.location).query)["state"]
        return state, begun.cookie

    def install(self, team: str) -> Visit:
        """Install for a workspace, as its administrator does."""
        state, cookie = self.begin()
        self._number += 1
        code = f"code-{self._number}"
        self.stage.workspace.grants.codes[code] = team
        return self.visit(f"/slack/oauth_redirect?code={code}&state={state}", cookie)

    def ask(self, team: str) -> Json:
        """Ask in a channel of a workspace, and give the answer's post."""
        before = len(self.stage.workspace.posts())
        self.stage.deliver(_event(team, f"C{team}"))
        self.stage.workspace.wait_for_posts(before + 1)
        return dict(self.stage.workspace.posts(f"C{team}")[-1])

    def leave(self, team: str, *kinds: str, at: float | None = None) -> None:
        """Deliver events of leaving."""
        self.stage.workspace.grants.revoke(team)
        for kind in kinds:
            event = _event(team, "C", kind=kind, tokens={"oauth": [], "bot": [f"UBOT{team}"]})
            event["event_time"] = int(datetime.now(UTC).timestamp() + 1) if at is None else int(at)
            assert self.stage.deliver(event) == 200

    def rows(self) -> dict[str, list[str]]:
        """Give every row that is kept, as text."""
        with self.shelves.engine.connect() as connection:
            return {
                table.name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
                for table in metadata.sorted_tables
            }


def _event(team: str, channel: str, *, kind: str = "app_mention", **changes: object) -> Json:
    bot = f"UBOT{team}"
    named = [{"team_id": team, "user_id": bot, "is_bot": True}]
    text = f"<@{bot}> PoCはいくらまで？"
    return an_event(
        kind, text, channel=channel, outer_team_id=team, outer_authorizations=named, team=team, **changes
    )


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    database = open_database(f"sqlite:///{tmp_path / 'slack.db'}")
    shelves = RealShelves(database)
    with playing("http", tmp_path, shelving=shelves, bot_token=None, oauth=OAUTH) as stage:
        stage.workspace.grants.scopes = set(bot_scopes())
        stage.workspace.grants.tokens = {"none yet": "T0"}
        yield Platform(stage, shelves)
        assert stage.workspace.problems == []
    database.dispose()


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


def test_a_command_in_a_workspace_reads_that_workspace(platform: Platform, tmp_path: Path) -> None:
    for team in ("TALPHA", "TBETA"):
        platform.install(team)
        _put_in(platform, tmp_path, team)

    platform.stage.workspace.directory.people[OWNER] = {"team_id": "TALPHA"}
    platform.stage.command(a_command("PoC？", platform.stage.slack.hook_url, team_id="TALPHA"))
    platform.stage.workspace.wait_for_calls("response_url")

    assert platform.stage.oracle.asked[0].audiences == {"everyone", "slack:TALPHA"}


@dataclass
class Clock:
    """A time to turn."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def rotating(tmp_path: Path) -> Iterator[tuple[Workspaces, FakeSlack, Clock]]:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    clock = Clock()
    with FakeSlack() as fake:
        client = WebClient(base_url=fake.api_url, retry_handlers=[])
        client.proxy = None
        config = OAuthConfig(client_id="1.2", client_secret=SecretStr("s"), public_url="https://a.example/")
        installations = DatabaseInstallations(database, Sealer("k" * 32))
        workspaces = Workspaces(config, installations, client, clock)
        fake.workspace.grants.lifetime_s = 43_200
        fake.workspace.grants.refreshes["first"] = "TALPHA"
        ends = NOW + timedelta(hours=12)
        workspaces.keep(Installed(team="TALPHA", bot_token="old", refresh_token="first", expires_at=ends))
        yield workspaces, fake, clock
    database.dispose()


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


def _put_in(platform: Platform, folder: Path, team: str) -> None:
    path = folder / f"{team}.md"
    path.write_text(f"# {team}の規程\n\n{team}だけの秘密。\n", encoding="utf-8")
    options = IntakeOptions(audience=f"slack:{team}", document=f"rules-{team}", is_binding=True)
    platform.shelves.add([path], options, lambda *_: None)


def _teams(platform: Platform) -> tuple[str, ...]:
    installations = platform.stage.house.installations
    assert installations is not None
    return installations.teams()


def _wait(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
