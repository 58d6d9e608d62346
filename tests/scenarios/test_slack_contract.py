"""Hold the fake Slack, and our surface, against a Slack that others wrote: npm's emulate@0.12.1.

What both speak must agree, so that the fake is not the only judge of what we do.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
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
from tests.fake_slack.block_kit import all_texts
from tests.fake_slack.deliveries import CHANNEL, a_deletion, a_shortcut, an_edit, an_event
from tests.fake_slack.emulate import Emulate
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import BOT_TOKEN, SIGNING_SECRET, Json
from tests.scenarios.conftest import Stage, playing

pytestmark = [
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


@pytest.fixture(params=["fake", "emulate"])
def witness(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Witness]:
    if request.param == "fake":
        with FakeSlack() as fake:
            yield faked(fake)
    else:
        with emulate.running(tmp_path) as other:
            yield emulated(other)


def a_payload(channel: str, thread_ts: str) -> Json:
    [post] = render_words("お調べしました。", language="ja")
    return payload_of(post, channel, thread_ts, job_id="j1", part=1, parts=1)


def refused(call: Callable[[], object]) -> Json:
    with pytest.raises(SlackApiError) as error:
        call()
    return dict(error.value.response.data)


def test_a_reply_is_read_back_in_its_thread_with_blocks_and_metadata(witness: Witness) -> None:
    ts = witness.ask("PoCはいくらまで？")
    payload = a_payload(witness.channel, ts)

    witness.client.chat_postMessage(**payload)
    thread = witness.client.conversations_replies(channel=witness.channel, ts=ts, include_all_metadata=True)[
        "messages"
    ]

    assert [one["ts"] for one in thread][:1] == [ts]
    reply = thread[-1]
    assert (reply["thread_ts"], reply["blocks"], reply["metadata"]) == (
        ts,
        payload["blocks"],
        payload["metadata"],
    )


def test_a_post_is_deleted_once_and_another_persons_never(witness: Witness) -> None:
    asked = witness.ask("PoCはいくらまで？")
    posted = witness.client.chat_postMessage(**a_payload(witness.channel, asked))["ts"]

    def delete(ts: str) -> object:
        return witness.client.chat_delete(channel=witness.channel, ts=ts)

    delete(posted)

    assert refused(lambda: delete(posted))["error"] == "message_not_found"
    assert refused(lambda: delete(asked))["error"] == "cant_delete_message"


def test_a_modal_is_opened_and_given_back(witness: Witness) -> None:
    opened = witness.client.views_open(trigger_id=witness.trigger(), view=MODAL)["view"]

    assert opened["callback_id"] == MODAL["callback_id"]
    assert opened["blocks"] == MODAL["blocks"]
    assert opened["id"].startswith("V")
    assert opened["hash"]


def test_a_code_becomes_a_token_once(witness: Witness) -> None:
    code = witness.code()

    def exchange() -> Any:
        return WebClient(base_url=witness.client.base_url).oauth_v2_access(
            client_id=emulate.CLIENT_ID,
            client_secret=emulate.CLIENT_SECRET,
            code=code,
            redirect_uri=emulate.REDIRECT,
        )

    granted = exchange()

    assert granted["access_token"].startswith("xoxb-")
    assert granted["token_type"] == "bot"
    assert {"scope", "bot_user_id", "app_id", "team", "authed_user", "is_enterprise_install"} <= set(
        granted.data
    )
    assert refused(exchange)["error"] == "invalid_code"


def test_a_token_without_the_scope_is_told_which_one_is_missing(tmp_path: Path) -> None:
    def told(witness: Witness) -> Json:
        return refused(lambda: witness.narrow.chat_postMessage(channel=witness.channel, text="x"))

    with FakeSlack() as fake, emulate.running(tmp_path) as other:
        fake.workspace.grants.scopes = {"users:read"}
        ours, theirs = told(faked(fake)), told(emulated(other))

    assert ours == theirs
    assert ours["needed"] == "chat:write"


@dataclass(frozen=True)
class Heard:
    """Keeps what the witness delivers, and lets our surface have it."""

    stage: Stage
    other: Emulate
    witness: Witness


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    """Run our surface with the witness as its Slack."""
    with emulate.running(tmp_path) as other:
        stage_of = playing("http", tmp_path, api_url=other.api_url, may_stream=False)
        with stage_of as stage:
            other.send_events_to(stage.url)
            yield Heard(stage, other, emulated(other))


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


def test_a_question_of_the_witness_is_answered_in_its_thread(heard: Heard) -> None:
    ts = heard.witness.ask("<@U0WITNESS> PoCはいくらまで？")

    [answer] = replies(heard, ts, 1)

    assert "PoCは300万円までです。" in "\n".join(all_texts(answer["blocks"]))
    assert heard.stage.oracle.asked[0].text == "PoCはいくらまで？"


def test_an_answer_goes_when_the_witness_says_that_its_question_was_deleted(heard: Heard) -> None:
    ts = heard.witness.ask("<@U0WITNESS> PoCはいくらまで？")
    answered = replies(heard, ts, 1)

    heard.other.client(emulate.USER_TOKEN).chat_delete(channel=heard.witness.channel, ts=ts)

    assert len(answered) == 1
    assert replies(heard, ts, 0) == []


def test_a_shortcut_opens_its_modal_at_the_witness(heard: Heard) -> None:
    trigger = heard.witness.trigger()

    heard.stage.interact(a_shortcut("ask", trigger_id=trigger))
    time.sleep(1.0)

    again = refused(lambda: heard.witness.client.views_open(trigger_id=trigger, view=MODAL))
    assert again["error"] == "exchanged_trigger_id"  # ours has used it


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


def test_events_of_the_fake_have_everything_that_the_witness_sends(tmp_path: Path) -> None:
    question = an_event("message", "PoCはいくらまで？")
    ours = {
        "message": question,
        "message_changed": an_edit(question, "PoCは何か月まで？"),
        "message_deleted": a_deletion(question),
    }

    with emulate.running(tmp_path) as other:
        delivered = deliveries_of(other)

    theirs = {str(body["event"].get("subtype") or "message"): body for body, _ in delivered}
    assert all(is_signed for _, is_signed in delivered)
    assert set(theirs) == set(ours)
    for kind, body in theirs.items():
        assert set(body) <= set(ours[kind]), kind
        assert set(body["event"]) <= set(ours[kind]["event"]), kind
        for part in ("message", "previous_message"):
            assert set(body["event"].get(part) or ()) <= set(ours[kind]["event"].get(part) or ()), kind
