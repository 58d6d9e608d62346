"""A chunk index kept by Chroma, on disk or by a server, one collection for each partition.

It holds keys and vectors, no text. Two processes must never have one path open (vectors get lost without an
error), and a write cut short may leave it unusable: `retrieval.adapters.versioned_index` guards against both.
A server may be used by many processes; `retrieval.adapters.shared_index` keeps it equal to the record.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal

import numpy as np

from retrieval.adapters.chroma_client import close_client, location_of, open_client
from retrieval.interface import EmbeddingMismatchError, IndexUnavailableError, Neighbour, Vectors
from retrieval.passage import Chunk, Partition

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

_BATCH = 5_000  # Chroma takes at most 5,461 rows at once
_SPACE: Literal["cosine"] = "cosine"
_PREFIX = "p-"  # of our collections
_EF_SEARCH = 200  # we ask for 100 neighbours; its default of 100 would miss some


@dataclass
class ChromaChunkIndex:
    """Chunks and vectors under one path, for one process only, or behind an address, for many.

    Attributes:
        place: A folder of its own, or the address of a server, such as `http://127.0.0.1:8000`; user and
            password in it go to the proxy before the server, which has no authentication.
        model_id: Of the vectors; kept with every collection and compared.
        dimension: Length of a vector.
    """

    place: Path | str
    model_id: str
    dimension: int
    _client: "ClientAPI | None" = None
    _collections: "dict[Partition, Collection]" = field(default_factory=dict)
    _documents: dict[Partition, set[str]] = field(default_factory=dict)  # filled when first filtered by
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
            IndexUnavailableError: If Chroma fails.
        """
        self._connect()
        found: list[Neighbour] = []
        for partition in dict.fromkeys(partitions):
            collection = self._collections.get(partition)
            if collection is not None and k > 0:
                found.extend(self._nearest_in(collection, partition, vector, document_keys, k))
        return sorted(found, key=lambda one: (-one.similarity, one.chunk_key))[:k]

    def replace_document(self, document_key: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Put exactly these chunks in place of whatever the index holds of the document version.

        Raises:
            IndexUnavailableError: If Chroma fails; the index must then be rebuilt.
            ValueError: If the vectors are not (len(chunks), dimension).
        """
        if vectors.shape != (len(chunks), self.dimension):
            raise ValueError(f"{len(chunks)} chunks with vectors of shape {vectors.shape}")
        rows: dict[Partition, list[int]] = {}
        for row, chunk in enumerate(chunks):
            rows.setdefault(chunk.partition, []).append(row)
        self.remove_document(document_key)
        with self._lock, _errors_of(self.location):
            for partition, own in rows.items():
                self._add(partition, document_key, [chunks[row].key for row in own], vectors[own])

    def remove_document(self, document_key: str) -> None:
        """Drop all chunks of the document version; nothing happens when there are none.

        Raises:
            IndexUnavailableError: If Chroma fails; the index must then be rebuilt.
        """
        self._connect()
        with self._lock, _errors_of(self.location):
            for partition, collection in list(self._collections.items()):
                held = collection.get(where={"document_key": document_key}, include=[])["ids"]
                for first in range(0, len(held), _BATCH):
                    collection.delete(ids=held[first : first + _BATCH])
                self._documents.get(partition, set()).discard(document_key)
                if held and not collection.count():
                    self._drop(partition)

    def count(self) -> int:
        """Count all chunks held."""
        self._connect()
        with self._lock, _errors_of(self.location):
            return sum(collection.count() for collection in self._collections.values())

    def vectors(self, chunk_keys: Sequence[str]) -> dict[str, Vectors]:
        """Give the vectors of these chunks, each of shape (dimension,); unknown keys are left out."""
        self._connect()
        found: dict[str, Vectors] = {}
        if not chunk_keys:
            return found  # Chroma refuses to be asked for nothing
        with self._lock, _errors_of(self.location):
            for collection in self._collections.values():
                held = collection.get(ids=list(chunk_keys), include=["embeddings"])
                vectors = held["embeddings"]
                if vectors is not None:
                    arrays = (np.asarray(vector, dtype=np.float32) for vector in vectors)
                    found.update(zip(held["ids"], arrays, strict=True))
        return found

    @property
    def location(self) -> str:
        """Name the place without user and password."""
        return location_of(self.place)

    def clear(self) -> None:
        """Drop all collections of ours, of whatever model they are."""
        with self._lock, _errors_of(self.location):
            client = self._client or open_client(self.place)
            for collection in client.list_collections():
                if collection.name.startswith(_PREFIX):
                    client.delete_collection(collection.name)
            self._client, self._collections, self._documents = client, {}, {}

    def finish(self) -> None:
        """Do nothing: Chroma makes its indexes while it is written."""

    def compact(self) -> bool:
        """Tell that only building anew gives up what was removed: Chroma marks it, no more."""
        return False

    def close(self) -> None:
        """Let go of the files; the index cannot be used afterwards."""
        with self._lock:
            if self._client is not None:
                close_client(self._client)
            self._client, self._collections = None, {}

    def _connect(self) -> None:
        """Open the path on first use, and check that its vectors are comparable with ours."""
        with self._lock:
            if self._client is not None:
                return
            with _errors_of(self.location):
                self._client = open_client(self.place)
                self._collections = {
                    self._checked_partition(collection): collection
                    for collection in self._client.list_collections()
                    if collection.name.startswith(_PREFIX)
                }

    def _checked_partition(self, collection: "Collection") -> Partition:
        """Read whose collection it is; Chroma itself ignores a changed configuration without a word."""
        kept = collection.metadata or {}
        space = (collection.configuration_json.get("hnsw") or {}).get("space")
        if (
            kept.get("model_id") != self.model_id
            or kept.get("dimension") != self.dimension
            or space != _SPACE
        ):
            held = f"{kept.get('model_id')} ({kept.get('dimension')}, {space})"
            raise EmbeddingMismatchError(
                held=held, configured=f"{self.model_id} ({self.dimension}, {_SPACE})"
            )
        fields = {name: kept[name] for name in ("shelf", "audience", "language")}
        return Partition.model_validate(fields)

    def _nearest_in(
        self,
        collection: "Collection",
        partition: Partition,
        vector: Vectors,
        document_keys: frozenset[str] | None,
        k: int,
    ) -> Iterator[Neighbour]:
        with _errors_of(self.location):
            where: Where | None = None
            if document_keys is not None:
                held = self._documents_in(partition, collection)
                wanted = sorted(held & document_keys)
                if not wanted:
                    return
                if len(wanted) < len(held):  # a filter costs time for every row it matches
                    matching: dict[Literal["$in", "$nin"], list[str | int | float | bool]] = {
                        "$in": [*wanted]
                    }
                    where = {"document_key": matching}
            found = collection.query(
                query_embeddings=np.asarray(vector, dtype=np.float32)[None, :],
                n_results=k,
                where=where,
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        for key, distance in zip(found["ids"][0], distances, strict=True):
            yield Neighbour.model_construct(chunk_key=key, similarity=1.0 - float(distance))

    def _documents_in(self, partition: Partition, collection: "Collection") -> set[str]:
        with self._lock:
            if partition not in self._documents:
                keys: set[str] = set()
                for first in range(0, collection.count(), _BATCH):
                    page = collection.get(include=["metadatas"], limit=_BATCH, offset=first)["metadatas"]
                    keys.update(str(row["document_key"]) for row in page or ())
                self._documents[partition] = keys
            return self._documents[partition]

    def _add(self, partition: Partition, document_key: str, keys: list[str], vectors: Vectors) -> None:
        self._connect()
        collection = self._collections.get(partition) or self._create(partition)
        for first in range(0, len(keys), _BATCH):
            batch = keys[first : first + _BATCH]
            collection.add(
                ids=batch,
                embeddings=vectors[first : first + _BATCH],
                metadatas=[{"document_key": document_key} for _ in batch],
            )
        if partition in self._documents:
            self._documents[partition].add(document_key)

    def _create(self, partition: Partition) -> "Collection":
        from chromadb.api.collection_configuration import (  # noqa: PLC0415 - loaded with the client
            CreateCollectionConfiguration,
            CreateHNSWConfiguration,
        )

        if self._client is None:
            raise IndexUnavailableError(self.location)
        collection = self._client.create_collection(
            _collection_name(partition),
            metadata={
                **partition.model_dump(mode="json"),
                "model_id": self.model_id,
                "dimension": self.dimension,
            },
            configuration=CreateCollectionConfiguration(
                hnsw=CreateHNSWConfiguration(space=_SPACE, ef_search=_EF_SEARCH)
            ),
            embedding_function=None,
        )
        self._collections[partition] = collection
        self._documents[partition] = set()
        return collection

    def _drop(self, partition: Partition) -> None:
        if self._client is not None:
            self._client.delete_collection(_collection_name(partition))
        self._collections.pop(partition, None)
        self._documents.pop(partition, None)


def _collection_name(partition: Partition) -> str:
    """Name a collection in the letters Chroma allows; an audience may have any name."""
    digest = sha256(
        "\x00".join((partition.shelf, partition.audience, partition.language)).encode("utf-8", "replace")
    )
    return f"{_PREFIX}{digest.hexdigest()[:40]}"


@contextmanager
def _errors_of(location: str) -> Iterator[None]:
    """Turn whatever Chroma raises into our own error; its classes are many and change."""
    try:
        yield
    except (EmbeddingMismatchError, IndexUnavailableError):
        raise
    except Exception as error:
        raise IndexUnavailableError(f"{location}: {type(error).__name__}") from error
