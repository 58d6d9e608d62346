"""Keep the Chroma index equal to the record through crashes: open it only when it is known to be whole.

Every version is a folder of its own, with a manifest (which state of the record it holds) and, while it is
written or opened, a marker. A marker found at start, or a manifest that does not fit, means that a new
version is built from the record; nothing is embedded for that. The caller must own the path
(`retrieval.adapters.ownership`).
"""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from threading import RLock
from typing import Literal

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from retrieval.adapters.chroma import ChromaChunkIndex
from retrieval.adapters.durable import remove_durably, write_durably
from retrieval.adapters.probing import MAX_PROBES, Probe, choose_probes, find_themselves
from retrieval.adapters.soundness import SoundnessRequest, is_whole, keep_seal, may_be_opened
from retrieval.interface import (
    ChunkIndex,
    ChunkRecord,
    EmbeddingMismatchError,
    IndexUnavailableError,
    Neighbour,
    Progress,
    Vectors,
)
from retrieval.passage import Chunk, Partition
from retrieval.restoring import by_document, restored_vectors

log = structlog.get_logger()

State = Literal["current", "missing", "stale", "other_model", "other_code", "interrupted", "unusable"]

_CODE = f"1/chromadb-{version('chromadb')}"  # raise the number when the same record gives another index


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    generation: int
    model_id: str
    code: str
    chunks: int
    probes: tuple[Probe, ...] = ()


@dataclass
class VersionedChunkIndex:
    """The index in its folder; every write is marked, so that a crash in the middle is noticed.

    Attributes:
        state: How the index was found: `current`, or why it was built anew.
    """

    root: Path
    record: ChunkRecord
    model_id: str
    dimension: int
    code: str
    state: State = "missing"
    _folder: Path = Path()
    _index: ChunkIndex | None = None
    _generation: int = -1
    _probes: tuple[Probe, ...] = ()
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
        index = self._opened()
        try:
            return index.nearest(vector, partitions=partitions, document_keys=document_keys, k=k)
        except IndexUnavailableError:
            if self._index is index:
                raise
        # A new version took its place meanwhile.
        return self._opened().nearest(vector, partitions=partitions, document_keys=document_keys, k=k)

    def replace_document(self, document_key: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Put exactly these chunks in place of what is held; the record must hold them already."""
        with self._writing(document_key, choose_probes(chunks)) as index:
            index.replace_document(document_key, chunks, vectors)

    def remove_document(self, document_key: str) -> None:
        """Drop all chunks of the document version; the record must have dropped them already."""
        with self._writing(document_key, ()) as index:
            index.remove_document(document_key)

    def count(self) -> int:
        """Count all chunks held."""
        return self._opened().count()

    def vectors(self, chunk_keys: Sequence[str]) -> dict[str, Vectors]:
        """Give the vectors of these chunks, each of shape (dimension,); unknown keys are left out."""
        return self._opened().vectors(chunk_keys)

    def close(self) -> None:
        """Let go of the files, and note how they were left."""
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None
                keep_seal(self._folder, self._folder / "chroma")

    def rebuild(self, progress: Progress | None = None) -> None:
        """Build a new version from the record, check it, and switch over; the old one serves until then.

        Raises:
            IndexUnavailableError: If the new version does not hold what the record holds.
        """
        with self._lock:
            generation = self.record.generation()
            folder = self.root / f"v-{generation}-{secrets.token_hex(4)}"
            folder.mkdir(parents=True)
            write_durably(folder / "dirty", "")
            index = ChromaChunkIndex(folder / "chroma", self.model_id, self.dimension)
            probes = self._fill(index, progress)
            self._write_manifest(folder, generation, index.count(), probes)
            remove_durably(folder / "dirty")
            write_durably(self._pointer, folder.name)
            self.close()
            self._folder, self._index, self._generation, self._probes = folder, index, generation, probes
            self._delete_other_versions()
        log.info("index_built", generation=generation, chunks=index.count())

    def compact(self, progress: Progress | None = None) -> None:
        """Build a new version: Chroma only marks what is deleted."""
        self.rebuild(progress)

    def open(self, progress: Progress | None = None) -> None:
        """Open the current version when it is whole and fits, else build one."""
        with self._lock:
            self.state = self._judge()
            if self.state == "current" and not self._opens():
                self.state = "unusable"
            if self.state != "current":
                log.info("index_not_current", reason=self.state)
                self.rebuild(progress)
            else:
                self._delete_other_versions()

    def _judge(self) -> State:
        """Tell from the files alone whether the current version may be opened."""
        try:
            self._folder = self.root / self._pointer.read_text(encoding="utf-8")
            manifest = _Manifest.model_validate_json((self._folder / "manifest.json").read_bytes())
        except (OSError, ValidationError):
            return "missing"
        if (self._folder / "dirty").exists():
            return "interrupted"
        if manifest.model_id != self.model_id:
            return "other_model"
        if manifest.code != self.code:
            return "other_code"
        self._generation = manifest.generation
        return "current" if manifest.generation == self.record.generation() else "stale"

    def _opens(self) -> bool:
        """Open the index and look into it, under the marker: if that kills us, the next start builds anew."""
        path = self._folder / "chroma"
        manifest = _Manifest.model_validate_json((self._folder / "manifest.json").read_bytes())
        request = SoundnessRequest(
            path=path,
            model_id=self.model_id,
            dimension=self.dimension,
            chunks=manifest.chunks,
            probes=manifest.probes,
        )
        if not may_be_opened(self._folder, request):
            return False
        write_durably(self._folder / "dirty", "")
        index = ChromaChunkIndex(path, self.model_id, self.dimension)
        if not is_whole(index, chunks=manifest.chunks, probes=manifest.probes):
            index.close()
            return False
        self._index, self._probes = index, manifest.probes
        remove_durably(self._folder / "dirty")
        return True

    def _fill(self, index: ChunkIndex, progress: Progress | None) -> tuple[Probe, ...]:
        documents = by_document(self.record.chunks())
        total, done = sum(map(len, documents.values())), 0
        for document_key, held in documents.items():
            vectors = restored_vectors([one.vector for one in held], self.dimension)
            index.replace_document(document_key, [one.chunk for one in held], vectors)
            done += len(held)
            if progress:
                progress(done, total)
        probes = choose_probes([one.chunk for held in documents.values() for one in held])
        if index.count() != total or not find_themselves(index, probes):
            raise IndexUnavailableError(f"{self.root}: the new version does not hold the record")
        return probes

    @contextmanager
    def _writing(self, document_key: str, probes: tuple[Probe, ...]) -> Iterator[ChunkIndex]:
        """Mark the version while it is written; a failure leaves the mark, so that it is never trusted."""
        with self._lock:
            index = self._opened()
            write_durably(self._folder / "dirty", "")
            yield index
            generation = self.record.generation()
            if generation == self._generation + 1:
                self._generation = generation
            else:  # somebody else wrote to the record: the next start will build anew
                log.warning("record_changed_elsewhere", held=self._generation, found=generation)
            others = (one for one in self._probes if one.document_key != document_key)
            self._probes = (*probes, *others)[:MAX_PROBES]
            if not find_themselves(index, self._probes):  # also makes Chroma finish its writing now
                raise IndexUnavailableError(f"{self.root}: chunks just written are not found")
            self._write_manifest(self._folder, self._generation, index.count(), self._probes)
            remove_durably(self._folder / "dirty")

    def _write_manifest(self, folder: Path, generation: int, chunks: int, probes: tuple[Probe, ...]) -> None:
        manifest = _Manifest(
            generation=generation, model_id=self.model_id, code=self.code, chunks=chunks, probes=probes
        )
        write_durably(folder / "manifest.json", manifest.model_dump_json())

    def _opened(self) -> ChunkIndex:
        if self._index is None:
            raise IndexUnavailableError(str(self.root))
        return self._index

    def _delete_other_versions(self) -> None:
        for folder in self.root.glob("v-*"):
            if folder != self._folder:
                shutil.rmtree(folder, ignore_errors=True)

    @property
    def _pointer(self) -> Path:
        return self.root / "current"


def open_index(
    root: Path,
    record: ChunkRecord,
    *,
    model_id: str,
    dimension: int,
    recipe_id: str = "",
    progress: Progress | None = None,
) -> VersionedChunkIndex:
    """Open the index under a path that this process owns; build it from the record on any doubt.

    Args:
        root: The folder that holds all versions.
        record: What the index must hold.
        model_id: Of the configured embedder; the record's vectors must be of this model.
        dimension: Length of a vector.
        recipe_id: Names how chunks and terms were made; another one means building anew.
        progress: Told while building, in chunks.

    Returns:
        An index equal to the record; `state` says how it was found.

    Raises:
        EmbeddingMismatchError: If the record holds vectors of another model: embed them anew first.
        IndexUnavailableError: If no sound index can be built.
    """
    others = record.model_ids() - {model_id}
    if others:
        raise EmbeddingMismatchError(held=", ".join(sorted(others)), configured=model_id)
    index = VersionedChunkIndex(root, record, model_id, dimension, f"{_CODE}/{recipe_id}")
    index.open(progress)
    return index
