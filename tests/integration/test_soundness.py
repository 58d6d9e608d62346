"""An index that is damaged, or was left open by a killed process, never crashes the next one."""

import os
import random
import signal
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from knowledge.documents.document import Document, Section, Shelf, SourceClass
from retrieval.adapters.versioned_index import VersionedChunkIndex, open_index
from retrieval.chunking import split_document
from retrieval.interface import IndexedChunk
from tests.fakes import MemoryChunkRecord

pytestmark = pytest.mark.slow  # Chroma is loaded, many times

_DIMENSION = 16
_SECTIONS = 300


def _record() -> MemoryChunkRecord:
    chance = np.random.default_rng(7)
    record = MemoryChunkRecord()
    sections = tuple(
        Section(id=f"s{at}", text=f"The limit number {at} is {at * 3}.", language="en", locator=str(at))
        for at in range(_SECTIONS)
    )
    document = Document(
        id="rules", title="Rules", source_class=SourceClass.POLICY, shelf=Shelf.OWN, sections=sections,
        effective_from=date(2025, 4, 1),
    )  # fmt: skip
    vectors = chance.normal(size=(_SECTIONS, _DIMENSION)).astype(np.float16)
    chunks = [
        IndexedChunk(chunk=chunk, terms=("limit",), vector=vector)
        for chunk, vector in zip(split_document(document), vectors, strict=True)
    ]
    record.replace_document(document, chunks, model_id="m")
    return record


def _open(root: Path) -> VersionedChunkIndex:
    return open_index(root, _record(), model_id="m", dimension=_DIMENSION)


def _state_of(root: Path) -> str:
    index = _open(root)
    try:
        assert index.count() == _SECTIONS
        return str(index.state)
    finally:
        index.close()


def _open_and_die(root: str) -> None:
    _open(Path(root))
    os.kill(os.getpid(), signal.SIGKILL)


def test_an_index_that_was_closed_is_opened_as_it_was_left(tmp_path: Path) -> None:
    states = [_state_of(tmp_path) for _ in range(3)]

    assert states == ["missing", "current", "current"]


def test_an_index_left_open_by_a_killed_process_is_looked_at_and_used(tmp_path: Path) -> None:
    _state_of(tmp_path)
    process = get_context("spawn").Process(target=_open_and_die, args=(str(tmp_path),))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    assert _state_of(tmp_path) == "current"


@pytest.mark.parametrize("is_sealed", [True, False])
def test_damaged_files_are_replaced_and_never_crash_the_process(is_sealed: bool, tmp_path: Path) -> None:
    chance = random.Random(5)
    _state_of(tmp_path)
    states = []

    for _ in range(6):
        [folder] = tmp_path.glob("v-*")
        files = [
            one for one in sorted((folder / "chroma").rglob("*")) if one.is_file() and one.stat().st_size
        ]
        path = chance.choice(files)
        data = bytearray(path.read_bytes())
        for _ in range(300):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        if not is_sealed:
            (folder / "as-left").unlink(missing_ok=True)
        states.append(_state_of(tmp_path))

    assert set(states) <= ({"unusable"} if is_sealed else {"unusable", "current"})
