"""An index behind an address follows the record through everything that may happen to either."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from knowledge.documents.document import Document
from retrieval.adapters.chroma import ChromaChunkIndex
from retrieval.adapters.ownership import IndexOwnedError
from retrieval.adapters.postgres import PostgresPlace
from retrieval.adapters.postgres_owner import PostgresOwner
from retrieval.adapters.postgres_terms import PostgresTermIndex
from retrieval.adapters.postgres_vectors import PostgresChunkIndex
from retrieval.adapters.shared_index import SharedChunkIndex
from retrieval.interface import EmbeddingMismatchError, IndexedChunk, IndexUnavailableError
from retrieval.restoring import restored_vectors
from tests.contract.test_chunk_record import MODEL, a_document, indexed
from tests.contract.test_term_index import scored
from tests.fakes import MemoryChunkRecord

pytestmark = pytest.mark.slow
DIMENSION = 4


@dataclass
class Notes:
    """Small values by name, as the record keeps them."""

    held: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str | None:
        return self.held.get(name)

    def keep_value(self, name: str, value: str | None) -> None:
        self.held.pop(name, None)
        if value is not None:
            self.held[name] = value


@dataclass
class World:
    """A record, notes, and ways to open the index over them as another process would."""

    engine: str
    url: str
    record: MemoryChunkRecord = field(default_factory=MemoryChunkRecord)
    notes: Notes = field(default_factory=Notes)
    opened: list[SharedChunkIndex] = field(default_factory=list)

    def index(self, *, model_id: str = MODEL, is_reader: bool = False) -> SharedChunkIndex:
        if self.engine == "served":
            served = ChromaChunkIndex(self.url, model_id, DIMENSION)
            index = SharedChunkIndex(
                self.record, self.notes, served, None, served.location, model_id, DIMENSION
            )
        else:
            place = PostgresPlace(self.url)
            index = SharedChunkIndex(
                self.record,
                self.notes,
                PostgresChunkIndex(place, DIMENSION),
                PostgresTermIndex(place),
                place.location,
                model_id,
                DIMENSION,
            )
        index.is_reader = is_reader
        self.opened.append(index)
        return index

    def open(self, *, model_id: str = MODEL) -> SharedChunkIndex:
        index = self.index(model_id=model_id)
        index.open()
        return index

    def write_record(self, document: Document) -> list[IndexedChunk]:
        held = distinct(indexed(document))
        self.record.replace_document(document, held, model_id=MODEL)
        return held

    def write(self, index: SharedChunkIndex, document: Document) -> None:
        held = self.write_record(document)
        if index.terms is not None:
            index.terms.replace_document(
                document.key, [(one.chunk.key, one.chunk.partition, one.terms) for one in held]
            )
        vectors = restored_vectors([one.vector for one in held], DIMENSION)
        index.replace_document(document.key, [one.chunk for one in held], vectors)


def distinct(held: list[IndexedChunk]) -> list[IndexedChunk]:
    """Give each chunk a direction of its own, so that it can find itself."""
    random = np.random.default_rng(len(held))
    vectors = random.normal(size=(len(held), DIMENSION)).astype(np.float16)
    return [one.model_copy(update={"vector": vector}) for one, vector in zip(held, vectors, strict=True)]


@pytest.fixture(params=["served", "postgres"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    fixture = {"served": "chroma_url", "postgres": "postgres_url"}[request.param]
    made = World(request.param, request.getfixturevalue(fixture))
    yield made
    for one in made.opened:
        one.close()


def test_it_is_built_from_the_record_once_and_then_used_as_it_is(world: World) -> None:
    world.write_record(a_document("travel"))
    first = world.open()

    again = world.open()

    assert (first.state, again.state) == ("missing", "current")
    assert again.count() == 2


def test_what_the_owner_writes_keeps_it_current_for_the_next_process(world: World) -> None:
    owner = world.open()
    world.write(owner, a_document("travel"))
    world.write(owner, a_document("other", "1", "一つだけ。"))

    again = world.open()

    assert again.state == "current"
    assert again.count() == 3


def test_a_write_that_was_cut_short_is_made_good_from_the_record(world: World) -> None:
    owner = world.open()
    world.write(owner, a_document("travel"))
    document = a_document("cut", "1", "記録だけに残った。")
    world.write_record(document)
    with pytest.raises(ValueError, match="vectors of shape"):
        owner.replace_document(document.key, [], np.zeros((1, DIMENSION), dtype=np.float32))

    again = world.open()

    assert again.state == "interrupted"
    assert again.count() == 3


def test_a_record_that_moved_on_alone_makes_it_stale(world: World) -> None:
    world.open()
    world.write_record(a_document("travel"))

    again = world.open()

    assert again.state == "stale"
    assert again.count() == 2


def test_an_index_that_lost_chunks_is_noticed(world: World) -> None:
    owner = world.open()
    world.write(owner, a_document("travel"))
    owner.engine.remove_document("travel@1")

    again = world.open()

    assert again.state == "unusable"
    assert again.count() == 2


def test_vectors_of_another_model_are_refused(world: World) -> None:
    world.write_record(a_document("travel"))

    with pytest.raises(EmbeddingMismatchError):
        world.open(model_id="model-b")


def test_a_reader_searches_while_it_is_whole_and_is_refused_while_it_is_built(world: World) -> None:
    owner = world.open()
    world.write(owner, a_document("travel"))
    [first, _] = world.record.chunks()
    vector = restored_vectors([first.vector], DIMENSION)[0]
    reader = world.index(is_reader=True)
    where = [first.chunk.partition]
    found = reader.nearest(vector, partitions=where, document_keys=None, k=1)

    note = world.notes.held["shared_index"]
    world.notes.held["shared_index"] = note.replace('"is_building":false', '"is_building":true')

    assert [one.chunk_key for one in found] == [first.chunk.key]
    assert not reader.is_searchable()
    with pytest.raises(IndexUnavailableError, match="being built"):
        reader.nearest(vector, partitions=where, document_keys=None, k=1)


def test_removed_documents_are_gone_and_it_is_current_after_compaction(world: World) -> None:
    owner = world.open()
    world.write(owner, a_document("travel"))
    world.write(owner, a_document("other", "1", "一つだけ。"))
    world.record.remove_document("travel@1")
    if owner.terms is not None:
        owner.terms.remove_document("travel@1")
    owner.remove_document("travel@1")

    owner.compact()

    assert world.open().state == "current"
    assert owner.count() == 1


def test_terms_are_rebuilt_with_the_vectors(postgres_url: str) -> None:
    world = World("postgres", postgres_url)
    world.write_record(a_document("travel"))

    index = world.open()

    assert index.terms is not None
    assert list(scored(index.terms, "出張").coverages) == ["travel@1#0.0", "travel@1#1.0"]
    index.close()


def test_a_second_owner_is_refused_by_name_until_the_first_lets_go(postgres_url: str) -> None:
    first, second = PostgresOwner(postgres_url).acquire(), PostgresOwner(postgres_url)

    with pytest.raises(IndexOwnedError) as caught:
        second.acquire()
    first.release()

    assert caught.value.pid is not None
    with second.acquire():
        assert second.is_held
    assert not second.is_held


def test_a_server_that_cannot_be_reached_is_named_without_its_password() -> None:
    place = PostgresPlace("postgresql://user:secret-word@127.0.0.1:9/sandan")
    index = PostgresChunkIndex(place, DIMENSION)

    with pytest.raises(IndexUnavailableError) as caught:
        index.count()

    assert "127.0.0.1" in str(caught.value)
    assert "secret-word" not in str(caught.value)
