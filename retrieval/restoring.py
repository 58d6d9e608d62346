"""Bring chunks back from the record: gathered by document, vectors in working precision."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.interface import IndexedChunk, Vectors


def by_document(chunks: Iterable[IndexedChunk]) -> dict[str, list[IndexedChunk]]:
    """Gather chunks by document version; the record need not keep a document's chunks together."""
    gathered: dict[str, list[IndexedChunk]] = {}
    for one in chunks:
        gathered.setdefault(one.chunk.document_key, []).append(one)
    return gathered


def restored_vectors(stored: Sequence[NDArray[np.float16]], dimension: int) -> Vectors:
    """Make unit vectors of stored ones, which half precision left a little off: shape (n, dimension)."""
    if not stored:
        return np.zeros((0, dimension), dtype=np.float32)
    vectors = np.array(stored, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
