"""The dense arm in PostgreSQL: half-precision vectors with pgvector's HNSW, a table for each partition."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.adapters.postgres import KINDS, PostgresPlace
from retrieval.adapters.postgres_tables import PartitionTables
from retrieval.interface import Neighbour, Vectors
from retrieval.passage import Chunk, Partition

_INDEX = "hnsw (vector halfvec_cosine_ops) WITH (m = 16, ef_construction = 100)"


@dataclass
class PostgresChunkIndex:
    """Chunks' keys and vectors; no text. Safe to share between threads and processes.

    Attributes:
        place: Where.
        dimension: Length of a vector.
    """

    place: PostgresPlace
    dimension: int

    def nearest(
        self,
        vector: Vectors,
        *,
        partitions: Sequence[Partition],
        document_keys: frozenset[str] | None,
        k: int,
    ) -> list[Neighbour]:
        """Find the k nearest chunks inside the partitions, best first.

        Raises:
            IndexUnavailableError: If the database fails.
        """
        if k <= 0 or not partitions:
            return []
        text = _written(vector)
        where = "" if document_keys is None else "WHERE document_key = ANY(%(documents)s)"
        query = (
            f"SELECT chunk_key, 1 - (vector <=> %(vector)s::halfvec) FROM {{}} {where} "  # noqa: S608 - no data
            f"ORDER BY vector <=> %(vector)s::halfvec LIMIT {int(k)}"
        )
        values: dict[str, object] = {"vector": text}
        if document_keys is not None:
            values["documents"] = sorted(document_keys)
        with self.place.connected() as connection:
            names = self._tables.held(connection, partitions)
            with connection.pipeline():
                cursors = [
                    connection.execute(self.place.compose(query, name), values) for name in names.values()
                ]
            rows = [row for cursor in cursors for row in cursor]
        found = [Neighbour.model_construct(chunk_key=key, similarity=float(value)) for key, value in rows]
        return sorted(found, key=lambda one: (-one.similarity, one.chunk_key))[:k]

    def replace_document(self, document_key: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Put exactly these chunks in place of whatever the index holds of the document version.

        Raises:
            IndexUnavailableError: If the database fails; then nothing has changed.
            ValueError: If the vectors are not (len(chunks), dimension).
        """
        if vectors.shape != (len(chunks), self.dimension):
            raise ValueError(f"{len(chunks)} chunks with vectors of shape {vectors.shape}")
        rows: dict[Partition, list[int]] = {}
        for row, chunk in enumerate(chunks):
            rows.setdefault(chunk.partition, []).append(row)
        with self.place.connected() as connection, connection.transaction():
            if not self.place.is_building:
                self._tables.delete(connection, document_key, keep=frozenset(rows))
            for partition, own in rows.items():
                name = self._tables.made(connection, partition)
                copy = self.place.compose("COPY {} (chunk_key, document_key, vector) FROM STDIN", name)
                with connection.cursor() as cursor, cursor.copy(copy) as lines:
                    for row in own:
                        lines.write_row((chunks[row].key, document_key, _written(vectors[row])))

    def remove_document(self, document_key: str) -> None:
        """Drop all chunks of the document version; nothing happens when there are none."""
        with self.place.connected() as connection, connection.transaction():
            self._tables.delete(connection, document_key)

    def count(self) -> int:
        """Count all chunks held."""
        with self.place.connected() as connection:
            names = self._tables.held(connection)
            counts = (
                connection.execute(self.place.compose("SELECT count(*) FROM {}", name)).fetchone()
                for name in names.values()
            )
            return sum(int(row[0]) for row in counts if row)

    def vectors(self, chunk_keys: Sequence[str]) -> dict[str, Vectors]:
        """Give the vectors of these chunks, each of shape (dimension,); unknown keys are left out."""
        if not chunk_keys:
            return {}
        query = "SELECT chunk_key, vector::real[] FROM {} WHERE chunk_key = ANY(%s)"
        with self.place.connected() as connection:
            names = self._tables.held(connection)
            with connection.pipeline():
                cursors = [
                    connection.execute(self.place.compose(query, name), (list(chunk_keys),))
                    for name in names.values()
                ]
            rows = [row for cursor in cursors for row in cursor]
        return {key: _unit(np.array(values, dtype=np.float32)) for key, values in rows}

    def clear(self) -> None:
        """Drop everything, and put documents in without indexes until `finish`."""
        self._tables.clear()

    def finish(self) -> None:
        """Make the indexes that were put off."""
        self._tables.finish()

    def compact(self) -> bool:
        """Give up the space of removed rows, terms included; there is no text in them, only keys."""
        with self.place.connected() as connection:
            for kind in KINDS:
                for name in self.place.names(connection, kind).values():
                    connection.execute(self.place.compose("VACUUM {}", name))
        return True

    def close(self) -> None:
        """Let go of the connections."""
        self.place.close()

    @property
    def _tables(self) -> PartitionTables:
        return PartitionTables(
            self.place, "vectors", f"vector halfvec({int(self.dimension)}) NOT NULL", _INDEX
        )


def _written(vector: Vectors) -> str:
    """Write a vector as PostgreSQL reads it; four decimals more than half precision holds."""
    return "[" + ",".join(map("{:.7g}".format, vector.tolist())) + "]"


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)
