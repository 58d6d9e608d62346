"""Never silent: whatever is broken, whoever addressed us reads words about it, with faults of real stores."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, create_engine, event

from bot.storage.engine import open_database
from bot.storage.inbox import DatabaseInbox
from bot.surfaces.slack.words import words_for
from tests.fake_slack.block_kit import all_texts
from tests.fake_slack.deliveries import a_command, a_direct_message, an_event
from tests.fake_slack.workspace import Json
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.test_slack_limits import Gate

JA = words_for("ja")
LONG = "PoCはいくらまで？" * 400  # needs pages that a full disk does not have
SORRY = "申し訳"


def full(file: Path) -> None:
    """Nothing: the disk is full from the start, see `_without_room`."""


def without_tables(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE jobs")
        connection.execute("DROP TABLE messages")
        connection.commit()


def overwritten(file: Path) -> None:
    with file.open("r+b") as database:
        database.write(b"\x00" * 100_000)
    file.with_name(f"{file.name}-wal").write_bytes(b"")


def _without_room(engine: Engine) -> None:
    """Let SQLite say that the disk is full as soon as the file would have to grow."""

    def limit(raw: sqlite3.Connection, _entry: object) -> None:
        raw.execute("PRAGMA max_page_count=1")  # SQLite keeps the pages that there are, and adds none

    event.listen(engine, "connect", limit)


@contextmanager
def with_broken_store(folder: Path, spoil: Callable[[Path], None]) -> Iterator[Stage]:
    file = folder / "slack.db"
    open_database(f"sqlite:///{file}").dispose()
    engine = create_engine(f"sqlite:///{file}")
    if spoil is full:
        _without_room(engine)
    with playing("http", folder, inbox=DatabaseInbox(engine)) as stage:
        spoil(file)
        yield stage
    engine.dispose()


def words_of(payload: Json) -> str:
    return "\n".join(all_texts(payload["blocks"]))


@pytest.mark.parametrize("spoil", [full, without_tables, overwritten])
def test_with_a_broken_store_every_way_of_asking_gets_words(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    with with_broken_store(tmp_path, spoil) as stage:
        stage.deliver(an_event(text=LONG))
        stage.deliver(a_direct_message(LONG))
        stage.command(a_command(LONG, stage.slack.hook_url))
        posts = stage.workspace.wait_for_posts(2)
        [whispered] = stage.workspace.wait_for_calls("response_url")

        assert {post["channel"] for post in posts} == {"C0GENERAL", "D0ASKER"}
        assert all(SORRY in words_of(one) for one in [*posts, whispered])
        assert str(tmp_path) not in str(posts)


def test_while_the_store_is_locked_the_asker_reads_so_and_is_answered_afterwards(tmp_path: Path) -> None:
    with playing("http", tmp_path, note_after_s=0.3) as stage:
        asked = an_event()
        with closing(sqlite3.connect(tmp_path / "slack.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            delivering = Thread(target=stage.deliver, args=(asked,))
            delivering.start()
            [note] = stage.workspace.wait_for_calls("chat.postEphemeral")
            other.execute("ROLLBACK")
        delivering.join()
        [answer] = stage.workspace.wait_for_posts(1)

        assert JA.queued_without_store in words_of(note)
        assert answer["thread_ts"] == asked["event"]["ts"]
        assert len(stage.workspace.calls_of("chat.postEphemeral")) == 1


def test_when_the_store_breaks_after_a_question_was_taken_its_asker_reads_so(tmp_path: Path) -> None:
    with playing("http", tmp_path, note_after_s=0.6) as stage:
        gate = Gate(stage)
        for number in range(5):  # the fifth waits for a worker
            stage.deliver(an_event(user=f"U0NUMBER{number}"))
        without_tables(tmp_path / "slack.db")
        gate.open.set()
        answers = stage.workspace.wait_for_posts(4)
        notes = stage.workspace.wait_for_calls("chat.postEphemeral", 1)

        assert len(answers) == 4
        assert JA.queued_without_store in "\n".join(words_of(note) for note in notes)
