"""What is removed leaves no byte on disk: no text, no title, no name of a file, no vector."""

import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, text

from bot.advisor.question import Turn
from bot.inbox import IncomingMessage
from bot.storage.chunk_record import DatabaseChunkRecord
from bot.storage.compaction import compact
from bot.storage.engine import open_database
from bot.storage.quotes import NOTICE, DatabaseQuotes
from bot.storage.thread_memory import DatabaseThreadMemory
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_file
from retrieval.chunking import split_document
from retrieval.interface import IndexedChunk
from tests.integration.test_cli import run, serving, start

_SECTIONS = 40


def _write(folder: Path, name: str = "kanaria") -> Path:
    sections = "\n\n".join(
        f"## 第{at}条（項目）\n\n{name}条{at}号の合言葉は zanzibar{name}{at}quux であり、値は{at * 7}とする。"
        for at in range(1, _SECTIONS)
    )
    path = folder / f"{name}-file.md"
    path.write_text(f"# 極秘{name}規程\n\n{sections}\n", encoding="utf-8")
    return path


def _found(home: Path, needles: dict[str, bytes]) -> dict[str, list[str]]:
    files = [path for path in sorted(home.rglob("*")) if path.is_file()]
    contents = {str(path.relative_to(home)): path.read_bytes() for path in files}
    hits = {name: [file for file, data in contents.items() if word in data] for name, word in needles.items()}
    return {name: files for name, files in hits.items() if files}


def test_a_database_written_anew_holds_nothing_of_a_removed_document(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'sandan.db'}")
    record = DatabaseChunkRecord(database)
    [document] = load_file(_write(tmp_path), IntakeOptions()).documents
    [other] = load_file(_write(tmp_path, "other"), IntakeOptions()).documents
    vector = np.full(4, 0.5, dtype=np.float16)
    for one in (other, document):
        chunks = [
            IndexedChunk(chunk=chunk, terms=("zanzibar",), vector=vector) for chunk in split_document(one)
        ]
        record.replace_document(one, chunks, model_id="m")
    place = tmp_path / "sandan.db"
    before = place.read_bytes() + place.with_name("sandan.db-wal").read_bytes()

    record.remove_document(document.key)
    is_done = compact(database)

    after = place.read_bytes() + place.with_name("sandan.db-wal").read_bytes()
    assert is_done
    assert "kanaria条".encode() in before
    assert b"kanaria" not in after
    assert "other条".encode() in after
    database.dispose()


def test_answers_in_threads_that_quote_a_removed_document_are_erased_and_others_stay(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'sandan.db'}")
    memory = DatabaseThreadMemory(database)
    [document] = load_file(_write(tmp_path), IntakeOptions()).documents
    sentence = document.sections[4].text
    said = (
        f"規程によります。\n> {sentence}\n以上です。",
        "その文書とは関係のない答えをここに書いておきます。",
    )
    day = datetime(2026, 9, 15, tzinfo=UTC)
    message = IncomingMessage(
        event_id="e", team="T", channel="C", thread_ts="1.0", ts="9.0", user="U", text="q", received_at=day
    )
    for number, text_said in enumerate(said):
        spoken = message.model_copy(update={"ts": f"{number + 1}.0"})
        memory.append(spoken, Turn(role="bot", text=text_said), at=day)

    count = DatabaseQuotes(database).erase(section.text for section in document.sections)

    kept = [turn.text for turn in memory.turns(message)]
    assert count == 1
    assert kept == [NOTICE, said[1]]
    database.dispose()


@pytest.mark.slow  # five processes with the real engines
def test_nothing_of_a_removed_document_is_left_in_any_file_of_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    path = _write(tmp_path)
    run(home, "ingest", str(path))
    run(home, "ask", "zanzibarkanaria7quux とは何ですか")
    needles = _needles(home)
    before = _found(home, needles)

    removed = run(home, "documents", "remove", "kanaria-file", "--json")

    # The scan sees what there is, vectors in the index included; a page's end may cut some of them in two.
    assert {name.split()[0] for name in before} == {name.split()[0] for name in needles}
    assert removed.returncode == 0
    assert _found(home, needles) == {}


@pytest.mark.slow  # as above, with a service
def test_nothing_is_left_either_when_the_running_service_removes_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    path = _write(tmp_path)
    run(home, "ingest", str(path))
    needles = _needles(home)

    with serving(home):
        removed = run(home, "documents", "remove", "kanaria-file", "--json")

    assert '"done_by": "the running service"' in removed.stdout
    assert _found(home, needles) == {}


@pytest.mark.slow  # as above, killed at several moments
@pytest.mark.parametrize("seconds", [0.8, 1.4, 2.0, 2.6])
def test_a_removal_that_was_killed_is_finished_by_the_next_command_that_writes(
    seconds: float, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    run(home, "ingest", str(_write(tmp_path)))
    needles = _needles(home)
    process = start(home, "documents", "remove", "kanaria-file", "--json")
    time.sleep(seconds)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)

    shown = run(home, "documents", "show", "kanaria-file", "--json")
    if shown.returncode == 0:
        last = run(home, "documents", "remove", "kanaria-file", "--json")
    else:
        (tmp_path / "another").mkdir()
        last = run(home, "ingest", str(_write(tmp_path / "another", "other")))

    assert shown.returncode == 0 or "is held" in shown.stderr
    assert last.returncode == 0, last.stderr
    assert _found(home, needles) == {}


def _needles(home: Path) -> dict[str, bytes]:
    engine = create_engine(f"sqlite:///{home / 'sandan.db'}")
    query = text("SELECT vector FROM chunks WHERE document_key LIKE 'kanaria%' ORDER BY position")
    with engine.connect() as connection:
        stored = [row[0] for row in connection.execute(query)]
    engine.dispose()
    halves = [np.frombuffer(one, dtype="<f2") for one in stored[::10]]
    units = [half.astype(np.float32) / np.linalg.norm(half.astype(np.float32)) for half in halves]
    return {
        "text": "kanaria条7号の合言葉".encode(),
        "word": b"zanzibarkanaria",
        "title": "極秘kanaria規程".encode(),
        "name": b"kanaria",
        **{f"half {at}": half[50:70].tobytes() for at, half in enumerate(halves)},
        **{f"unit {at}": unit[50:66].astype("<f4").tobytes() for at, unit in enumerate(units)},
    }
