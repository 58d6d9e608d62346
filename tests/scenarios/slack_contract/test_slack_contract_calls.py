"""Hold the fake Slack, and our surface, against a Slack that others wrote: npm's emulate@0.12.1.

What both speak must agree, so that the fake is not the only judge of what we do."""

import time
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

from tests.fake_slack import emulate
from tests.fake_slack.block_kit import all_texts
from tests.fake_slack.deliveries import a_shortcut
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import Json
from tests.scenarios.slack_contract.stage import (
    MODAL,
    WITNESSED,
    Heard,
    Witness,
    a_payload,
    emulated,
    faked,
    refused,
    replies,
)

pytestmark = WITNESSED


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
