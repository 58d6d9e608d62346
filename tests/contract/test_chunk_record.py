"""What every record of documents and chunks must do, in memory and in the database."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.storage.chunk_record import DatabaseChunkRecord
from bot.storage.engine import open_database
from knowledge.documents.document import Card, Document, Section, Shelf, SourceClass
from retrieval.chunking import phrasing_chunks, split_document
from retrieval.indexer import KnownPhrasing
from retrieval.interface import ChunkRecord, IndexedChunk, content_hash
from tests.contract.servers import new_database
from tests.fakes import MemoryChunkRecord

MODEL = "model-a"


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def record(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChunkRecord]:
    if request.param == "memory":
        yield MemoryChunkRecord()
        return
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path / 'record.db'}")
    else:
        database = open_database(new_database(request.getfixturevalue("postgres_url")))
    yield DatabaseChunkRecord(database)
    database.dispose()


def a_document(name: str = "travel", version: str = "1", *texts: str, shelf: Shelf = Shelf.OWN) -> Document:
    sections = tuple(
        Section(
            id=f"{name}-{version}-{row}",
            text=text,
            language="ja",
            heading=f"第{row}条",
            path=("第1章", "総則"),
            locator=f"第{row}条",
            card=Card(kind="claim", steps=(1, 2), links=("X-1",)) if row == 0 else None,
        )
        for row, text in enumerate(texts or ("出張は上長が承認する。", "宿泊費は一泊一万円まで。"))
    )
    return Document(
        id=name,
        version=version,
        title="旅費規程",
        source_class=SourceClass.POLICY,
        shelf=shelf,
        audience="sales",
        effective_from=date(2026, 4, 1),
        supersedes="0",
        sections=sections,
        content_hash="a" * 64,
        origin="旅費.md",
        warnings=("見出しがない",),
    )


def indexed(document: Document, *phrasings: KnownPhrasing) -> list[IndexedChunk]:
    chunks = split_document(document) + phrasing_chunks(document, phrasings)
    return [
        IndexedChunk(
            chunk=chunk,
            terms=("出張", chunk.key, chunk.key),
            vector=np.full(4, row / 8, dtype=np.float16),
        )
        for row, chunk in enumerate(chunks)
    ]


def test_what_was_stored_is_read_back_whole(record: ChunkRecord) -> None:
    document = a_document()
    chunks = indexed(
        document,
        KnownPhrasing(id="travel-1-1", language="en", text="How much is a night?"),
        KnownPhrasing(id="travel-1-1", language="en", text="What may a hotel cost?", is_generated=True),
    )

    record.replace_document(document, chunks, model_id=MODEL)

    back = list(record.chunks("travel@1"))
    assert record.documents() == [document]
    assert [one.chunk.kind for one in back][-2:] == ["phrasing", "generated"]
    assert [one.chunk for one in back] == [one.chunk for one in chunks]
    assert [one.terms for one in back] == [one.terms for one in chunks]
    assert all(np.array_equal(a.vector, b.vector) for a, b in zip(back, chunks, strict=True))


def test_a_shorter_version_leaves_nothing_of_the_longer_one(record: ChunkRecord) -> None:
    long, short = a_document(), a_document("travel", "1", "出張は禁止する。")
    record.replace_document(long, indexed(long), model_id=MODEL)

    record.replace_document(short, indexed(short), model_id=MODEL)

    assert [one.chunk.section_text for one in record.chunks()] == ["出張は禁止する。"]


def test_every_write_counts_the_generation_up_by_one(record: ChunkRecord) -> None:
    document = a_document()
    before = record.generation()

    record.replace_document(document, indexed(document), model_id=MODEL)
    record.remove_document("travel@1")
    record.remove_document("travel@1")

    assert record.generation() == before + 2


def test_removing_what_is_not_held_says_so(record: ChunkRecord) -> None:
    document = a_document()
    record.replace_document(document, indexed(document), model_id=MODEL)

    assert not record.remove_document("travel@2")
    assert record.remove_document("travel@1")
    assert record.documents() == []
    assert list(record.chunks()) == []
    assert record.model_ids() == set()


def test_chunks_come_in_the_order_of_storing_and_documents_by_shelf_id_and_version(
    record: ChunkRecord,
) -> None:
    late, early = a_document("zebra"), a_document("ant", "2")
    record.replace_document(late, indexed(late), model_id=MODEL)
    record.replace_document(early, indexed(early), model_id=MODEL)

    record.replace_document(late, indexed(late), model_id=MODEL)

    assert [one.chunk.document_id for one in record.chunks()] == ["zebra", "zebra", "ant", "ant"]
    assert [one.id for one in record.documents()] == ["ant", "zebra"]


def test_a_shipped_version_and_an_own_one_of_the_same_name_are_two(record: ChunkRecord) -> None:
    shipped, own = a_document(shelf=Shelf.SAMPLE), a_document()
    record.replace_document(shipped, indexed(shipped), model_id=MODEL)
    record.replace_document(own, indexed(own), model_id=MODEL)

    record.remove_document(own.key)

    assert [one.shelf for one in record.documents()] == [Shelf.SAMPLE]


def test_vectors_are_found_by_text_and_model(record: ChunkRecord) -> None:
    document = a_document()
    chunks = indexed(document)
    record.replace_document(document, chunks, model_id=MODEL)
    names = [content_hash(one.chunk.indexed_text) for one in chunks]

    found = record.vectors_by_hash([*names, "unknown"], model_id=MODEL)

    assert set(found) == set(names)
    assert np.array_equal(found[names[1]], chunks[1].vector)
    assert record.vectors_by_hash(names, model_id="model-b") == {}
    assert record.model_ids() == {MODEL}
