"""Answers that grow in direct messages: status, verified parts, buttons; and streams that break."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from bot.advisor.advice import Advice, Statement
from bot.advisor.question import Question
from bot.surfaces.slack.streaming import Streams
from bot.surfaces.slack.words import words_for
from tests.fake_slack.block_kit import all_texts, elements_of
from tests.fake_slack.deliveries import CHANNEL, a_direct_message, an_event
from tests.fake_slack.faults import Fault
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import BOT_ID, OWNER, TEAM, Json
from tests.scenarios.advices import an_advice
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.slack_clicks.stage import settle
from tests.scenarios.test_slack_troubles import a_job_left_by_a_dead_process

JA = words_for("ja")
DM = "D0ASKER"
ASKED = "三つの段階とは？"


def words_of(post: Json) -> str:
    return "\n".join(all_texts(post["blocks"]))


def answered(stage: Stage) -> tuple[Json, Json]:
    """Ask in a direct message; gives the event and the only message that is left in the end."""
    event = a_direct_message(ASKED)
    stage.deliver(event)
    stage.workspace.wait_for_posts(1)
    settle(stage)
    [post] = stage.workspace.messages[DM]
    return event, post


def wait_until(is_so: Callable[[], object], within: float = 5.0) -> None:
    deadline = time.monotonic() + within
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_direct_message_is_answered_by_a_stream_of_verified_parts(stage: Stage) -> None:
    event, post = answered(stage)

    [begun] = stage.workspace.calls_of("chat.startStream")
    appended = stage.workspace.calls_of("chat.appendStream")
    first = [block for chunk in appended[0]["chunks"] for block in chunk.get("blocks", [])]
    assert begun["thread_ts"] == event["event"]["ts"]
    assert (begun["recipient_user_id"], begun["recipient_team_id"]) == (OWNER, TEAM)
    assert begun["chunks"][0]["title"] == JA.task_looking
    assert "PoCは300万円までです。" in "\n".join(all_texts(first))  # the conclusion comes first
    assert [one for one in elements_of(post["blocks"]) if one.get("action_id") == "feedback"]
    assert post["tasks"] == {"look": "complete"}
    assert post["metadata"]["event_payload"]["part"] == 1
    assert stage.workspace.calls_of("chat.postMessage") == []


def test_a_streamed_answer_says_what_a_posted_one_says(quick_stage: Stage) -> None:
    _, streamed = answered(quick_stage)
    quick_stage.deliver(an_event(text=f"<@U0BOT> {ASKED}"))
    quick_stage.workspace.wait_for_posts(2)

    [posted] = quick_stage.workspace.posts(CHANNEL)
    assert posted["blocks"] == streamed["blocks"]


def test_a_channel_gets_one_post_and_no_stream(quick_stage: Stage) -> None:
    quick_stage.deliver(an_event())
    quick_stage.workspace.wait_for_posts(1)

    assert quick_stage.workspace.calls_of("chat.startStream") == []


FAULTS = (
    Fault(429, error="ratelimited", retry_after=30),
    Fault(500),
    Fault(500, is_done=True),
    Fault(200, error="message_not_in_streaming_state"),
)


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
def test_a_stream_that_breaks_anywhere_leaves_one_whole_answer(quick_stage: Stage, method: str) -> None:
    asked = []
    for fault in FAULTS:
        quick_stage.workspace.fail(method, fault)
        asked.append(a_direct_message(ASKED))
        quick_stage.deliver(asked[-1])
        settle(quick_stage)

    posts = quick_stage.workspace.messages[DM]
    assert [post["thread_ts"] for post in posts] == [one["event"]["ts"] for one in asked]
    assert all("PoCは300万円までです。" in words_of(post) for post in posts)
    assert {post["metadata"]["event_payload"]["parts"] for post in posts} == {1}
    assert len(quick_stage.workspace.calls_of(method)) >= len(FAULTS)


def test_a_stream_that_slack_ended_after_five_minutes_is_replaced_by_a_post(quick_stage: Stage) -> None:
    def slowly(question: Question) -> Advice:
        quick_stage.workspace.streams.later_s = 301.0
        return an_advice(question)

    quick_stage.oracle.reply = slowly

    _, post = answered(quick_stage)

    assert "PoCは300万円までです。" in words_of(post)
    assert len(quick_stage.workspace.calls_of("chat.postMessage")) == 1


def test_what_does_not_fit_the_stream_follows_in_posts(quick_stage: Stage) -> None:
    long = Statement(text="これは長い答えの一文です。" * 3_000, citations=(1,))
    quick_stage.oracle.reply = lambda question: an_advice(question, summary=long)

    quick_stage.deliver(a_direct_message(ASKED))
    settle(quick_stage)

    posts = quick_stage.workspace.posts(DM)
    parts = [one["metadata"]["event_payload"]["part"] for one in posts]
    assert len(parts) > 2
    assert parts == list(range(1, len(parts) + 1))
    assert len(quick_stage.workspace.calls_of("chat.startStream")) == 1


def test_a_stream_left_by_a_dead_process_is_taken_away_and_the_answer_posted(tmp_path: Path) -> None:
    a_job_left_by_a_dead_process(tmp_path, channel=DM)
    with playing("http", tmp_path) as stage:
        settle(stage)
        [post] = stage.workspace.posts(DM)
    left = {"ts": "1759999000.000901", "thread_ts": "1759999000.000900", "bot_id": BOT_ID, "blocks": []}
    a_job_left_by_a_dead_process(tmp_path / "again", channel=DM)
    with playing("http", tmp_path / "again", slack=slack_with(left)) as stage:
        settle(stage)
        messages = stage.workspace.messages[DM]

    assert [words_of(one) for one in messages] == [words_of(post)]


def slack_with(message: Json) -> FakeSlack:
    slack = FakeSlack()
    slack.workspace.messages[DM].append(message)
    return slack


def test_stop_ends_the_work_in_words_and_the_session_with_it(stage: Stage) -> None:
    begun, release = Event(), Event()

    def slowly(question: Question) -> Advice:
        begun.set()
        release.wait(10)
        return an_advice(question)

    stage.oracle.reply = slowly
    event = a_direct_message(ASKED)
    stage.deliver(event)
    assert begun.wait(5)
    place = (DM, event["event"]["ts"])
    while_working = stage.workspace.streams.sessions.get(place)
    stopped = stage.workspace.streams.stop_all()
    stage.deliver(a_stop(event, stopped))
    settle(stage)
    [post] = stage.workspace.messages[DM]
    release.set()
    wait_until(lambda: stage.workspace.streams.statuses.get(place) == "")

    assert while_working == "processing"
    assert words_of(post) == JA.stopped
    assert stage.workspace.streams.sessions[place] == "active"
    assert stage.house.inbox.pending() == 0


def a_stop(asked: Json, streams: list[str]) -> Json:
    about = {"thread_ts": asked["event"]["ts"], "channel": DM, "streaming_message_ts": streams}
    return an_event("agent_session_stopped", text=None, ts=None, **about)


def test_stop_after_the_answer_changes_nothing(quick_stage: Stage) -> None:
    event, post = answered(quick_stage)

    quick_stage.deliver(a_stop(event, []))
    quick_stage.workspace.wait_for_calls("agents.sessions.setStatus", 3)

    assert quick_stage.workspace.messages[DM] == [post]


def slow(question: Question) -> Advice:
    time.sleep(1.0)
    return an_advice(question)


def test_status_and_session_never_stick(tmp_path: Path) -> None:
    with playing("http", tmp_path, within=timedelta(seconds=0.3)) as stage:
        stage.oracle.reply = slow
        event, post = answered(stage)
        place = (DM, event["event"]["ts"])
        wait_until(lambda: stage.workspace.streams.statuses.get(place) == "")

        assert "申し訳" in words_of(post)
        assert stage.workspace.streams.statuses[place] == ""
        assert stage.workspace.streams.sessions[place] == "active"


def test_no_more_streams_are_begun_than_slack_allows() -> None:
    moment = [0.0]
    streams = Streams(client=None, is_on=True, clock=lambda: moment[0])  # type: ignore[arg-type]  # not called

    begun = [streams._may_start() for _ in range(20)]
    moment[0] = 61.0
    later = streams._may_start()

    assert begun.count(True) == 15
    assert later


def test_where_answers_hold_links_nothing_is_streamed(tmp_path: Path) -> None:
    with playing("http", tmp_path, may_stream=False) as stage:
        answered(stage)

        assert stage.workspace.calls_of("chat.startStream") == []
