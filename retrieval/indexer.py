"""Make documents searchable: split, tokenize, embed, then write the record and the indexes derived from it.

The record is written first, in one transaction; what is derived from it can be made again at any time. Which
documents there are, and who may put them in, is decided by the callers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import Document, Language
from retrieval.chunking import CHUNKING_VERSION, Phrasing, phrasing_chunks, split_document
from retrieval.interface import (
    Catalogue,
    ChunkIndex,
    ChunkRecord,
    Embedder,
    EmbeddingMismatchError,
    IndexedChunk,
    Progress,
    TermIndex,
    Tokenizer,
    Vectors,
    VectorSource,
    content_hash,
)
from retrieval.passage import Chunk
from retrieval.restoring import by_document, restored_vectors


class IndexReport(BaseModel):
    """What indexing a document version came to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document_key: str
    sections: int
    chunks: int  # of text
    phrasings: int
    embedded: int  # chunks whose vector was computed now; the others were known already


class KnownPhrasing(BaseModel):
    """A phrasing as it is put in, or read back from the record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    language: Language
    text: str
    is_generated: bool = False


@dataclass
class Indexer:
    """Writes documents into the record, the terms and the index; one at a time.

    Attributes:
        index: Derived from the record; None while it is not open, then only record and terms are written.
        sources: Where vectors are looked up after the record and before embedding.
    """

    embedder: Embedder
    tokenizer: Tokenizer
    record: ChunkRecord
    terms: TermIndex
    catalogue: Catalogue
    index: ChunkIndex | None = None
    sources: Sequence[VectorSource] = ()
    _lock: RLock = field(default_factory=RLock)

    @property
    def recipe_id(self) -> str:
        """Name how chunks and terms are made; when it changes, `reindex_all` brings the record up to date."""
        return f"chunks-{CHUNKING_VERSION}/{self.tokenizer.tokenizer_id}"

    def index_document(
        self, document: Document, phrasings: Sequence[Phrasing] = (), progress: Progress | None = None
    ) -> IndexReport:
        """Put a document version in place of what is held of it.

        Args:
            document: All its sections are indexed.
            phrasings: Further ways to ask for its sections; those for other documents are left out.
            progress: Told while embedding, in chunks.

        Raises:
            EmbeddingMismatchError: If the record holds vectors of another model.
        """
        [report] = self.index_documents([document], phrasings, progress)
        return report

    def index_documents(
        self,
        documents: Sequence[Document],
        phrasings: Sequence[Phrasing] = (),
        progress: Progress | None = None,
    ) -> list[IndexReport]:
        """Put several document versions in, embedded together, which is faster; else as `index_document`."""
        self.check_model()
        with self._lock:
            chunks = [split_document(one) + phrasing_chunks(one, phrasings) for one in documents]
            vectors, is_new = self._vectors([chunk for held in chunks for chunk in held], progress)
            reports, first = [], 0
            for document, held in zip(documents, chunks, strict=True):
                rows = slice(first, first + len(held))
                self._write(document, held, vectors[rows])
                reports.append(_report(document, held, embedded=int(is_new[rows].sum())))
                first += len(held)
            return reports

    def text_vectors(
        self, documents: Sequence[Document], progress: Progress | None = None
    ) -> list[tuple[list[str], Vectors]]:
        """Embed the text of versions that are to be indexed; gives section ids and vectors, row by row.

        Vectors are found again in `sources` that keep them, when the versions are indexed.
        """
        self.check_model()
        with self._lock:
            chunks = [split_document(one) for one in documents]
            vectors, _ = self._vectors([chunk for held in chunks for chunk in held], progress)
        ends = np.cumsum([len(held) for held in chunks])
        return [
            ([chunk.section_id for chunk in held], vectors[end - len(held) : end])
            for held, end in zip(chunks, ends, strict=True)
        ]

    def renew_document(self, document: Document) -> None:
        """Write a version that is held once more, changed in what its sections do not say; phrasings stay."""
        with self._lock:
            phrasings = _phrasings_of(self.record.chunks(document.key))
            held = split_document(document) + phrasing_chunks(document, phrasings)
            self._write(document, held, self._vectors(held, None)[0])

    def remove_document(self, document_key: str) -> bool:
        """Delete a document version from the record and everything derived; False when it was not held."""
        with self._lock:
            was_held = self.record.remove_document(document_key)
            if was_held:
                self.terms.remove_document(document_key)
                self.catalogue.remove_document(document_key)
                if self.index is not None:
                    self.index.remove_document(document_key)
                self.catalogue.generation = self.record.generation()
            return was_held

    def load_terms(self, index: ChunkIndex | None = None) -> None:
        """Fill the terms and the catalogue from the record; call once at start.

        Args:
            index: Filled on the way, in one reading; for an index that is held in memory.
        """
        with self._lock:
            generation = self.record.generation()
            for document_key, held in by_document(self.record.chunks()).items():
                self._write_terms(document_key, held)
                if index is not None:
                    vectors = restored_vectors([one.vector for one in held], self.embedder.dimension)
                    index.replace_document(document_key, [one.chunk for one in held], vectors)
            self.catalogue.generation = generation

    def check_model(self) -> None:
        """Make sure that the record's vectors are of the configured model.

        Raises:
            EmbeddingMismatchError: If they are not; `reembed_all` replaces them.
        """
        others = self.record.model_ids() - {self.embedder.model_id}
        if others:
            raise EmbeddingMismatchError(held=", ".join(sorted(others)), configured=self.embedder.model_id)

    def reembed_all(self, progress: Progress | None = None) -> None:
        """Embed everything in the record with the configured model; the index must be opened anew afterwards.

        Killed in between, it may be called again: what is done stays done.
        """
        self._rewrite_all(progress)

    def reindex_all(self, progress: Progress | None = None) -> None:
        """Split and tokenize everything in the record again; vectors of unchanged text are kept."""
        self._rewrite_all(progress)

    def _rewrite_all(self, progress: Progress | None) -> None:
        with self._lock:
            documents = self.record.documents()
            index, self.index = self.index, None  # every document changes: the caller opens a new version
            if index is not None:
                index.close()
            for done, document in enumerate(documents):
                self.renew_document(document)
                if progress:
                    progress(done + 1, len(documents))

    def _vectors(self, chunks: Sequence[Chunk], progress: Progress | None) -> tuple[Vectors, Vectors]:
        """Give a vector for each chunk, from where one is known, and tell which are new."""
        hashes = [content_hash(chunk.indexed_text) for chunk in chunks]
        texts = {one: chunk.indexed_text for one, chunk in zip(hashes, chunks, strict=True)}
        held: dict[str, object] = {}
        for source in (self.record, *self.sources):
            wanted = [one for one in texts if one not in held]
            held.update(source.vectors_by_hash(wanted, model_id=self.embedder.model_id))
        missing = [one for one in texts if one not in held]
        computed = self.embedder.embed_passages([texts[one] for one in missing], progress)
        held.update(zip(missing, computed.astype(np.float16), strict=True))
        new = set(missing)
        stored = [np.asarray(held[one], dtype=np.float16) for one in hashes]
        is_new = np.array([one in new for one in hashes], dtype=np.float32)
        return restored_vectors(stored, self.embedder.dimension), is_new

    def _write(self, document: Document, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Write the record, then what is derived: a crash in between leaves an index known to be stale."""
        indexed = [
            IndexedChunk(
                chunk=chunk,
                terms=tuple(self.tokenizer.split_terms(chunk.indexed_text)),
                vector=vector.astype(np.float16),
            )
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        self.record.replace_document(document, indexed, model_id=self.embedder.model_id)
        self._write_terms(document.key, indexed)
        if self.index is not None:  # last: an index that is whole says that everything derived is
            self.index.replace_document(document.key, chunks, vectors)
        self.catalogue.generation = self.record.generation()

    def _write_terms(self, document_key: str, held: Sequence[IndexedChunk]) -> None:
        self.catalogue.replace_document(document_key, [one.chunk for one in held])
        entries = ((one.chunk.key, one.chunk.partition, one.terms) for one in held)
        self.terms.replace_document(document_key, entries)


def _report(document: Document, chunks: Sequence[Chunk], *, embedded: int) -> IndexReport:
    texts = sum(chunk.kind == "text" for chunk in chunks)
    return IndexReport(
        document_key=document.key,
        sections=len(document.sections),
        chunks=texts,
        phrasings=len(chunks) - texts,
        embedded=embedded,
    )


def _phrasings_of(chunks: Iterable[IndexedChunk]) -> list[KnownPhrasing]:
    return [
        KnownPhrasing(
            id=one.chunk.section_id,
            language=one.chunk.partition.language,
            text=one.chunk.text,
            is_generated=one.chunk.kind == "generated",
        )
        for one in chunks
        if one.chunk.kind != "text"
    ]
