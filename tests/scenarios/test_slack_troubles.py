"""When something fails: whoever addressed us reads words about it, once, and nothing of the error itself."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from bot.advisor.advice import Advice, Statement
from bot.advisor.question import Question
from bot.inbox import AnswerJob, IncomingMessage
from bot.storage.engine import open_database
from bot.storage.inbox import DatabaseInbox
from bot.surfaces.apology import apologise
from bot.surfaces.slack.posting import EVENT_TYPE
from bot.surfaces.slack.words import words_for
from retrieval.interface import IndexUnavailableError
from tests.fake_slack.block_kit import all_texts
from tests.fake_slack.deliveries import CHANNEL, a_direct_message, an_event
from tests.fake_slack.faults import Fault
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import BOT_ID, OWNER, TEAM, Json
from tests.scenarios.advices import a_citation, an_advice
from tests.scenarios.conftest import Stage, playing

SECRET = "/var/lib/secret-place"


def words_of(post: Json) -> str:
    return "\n".join(all_texts(post["blocks"]))


def settle(stage: Stage, within: float = 10.0) -> list[Json]:
    deadline = time.monotonic() + within
    while stage.house.inbox.pending() and time.monotonic() < deadline:
        time.sleep(0.02)
    return stage.workspace.posts()


def failing(error: Exception) -> NoReturn:
    raise error


def hanging(_question: Question) -> NoReturn:
    time.sleep(3)
    raise ValueError


@dataclass
class LostInbox:
    """An inbox whose store is gone."""

    def _fail(self, *_: object, **__: object) -> NoReturn:
        raise OSError(28, "No space left on device", SECRET)

    accept = claim = renew = finish = withdraw = find = waiting = pending = remember_signature = _fail


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IndexUnavailableError(SECRET), IndexUnavailableError(SECRET)),
        (ValueError(SECRET), ValueError()),
        (OSError(28, "No space left on device", SECRET), OSError(28, "")),
    ],
)
def test_an_answerer_that_fails_becomes_an_apology(
    quick_stage: Stage, error: Exception, said: Exception
) -> None:
    quick_stage.oracle.reply = lambda _question: failing(error)

    quick_stage.deliver(an_event())
    [post] = settle(quick_stage)

    assert apologise(said, "ja") in words_of(post)
    assert SECRET not in str(post)


def test_an_answer_that_takes_too_long_becomes_an_apology(tmp_path: Path) -> None:
    with playing("http", tmp_path, within=timedelta(seconds=0.3)) as stage:
        stage.oracle.reply = hanging

        stage.deliver(a_direct_message("三つの段階とは？"))
        [post] = settle(stage)

        assert apologise(TimeoutError(), "ja") in words_of(post)


def test_an_english_asker_reads_an_english_apology(quick_stage: Stage) -> None:
    quick_stage.oracle.reply = lambda _question: failing(ValueError())

    quick_stage.deliver(a_direct_message("What are the three steps?"))
    [post] = settle(quick_stage)

    assert apologise(ValueError(), "en") in words_of(post)


def test_without_a_store_each_message_is_apologised_for_once(tmp_path: Path) -> None:
    with playing("http", tmp_path, inbox=LostInbox()) as stage:
        event = an_event()

        for _ in range(4):
            stage.deliver(event)
        stage.deliver(an_event("message", event["event"]["text"], ts=event["event"]["ts"]))
        stage.workspace.wait_for_posts(1)
        time.sleep(0.3)

        [post] = stage.workspace.posts()
        assert apologise(OSError(28, ""), "ja") in words_of(post)
        assert post["thread_ts"] == event["event"]["ts"]


def test_a_send_that_arrived_although_slack_said_no_is_not_repeated(quick_stage: Stage) -> None:
    quick_stage.workspace.fail("chat.postMessage", Fault(status=500, is_done=True))

    quick_stage.deliver(an_event())
    posts = settle(quick_stage)

    assert len(posts) == 1


def test_an_answer_waits_until_slack_is_back(quick_stage: Stage) -> None:
    quick_stage.workspace.fail("chat.postMessage", *[Fault(status=503)] * 3)

    quick_stage.deliver(an_event())
    posts = settle(quick_stage)

    assert len(posts) == 1
    assert "PoCは300万円までです。" in words_of(posts[0])


def test_when_slack_asks_to_wait_we_wait(quick_stage: Stage) -> None:
    quick_stage.workspace.fail("chat.postMessage", Fault(status=429, error="ratelimited", retry_after=1))
    began = time.monotonic()

    quick_stage.deliver(an_event())
    posts = settle(quick_stage)

    assert len(posts) == 1
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "some_new_error"])
def test_a_place_that_is_closed_to_us_is_explained_to_the_asker_directly(
    quick_stage: Stage, code: str
) -> None:
    quick_stage.workspace.closed_channels[CHANNEL] = code

    quick_stage.deliver(an_event())
    settle(quick_stage)

    [post] = quick_stage.workspace.posts(OWNER)
    words = words_for("ja")
    assert words.cannot_post.get(code, words.cannot_post_otherwise) in words_of(post)
    assert "PoCはいくらまで？" in words_of(post)


def a_job_left_by_a_dead_process(folder: Path, attempts: int = 1, channel: str = CHANNEL) -> AnswerJob:
    database = open_database(f"sqlite:///{folder / 'slack.db'}")
    inbox = DatabaseInbox(database)
    message = IncomingMessage(
        event_id="Ev-left",
        team=TEAM,
        channel=channel,
        ts="1759999000.000900",
        thread_ts="1759999000.000900",
        user=OWNER,
        text="PoCはいくらまで？",
        received_at=datetime.now(UTC),
        details={"kind": "direct" if channel.startswith("D") else "mention"},
    )
    inbox.accept(message)
    past = datetime.now(UTC) - timedelta(hours=1)
    jobs = [
        inbox.claim(now=past + number * timedelta(minutes=2), lease=timedelta(minutes=1))
        for number in range(attempts)
    ]
    database.dispose()
    assert jobs[-1] is not None
    return jobs[-1]


def test_a_job_whose_process_died_before_it_posted_is_answered_after_the_start(tmp_path: Path) -> None:
    a_job_left_by_a_dead_process(tmp_path)

    with playing("http", tmp_path) as stage:
        posts = settle(stage)

    assert len(posts) == 1
    assert "PoCは300万円までです。" in words_of(posts[0])


def test_a_job_whose_process_died_after_it_posted_is_not_answered_again(tmp_path: Path) -> None:
    job = a_job_left_by_a_dead_process(tmp_path)
    slack = FakeSlack()
    payload = {"job_id": job.id, "part": 1, "parts": 1}
    slack.workspace.messages[CHANNEL].append(
        {
            "ts": "1760000000.900000",
            "thread_ts": job.message.thread_ts,
            "bot_id": BOT_ID,
            "text": "posted before",
            "metadata": {"event_type": EVENT_TYPE, "event_payload": payload},
        }
    )

    with playing("http", tmp_path, slack=slack) as stage:
        posts = settle(stage)

    assert [one["text"] for one in posts] == ["posted before"]


def test_a_question_that_ended_the_process_again_and_again_is_apologised_for(tmp_path: Path) -> None:
    a_job_left_by_a_dead_process(tmp_path, attempts=5)

    with playing("http", tmp_path) as stage:
        [post] = settle(stage)

        assert stage.oracle.asked == []
        assert apologise(TimeoutError(), "ja") in words_of(post)


def test_a_very_long_answer_arrives_whole_and_in_order(quick_stage: Stage) -> None:
    sentences = tuple(f"これは{number}番目の文であり、長い答えの一部です。" for number in range(2_500))
    text = "".join(sentences)
    quick_stage.oracle.reply = lambda question: _long(question, text)

    quick_stage.deliver(an_event())
    settle(quick_stage)
    posts = quick_stage.workspace.posts()

    arrived = "".join(_summary_texts(posts))
    assert len(text) > 60_000
    assert len(posts) > 4
    assert arrived.replace("\n", "") == text + " [1]"
    assert words_of(posts[-1]).count("[1]") == 3  # behind the statement, at its source, on its button


def _long(question: Question, text: str) -> Advice:
    summary = Statement(text=text, citations=(1,))
    return Advice(
        question=question.text,
        language="ja",
        as_of=question.as_of,
        state="answered",
        abstained="none",
        summary=summary,
        citations=(a_citation(),),
    )


def _summary_texts(posts: list[Json]) -> list[str]:
    """Give the words under the conclusion's headings: everything in plain style before the sources."""
    texts = [
        (child["text"], bool(child.get("style")))
        for post in posts
        for block in post["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        for child in element["elements"]
        if child["type"] == "text"
    ]
    sources = next(number for number, (text, _) in enumerate(texts) if text.startswith("出典"))
    return [text for text, is_heading in texts[:sources] if not is_heading]


def test_an_advice_with_every_part_keeps_them_all(quick_stage: Stage) -> None:
    quick_stage.deliver(an_event())

    [post] = settle(quick_stage)

    words = words_of(post)
    for part in (
        an_advice().key_points[0].text,
        "2,500,000円",
        "月50万円×5か月",
        "失敗の費用が小さいからです。",
    ):
        assert part in words
