"""What the tests of this folder share: stages, presses, and readings of what a person sees."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from bot.surfaces.slack.blocks import render_words
from bot.surfaces.slack.posting import payload_of
from bot.surfaces.slack.views import ask_view
from tests.fake_slack import emulate
from tests.fake_slack.deliveries import CHANNEL
from tests.fake_slack.emulate import Emulate
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import BOT_TOKEN, SIGNING_SECRET, Json
from tests.scenarios.conftest import Stage

WITNESSED = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(emulate.missing()), reason=f"no independent witness: {emulate.missing()}"),
]


MODAL = ask_view("ja")


@dataclass(frozen=True)
class Witness:
    """One of the two Slacks, as far as both speak."""

    client: WebClient
    narrow: WebClient  # may only read users
    channel: str
    ask: Callable[[str], str]  # a person says something; gives its ts
    trigger: Callable[[], str]
    code: Callable[[], str]  # of an installation under way


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def emulated(other: Emulate) -> Witness:
    client, person = other.client(), other.client(emulate.USER_TOKEN)
    channels = client.conversations_list()["channels"]
    channel = str(next(one["id"] for one in channels if one["name"] == "rules"))
    user = str(person.auth_test()["user_id"])

    def code() -> str:
        fields = {"user_id": user, "redirect_uri": emulate.REDIRECT, "client_id": emulate.CLIENT_ID}
        body = urlencode({**fields, "scope": "chat:write", "state": "s"}).encode()
        try:
            build_opener(_Stay).open(f"{other.url}/oauth/v2/authorize/callback", body)
        except HTTPError as moved:
            with moved:
                return parse_qs(urlsplit(str(moved.headers["Location"])).query)["code"][0]
        raise AssertionError("no redirection")

    return Witness(
        client,
        other.client(emulate.NARROW_TOKEN),
        channel,
        lambda text: str(person.chat_postMessage(channel=channel, text=text)["ts"]),
        lambda: str(client.api_call("views.generateTriggerId", json={"user_id": user})["trigger_id"]),
        code,
    )


def faked(fake: FakeSlack) -> Witness:
    workspace = fake.workspace

    def ask(text: str) -> str:
        message = {"ts": "1759999000.000001", "user": "U0ASKER", "text": text}
        workspace.messages[CHANNEL].append(message)
        return message["ts"]

    def code() -> str:
        workspace.grants.codes["a-code"] = "T0SANDAN"
        return "a-code"

    client = WebClient(token=BOT_TOKEN, base_url=fake.api_url)
    client.proxy = None
    narrow = WebClient(token=BOT_TOKEN, base_url=fake.api_url)
    narrow.proxy = None
    return Witness(client, narrow, CHANNEL, ask, lambda: "1.trigger", code)


def a_payload(channel: str, thread_ts: str) -> Json:
    [post] = render_words("お調べしました。", language="ja")
    return payload_of(post, channel, thread_ts, job_id="j1", part=1, parts=1)


def refused(call: Callable[[], object]) -> Json:
    with pytest.raises(SlackApiError) as error:
        call()
    return dict(error.value.response.data)


@dataclass(frozen=True)
class Heard:
    """Keeps what the witness delivers, and lets our surface have it."""

    stage: Stage
    other: Emulate
    witness: Witness


def replies(heard: Heard, ts: str, count: int, within: float = 8.0) -> list[Json]:
    """Wait until a thread has so many replies."""
    deadline = time.monotonic() + within
    found: list[Json] = []
    while time.monotonic() < deadline:
        try:
            page = heard.witness.client.conversations_replies(channel=heard.witness.channel, ts=ts)
            found = [one for one in page["messages"] if one["ts"] != ts]
        except SlackApiError:  # the root was deleted
            found = []
        if len(found) == count:
            break
        time.sleep(0.05)
    return found


class _Collector(BaseHTTPRequestHandler):
    """Keeps what is delivered, with whether it was signed."""

    bodies: ClassVar[list[tuple[Json, bool]]] = []

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        stamp, signature = (self.headers[f"X-Slack-{name}"] for name in ("Request-Timestamp", "Signature"))
        is_signed = SignatureVerifier(SIGNING_SECRET).is_valid(raw, stamp, signature)
        self.bodies.append((json.loads(raw), is_signed))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def deliveries_of(other: Emulate) -> list[tuple[Json, bool]]:
    """Say something twice, edit the one and delete the other; gives what the witness delivers."""
    _Collector.bodies.clear()
    person, channel = other.client(emulate.USER_TOKEN), emulated(other).channel
    with HTTPServer(("127.0.0.1", 0), _Collector) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        other.send_events_to(f"http://127.0.0.1:{server.server_port}/")
        ts = str(person.chat_postMessage(channel=channel, text="PoCはいくらまで？")["ts"])
        person.chat_update(channel=channel, ts=ts, text="PoCは何か月まで？")
        other_ts = str(person.chat_postMessage(channel=channel, text="PoCはいくらまで？")["ts"])
        person.chat_delete(channel=channel, ts=other_ts)
        deadline = time.monotonic() + 5
        while len(_Collector.bodies) < 4 and time.monotonic() < deadline:
            time.sleep(0.02)
        server.shutdown()
        serving.join()
    return list(_Collector.bodies)
