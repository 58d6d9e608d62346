"""The lexical arm in PostgreSQL: the words of chunks, a table for each partition, and their frequencies.

Words are kept as hashes: pg_textsearch's parser would split and drop some of ours, and no readable word
stays in the index. Questions are `postgres_asking`'s business.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from retrieval.adapters.postgres import PostgresPlace
from retrieval.adapters.postgres_asking import (
    CHUNKS,
    LENGTHS,
    AskedInPostgres,
    NothingAsked,
    Wanted,
    WordRow,
    ask_statistics,
    look_up,
    read_statistics,
    word_of,
)
from retrieval.adapters.postgres_tables import PartitionTables, beside
from retrieval.interface import AskedTerms, TermEntry
from retrieval.lexical import K1, B
from retrieval.passage import Partition

if TYPE_CHECKING:
    from psycopg import Connection

_COLUMNS = "length integer NOT NULL, words text NOT NULL"
_INDEX = f"bm25 (words) WITH (text_config = 'simple', k1 = {float(K1)}, b = {float(B)})"
_COUNTED = "word text PRIMARY KEY, frequency bigint NOT NULL"
_AT_ONCE = 8  # questions; half of the place's connections, so that vectors find one


@dataclass
class PostgresTermIndex:
    """Terms of all chunks, partition by partition; safe to share between threads and processes."""

    place: PostgresPlace
    _workers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_AT_ONCE, "words"))

    def replace_document(self, document_key: str, entries: Iterable[TermEntry]) -> None:
        """Put these chunks in place of what is held of the document version.

        Raises:
            IndexUnavailableError: If the database fails; then nothing has changed.
        """
        rows: dict[Partition, list[WordRow]] = {}
        for key, partition, terms in entries:
            words = " ".join(word_of(term) for term in terms)
            rows.setdefault(partition, []).append(WordRow(key, words, len(terms)))
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
            return read_statistics(ask_statistics(self._tables, connection, names, ())).size

    def asked(
        self,
        query_terms: Sequence[str],
        *,
        partitions: Sequence[Partition],
        document_keys: frozenset[str] | None,
        k: int = 100,
    ) -> AskedTerms:
        """Begin to score the chunks of some partitions for a query; the database works meanwhile.

        Args:
            query_terms: From the same tokenizer as the chunks'; repeats weigh more.
            partitions: Where to look; they alone make up the statistics.
            document_keys: Only chunks of these document versions; None for all.
            k: How many of the best to list.

        Returns:
            What raises `IndexUnavailableError` when it is waited for and the database fails.
        """
        query = Counter(map(word_of, query_terms))
        if not query or not partitions:
            return NothingAsked()
        wanted = Wanted(query, tuple(partitions), document_keys, k)
        return AskedInPostgres(self._tables, wanted, self._workers.submit(look_up, self._tables, wanted))

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
        deleted = self._tables.delete(
            connection, document_key, keep=keep, returning="chunk_key, words, length"
        )
        for name, rows in deleted.items():
            self._count(connection, name, [WordRow(*row) for row in rows], sign=-1)

    def _count(self, connection: "Connection[Any]", name: str, rows: Sequence[WordRow], *, sign: int) -> None:
        counted = Counter(word for row in rows for word in set(row.words.split()))
        counted[CHUNKS], counted[LENGTHS] = len(rows), sum(row.length for row in rows)
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
