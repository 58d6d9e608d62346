"""What every catalogue of chunks must do: filled in memory, or looked up in the database."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bot.storage.catalogue import DatabaseCatalogue
from bot.storage.chunk_record import DatabaseChunkRecord
from bot.storage.engine import open_database
from knowledge.documents.document import Document, Section, Shelf
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import KnownPhrasing
from retrieval.interface import Catalogue
from retrieval.passage import Partition
from tests.contract.servers import new_database
from tests.contract.test_chunk_record import MODEL, a_document, indexed

OWN = Partition(shelf=Shelf.OWN, audience="sales", language="ja")
ENGLISH = OWN.model_copy(update={"language": "en"})


class Shelves:
    """A catalogue with a way to put documents in: through the record where it looks there."""

    def __init__(self, catalogue: Catalogue, record: DatabaseChunkRecord | None) -> None:
        self.catalogue = catalogue
        self._record = record

    def put(self, document: Document, phrasings: Sequence[KnownPhrasing] = ()) -> list[str]:
        held = indexed(document, *phrasings)
        if self._record is not None:
            self._record.replace_document(document, held, model_id=MODEL)
        self.catalogue.replace_document(document.key, [one.chunk for one in held])
        return [one.chunk.key for one in held]

    def remove(self, document: Document) -> None:
        if self._record is not None:
            self._record.remove_document(document.key)
        self.catalogue.remove_document(document.key)

    def partitions(self, *audiences: str) -> tuple[Partition, ...]:
        return self.catalogue.partitions(frozenset(audiences), frozenset(Shelf))


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def shelves(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelves]:
    if request.param == "memory":
        yield Shelves(ChunkCatalogue(), None)
        return
    url: Callable[[], str] = {
        "sqlite": lambda: f"sqlite:///{tmp_path / 'record.db'}",
        "postgres": lambda: new_database(request.getfixturevalue("postgres_url")),
    }[request.param]
    database = open_database(url())
    yield Shelves(DatabaseCatalogue(database), DatabaseChunkRecord(database))
    database.dispose()


def bilingual(name: str) -> Document:
    """Give a document whose one section is held in two languages."""
    document = a_document(name, "1", "出張は上長が承認する。")
    [section] = document.sections
    english = Section(id=section.id, text="A superior approves travel.", language="en", locator="Art. 1")
    return document.model_copy(update={"sections": (section, english)})


def test_chunks_are_looked_up_whole_and_removed_ones_are_absent(shelves: Shelves) -> None:
    document, gone = a_document("travel"), a_document("gone")
    [first, second] = shelves.put(document)
    [lost, _] = shelves.put(gone)
    shelves.remove(gone)

    found = shelves.catalogue.chunks([second, lost, "unknown", first])

    texts = shelves.catalogue.indexed_texts([second, lost, first])
    assert found == {one.chunk.key: one.chunk for one in indexed(document)}
    assert texts == {one.chunk.key: one.chunk.indexed_text for one in indexed(document)}


def test_partitions_are_those_that_hold_something_and_may_be_read(shelves: Shelves) -> None:
    document = a_document("travel")
    before = shelves.partitions("sales")
    shelves.put(document, [KnownPhrasing(id="travel-1-0", language="en", text="Who approves travel?")])

    held = [shelves.partitions("sales"), shelves.partitions("board"), shelves.partitions()]
    shelves.remove(document)

    assert before == ()
    assert held == [(ENGLISH, OWN), (), ()]
    assert shelves.partitions("sales") == ()
    assert shelves.catalogue.partitions(frozenset({"sales"}), frozenset()) == ()


def test_the_words_of_a_section_are_given_for_any_chunk_of_it(shelves: Shelves) -> None:
    long = "".join(f"第{number}の条件を満たすこと。" for number in range(80))
    shelves.put(
        a_document("travel", "1", "前の条。", long, "次の条。"),
        [KnownPhrasing(id="travel-1-1", language="ja", text="条件は?")],
    )
    [phrasing] = [
        one
        for one in shelves.catalogue.chunks([f"travel@1#1.p{n}" for n in range(3)]).values()
        if one.kind == "phrasing"
    ]

    words = shelves.catalogue.text_chunks(phrasing, "ja")

    assert len(words) > 1
    assert "".join(one.text for one in words) == long


def test_the_words_of_a_bilingual_section_are_those_of_the_asked_language(shelves: Shelves) -> None:
    [first, _] = shelves.put(bilingual("travel"))
    found = shelves.catalogue.chunks([first])[first]

    english = shelves.catalogue.text_chunks(found, "en")

    assert [one.text for one in english] == ["A superior approves travel."]
    assert [one.text for one in shelves.catalogue.text_chunks(found, "ja")] == ["出張は上長が承認する。"]


def test_a_partition_is_held_in_another_when_all_its_sections_are(shelves: Shelves) -> None:
    shelves.put(bilingual("travel"))
    before = shelves.partitions("sales")
    both = [shelves.catalogue.is_held_in(ENGLISH, [OWN]), shelves.catalogue.is_held_in(OWN, [ENGLISH])]

    shelves.put(a_document("japanese", "1", "和文だけ。"))
    shelves.partitions("sales")

    assert before == (ENGLISH, OWN)
    assert both == [True, True]
    assert shelves.catalogue.is_held_in(ENGLISH, [OWN])
    assert not shelves.catalogue.is_held_in(OWN, [ENGLISH])
    assert not shelves.catalogue.is_held_in(OWN, [])


def test_the_generation_changes_with_the_record_only(shelves: Shelves) -> None:
    if isinstance(shelves.catalogue, ChunkCatalogue):
        pytest.skip("in memory the indexer sets it")
    shelves.put(a_document("travel"))
    shelves.partitions("sales")
    first = shelves.catalogue.generation

    shelves.partitions("sales")
    same = shelves.catalogue.generation
    shelves.put(a_document("other"))
    shelves.partitions("sales")

    assert (same, shelves.catalogue.generation) == (first, first + 1)
