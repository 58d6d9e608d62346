"""A chunk index that looks at every vector, in memory.

Exact, and faster than any other below some 200,000 chunks; filled from the record at start. It serves
processes that do not own the Chroma path, and judges `retrieval.adapters.chroma` in the contract tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from retrieval.interface import ChunkRecord, Neighbour, Vectors
from retrieval.passage import Chunk, Partition
from retrieval.restoring import by_document, restored_vectors


@dataclass
class _Block:
    """One partition: rows of chunks, in arrays that grow by doubling."""

    vectors: Vectors
    documents: NDArray[np.int32]
    keys: list[str] = field(default_factory=list)

    def add(self, keys: Sequence[str], document: int, vectors: Vectors) -> None:
        first, end = len(self.keys), len(self.keys) + len(keys)
        if end > len(self.vectors):
            size = max(end, 2 * len(self.vectors))
            self.vectors = np.resize(self.vectors, (size, vectors.shape[1]))
            self.documents = np.resize(self.documents, size)
        self.vectors[first:end] = vectors
        self.documents[first:end] = document
        self.keys.extend(keys)

    def without(self, document: int) -> "_Block":
        kept = np.flatnonzero(self.documents[: len(self.keys)] != document)
        keys = [self.keys[row] for row in kept.tolist()]
        return _Block(self.vectors[kept], self.documents[kept], keys)

    def nearest(self, vector: Vectors, allowed: NDArray[np.bool_] | None, k: int) -> list[Neighbour]:
        similarities = self.vectors[: len(self.keys)] @ vector
        rows = np.arange(len(self.keys))
        if allowed is not None:
            rows = np.flatnonzero(allowed[self.documents[: len(self.keys)]])
        if rows.size > k:
            rows = rows[np.argpartition(-similarities[rows], k - 1)[:k]]
        found = similarities[rows].tolist()
        return [
            Neighbour.model_construct(chunk_key=self.keys[row], similarity=similarity)
            for row, similarity in zip(rows.tolist(), found, strict=True)
        ]


@dataclass
class ExactChunkIndex:
    """All vectors in memory, partition by partition; safe to share between threads."""

    dimension: int
    _blocks: dict[Partition, _Block] = field(default_factory=dict)
    _document_ids: dict[str, int] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def nearest(
        self,
        vector: Vectors,
        *,
        partitions: Sequence[Partition],
        document_keys: frozenset[str] | None,
        k: int,
    ) -> list[Neighbour]:
        """Find the k nearest chunks inside the partitions, best first."""
        if k <= 0:
            return []
        with self._lock:
            allowed = self._allowed(document_keys)
            blocks = [block for one in dict.fromkeys(partitions) if (block := self._blocks.get(one))]
            found = [one for block in blocks for one in block.nearest(vector, allowed, k)]
        return sorted(found, key=lambda one: (-one.similarity, one.chunk_key))[:k]

    def replace_document(self, document_key: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Put exactly these chunks in place of whatever the index holds of the document version.

        Raises:
            ValueError: If the vectors are not (len(chunks), dimension).
        """
        if vectors.shape != (len(chunks), self.dimension):
            raise ValueError(f"{len(chunks)} chunks with vectors of shape {vectors.shape}")
        rows: dict[Partition, list[int]] = {}
        for row, chunk in enumerate(chunks):
            rows.setdefault(chunk.partition, []).append(row)
        with self._lock:
            self.remove_document(document_key)
            document = self._document_ids.setdefault(document_key, len(self._document_ids))
            for partition, own in rows.items():
                block = self._blocks.setdefault(partition, self._empty_block())
                block.add([chunks[row].key for row in own], document, vectors[own])

    def remove_document(self, document_key: str) -> None:
        """Drop all chunks of the document version; nothing happens when there are none."""
        with self._lock:
            document = self._document_ids.get(document_key)
            if document is None:
                return
            for partition, block in list(self._blocks.items()):
                if (block.documents[: len(block.keys)] == document).any():
                    self._blocks[partition] = block.without(document)
            self._blocks = {one: block for one, block in self._blocks.items() if block.keys}

    def count(self) -> int:
        """Count all chunks held."""
        with self._lock:
            return sum(len(block.keys) for block in self._blocks.values())

    def vectors(self, chunk_keys: Sequence[str]) -> dict[str, Vectors]:
        """Give the vectors of these chunks, each of shape (dimension,); unknown keys are left out."""
        wanted = set(chunk_keys)
        with self._lock:
            return {
                key: block.vectors[row].copy()
                for block in self._blocks.values()
                for row, key in enumerate(block.keys)
                if key in wanted
            }

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._blocks = {}

    def _allowed(self, document_keys: frozenset[str] | None) -> NDArray[np.bool_] | None:
        if document_keys is None:
            return None
        table = np.zeros(len(self._document_ids), dtype=np.bool_)
        table[[self._document_ids[key] for key in document_keys if key in self._document_ids]] = True
        return table

    def _empty_block(self) -> _Block:
        return _Block(np.zeros((0, self.dimension), dtype=np.float32), np.zeros(0, dtype=np.int32))


def load_exact_index(record: ChunkRecord, *, dimension: int) -> ExactChunkIndex:
    """Fill an index from the record; nothing is embedded."""
    index = ExactChunkIndex(dimension)
    for document_key, held in by_document(record.chunks()).items():
        vectors = restored_vectors([one.vector for one in held], dimension)
        index.replace_document(document_key, [one.chunk for one in held], vectors)
    return index
