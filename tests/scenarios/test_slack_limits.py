"""Who asks too much, and who waits too long: both are told in words."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from bot.advisor.advice import Advice
from bot.advisor.question import Question
from bot.storage.engine import open_database
from bot.storage.inbox import DatabaseInbox
from bot.surfaces.slack.queueing import Limiter
from bot.surfaces.slack.words import words_for
from tests.fake_slack.block_kit import all_texts
from tests.fake_slack.deliveries import CHANNEL, a_direct_message, an_event
from tests.fake_slack.faults import Fault
from tests.fake_slack.workspace import Json
from tests.scenarios.advices import an_advice
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.slack_clicks.stage import settle
from tests.scenarios.test_slack_troubles import a_job_left_by_a_dead_process

JA = words_for("ja")
QUEUED = JA.queued.partition("（")[0]
NOW = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)


def words_of(payload: Json) -> str:
    return "\n".join(all_texts(payload["blocks"]))


class Gate:
    """An answerer that waits until it is let through."""

    def __init__(self, stage: Stage) -> None:
        self.open = Event()
        stage.oracle.reply = self.answer

    def answer(self, question: Question) -> Advice:
        self.open.wait(10)
        return an_advice(question)


def test_one_person_may_ask_twenty_a_minute_and_a_workspace_so_many_an_hour() -> None:
    limiter = Limiter(an_hour=25)
    for number in range(24):
        limiter.count("T1", f"U{number % 2}", now=NOW)
    for _ in range(8):
        limiter.count("T1", "U0", now=NOW)

    person = limiter.exceeded("T1", "U0", now=NOW)
    workspace = limiter.exceeded("T1", "U9", now=NOW)
    elsewhere = limiter.exceeded("T2", "U0", now=NOW)
    later = limiter.exceeded("T1", "U0", now=NOW + timedelta(minutes=1))
    much_later = limiter.exceeded("T1", "U0", now=NOW + timedelta(hours=1))

    assert (person, workspace, elsewhere) == ("person", "workspace", None)
    assert (later, much_later) == ("workspace", None)


def test_a_workspace_that_has_used_up_its_hour_reads_so(tmp_path: Path) -> None:
    with playing("http", tmp_path, questions_an_hour=2) as stage:
        for number in range(3):
            stage.deliver(an_event(user=f"U0NUMBER{number}"))
        posts = stage.workspace.wait_for_posts(3)
        settle(stage)

        assert [JA.too_many_here in words_of(post) for post in posts].count(True) == 1
        assert len(stage.oracle.asked) == 2


def test_everyone_who_waits_is_told_once_that_the_question_is_queued(tmp_path: Path) -> None:
    with playing("http", tmp_path, note_after_s=0.3) as stage:
        gate = Gate(stage)
        for number in range(6):  # four are being answered, two wait for a worker
            stage.deliver(an_event(user=f"U0NUMBER{number}"))
        stage.deliver(a_direct_message("PoCはいくらまで？"))
        notes = stage.workspace.wait_for_calls("chat.postEphemeral", 7)
        time.sleep(0.6)  # another look
        gate.open.set()
        posts = stage.workspace.wait_for_posts(7)

        assert len({note["user"] for note in notes}) == 7
        assert all(QUEUED in words_of(note) for note in notes)
        assert len(stage.workspace.calls_of("chat.postEphemeral")) == 7
        assert all("PoCは300万円までです。" in words_of(post) for post in posts)
        assert stage.workspace.problems == []


def test_who_is_answered_in_time_reads_no_note(tmp_path: Path) -> None:
    with playing("http", tmp_path, note_after_s=0.1) as stage:
        stage.deliver(an_event())
        stage.workspace.wait_for_posts(1)
        time.sleep(0.6)

        assert stage.workspace.calls_of("chat.postEphemeral") == []


def test_a_note_that_slack_did_not_take_is_given_again(tmp_path: Path) -> None:
    with playing("http", tmp_path, note_after_s=0.2) as stage:
        stage.workspace.fail("chat.postEphemeral", Fault(500), Fault(503))
        gate = Gate(stage)
        stage.deliver(an_event())
        notes = stage.workspace.wait_for_calls("chat.postEphemeral", 3)
        gate.open.set()
        settle(stage)

        assert len(notes) == 3
        assert {note["channel"] for note in notes} == {CHANNEL}


def test_a_note_that_slack_refuses_for_good_is_not_given_again(tmp_path: Path) -> None:
    with playing("http", tmp_path, note_after_s=0.1) as stage:
        stage.workspace.fail("chat.postEphemeral", Fault(200, error="user_not_in_channel"))
        gate = Gate(stage)
        stage.deliver(an_event())
        stage.workspace.wait_for_calls("chat.postEphemeral")
        time.sleep(0.7)  # another look
        gate.open.set()

        assert len(stage.workspace.calls_of("chat.postEphemeral")) == 1


def test_whom_the_last_process_left_waiting_is_told(tmp_path: Path) -> None:
    a_job_left_by_a_dead_process(tmp_path)
    database = open_database(f"sqlite:///{tmp_path / 'slack.db'}")
    DatabaseInbox(database).claim(now=datetime.now(UTC), lease=timedelta(minutes=5))  # and killed again
    database.dispose()

    with playing("http", tmp_path, note_after_s=0.2) as stage:
        [note] = stage.workspace.wait_for_calls("chat.postEphemeral")

        assert QUEUED in words_of(note)
