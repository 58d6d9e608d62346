"""npm's emulate@0.12.1 as a second Slack, written by others: an independent witness for what ours does.

It needs Node and the package: `npm install --prefix build/emulate emulate@0.12.1`, or the folder that
SANDAN_TEST_EMULATE names.
"""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

from tests.fake_slack.workspace import BOT_TOKEN, SIGNING_SECRET

VERSION = "0.12.1"
USER_TOKEN, NARROW_TOKEN = "xoxp-witness", "xoxb-narrow"
CLIENT_ID, CLIENT_SECRET, REDIRECT = "1.2", "a client's secret", "http://127.0.0.1:9/oauth"
_HERE = Path(__file__).resolve()
_FOLDER = Path(os.environ.get("SANDAN_TEST_EMULATE") or _HERE.parents[2] / "build" / "emulate")
_SCOPES = ["chat:write", "channels:history", "channels:read", "users:read", "commands"]


def missing() -> str:
    """Say what is missing to run it; empty when nothing is."""
    if shutil.which("node") is None:
        return "Node is not installed"
    package = _FOLDER / "node_modules" / "emulate" / "package.json"
    if not package.exists():
        return f"npm install --prefix build/emulate emulate@{VERSION}"
    held = json.loads(package.read_text(encoding="utf-8"))["version"]
    return "" if held == VERSION else f"emulate is {held}, not {VERSION}"


@dataclass(frozen=True)
class Emulate:
    """The running witness."""

    url: str
    process: "subprocess.Popen[str]"

    @property
    def api_url(self) -> str:
        """Base address of its Web API."""
        return f"{self.url}/api/"

    def client(self, token: str = BOT_TOKEN) -> WebClient:
        """Make a client with a token."""
        client = WebClient(token=token, base_url=self.api_url)
        client.proxy = None
        return client

    def send_events_to(self, url: str) -> None:
        """Have events delivered to an address."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{url}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "registered\n"


@contextmanager
def running(folder: Path) -> Iterator[Emulate]:
    """Run it until the block ends."""
    seed = folder / "seed.json"
    seed.write_text(json.dumps({"slack": _seed()}), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["node", str(_HERE.with_suffix(".mjs")), str(_FOLDER), str(port), str(seed)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        while (line := process.stdout.readline()) != "ready\n":
            assert line, "emulate has ended"
        yield Emulate(f"http://127.0.0.1:{port}", process)
        process.stdin.close()
        process.wait(10)


def _seed() -> dict[str, Any]:
    app: dict[str, Any] = {
        "app_id": "A0SANDAN",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "name": "Sandan",
    }
    app |= {"redirect_uris": [REDIRECT], "scopes": _SCOPES, "bot_name": "sandan"}
    app |= {"bot_id": "B0WITNESS", "bot_user_id": "U0WITNESS"}
    bot = {"type": "bot", "user_id": "U0WITNESS", "bot_id": "B0WITNESS", "bot_user_id": "U0WITNESS"}
    return {
        "team": {"name": "witness", "domain": "witness"},
        "users": [{"name": "asker", "real_name": "Asker"}],
        "channels": [{"name": "rules"}],
        "oauth_apps": [app],
        "tokens": [
            {"token": BOT_TOKEN, "scopes": _SCOPES, "app_id": "A0SANDAN", **bot},
            {"token": NARROW_TOKEN, "scopes": ["users:read"], "app_id": "A0SANDAN", **bot},
            {"token": USER_TOKEN, "type": "user", "user": "asker", "scopes": _SCOPES},
        ],
        "signing_secret": SIGNING_SECRET,
        "strict_scopes": True,
    }
