"""One question's words in PostgreSQL: looked up beside the other arm, then scored.

pg_textsearch finds the best chunks of each partition quickly; their coverage is then computed here from
counts and frequencies over exactly the partitions that are searched, as `retrieval.lexical` has it. How the
words are kept is `postgres_terms`' business.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from retrieval.adapters.postgres_tables import PartitionTables, Rows, beside
from retrieval.lexical import K1, B
from retrieval.passage import Partition

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

CHUNKS, LENGTHS = "", " "  # counted under these, where no word can be
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopabcdef")
_COLUMNS = "chunk_key, words, length, document_key"


class ScoredTerms(BaseModel):
    """The coverage of all chunks that were looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    coverages: dict[str, float]  # of the best chunks, best first
    others: dict[str, float]

    def coverage(self, chunk_key: str) -> float:
        """Tell how much of the query a chunk covers, 0 to 1; 0 also for chunks not looked at."""
        return self.coverages.get(chunk_key, self.others.get(chunk_key, 0.0))


@dataclass(frozen=True)
class WordRow:
    """One chunk with its words, each of twelve letters, parted by spaces."""

    key: str
    words: str
    length: int


@dataclass(frozen=True)
class Statistics:
    """Of all partitions searched, as one collection."""

    size: int
    mean_length: float
    frequencies: Counter[str]

    def idf(self, word: str) -> float:
        """Tell how rare a word is."""
        frequency = self.frequencies[word]
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))

    def bm25(self, weights: Mapping[str, float], row: WordRow) -> float:
        """Score a chunk; as all words are of one length, they can be counted without parting them."""
        norm = K1 * (1 - B + B * row.length / self.mean_length)
        counts = ((weight, row.words.count(word)) for word, weight in weights.items())
        return sum(weight * count / (count + norm) for weight, count in counts if count)


@dataclass(frozen=True)
class NothingAsked:
    """A question without words, or nowhere to look."""

    def scores(self, also: Sequence[str] = ()) -> ScoredTerms:  # noqa: ARG002 - nothing covers anything
        """Give nothing."""
        return ScoredTerms(coverages={}, others={})


@dataclass(frozen=True)
class Wanted:
    """A question's words, and where they are looked for."""

    query: Counter[str]
    partitions: tuple[Partition, ...]
    document_keys: frozenset[str] | None
    k: int


@dataclass(frozen=True)
class Found:
    """The best chunks by words, and what their words are worth."""

    names: tuple[str, ...]  # of the tables
    statistics: Statistics
    rows: Rows


@dataclass(frozen=True)
class AskedInPostgres:
    """A question on its way: the words are looked up on a thread of their own."""

    tables: PartitionTables
    wanted: Wanted
    found: "Future[Found]"

    def scores(self, also: Sequence[str] = ()) -> ScoredTerms:
        """Wait for what was found, look up the other chunks, and score them all.

        Raises:
            IndexUnavailableError: If the database fails.
        """
        found = self.found.result()
        others = _ask_rows(self.tables, found.names, also) if also and found.names else []
        statistics, allowed = found.statistics, self.wanted.document_keys
        rows = {
            row[0]: WordRow(*row[:3])
            for row in (*found.rows, *others)
            if allowed is None or row[3] in allowed
        }
        weights = {word: repeats * statistics.idf(word) for word, repeats in self.wanted.query.items()}
        mass = sum(weights.values())
        scores = {key: statistics.bm25(weights, row) / mass for key, row in rows.items()}
        ranked = sorted(
            (key for key, score in scores.items() if score > 0), key=lambda key: (-scores[key], key)
        )
        best = {key: scores[key] for key in ranked[: self.wanted.k]}
        return ScoredTerms.model_construct(coverages=best, others=scores)


def look_up(tables: PartitionTables, wanted: Wanted) -> Found:
    """Find the best chunks of each partition by pg_textsearch's scores.

    Raises:
        IndexUnavailableError: If the database fails.
    """
    with tables.place.connected() as connection:
        names = tuple(tables.held(connection, wanted.partitions).values())
        with connection.pipeline():  # all at once: each answer may travel
            counted = ask_statistics(tables, connection, names, wanted.query)
            best = _ask_best(tables, connection, names, wanted)
        return Found(names, read_statistics(counted), [row for cursor in best for row in cursor])


def _ask_best(
    tables: PartitionTables, connection: "Connection[Any]", names: Sequence[str], wanted: Wanted
) -> "list[Cursor[Any]]":
    place, documents = tables.place, wanted.document_keys
    where = "" if documents is None else "WHERE document_key = ANY(%(documents)s)"
    select = (
        f"SELECT {_COLUMNS} FROM {{}} {where} "  # noqa: S608 - no data
        f"ORDER BY words <@> to_bm25query(%(words)s, %(index)s) LIMIT {int(wanted.k)}"
    )
    values: dict[str, object] = {"words": " ".join(wanted.query)}
    if documents is not None:
        values["documents"] = sorted(documents)
    return [
        connection.execute(
            place.compose(select, name),
            values | {"index": f"{place.schema}.{tables.index_of(name)}"},
            prepare=False,  # prepared, it scores each row once more as soon as another query came between
        )
        for name in names
    ]


def _ask_rows(tables: PartitionTables, names: Sequence[str], keys: Sequence[str]) -> Rows:
    select = f"SELECT {_COLUMNS} FROM {{}} WHERE chunk_key = ANY(%s)"  # noqa: S608 - no data
    with tables.place.connected() as connection:
        with connection.pipeline():
            asked = [connection.execute(tables.place.compose(select, name), (list(keys),)) for name in names]
        return [row for cursor in asked for row in cursor]


def ask_statistics(
    tables: PartitionTables, connection: "Connection[Any]", names: Sequence[str], words: Iterable[str]
) -> "list[Cursor[Any]]":
    """Ask how many chunks there are, how long they are together, and how many hold each word."""
    select = "SELECT word, frequency FROM {} WHERE word = ANY(%s)"
    wanted = [CHUNKS, LENGTHS, *words]
    return [connection.execute(tables.place.compose(select, beside(name)), (wanted,)) for name in names]


def read_statistics(cursors: "Iterable[Cursor[Any]]") -> Statistics:
    """Add up the partitions' answers."""
    counted: Counter[str] = Counter()
    for cursor in cursors:
        for word, frequency in cursor:
            counted[word] += frequency
    size, length = counted.pop(CHUNKS, 0), counted.pop(LENGTHS, 0)
    return Statistics(size, max(length / size, 1.0) if size else 1.0, counted)


@lru_cache(maxsize=200_000)
def word_of(term: str) -> str:
    """Give twelve letters for a term: one word to any parser."""
    return blake2b(term.encode("utf-8", "replace"), digest_size=6).hexdigest().translate(_LETTERS)
