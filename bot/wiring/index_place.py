"""Choose where the index lives: in a folder of this process, on a Chroma server, or in PostgreSQL."""

from dataclasses import dataclass
from typing import Protocol

from retrieval.adapters.chroma import ChromaChunkIndex
from retrieval.adapters.postgres import PostgresPlace
from retrieval.adapters.postgres_terms import PostgresTermIndex
from retrieval.adapters.postgres_vectors import PostgresChunkIndex
from retrieval.adapters.shared_index import ServedChunkIndex, ServedTermIndex
from retrieval.interface import ChunkIndex, Embedder, Progress


class OwnedIndex(ChunkIndex, Protocol):
    """An index that its one writer can build anew from the record."""

    @property
    def state(self) -> str:
        """Tell how it was found: `current`, or why it was built anew."""

    def rebuild(self, progress: Progress | None = None) -> None:
        """Build it anew."""

    def compact(self, progress: Progress | None = None) -> None:
        """Let nothing of what was removed stay, as far as the engine can."""


@dataclass(frozen=True)
class SharedPlace:
    """An address where many processes search.

    Attributes:
        engine: Holds the vectors.
        terms: Holds the terms, where the same place does; else they are held in memory.
        location: Its name without user and password.
    """

    engine: ServedChunkIndex
    terms: ServedTermIndex | None
    location: str


def open_place(url: str, embedder: Embedder) -> SharedPlace:
    """Choose the engine by the address: `postgresql://…`, or `http(s)://…` for Chroma."""
    if is_postgres(url):
        place = PostgresPlace(url)
        engine = PostgresChunkIndex(place, embedder.dimension)
        return SharedPlace(engine, PostgresTermIndex(place), place.location)
    served = ChromaChunkIndex(url, embedder.model_id, embedder.dimension)
    return SharedPlace(served, None, served.location)


def is_postgres(url: str) -> bool:
    """Tell whether an address names a PostgreSQL."""
    return url.partition("://")[0].partition("+")[0] == "postgresql"
