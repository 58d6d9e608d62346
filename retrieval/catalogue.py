"""Hold in memory which chunks there are, so that a found key becomes the words of a section.

Filled from the record by `retrieval.indexer`, read by `retrieval.retriever`. It ranks nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import RLock

from knowledge.documents.document import Language, Shelf
from retrieval.passage import Chunk, Partition

_SectionKey = tuple[str, str]  # document key, section id


@dataclass
class ChunkCatalogue:
    """All chunks by key, by section and by partition; safe to share between threads.

    Attributes:
        generation: Of the record, at which it was last filled.
    """

    generation: int = -1
    _chunks: dict[str, Chunk] = field(default_factory=dict)
    _documents: dict[str, list[str]] = field(default_factory=dict)
    _sections: dict[_SectionKey, list[str]] = field(default_factory=dict)  # text chunks, reading order
    _section_ids: dict[Partition, dict[str, int]] = field(default_factory=dict)  # how many chunks of each
    _lock: RLock = field(default_factory=RLock)

    def replace_document(self, document_key: str, chunks: Iterable[Chunk]) -> None:
        """Put these chunks in place of what is held of the document version."""
        with self._lock:
            self.remove_document(document_key)
            for chunk in chunks:
                self._add(chunk)

    def remove_document(self, document_key: str) -> None:
        """Forget the document version."""
        with self._lock:
            for key in self._documents.pop(document_key, ()):
                chunk = self._chunks.pop(key)
                self._sections.pop((document_key, chunk.section_id), None)
                ids = self._section_ids[chunk.partition]
                ids[chunk.section_id] -= 1
                if not ids[chunk.section_id]:
                    del ids[chunk.section_id]
                if not ids:
                    del self._section_ids[chunk.partition]

    def chunks(self, keys: Sequence[str]) -> dict[str, Chunk]:
        """Look up chunks; one that was removed meanwhile is absent."""
        return {key: held for key in keys if (held := self._chunks.get(key)) is not None}

    def indexed_texts(self, keys: Sequence[str]) -> dict[str, str]:
        """Look up what both arms read of chunks; one that was removed meanwhile is absent."""
        return {key: held.indexed_text for key in keys if (held := self._chunks.get(key)) is not None}

    def text_chunks(self, found: Chunk, language: Language) -> list[Chunk]:
        """List the text chunks of the section that a chunk belongs to, in reading order.

        Of a section held in several languages those in `language`, else those in the found chunk's own.
        """
        with self._lock:
            keys = self._sections.get((found.document_key, found.section_id), ())
            chunks = [self._chunks[key] for key in keys]
        for wanted in (language, found.section_language):
            matching = [chunk for chunk in chunks if chunk.section_language == wanted]
            if matching:
                return matching
        return chunks

    def partitions(self, audiences: frozenset[str], shelves: frozenset[Shelf]) -> tuple[Partition, ...]:
        """List the partitions that hold anything and that these audiences may read, in a fixed order."""
        with self._lock:
            held = tuple(self._section_ids)
        readable = (one for one in held if one.audience in audiences and one.shelf in shelves)
        return tuple(sorted(readable, key=lambda one: (one.shelf, one.audience, one.language)))

    def is_held_in(self, partition: Partition, others: Sequence[Partition]) -> bool:
        """Tell whether every section of a partition has a chunk in one of the others, too."""
        with self._lock:
            held = [self._section_ids.get(one, {}) for one in others]
            return all(any(id_ in ids for ids in held) for id_ in self._section_ids.get(partition, ()))

    def count(self) -> int:
        """Count all chunks held."""
        return len(self._chunks)

    def _add(self, chunk: Chunk) -> None:
        self._chunks[chunk.key] = chunk
        self._documents.setdefault(chunk.document_key, []).append(chunk.key)
        if chunk.kind == "text":
            self._sections.setdefault((chunk.document_key, chunk.section_id), []).append(chunk.key)
        ids = self._section_ids.setdefault(chunk.partition, {})
        ids[chunk.section_id] = ids.get(chunk.section_id, 0) + 1
