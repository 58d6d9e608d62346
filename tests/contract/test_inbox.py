"""What every inbox and every memory of threads must do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from bot.advisor.question import Turn
from bot.digest.tasks import TaskDraft
from bot.inbox import AnswerJob, Inbox, IncomingMessage, ThreadMemory
from bot.storage.engine import Database, open_database
from bot.storage.erasure import DatabaseEraser, personal_tables
from bot.storage.inbox import DatabaseInbox
from bot.storage.notes import DatabaseNotes
from bot.storage.tables import jobs
from bot.storage.tasks import DatabaseTasks
from bot.storage.thread_memory import DatabaseThreadMemory
from tests.contract.servers import new_database

NOW = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)
LEASE = timedelta(minutes=1)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path / 'inbox.db'}")
    else:
        opened = open_database(new_database(request.getfixturevalue("postgres_url")))
    yield opened
    opened.dispose()


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return DatabaseInbox(database)


@pytest.fixture
def memory(database: Database) -> ThreadMemory:
    return DatabaseThreadMemory(database)


def a_message(number: int = 1, **changes: object) -> IncomingMessage:
    values = {
        "event_id": f"Ev{number}",
        "team": "T1",
        "channel": "C1",
        "ts": f"1700000000.{number:06}",
        "thread_ts": "1700000000.000001",
        "user": "U1",
        "text": f"質問{number}",
        "received_at": NOW,
        "details": {"kind": "mention"},
    }
    return IncomingMessage.model_validate(values | changes)


def test_the_same_event_or_message_is_accepted_once(inbox: Inbox) -> None:
    first = inbox.accept(a_message())

    again = inbox.accept(a_message(2, event_id="Ev1"))
    same_place = inbox.accept(a_message(event_id="Ev9"))

    assert first is not None
    assert (again, same_place) == (None, None)
    assert inbox.pending() == 1


def test_jobs_are_claimed_in_order_and_one_is_never_claimed_twice(inbox: Inbox) -> None:
    inbox.accept(a_message(1))
    inbox.accept(a_message(2))

    claimed = [inbox.claim(now=NOW, lease=LEASE) for _ in range(3)]

    assert [one and one.message.text for one in claimed] == ["質問1", "質問2", None]
    assert [one.attempts for one in claimed if one] == [1, 1]
    assert claimed[0] is not None
    assert claimed[0].message == a_message(1)


def test_a_job_whose_lease_has_ended_is_taken_again_and_its_first_worker_told(inbox: Inbox) -> None:
    inbox.accept(a_message())
    first = inbox.claim(now=NOW, lease=LEASE)
    assert first is not None
    later = NOW + LEASE

    again = inbox.claim(now=later, lease=LEASE)
    finished_late = inbox.renew(first.id, now=later + LEASE, lease=LEASE)

    assert again is not None
    assert (again.id, again.attempts) == (first.id, 2)
    assert not finished_late


def test_a_renewed_job_stays_with_its_worker(inbox: Inbox) -> None:
    inbox.accept(a_message())
    job = inbox.claim(now=NOW, lease=LEASE)
    assert job is not None

    renewed = inbox.renew(job.id, now=NOW + LEASE / 2, lease=LEASE)

    assert renewed
    assert inbox.claim(now=NOW + LEASE, lease=LEASE) is None


def test_a_finished_job_is_never_claimed_again(inbox: Inbox) -> None:
    inbox.accept(a_message())
    job = inbox.claim(now=NOW, lease=LEASE)
    assert job is not None

    inbox.finish(job.id, "answered", now=NOW)

    assert inbox.claim(now=NOW + 10 * LEASE, lease=LEASE) is None
    assert inbox.pending() == 0
    assert inbox.accept(a_message()) is None


def test_many_workers_share_the_jobs_without_taking_one_twice(inbox: Inbox) -> None:
    for number in range(1, 31):
        inbox.accept(a_message(number))
    taken: list[AnswerJob] = []

    def work() -> None:
        while (job := inbox.claim(now=NOW, lease=LEASE)) is not None:
            taken.append(job)

    threads = [Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(one.message.text for one in taken) == sorted(f"質問{n}" for n in range(1, 31))


def test_a_signature_is_remembered_for_five_minutes(inbox: Inbox) -> None:
    first = inbox.remember_signature("v0=a", now=NOW)
    replayed = inbox.remember_signature("v0=a", now=NOW + timedelta(seconds=299))
    much_later = inbox.remember_signature("v0=a", now=NOW + timedelta(seconds=301))

    assert (first, replayed, much_later) == (True, False, True)


def test_a_thread_gives_its_last_turns_before_a_message_oldest_first(memory: ThreadMemory) -> None:
    for number in range(1, 4):
        memory.append(a_message(number), Turn(role="user", text=f"q{number}"), at=NOW)
        memory.append(a_message(number), Turn(role="bot", text=f"a{number}"), at=NOW)
    memory.append(a_message(1, thread_ts="1700000009.000001"), Turn(role="user", text="elsewhere"), at=NOW)

    turns = memory.turns(a_message(3), limit=3)

    assert [one.text for one in turns] == ["a1", "q2", "a2"]


def test_a_thread_is_known_once_we_have_spoken_in_it(memory: ThreadMemory) -> None:
    place = {"team": "T1", "channel": "C1", "thread_ts": "1700000000.000001"}
    memory.append(a_message(), Turn(role="user", text="q"), at=NOW)
    before = memory.is_known_thread(**place)

    memory.append(a_message(), Turn(role="bot", text="a"), at=NOW)

    assert not before
    assert memory.is_known_thread(**place)
    assert not memory.is_known_thread(**place | {"channel": "C2"})


def test_those_whom_we_answered_in_a_thread_are_known(memory: ThreadMemory) -> None:
    place = {"team": "T1", "channel": "C1", "thread_ts": "1700000000.000001"}
    memory.append(a_message(1), Turn(role="user", text="q"), at=NOW)
    memory.append(a_message(1), Turn(role="bot", text="a"), at=NOW)
    memory.append(a_message(2, user="U2"), Turn(role="user", text="aside"), at=NOW)

    askers = memory.askers(**place)

    assert askers == {"U1"}
    assert memory.askers(**place | {"channel": "C2"}) == frozenset()


def test_a_forgotten_person_leaves_nothing_in_any_table(
    database: Database, inbox: Inbox, memory: ThreadMemory, tmp_path: Path
) -> None:
    inbox.accept(a_message(1, text="青葉の買収について"))
    job = inbox.claim(now=NOW, lease=LEASE)
    assert job is not None
    inbox.accept(a_message(2, text="青葉についてもう一つ"))
    memory.append(a_message(1), Turn(role="user", text="青葉の買収について"), at=NOW)
    memory.append(a_message(1), Turn(role="bot", text="青葉のことは書かれていません"), at=NOW)
    memory.append(a_message(3, user="U2"), Turn(role="user", text="別の人"), at=NOW)
    notes = DatabaseNotes(database)
    notes.keep_note("slack-feedback:T1:U1:j1", '{"comment": "青葉は載せないで"}')
    notes.keep_note("slack-feedback:T1:U12:j1", "{}")

    erasure = DatabaseEraser(database).erase_person(user="U1", team="T1")

    assert erasure.total == 5
    assert inbox.pending() == 0
    assert inbox.finish(job.id, "answered", now=NOW) is None
    assert [one.text for one in memory.turns(a_message(9))] == ["別の人"]
    assert notes.note("slack-feedback:T1:U12:j1") is not None
    assert "青葉".encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_the_same_user_id_in_another_workspace_is_another_person(database: Database, inbox: Inbox) -> None:
    inbox.accept(a_message(1))
    inbox.accept(a_message(2, team="T2"))
    eraser = DatabaseEraser(database)

    in_one = eraser.erase_person(user="U1", team="T2")
    everywhere = eraser.erase_person(user="U1")

    assert (in_one.erased, everywhere.erased) == ({"messages": 1}, {"messages": 1})


def test_a_task_stays_with_its_channel_and_loses_the_forgotten_owner(database: Database) -> None:
    book = DatabaseTasks(database)
    for number, owner in enumerate(("slack:T1:U1", "slack:T1:U12", "総務部")):
        draft = TaskDraft(channel="slack:T1:C1", item=f"n{number}", title="通知", owner=owner)
        book.save(draft, now=NOW)

    erasure = DatabaseEraser(database).erase_person(user="U1", team="T1")

    assert erasure.erased == {"tasks": 1}
    assert sorted(task.owner for task in book.of_channel()) == ["", "slack:T1:U12", "総務部"]


def test_every_table_that_names_a_person_is_one_that_is_erased() -> None:
    named = {table.name for table in personal_tables()}

    assert named >= {"messages", "turns", "feedback"}
    assert jobs.c.id.foreign_keys  # jobs go with their message


def test_purging_erases_what_is_older_and_keeps_what_waits(
    database: Database, inbox: Inbox, memory: ThreadMemory
) -> None:
    long_ago = NOW - timedelta(days=91)
    inbox.accept(a_message(1, received_at=long_ago))
    job = inbox.claim(now=NOW, lease=LEASE)
    assert job is not None
    inbox.finish(job.id, "answered", now=NOW)
    inbox.accept(a_message(2, received_at=long_ago))
    inbox.accept(a_message(3))
    memory.append(a_message(1), Turn(role="user", text="old"), at=long_ago)
    memory.append(a_message(3), Turn(role="user", text="new"), at=NOW)
    notes = DatabaseNotes(database)
    notes.keep_note("slack-feedback:T1:U1:old", f'{{"at": "{long_ago.isoformat()}"}}')
    notes.keep_note("slack-feedback:T1:U1:new", f'{{"at": "{NOW.isoformat()}"}}')
    notes.keep_note("slack-channel:T1:C1", '{"answer_on": "mention"}')

    erasure = DatabaseEraser(database).purge(before=NOW - timedelta(days=90))

    assert erasure.erased == {"messages": 1, "turns": 1, "notes": 1}
    assert inbox.pending() == 2
    assert [one.text for one in memory.turns(a_message(9))] == ["new"]
    assert notes.note("slack-channel:T1:C1") is not None


def test_a_withdrawn_message_leaves_no_words_and_is_not_answered_when_it_comes_again(
    inbox: Inbox, memory: ThreadMemory
) -> None:
    inbox.accept(a_message(1))
    memory.append(a_message(1), Turn(role="bot", text="答え"), at=NOW)
    job = inbox.claim(now=NOW, lease=LEASE)
    assert job is not None

    inbox.withdraw(job.id, now=NOW)
    kept = inbox.find(team="T1", channel="C1", ts=job.message.ts)

    assert kept is not None
    assert (kept.outcome, kept.message.text) == ("withdrawn", "")
    assert memory.turns(a_message(9)) == ()
    assert inbox.finish(job.id, "answered", now=NOW) == "withdrawn"
    assert inbox.accept(a_message(1)) is None


def test_a_message_is_found_by_its_place_only(inbox: Inbox) -> None:
    job_id = inbox.accept(a_message(1))

    found = inbox.find(team="T1", channel="C1", ts="1700000000.000001")
    elsewhere = inbox.find(team="T1", channel="C2", ts="1700000000.000001")

    assert found is not None
    assert (found.job_id, found.outcome) == (job_id, None)
    assert elsewhere is None
