"""Conversations in Slack: what comes in, and what stands in the thread afterwards."""

import time

from bot.surfaces.slack.documents_words import document_words
from bot.surfaces.slack.words import words_for
from tests.fake_slack.block_kit import all_texts
from tests.fake_slack.deliveries import CHANNEL, a_direct_message, an_event, deliver
from tests.fake_slack.workspace import BOT_USER, Json
from tests.scenarios.conftest import Stage


def words_of(post: Json) -> str:
    return "\n".join(all_texts(post["blocks"]))


def settle(stage: Stage) -> list[Json]:
    """Wait until no message waits for its answer, then give what was posted."""
    deadline = time.monotonic() + 10
    while stage.house.inbox.pending() and time.monotonic() < deadline:
        time.sleep(0.02)
    return stage.workspace.posts()


def test_a_mention_is_answered_in_its_thread_with_numbered_sources(stage: Stage) -> None:
    event = an_event(text=f"<@{BOT_USER}> PoCはいくらまで？")

    status = stage.deliver(event)
    [post] = stage.workspace.wait_for_posts(1)

    assert status == 200
    assert (post["channel"], post["thread_ts"]) == (CHANNEL, event["event"]["ts"])
    assert stage.oracle.asked[0].text == "PoCはいくらまで？"
    assert {block["type"] for block in post["blocks"]} == {"rich_text", "actions", "context_actions"}
    words = words_of(post)
    assert words.index("PoCは300万円までです。") < words.index("[要承認]") < words.index("出典")
    for shown in ("AI利用規程（3.0）", "第8条", "抜粋", "見本の規程による", "要約: 小さく試すとよい。"):
        assert shown in words
    [sent] = stage.workspace.calls_of("chat.postMessage")
    assert (sent["unfurl_links"], sent["unfurl_media"], sent["parse"]) == (False, False, "none")


def test_the_same_event_four_times_is_answered_once(stage: Stage) -> None:
    event = an_event()

    statuses = [stage.deliver(event) for _ in range(4)]
    posts = settle(stage)

    assert statuses == [200] * 4
    assert len(posts) == 1


def test_one_message_delivered_as_mention_and_as_message_is_answered_once(stage: Stage) -> None:
    event = an_event(text=f"<@{BOT_USER}> PoCはいくらまで？")
    twin = an_event("message", event["event"]["text"], ts=event["event"]["ts"])

    stage.deliver(twin)
    stage.deliver(event)
    posts = settle(stage)

    assert len(posts) == 1


def test_a_direct_message_is_answered_in_a_thread_of_its_own(stage: Stage) -> None:
    event = a_direct_message("三つの段階とは何ですか")

    stage.deliver(event)
    [post] = stage.workspace.wait_for_posts(1)

    assert (post["channel"], post["thread_ts"]) == ("D0ASKER", event["event"]["ts"])


def test_the_asker_goes_on_in_the_thread_without_mentioning_us(stage: Stage) -> None:
    first = an_event(text=f"<@{BOT_USER}> PoCはいくらまで？")
    stage.deliver(first)
    stage.workspace.wait_for_posts(1)
    settle(stage)
    thread = first["event"]["ts"]

    stage.deliver(an_event("message", "期間は？", thread_ts=thread))
    posts = stage.workspace.wait_for_posts(2)

    assert [one["thread_ts"] for one in posts] == [thread, thread]
    history = stage.oracle.asked[1].history
    assert [(turn.role, turn.text) for turn in history] == [
        ("user", "PoCはいくらまで？"),
        ("bot", "PoCは300万円までです。"),
    ]


def test_we_stay_out_of_what_others_say_to_each_other(stage: Stage) -> None:
    first = an_event()
    stage.deliver(first)
    settle(stage)
    thread = first["event"]["ts"]

    stage.deliver(an_event("message", "私も気になります", thread_ts=thread, user="U0OTHER"))
    stage.deliver(an_event("message", "<@U0OTHER> どう思う？", thread_ts=thread))
    stage.deliver(an_event("message", "別の話です"))
    stage.deliver(an_event("message", "編集", thread_ts=thread, subtype="message_changed"))
    stage.deliver(an_event("message", "機械です", thread_ts=thread, bot_id="B9"))
    posts = settle(stage)

    assert len(posts) == 1


def test_a_mention_without_words_gets_a_friendly_question_back(stage: Stage) -> None:
    stage.deliver(an_event(text=f"<@{BOT_USER}>  "))

    [post] = stage.workspace.wait_for_posts(1)

    assert words_for("ja").what_to_ask in words_of(post)
    assert words_for("ja").examples[0] in words_of(post)
    assert stage.oracle.asked == []


def test_in_a_channel_shared_with_others_we_say_why_we_do_not_answer(quick_stage: Stage) -> None:
    quick_stage.deliver(an_event(outer_is_ext_shared_channel=True))

    [post] = quick_stage.workspace.wait_for_posts(1)

    assert words_for("ja").shared_channel in words_of(post)
    assert quick_stage.oracle.asked == []


def test_a_file_without_words_is_not_passed_over_in_silence(quick_stage: Stage) -> None:
    event = a_direct_message("", subtype="file_share", files=[{"id": "F1", "name": "規程.pdf"}])

    quick_stage.deliver(event)
    [post] = quick_stage.workspace.wait_for_posts(1)

    assert document_words("ja").not_allowed in words_of(post)


def test_entities_are_read_as_a_person_reads_them(quick_stage: Stage) -> None:
    quick_stage.deliver(
        an_event(text=f"<@{BOT_USER}> A&amp;B社の<#C1|経営会議>で <https://example.com/x|資料> を見た")
    )

    quick_stage.workspace.wait_for_posts(1)

    assert quick_stage.oracle.asked[0].text == "A&B社の#経営会議で 資料 を見た"


def test_requests_that_slack_did_not_sign_now_are_refused(http_stage: Stage) -> None:
    event = an_event()
    old = str(int(time.time()) - 301)

    statuses = [
        deliver(http_stage.url, event, secret="another secret")[0],
        deliver(http_stage.url, event, timestamp=old)[0],
        deliver(http_stage.url, event, timestamp="yesterday")[0],
        deliver(http_stage.url, event, signature="v0=00")[0],
    ]

    assert statuses == [401] * 4
    assert settle(http_stage) == []


def test_a_command_sent_again_within_five_minutes_is_refused(http_stage: Stage) -> None:
    fields = {"command": "/unknown", "team_id": "T1", "user_id": "U1", "channel_id": "C1", "text": ""}
    stamp = str(int(time.time()))

    first = deliver(http_stage.url, fields, is_form=True, timestamp=stamp)[0]
    again = deliver(http_stage.url, fields, is_form=True, timestamp=stamp)[0]

    assert first != 401
    assert again == 401


def test_slack_may_check_the_address(http_stage: Stage) -> None:
    status, body = deliver(http_stage.url, {"type": "url_verification", "challenge": "abc", "token": "t"})

    assert status == 200
    assert "abc" in body
