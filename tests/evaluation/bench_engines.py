"""Measure one engine at one size, in a process of its own: latency, recall and memory, printed as JSON.

    python -m tests.evaluation.bench_engines ENGINE SIZE VECTORS.npz FOLDER [ADDRESS]

ENGINE is chroma (embedded), exact (in memory) or postgres. The record is filled, the index built from it as
at a start, then real questions are asked one after another, embedding included, as a reader of one half.
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.storage.catalogue import DatabaseCatalogue
from bot.storage.chunk_record import DatabaseChunkRecord
from bot.storage.engine import open_database
from knowledge.documents.document import Shelf
from knowledge.documents.phrasings import load_null_questions
from retrieval.adapters.bundled_vectors import load_shipped_vectors
from retrieval.adapters.embedded import EmbeddedEmbedder
from retrieval.adapters.exact import ExactChunkIndex
from retrieval.adapters.postgres import PostgresPlace
from retrieval.adapters.postgres_terms import PostgresTermIndex
from retrieval.adapters.postgres_vectors import PostgresChunkIndex
from retrieval.adapters.shared_index import SharedChunkIndex
from retrieval.adapters.sudachi import SudachiTokenizer
from retrieval.adapters.versioned_index import open_index
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.interface import Catalogue, ChunkIndex, TermIndex, Vectors
from retrieval.lexical import LexicalIndex
from retrieval.nulls import NullQuestions
from retrieval.passage import Partition
from retrieval.retriever import Retriever
from tests.evaluation.bench_corpus import AUDIENCES, DerivedCorpus, Passages, load_passages

_QUESTIONS = 400
WARM_UP = 20
_RECALL_AT = 10
_Keys = NDArray[np.object_]
_READER = Partition(shelf=Shelf.OWN, audience=AUDIENCES[0], language="ja")


@dataclass(frozen=True)
class Engine:
    """An index with what a retriever needs beside it."""

    index: ChunkIndex
    terms: TermIndex
    catalogue: Catalogue


@dataclass(frozen=True)
class Bench:
    """What is measured with."""

    embedder: EmbeddedEmbedder
    tokenizer: SudachiTokenizer
    passages: Passages
    queries: tuple[str, ...]

    def retriever(self, engine: Engine) -> Retriever:
        """Make a retriever with the shipped null questions, as the product does."""
        questions = [(one.text, one.language) for one in load_null_questions()]
        nulls = NullQuestions(questions, self.embedder, (load_shipped_vectors(),))
        return Retriever(self.embedder, self.tokenizer, engine.index, engine.terms, engine.catalogue, nulls)


def main() -> None:
    """Measure, and print one object."""
    engine, size, vectors_file, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    address = sys.argv[5] if len(sys.argv) > 5 else ""
    with np.load(vectors_file) as held:
        vectors = held["vectors"]
    sys.stdout.write(json.dumps(measure(set_up(), engine, size, (vectors, folder, address))) + "\n")


def set_up() -> Bench:
    """Choose the questions, those to get warm with first."""
    passages = load_passages()
    step = max(1, len(passages.questions) // (_QUESTIONS + WARM_UP))
    queries = tuple(text for text, _ in passages.questions[::step][: _QUESTIONS + WARM_UP])
    return Bench(EmbeddedEmbedder(), SudachiTokenizer(), passages, queries)


def measure(bench: Bench, name: str, size: int, place: tuple[Vectors, Path, str]) -> dict[str, object]:
    """Fill, build, ask."""
    vectors, folder, address = place
    began = time.perf_counter()
    database = open_database(_record_address(name, folder, address))
    best = _filled(DatabaseChunkRecord(database), bench, size, (vectors, folder))
    database.dispose()
    filled = time.perf_counter()
    with open_filled(bench, name, folder, address) as engine:
        built = time.perf_counter()
        times, recall = _ask(bench, engine, best)
        return {
            "engine": name,
            "size": size,
            "chunks": engine.index.count(),
            "record_s": round(filled - began, 1),
            "build_s": round(built - filled, 1),
            "p50_ms": round(float(np.percentile(times, 50)), 1),
            "p95_ms": round(float(np.percentile(times, 95)), 1),
            "recall": round(recall, 4),
            "rss_mb": _resident_mb(),
            "index_mb": _index_mb(name, folder, address),
        }


def _filled(
    record: DatabaseChunkRecord, bench: Bench, size: int, place: tuple[Vectors, Path]
) -> list[set[str]]:
    """Fill the record, or use it as an earlier run filled it for the same questions; give what is nearest."""
    vectors, folder = place
    note = folder / "filled.json"
    if note.exists():
        held = json.loads(note.read_text("utf-8"))
        if held["size"] == size and held["queries"] == list(bench.queries):
            return [set(row) for row in held["nearest"]]
        raise SystemExit(f"{folder} was filled for other questions or another size")
    best = _fill(record, DerivedCorpus(bench.passages, bench.embedder, vectors, size), bench)
    filled = {"size": size, "queries": bench.queries, "nearest": [sorted(row) for row in best]}
    note.write_text(json.dumps(filled, ensure_ascii=False), "utf-8")
    return best


def _fill(record: DatabaseChunkRecord, corpus: DerivedCorpus, bench: Bench) -> list[set[str]]:
    """Write the record; on the way find the true nearest chunks of each question among those it may see."""
    asked = bench.embedder.embed_queries(bench.queries)
    scores = np.full((len(asked), _RECALL_AT), -2.0, dtype=np.float32)
    keys: _Keys = np.full((len(asked), _RECALL_AT), "", dtype=object)
    for document, held in corpus.documents():
        record.replace_document(document, held, model_id=corpus.model_id)
        if document.audience == _READER.audience:
            vectors = np.array([one.vector for one in held], dtype=np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            names = np.array([one.chunk.key for one in held], dtype=object)
            scores, keys = _best((scores, keys), asked @ vectors.T, names)
    return [set(row) for row in keys.tolist()]


def _best(
    held: tuple[Vectors, _Keys],
    similarities: Vectors,
    names: _Keys,
) -> tuple[Vectors, _Keys]:
    scores = np.concatenate([held[0], similarities], axis=1)
    keys = np.concatenate([held[1], np.broadcast_to(names, similarities.shape)], axis=1)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :_RECALL_AT]
    return np.take_along_axis(scores, order, axis=1), np.take_along_axis(keys, order, axis=1)


def _record_address(name: str, folder: Path, address: str) -> str:
    return address if name == "postgres" else f"sqlite:///{folder / 'record.db'}"


@contextmanager
def open_filled(bench: Bench, name: str, folder: Path, address: str) -> Iterator[Engine]:
    """Open an engine, its index built from the record where it is not there, as at a start."""
    database = open_database(_record_address(name, folder, address))
    record = DatabaseChunkRecord(database)
    embedder, dimension = bench.embedder, bench.embedder.dimension
    if name == "postgres":
        home = PostgresPlace(address)
        terms = PostgresTermIndex(home)
        shared = SharedChunkIndex(
            record, record, PostgresChunkIndex(home, dimension), terms, home.location,
            embedder.model_id, dimension,
        )  # fmt: skip
        shared.open()
        yield Engine(shared, terms, DatabaseCatalogue(database))
        shared.close()
        database.dispose()
        return
    indexer = Indexer(embedder, bench.tokenizer, record, LexicalIndex(), ChunkCatalogue())
    if name == "exact":
        exact = ExactChunkIndex(dimension)
        indexer.load_terms(exact)
        yield Engine(exact, indexer.terms, indexer.catalogue)
    else:
        kept = open_index(folder / "index", record, model_id=embedder.model_id, dimension=dimension)
        indexer.load_terms()
        yield Engine(kept, indexer.terms, indexer.catalogue)
        kept.close()
    database.dispose()


def _ask(bench: Bench, engine: Engine, best: Sequence[set[str]]) -> tuple[list[float], float]:
    """Ask each question end to end, and once more for the true neighbours."""
    retriever = bench.retriever(engine)
    times, recalls = [], []
    for row, query in enumerate(bench.queries):
        began = time.perf_counter()
        ask(retriever, query)
        if row >= WARM_UP:
            times.append((time.perf_counter() - began) * 1000)
    for query, wanted in zip(bench.queries, best, strict=True):
        [vector] = bench.embedder.embed_queries([query])
        found = engine.index.nearest(vector, partitions=[_READER], document_keys=None, k=_RECALL_AT)
        recalls.append(len({one.chunk_key for one in found} & wanted) / _RECALL_AT)
    return times, float(np.mean(recalls))


def ask(retriever: Retriever, query: str) -> None:
    """Ask one question end to end, as a reader of one half."""
    retriever.retrieve(
        query,
        language="ja",
        audiences=frozenset({_READER.audience}),
        shelves=frozenset({Shelf.OWN}),
        document_keys=None,
    )


def _index_mb(name: str, folder: Path, address: str) -> int:
    """Tell how much disk the index takes, without the record."""
    if name != "postgres":
        files = (one for one in (folder / "index").rglob("*") if one.is_file())
        return sum(one.stat().st_size for one in files) // 1_000_000
    place = PostgresPlace(address)
    with place.connected() as connection:
        row = connection.execute(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relkind = 'r'",
            (place.schema,),
        ).fetchone()
    place.close()
    return int(row[0]) // 1_000_000 if row else 0


def _resident_mb() -> int | None:
    """Tell how much memory this process holds now; None where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    [line] = [one for one in status.read_text("ascii").splitlines() if one.startswith("VmRSS")]
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
