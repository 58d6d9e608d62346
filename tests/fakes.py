"""Working stand-ins for what is outside; each passes the contract tests of what it stands for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from knowledge.documents.document import Document
from retrieval.interface import IndexedChunk, content_hash


@dataclass
class MemoryChunkRecord:
    """The record in memory: as `bot.storage` keeps it, but gone with the process."""

    _documents: dict[str, Document] = field(default_factory=dict)
    _chunks: dict[str, tuple[IndexedChunk, ...]] = field(default_factory=dict)
    _models: dict[str, str] = field(default_factory=dict)
    _generation: int = 0
    _lock: RLock = field(default_factory=RLock)

    def generation(self) -> int:
        return self._generation

    def replace_document(self, document: Document, chunks: Sequence[IndexedChunk], *, model_id: str) -> None:
        with self._lock:
            self._documents[document.key] = document
            self._chunks[document.key] = tuple(chunks)
            self._models[document.key] = model_id
            self._generation += 1

    def remove_document(self, document_key: str) -> bool:
        with self._lock:
            if document_key not in self._documents:
                return False
            del self._documents[document_key], self._chunks[document_key], self._models[document_key]
            self._generation += 1
            return True

    def documents(self) -> list[Document]:
        return sorted(self._documents.values(), key=lambda one: (one.shelf, one.id, one.version))

    def chunks(self, document_key: str | None = None) -> Iterable[IndexedChunk]:
        with self._lock:
            keys = list(self._chunks) if document_key is None else [document_key]
            return iter([one for key in keys for one in self._chunks.get(key, ())])

    def vectors_by_hash(self, hashes: Sequence[str], *, model_id: str) -> dict[str, NDArray[np.float16]]:
        wanted = set(hashes)
        with self._lock:
            return {
                name: one.vector
                for key, held in self._chunks.items()
                if self._models[key] == model_id
                for one in held
                if (name := content_hash(one.chunk.indexed_text)) in wanted
            }

    def model_ids(self) -> set[str]:
        return set(self._models.values())
