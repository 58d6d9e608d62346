"""What the tests of this folder share: stages, presses, and readings of what a person sees."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select

from bot.storage.tables import metadata
from knowledge.documents.intake import IntakeOptions
from tests.fake_slack.deliveries import an_event
from tests.fake_slack.workspace import Json
from tests.scenarios.conftest import Stage
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


@dataclass
class Clock:
    """A time to turn."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


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
