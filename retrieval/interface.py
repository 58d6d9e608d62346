"""What retrieval needs from engines and from the record; adapters and storage implement it."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import Document, Language, Shelf
from retrieval.passage import Chunk, Partition

Vectors = NDArray[np.float32]  # shape (n, dimension), rows of length 1
Progress = Callable[[int, int], None]  # done, of how many; called now and then, on the caller's thread


def content_hash(text: str) -> str:
    """Name an indexed text by what it says: sha256 of its NFKC form, in hexadecimal."""
    return sha256(unicodedata.normalize("NFKC", text).encode("utf-8", "replace")).hexdigest()


def query_hash(text: str) -> str:
    """Name a question's vector: the same words embedded as a passage give another one."""
    return content_hash(f"query\x00{text}")


class IndexUnavailableError(Exception):
    """The index cannot be reached now; the same call may succeed later."""

    def __init__(self, location: str) -> None:
        super().__init__(f"chunk index unavailable: {location}")
        self.location = location


class EmbeddingMismatchError(Exception):
    """The record holds vectors of another model than the one configured."""

    def __init__(self, *, held: str, configured: str) -> None:
        super().__init__(f"record holds vectors of {held}, configured is {configured}")
        self.held = held
        self.configured = configured


class Embedder(Protocol):
    """Texts to unit vectors; queries and passages may be prompted differently."""

    @property
    def model_id(self) -> str:
        """Name model, prompts and dimension in one line; stored with every vector."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions; shape (len(texts), dimension), also for no texts."""

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed texts to be found; shape (len(texts), dimension), also for no texts."""


class Tokenizer(Protocol):
    """Text to the terms of the lexical arm."""

    @property
    def tokenizer_id(self) -> str:
        """Name engine, dictionary and settings in one line: other terms are to be expected from others."""

    def split_terms(self, text: str) -> list[str]:
        """Split into normalised content terms, with repeats, in reading order."""


class Neighbour(BaseModel):
    """One chunk near a vector."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chunk_key: str
    similarity: float


class ChunkIndex(Protocol):
    """Nearest chunks by vector, partition by partition; derived from the record and disposable."""

    def nearest(
        self,
        vector: Vectors,
        *,
        partitions: Sequence[Partition],
        document_keys: frozenset[str] | None,
        k: int,
    ) -> list[Neighbour]:
        """Find the k nearest chunks inside the partitions, best first.

        Args:
            vector: Shape (dimension,), length 1.
            partitions: Where to look; none means nothing is found.
            document_keys: Only chunks of these document versions; None for all.
            k: At most so many in total.
        """

    def replace_document(self, document_key: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Put exactly these chunks in place of whatever the index holds of the document version."""

    def remove_document(self, document_key: str) -> None:
        """Drop all chunks of the document version; nothing happens when there are none."""

    def count(self) -> int:
        """Count all chunks held."""

    def vectors(self, chunk_keys: Sequence[str]) -> dict[str, Vectors]:
        """Give the vectors of these chunks, each of shape (dimension,); unknown keys are left out."""

    def close(self) -> None:
        """Let go of files; the index cannot be used afterwards."""


class TermScores(Protocol):
    """What the words of one query say about the chunks of the partitions searched."""

    @property
    def coverages(self) -> dict[str, float]:
        """Give how much of the query the best chunks cover, best first; only chunks that share a term."""

    def coverage(self, chunk_key: str) -> float:
        """Tell how much of the query a chunk covers, 0 to 1; 0 also for chunks not searched."""


class AskedTerms(Protocol):
    """A question that is being looked up."""

    def scores(self, also: Sequence[str] = ()) -> TermScores:
        """Wait for what the words say; once only.

        Args:
            also: Keys of chunks whose coverage will be asked for, whether or not they are among the best.
        """


TermEntry = tuple[str, Partition, Sequence[str]]  # chunk key, where it is, its terms


class TermIndex(Protocol):
    """The lexical arm: chunks by their terms, partition by partition; derived from the record.

    Statistics are taken over exactly the partitions that are searched.
    """

    def replace_document(self, document_key: str, entries: Iterable[TermEntry]) -> None:
        """Put these chunks in place of what is held of the document version."""

    def remove_document(self, document_key: str) -> None:
        """Drop all chunks of the document version; nothing happens when there are none."""

    def count(self) -> int:
        """Count all chunks held."""

    def asked(
        self,
        query_terms: Sequence[str],
        *,
        partitions: Sequence[Partition],
        document_keys: frozenset[str] | None,
        k: int = 100,
    ) -> AskedTerms:
        """Begin to score the chunks of some partitions for a query; an engine elsewhere works meanwhile.

        Args:
            query_terms: From the same tokenizer as the chunks'; repeats weigh more.
            partitions: Where to look; they alone make up the statistics.
            document_keys: Only chunks of these document versions; None for all.
            k: How many of the best to list.
        """


class Catalogue(Protocol):
    """Which chunks there are, so that a found key becomes the words of a section."""

    generation: int  # of the record, as far as this catalogue knows it

    def replace_document(self, document_key: str, chunks: Iterable[Chunk]) -> None:
        """Put these chunks in place of what is held of the document version."""

    def remove_document(self, document_key: str) -> None:
        """Forget the document version."""

    def chunks(self, keys: Sequence[str]) -> dict[str, Chunk]:
        """Look up chunks; one that was removed meanwhile is absent."""

    def indexed_texts(self, keys: Sequence[str]) -> dict[str, str]:
        """Look up what both arms read of chunks; one that was removed meanwhile is absent."""

    def text_chunks(self, found: Chunk, language: Language) -> list[Chunk]:
        """List the text chunks of the section that a chunk belongs to, in reading order.

        Of a section held in several languages those in `language`, else those in the found chunk's own.
        """

    def partitions(self, audiences: frozenset[str], shelves: frozenset[Shelf]) -> tuple[Partition, ...]:
        """List the partitions that hold anything and that these audiences may read, in a fixed order."""

    def is_held_in(self, partition: Partition, others: Sequence[Partition]) -> bool:
        """Tell whether every section of a partition has a chunk in one of the others, too."""


class VectorSource(Protocol):
    """Where vectors computed earlier can be had: the record, or a file that ships with the package."""

    def vectors_by_hash(self, hashes: Sequence[str], *, model_id: str) -> dict[str, NDArray[np.float16]]:
        """Find vectors already computed by this model, by `content_hash` of the indexed text."""


class IndexedChunk(BaseModel):
    """A chunk as the record keeps it: with terms and vector."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    chunk: Chunk
    terms: tuple[str, ...]
    vector: NDArray[np.float16]  # shape (dimension,)


class ChunkRecord(Protocol):
    """The durable record of documents, chunks, terms and vectors; `bot.storage` implements it.

    Every write is one transaction: a document's chunks change all at once or not at all.
    """

    def generation(self) -> int:
        """Count writes so far: an index built at the same generation is current."""

    def replace_document(self, document: Document, chunks: Sequence[IndexedChunk], *, model_id: str) -> None:
        """Store the document version with its chunks in place of what was held of it."""

    def remove_document(self, document_key: str) -> bool:
        """Delete the version, its chunks, terms and vectors; False when nothing was held."""

    def documents(self) -> list[Document]:
        """List all document versions held, by shelf, id and version."""

    def chunks(self, document_key: str | None = None) -> Iterable[IndexedChunk]:
        """Read the chunks of one version, or all, in stored order."""

    def vectors_by_hash(self, hashes: Sequence[str], *, model_id: str) -> dict[str, NDArray[np.float16]]:
        """Find vectors already computed by this model, by sha256 of the indexed text."""

    def model_ids(self) -> set[str]:
        """List the models whose vectors are held."""


class Reranker(Protocol):
    """Passages in better order; default is none."""

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Score each text for the query, higher is better; same length and order as `texts`."""
