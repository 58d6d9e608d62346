"""What every index of chunks by vector must do: in memory, in Chroma on disk or served, and in PostgreSQL."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from knowledge.documents.document import Language, Shelf, SourceClass
from retrieval.adapters.chroma import ChromaChunkIndex
from retrieval.adapters.exact import ExactChunkIndex
from retrieval.adapters.postgres import PostgresPlace
from retrieval.adapters.postgres_vectors import PostgresChunkIndex
from retrieval.interface import ChunkIndex, Vectors
from retrieval.passage import Chunk, Partition

DIMENSION = 32
SALES = Partition(shelf=Shelf.OWN, audience="sales", language="ja")
BOARD = Partition(shelf=Shelf.OWN, audience="取締役会 <&> 'x' \"y\"", language="ja")
ENGLISH = SALES.model_copy(update={"language": "en"})
_ENGINES = ["exact", "chroma", *(pytest.param(one, marks=pytest.mark.slow) for one in ("served", "postgres"))]


@pytest.fixture(params=_ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChunkIndex]:
    opened = _open(request, tmp_path)
    yield opened
    opened.close()


def _open(request: pytest.FixtureRequest, tmp_path: Path) -> ChunkIndex:
    if request.param == "exact":
        return ExactChunkIndex(DIMENSION)
    if request.param == "chroma":
        return ChromaChunkIndex(tmp_path / "chroma", "model-a", DIMENSION)
    if request.param == "served":
        served = ChromaChunkIndex(request.getfixturevalue("chroma_url"), "model-a", DIMENSION)
        served.clear()
        return served
    kept = PostgresChunkIndex(PostgresPlace(request.getfixturevalue("postgres_url")), DIMENSION)
    kept.clear()
    kept.finish()
    return kept


def a_chunk(document: str, number: int, partition: Partition = SALES) -> Chunk:
    return Chunk(
        key=f"{document}@1#{number}",
        section_id=f"{document}-{number}",
        document_id=document,
        version="1",
        title=document,
        partition=partition,
        source_class=SourceClass.POLICY,
        text="本文",
        indexed_text="本文",
        end=2,
    )


def some_vectors(count: int, *, seed: int = 0) -> Vectors:
    """Give unit vectors that lie as far apart as texts of one subject: a common part and one of their own."""
    random = np.random.default_rng(seed)
    raw = random.normal(size=(count, DIMENSION)) + 1.0
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), dtype=np.float32)


def put(index: ChunkIndex, document: str, vectors: Vectors, partition: Partition = SALES) -> Sequence[Chunk]:
    chunks = [a_chunk(document, number, partition) for number in range(len(vectors))]
    index.replace_document(f"{document}@1", chunks, vectors)
    return chunks


def keys_near(
    index: ChunkIndex,
    vector: Vectors,
    *,
    partitions: Sequence[Partition] = (SALES,),
    document_keys: frozenset[str] | None = None,
    k: int = 3,
) -> list[str]:
    found = index.nearest(vector, partitions=partitions, document_keys=document_keys, k=k)
    return [one.chunk_key for one in found]


def test_the_nearest_chunks_are_found_best_first_with_their_cosine(index: ChunkIndex) -> None:
    vectors = some_vectors(300)
    put(index, "travel", vectors)
    question = some_vectors(1, seed=7)[0]

    found = index.nearest(question, partitions=[SALES], document_keys=None, k=10)

    cosines = vectors @ question
    best = [f"travel@1#{row}" for row in np.argsort(-cosines)[:10]]
    assert [one.chunk_key for one in found] == best
    assert [one.similarity for one in found] == pytest.approx(sorted(cosines, reverse=True)[:10], abs=2e-3)


def test_nothing_outside_the_partitions_is_ever_found(index: ChunkIndex) -> None:
    vectors = some_vectors(4)
    put(index, "travel", vectors)
    put(index, "secret", vectors, BOARD)

    found = keys_near(index, vectors[0], k=50)

    assert len(found) == 4
    assert not [key for key in found if key.startswith("secret")]
    assert keys_near(index, vectors[0], partitions=[]) == []
    assert keys_near(index, vectors[0], partitions=[ENGLISH]) == []


def test_several_partitions_are_searched_as_one(index: ChunkIndex) -> None:
    vectors = some_vectors(6)
    put(index, "travel", vectors[:3])
    put(index, "board", vectors[3:], BOARD)

    found = keys_near(index, vectors[4], partitions=[SALES, BOARD, SALES], k=2)

    assert found[0] == "board@1#1"
    assert len(found) == 2


def test_a_document_may_lie_in_several_partitions(index: ChunkIndex) -> None:
    vectors = some_vectors(2)
    chunks = [a_chunk("travel", 0), a_chunk("travel", 1, ENGLISH)]

    index.replace_document("travel@1", chunks, vectors)

    assert keys_near(index, vectors[0], partitions=[ENGLISH]) == ["travel@1#1"]
    assert index.count() == 2


def test_only_the_wanted_documents_are_found_even_a_small_one_among_many(index: ChunkIndex) -> None:
    put(index, "crowd", some_vectors(1_500))
    rare = some_vectors(3, seed=2)
    put(index, "rare", rare)

    wanted = frozenset({"rare@1", "never-held@1"})

    assert set(keys_near(index, -rare[0], document_keys=wanted, k=10)) == {f"rare@1#{n}" for n in range(3)}
    assert keys_near(index, rare[0], document_keys=frozenset()) == []
    assert keys_near(index, rare[0], document_keys=frozenset({"never-held@1"})) == []


def test_replacing_a_document_leaves_nothing_of_what_it_was(index: ChunkIndex) -> None:
    vectors = some_vectors(8)
    put(index, "travel", vectors)
    put(index, "other", some_vectors(2, seed=3))

    put(index, "travel", vectors[:2])
    moved = put(index, "other", some_vectors(1, seed=4), ENGLISH)

    assert set(keys_near(index, vectors[5], k=50)) == {"travel@1#0", "travel@1#1"}
    assert keys_near(index, vectors[5], partitions=[ENGLISH], k=50) == [moved[0].key]
    assert index.count() == 3


def test_a_removed_document_is_gone_and_removing_it_again_does_nothing(index: ChunkIndex) -> None:
    vectors = some_vectors(3)
    put(index, "travel", vectors)

    index.remove_document("travel@1")
    index.remove_document("travel@1")

    assert keys_near(index, vectors[0], k=50) == []
    assert index.count() == 0
    put(index, "travel", vectors)
    assert keys_near(index, vectors[0], k=1) == ["travel@1#0"]


def test_vectors_are_given_back_by_key(index: ChunkIndex) -> None:
    vectors = some_vectors(3)
    put(index, "travel", vectors)
    put(index, "board", vectors[:1], BOARD)

    held = index.vectors(["travel@1#2", "board@1#0", "unknown"])

    assert set(held) == {"travel@1#2", "board@1#0"}
    assert held["travel@1#2"] == pytest.approx(vectors[2], abs=1e-3)


def test_vectors_of_another_shape_are_refused_and_nothing_changes(index: ChunkIndex) -> None:
    vectors = some_vectors(2)
    put(index, "travel", vectors)

    with pytest.raises(ValueError, match="vectors of shape"):
        index.replace_document("travel@1", [a_chunk("travel", 0)], vectors)

    assert index.count() == 2


def test_no_more_than_asked_for_is_given(index: ChunkIndex) -> None:
    vectors = some_vectors(5)
    put(index, "travel", vectors)

    assert keys_near(index, vectors[0], k=0) == []
    assert len(keys_near(index, vectors[0], k=50)) == 5


def test_several_threads_may_search_at_once(index: ChunkIndex) -> None:
    vectors = some_vectors(200)
    put(index, "travel", vectors)
    found: dict[int, list[str]] = {}

    def search(first: int) -> None:
        for row in range(first, 40, 4):
            found[row] = keys_near(index, vectors[row], k=1)

    threads = [Thread(target=search, args=(first,)) for first in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert found == {row: [f"travel@1#{row}"] for row in range(40)}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_index_that_never_held_a_language_finds_nothing_in_it(
    index: ChunkIndex, language: Language
) -> None:
    partition = Partition(shelf=Shelf.SAMPLE, audience="everyone", language=language)

    assert keys_near(index, some_vectors(1)[0], partitions=[partition]) == []
