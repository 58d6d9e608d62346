"""The units of retrieval: a chunk is what is indexed, a passage is a chunk found for a query."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents.document import Card, Language, Shelf, SourceClass, version_key

ChunkKind = Literal["text", "phrasing", "generated"]  # generated: a phrasing that a language model wrote


class Partition(BaseModel):
    """The part of the index that one set of reading rights, one shelf and one language share.

    Filters that guard access are partitions: an index looks only into those it is given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shelf: Shelf
    audience: str
    language: Language


class Chunk(BaseModel):
    """Whole sentences of one section, or one phrasing by which a section may be asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(min_length=1)  # unique in the record
    section_id: str  # what hits and citations name
    document_id: str
    version: str
    title: str  # of the document, or of the row
    locator: str = ""
    heading: str = ""
    partition: Partition
    source_class: SourceClass
    kind: ChunkKind = "text"
    text: str  # of kind text: section.text[start:end]; else: the phrasing
    indexed_text: str  # what both arms read: one line `title > section path`, then the text, NFKC
    start: int = Field(ge=0, default=0)  # characters into the section's canonical text
    end: int = Field(ge=0)
    section_text: str = ""  # the whole section, so that a quote can be cut and checked
    section_language: Language = "ja"  # a phrasing may be in another language than its section
    effective_from: date | None = None
    effective_to: date | None = None
    amends: str | None = None
    is_excerpt: bool = False
    card: Card | None = None

    @property
    def document_key(self) -> str:
        """Name the document version this chunk belongs to, as `Document.key` does."""
        return version_key(self.partition.shelf, self.document_id, self.version)


class Passage(BaseModel):
    """A section found for a query, by its best chunk, with the evidence for its rank."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chunk: Chunk  # of kind text: the section's own words
    found_by: str  # key of the chunk that matched: a phrasing's, or the chunk's own
    score: float = Field(ge=0)  # coverage fusion, 0 to 1
    coverage: float = Field(ge=0)  # BM25 over the idf mass of the query: how much of it is covered
    similarity: float  # cosine to the query, -1 to 1; not comparable across models
    margin: float  # cosine minus the 100th cosine of the same partition (or the last, if fewer)


class Finding(BaseModel):
    """All that retrieval says about one query: passages, best first, and how far they can be trusted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str
    language: Language
    passages: tuple[Passage, ...]
    searched: tuple[Partition, ...]  # where it looked: an abstention names it
    standing: Literal["covered", "related", "foreign"]  # against the calibrated bounds
    standing_by_lead: Literal["covered", "related", "foreign"] = "related"  # nearer than strangers are?
    nearest_null: float = 0.0  # cosine to the nearest question that surely does not belong
    nearest_phrasing: float = 0.0  # cosine to the nearest phrasing or passage
