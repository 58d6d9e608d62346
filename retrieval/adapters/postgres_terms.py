"""The lexical arm in PostgreSQL: candidates by pg_textsearch's BM25, scores as `retrieval.lexical` has them.

pg_textsearch finds the best chunks of each partition quickly; their coverage is then computed here from
counts and frequencies over exactly the partitions that are searched. Terms are kept as hashes: its parser
would split and drop some of ours, and no readable word stays in the index.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from retrieval.adapters.postgres import PostgresPlace
from retrieval.adapters.postgres_tables import PartitionTables, beside
from retrieval.interface import TermEntry
from retrieval.lexical import K1, B
from retrieval.passage import Partition

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

_COLUMNS = "length integer NOT NULL, words text NOT NULL"
_INDEX = f"bm25 (words) WITH (text_config = 'simple', k1 = {float(K1)}, b = {float(B)})"
_COUNTED = "word text PRIMARY KEY, frequency bigint NOT NULL"
_CHUNKS, _LENGTHS = "", " "  # counted under these, where no word can be
_COUNTABLE = "chunk_key, words, length"
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopabcdef")


class ScoredTerms(BaseModel):
    """The coverage of all chunks that were looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    coverages: dict[str, float]  # of the best chunks, best first
    others: dict[str, float]

    def coverage(self, chunk_key: str) -> float:
        """Tell how much of the query a chunk covers, 0 to 1; 0 also for chunks not looked at."""
        return self.coverages.get(chunk_key, self.others.get(chunk_key, 0.0))


@dataclass(frozen=True)
class _Row:
    key: str
    words: str
    length: int


@dataclass(frozen=True)
class _Statistics:
    """Of all partitions searched, as one collection."""

    size: int
    mean_length: float
    frequencies: Counter[str]

    def idf(self, word: str) -> float:
        frequency = self.frequencies[word]
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))

    def bm25(self, query: Mapping[str, int], row: _Row) -> float:
        counts = Counter(word for word in row.words.split() if word in query)
        norm = K1 * (1 - B + B * row.length / self.mean_length)
        return sum(query[word] * self.idf(word) * count / (count + norm) for word, count in counts.items())


@dataclass
class PostgresTermIndex:
    """Terms of all chunks, partition by partition; safe to share between threads and processes."""

    place: PostgresPlace

    def replace_document(self, document_key: str, entries: Iterable[TermEntry]) -> None:
        """Put these chunks in place of what is held of the document version.

        Raises:
            IndexUnavailableError: If the database fails; then nothing has changed.
        """
        rows: dict[Partition, list[_Row]] = {}
        for key, partition, terms in entries:
            words = " ".join(_word_of(term) for term in terms)
            rows.setdefault(partition, []).append(_Row(key, words, len(terms)))
        with self.place.connected() as connection, connection.transaction():
            if not self.place.is_building:
                self._delete(connection, document_key, frozenset(rows))
            for partition, own in rows.items():
                name = self._tables.made(connection, partition)
                copy = self.place.compose("COPY {} (chunk_key, document_key, length, words) FROM STDIN", name)
                with connection.cursor() as cursor, cursor.copy(copy) as lines:
                    for row in own:
                        lines.write_row((row.key, document_key, row.length, row.words))
                self._count(connection, name, own, sign=1)

    def remove_document(self, document_key: str) -> None:
        """Drop all chunks of the document version; nothing happens when there are none."""
        with self.place.connected() as connection, connection.transaction():
            self._delete(connection, document_key)

    def count(self) -> int:
        """Count all chunks held."""
        with self.place.connected() as connection:
            names = list(self._tables.held(connection).values())
            return _statistics(self._ask_statistics(connection, names, ())).size

    def score(
        self,
        query_terms: Sequence[str],
        *,
        partitions: Sequence[Partition],
        document_keys: frozenset[str] | None,
        also: Sequence[str] = (),
        k: int = 100,
    ) -> ScoredTerms:
        """Score the chunks of some partitions for a query: the best of each arm, by their coverage.

        Args:
            query_terms: From the same tokenizer as the chunks'; repeats weigh more.
            partitions: Where to look; they alone make up the statistics.
            document_keys: Only chunks of these document versions; None for all.
            also: Keys of chunks whose coverage will be asked for.
            k: How many of the best to list.

        Raises:
            IndexUnavailableError: If the database fails.
        """
        query = Counter(map(_word_of, query_terms))
        if not query or not partitions:
            return ScoredTerms(coverages={}, others={})
        with self.place.connected() as connection:
            names = list(self._tables.held(connection, partitions).values())
            with connection.pipeline():  # all at once: each answer may travel
                counted = self._ask_statistics(connection, names, query)
                best = self._ask_best(connection, names, query, document_keys, k)
                others = self._ask_rows(connection, names, also) if also else []
            statistics = _statistics(counted)
        rows = [row for cursor in (*best, *others) for row in cursor]
        wanted = [_Row(*row[:3]) for row in rows if document_keys is None or row[3] in document_keys]
        mass = sum(repeats * statistics.idf(word) for word, repeats in query.items())
        scores = {row.key: statistics.bm25(query, row) / mass for row in wanted}
        ranked = sorted(
            (key for key, score in scores.items() if score > 0), key=lambda key: (-scores[key], key)
        )
        return ScoredTerms(coverages={key: scores[key] for key in ranked[:k]}, others=scores)

    def clear(self) -> None:
        """Drop everything, and put documents in without an index until `finish`."""
        self._tables.clear()

    def finish(self) -> None:
        """Make the indexes that were put off."""
        self._tables.finish()

    @property
    def _tables(self) -> PartitionTables:
        return PartitionTables(self.place, "terms", _COLUMNS, _INDEX, beside=_COUNTED)

    def _delete(
        self, connection: "Connection[Any]", document_key: str, keep: frozenset[Partition] = frozenset()
    ) -> None:
        """Delete the rows of a document version, and count their words no more."""
        deleted = self._tables.delete(connection, document_key, keep=keep, returning=_COUNTABLE)
        for name, rows in deleted.items():
            self._count(connection, name, [_Row(*row) for row in rows], sign=-1)

    def _ask_statistics(
        self, connection: "Connection[Any]", names: Sequence[str], query: Iterable[str]
    ) -> "list[Cursor[Any]]":
        select = "SELECT word, frequency FROM {} WHERE word = ANY(%s)"
        wanted = [_CHUNKS, _LENGTHS, *query]
        return [connection.execute(self.place.compose(select, beside(name)), (wanted,)) for name in names]

    def _ask_best(
        self,
        connection: "Connection[Any]",
        names: Sequence[str],
        query: Iterable[str],
        document_keys: frozenset[str] | None,
        k: int,
    ) -> "list[Cursor[Any]]":
        where = "" if document_keys is None else "WHERE document_key = ANY(%(documents)s)"
        select = (
            f"SELECT {_COUNTABLE}, document_key FROM {{}} {where} "  # noqa: S608 - no data
            f"ORDER BY words <@> to_bm25query(%(words)s, %(index)s) LIMIT {int(k)}"
        )
        values: dict[str, object] = {"words": " ".join(query)}
        if document_keys is not None:
            values["documents"] = sorted(document_keys)
        return [
            connection.execute(
                self.place.compose(select, name),
                values | {"index": f"{self.place.schema}.{self._tables.index_of(name)}"},
                prepare=False,  # prepared, it scores each row once more as soon as another query came between
            )
            for name in names
        ]

    def _ask_rows(
        self, connection: "Connection[Any]", names: Sequence[str], keys: Sequence[str]
    ) -> "list[Cursor[Any]]":
        select = f"SELECT {_COUNTABLE}, document_key FROM {{}} WHERE chunk_key = ANY(%s)"  # noqa: S608 - no data
        return [connection.execute(self.place.compose(select, name), (list(keys),)) for name in names]

    def _count(self, connection: "Connection[Any]", name: str, rows: Sequence[_Row], *, sign: int) -> None:
        counted = Counter(word for row in rows for word in set(row.words.split()))
        counted[_CHUNKS], counted[_LENGTHS] = len(rows), sum(row.length for row in rows)
        words = sorted(counted)
        connection.execute(
            self.place.compose(
                "INSERT INTO {} AS held SELECT * FROM unnest(%s::text[], %s::bigint[]) "
                "ON CONFLICT (word) DO UPDATE SET frequency = held.frequency + excluded.frequency",
                beside(name),
            ),
            (words, [sign * counted[word] for word in words]),
        )
        if sign < 0:
            delete = "DELETE FROM {} WHERE frequency <= 0 AND word = ANY(%s)"
            connection.execute(self.place.compose(delete, beside(name)), (words,))


def _statistics(cursors: "Iterable[Cursor[Any]]") -> _Statistics:
    counted: Counter[str] = Counter()
    for cursor in cursors:
        for word, frequency in cursor:
            counted[word] += frequency
    size, length = counted.pop(_CHUNKS, 0), counted.pop(_LENGTHS, 0)
    return _Statistics(size, max(length / size, 1.0) if size else 1.0, counted)


@lru_cache(maxsize=200_000)
def _word_of(term: str) -> str:
    """Give twelve letters for a term: one word to any parser."""
    return blake2b(term.encode("utf-8", "replace"), digest_size=6).hexdigest().translate(_LETTERS)
