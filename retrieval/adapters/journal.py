"""Keep vectors on disk as soon as they are computed, so that a process killed while embedding loses seconds.

The journal lives as long as an ingestion: once the record holds the vectors it is erased. Only the owner of
the index writes it. It holds hashes and vectors, no text.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from retrieval.interface import Embedder, Progress, Vectors, content_hash

_HASH_BYTES = 32
_HALF = np.dtype("<f2")
_FEW = 32  # texts embedded before their vectors are kept: about two seconds of work
_MANY = 400  # likewise, where it is worth starting the engine for many


@dataclass(frozen=True)
class JournallingEmbedder:
    """Another embedder whose passages' vectors are kept in a file as they come, and found there again.

    Attributes:
        inner: Does the work.
        path: The file, of entries of one length; made when the first vector is kept.
    """

    inner: Embedder
    path: Path

    @property
    def model_id(self) -> str:
        """Name model, prompts and dimension in one line."""
        return self.inner.model_id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.inner.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions; nothing is kept."""
        return self.inner.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed texts part by part, longest first; shape (len(texts), dimension)."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        done = 0
        for size in _sizes(len(texts)):
            rows = by_length[done : done + size]
            part = [texts[row] for row in rows]
            vectors[rows] = self.inner.embed_passages(part, _shifted(progress, done, len(texts)))
            self._keep(part, vectors[rows])
            done += size
        return vectors

    def vectors_by_hash(self, hashes: Sequence[str], *, model_id: str) -> dict[str, NDArray[np.float16]]:
        """Find vectors kept by a process that was stopped before their documents were written."""
        if model_id != self.model_id or not hashes:
            return {}
        wanted = set(hashes)
        return {name: vector for name, vector in self._entries() if name in wanted}

    def erase(self) -> None:
        """Forget all vectors: the record holds them, or nobody will."""
        self.path.unlink(missing_ok=True)

    def _keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Append, and do not return before it is on disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            file.truncate(self._whole_bytes(file))
            if file.seek(0, os.SEEK_END) == 0:
                file.write(self._head)
            rows = zip(texts, vectors.astype(_HALF), strict=True)
            file.write(
                b"".join(bytes.fromhex(content_hash(text)) + vector.tobytes() for text, vector in rows)
            )
            file.flush()
            os.fsync(file.fileno())

    def _entries(self) -> Iterator[tuple[str, NDArray[np.float16]]]:
        try:
            with self.path.open("rb") as file:
                end = self._whole_bytes(file)
                file.seek(0)
                data = file.read(end)
        except OSError:
            return
        for start in range(_HASH_BYTES, end, self._entry_bytes):
            vector = data[start + _HASH_BYTES : start + self._entry_bytes]
            yield data[start : start + _HASH_BYTES].hex(), np.frombuffer(vector, dtype=_HALF)

    def _whole_bytes(self, file: BinaryIO) -> int:
        """Count the bytes up to an entry cut short; none where the file is of another model."""
        file.seek(0)
        if file.read(_HASH_BYTES) != self._head:
            return 0
        entries = (file.seek(0, os.SEEK_END) - _HASH_BYTES) // self._entry_bytes
        return _HASH_BYTES + entries * self._entry_bytes

    @property
    def _head(self) -> bytes:
        return sha256(self.model_id.encode()).digest()

    @property
    def _entry_bytes(self) -> int:
        return _HASH_BYTES + _HALF.itemsize * self.dimension


def _sizes(count: int) -> list[int]:
    """Part a count evenly: into parts of 400 to 800 where there are that many, else of 32 at most."""
    parts = count // _MANY or -(-count // _FEW)
    return [count // parts + (at < count % parts) for at in range(parts)] if parts else []


def _shifted(progress: Progress | None, before: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, _: progress(before + done, total)
