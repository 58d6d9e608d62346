"""Keep an index that many processes search, behind an address, equal to the record.

What it holds (which state of the record, made by which model and code) is noted beside the record before and
after every write. A note that does not fit at start means that the index is built anew from the record, in
its place; nothing is embedded for that. Readers use it only while it is whole. The caller must be the one
owner who writes.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import Literal, Protocol

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from retrieval.adapters.probing import Probe, choose_probes, find_themselves
from retrieval.interface import (
    ChunkIndex,
    ChunkRecord,
    EmbeddingMismatchError,
    IndexedChunk,
    IndexUnavailableError,
    Neighbour,
    Progress,
    TermIndex,
    Vectors,
)
from retrieval.passage import Chunk, Partition
from retrieval.restoring import restored_vectors

log = structlog.get_logger()

_NOTE = "shared_index"
_CODE = "1"  # raise it when the same record gives another index
SharedState = Literal["current", "missing", "stale", "other_model", "other_code", "interrupted", "unusable"]


class NoteKeeper(Protocol):
    """Keeps small values by name, beside the record."""

    def value(self, name: str) -> str | None:
        """Read a value; None when it was never written."""

    def keep_value(self, name: str, value: str | None) -> None:
        """Write a value, or forget it."""


class ServedChunkIndex(ChunkIndex, Protocol):
    """An index behind an address, which can be emptied and filled in bulk."""

    def clear(self) -> None:
        """Drop everything; indexes may be put off until `finish`."""

    def finish(self) -> None:
        """Make what was put off."""

    def compact(self) -> bool:
        """Give up the space of what was removed; False when only building anew does that."""


class ServedTermIndex(TermIndex, Protocol):
    """Likewise for terms."""

    def clear(self) -> None:
        """Drop everything; indexes may be put off until `finish`."""

    def finish(self) -> None:
        """Make what was put off."""


class _Note(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    location: str
    generation: int
    model_id: str
    code: str
    chunks: int
    is_whole: bool
    is_building: bool = False
    probes: tuple[Probe, ...] = ()


@dataclass
class SharedChunkIndex:
    """The index behind an address; every write is noted, so that a crash in the middle is noticed.

    Attributes:
        record: What the index must hold.
        notes: Where it is noted what it holds; read by all processes.
        engine: Holds the vectors.
        terms: Holds the terms, where the same place does; None when they are held in memory.
        location: Names the place; another one is another index.
        model_id: Of the vectors.
        dimension: Length of a vector.
        recipe_id: Names how chunks and terms were made.
        is_reader: Whether another process may be building it: then that is looked at before each search.
        state: How the index was found by `open`.
    """

    record: ChunkRecord
    notes: NoteKeeper
    engine: ServedChunkIndex
    terms: ServedTermIndex | None
    location: str
    model_id: str
    dimension: int
    recipe_id: str = ""
    is_reader: bool = False
    state: SharedState = "missing"
    _is_building: bool = False
    _lock: RLock = field(default_factory=RLock)

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
            IndexUnavailableError: If it cannot be reached, or while it is built: it would find too little.
        """
        if self._is_building or (self.is_reader and not self.is_searchable()):
            raise IndexUnavailableError(f"{self.location}: being built")
        return self.engine.nearest(vector, partitions=partitions, document_keys=document_keys, k=k)

    def replace_document(self, document_key: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Put exactly these chunks in place of what is held; the record must hold them already."""
        with self._writing():
            self.engine.replace_document(document_key, chunks, vectors)

    def remove_document(self, document_key: str) -> None:
        """Drop all chunks of the document version; the record must have dropped them already."""
        with self._writing():
            self.engine.remove_document(document_key)

    def count(self) -> int:
        """Count all chunks held."""
        return self.engine.count()

    def vectors(self, chunk_keys: Sequence[str]) -> dict[str, Vectors]:
        """Give the vectors of these chunks, each of shape (dimension,); unknown keys are left out."""
        return self.engine.vectors(chunk_keys)

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.close()

    def is_searchable(self) -> bool:
        """Tell whether a reader may search: not while it is built anew, nor when it is of other making."""
        note = self._read()
        return note is not None and not note.is_building and self._is_ours(note)

    def open(self, progress: Progress | None = None) -> None:
        """Use the index as it is when it fits the record, else build it anew.

        Raises:
            EmbeddingMismatchError: If the record holds vectors of another model: embed them anew first.
            IndexUnavailableError: If it cannot be reached, or no sound index can be built.
        """
        others = self.record.model_ids() - {self.model_id}
        if others:
            raise EmbeddingMismatchError(held=", ".join(sorted(others)), configured=self.model_id)
        with self._lock:
            self.state = self._judge()
            if self.state == "current" and not self._is_whole():
                self.state = "unusable"
            if self.state != "current":
                log.info("index_not_current", reason=self.state)
                self.rebuild(progress)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Empty the place and fill it from the record; readers search the record meanwhile.

        Raises:
            IndexUnavailableError: If it does not hold then what the record holds.
        """
        with self._lock:
            generation = self.record.generation()
            self._write(self._note(generation, 0, is_whole=False, is_building=True))
            self._is_building = True
            chunks, probes = self._fill(progress)
            self._is_building = False
            note = self._note(generation, chunks, is_whole=True).model_copy(update={"probes": probes})
            self._write(note)
        log.info("index_built", generation=generation, chunks=chunks)

    def compact(self, progress: Progress | None = None) -> None:
        """Let nothing of what was removed stay, as far as the engine can; else build the index anew."""
        with self._lock:
            if not self.engine.compact():
                self.rebuild(progress)

    def _judge(self) -> SharedState:
        note = self._read()
        if note is None or note.location != self.location:
            return "missing"
        if not note.is_whole:
            return "interrupted"
        if note.model_id != self.model_id:
            return "other_model"
        if not self._is_ours(note):
            return "other_code"
        return "current" if note.generation == self.record.generation() else "stale"

    def _is_ours(self, note: _Note) -> bool:
        made = (note.location, note.model_id, note.code)
        return made == (self.location, self.model_id, f"{_CODE}/{self.recipe_id}")

    def _is_whole(self) -> bool:
        note = self._read()
        try:
            return (
                note is not None
                and self.engine.count() == note.chunks
                and (self.terms is None or self.terms.count() == note.chunks)
                and find_themselves(self.engine, note.probes)
            )
        except EmbeddingMismatchError:
            return False

    def _fill(self, progress: Progress | None) -> tuple[int, tuple[Probe, ...]]:
        """Read the record document by document, since all at once may not fit into memory."""
        keys = [document.key for document in self.record.documents()]
        for one in (self.engine, self.terms):
            if one is not None:
                one.clear()
        total, spread = 0, []
        for done, key in enumerate(keys, 1):
            held = list(self.record.chunks(key))
            self._fill_in(key, held)
            total += len(held)
            spread += list({one.chunk.partition: one.chunk for one in held}.values())
            if progress:
                progress(done, len(keys))
        for one in (self.engine, self.terms):
            if one is not None:
                one.finish()
        probes = choose_probes(spread)
        counts = {self.engine.count(), total if self.terms is None else self.terms.count()}
        if counts != {total} or not find_themselves(self.engine, probes):
            raise IndexUnavailableError(f"{self.location}: does not hold the record after building")
        return total, probes

    def _fill_in(self, document_key: str, held: Sequence[IndexedChunk]) -> None:
        vectors = restored_vectors([one.vector for one in held], self.dimension)
        self.engine.replace_document(document_key, [one.chunk for one in held], vectors)
        if self.terms is not None:
            entries = ((one.chunk.key, one.chunk.partition, one.terms) for one in held)
            self.terms.replace_document(document_key, entries)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Note that a write is under way; a failure leaves the note, so that the next start builds anew."""
        with self._lock:
            note = self._read()
            generation = self.record.generation()
            fits = note is not None and note.is_whole and note.generation + 1 == generation
            self._write(self._note(generation, 0, is_whole=False))
            yield
            if not fits:  # somebody else wrote to the record, or a write before this one failed
                log.warning("record_changed_elsewhere", found=generation)
                return
            self._write(self._note(generation, self.engine.count(), is_whole=True))

    def _note(self, generation: int, chunks: int, *, is_whole: bool, is_building: bool = False) -> _Note:
        return _Note(
            location=self.location,
            generation=generation,
            model_id=self.model_id,
            code=f"{_CODE}/{self.recipe_id}",
            chunks=chunks,
            is_whole=is_whole,
            is_building=is_building,
        )

    def _read(self) -> _Note | None:
        try:
            return _Note.model_validate_json(self.notes.value(_NOTE) or "")
        except ValidationError:
            return None

    def _write(self, note: _Note) -> None:
        self.notes.keep_value(_NOTE, note.model_dump_json())
