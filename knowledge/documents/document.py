"""What a document is: one version of a text we hold, cut into sections.

A document owns its canonical text section by section; offsets in citations count characters inside one
section's text. How bytes become documents is `knowledge.documents.loaders`' business, and whether a
version is in force on a day is `knowledge.documents.standing`'s.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["ja", "en"]
Grade = Literal["A", "B", "C"]
IndicatorId = Literal["I1", "I2", "I3"]
Jurisdiction = Literal["JP", "EU", "UK", "US", "G7"]
CardKind = Literal[
    "benefit", "claim", "concern", "indicator", "keyword", "limit",
    "phrase", "recommendation", "research", "risk", "source", "step",
]  # fmt: skip

EVERYONE = "everyone"


class SourceClass(StrEnum):
    """What weight a document carries (docs/glossary.md)."""

    ARTICLE = "article"
    PAPER = "paper"
    SUCCESSOR = "successor"
    POLICY = "policy"
    EXTERNAL = "external"
    NEWS = "news"


class Shelf(StrEnum):
    """Whose documents these are; the sample company's and the customer's own never meet."""

    KNOWLEDGE = "knowledge"  # article, paper, successor, bibliography: shipped, always used
    SAMPLE = "sample"  # the fictional company's rules: shipped, used until own policy is held
    OWN = "own"  # everything the customer put in


class Card(BaseModel):
    """What our restatement of one claim carries beside its text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: CardKind
    steps: tuple[int, ...] = ()
    indicators: tuple[IndicatorId, ...] = ()
    grade: Grade | None = None  # None: the article, shown as 「記事の要約」
    links: tuple[str, ...] = ()  # ids of cards or clauses that belong beside this one
    dated: date | None = None  # of the publication restated, where its age matters: regulation
    effective: date | None = None  # when what it tells of begins to apply; None: not fixed, or no matter
    jurisdiction: Jurisdiction | None = None  # set on cards of regulation only
    url: str | None = None  # a page of the publisher, not always of the document itself


class Section(BaseModel):
    """A heading with its text, or one row, clause or card; the unit that a citation names.

    `id` is unique among a shelf's sections of one language: a bilingual card is two sections with one id.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)  # canonical: see knowledge.documents.canonical
    language: Language
    heading: str = ""  # "PoCの条件"
    path: tuple[str, ...] = ()  # headings above, outermost first, without the document's title
    locator: str = ""  # what a person looks up: "第8条", "要旨", "p.5"
    title: str | None = None  # a row's own title where it has one, else the document's counts
    card: Card | None = None


class Document(BaseModel):
    """One version of a text, with whose it is, who may read it and when it applies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, max_length=200)  # the same for all versions: "ai-use-policy"
    version: str = Field(default="1", min_length=1, max_length=60)
    title: str
    source_class: SourceClass
    shelf: Shelf
    audience: str = EVERYONE
    effective_from: date | None = None  # None: always has been
    effective_to: date | None = None  # last day in force; None: until replaced
    supersedes: str | None = None  # the version this one replaces
    amends: str | None = None  # the version of which this supplement changes only what it names
    is_excerpt: bool = False  # held only in part: shown as 抜粋
    sections: tuple[Section, ...] = Field(min_length=1)
    content_hash: str = ""  # of the canonical text and the fields above; set by the loader
    origin: str = ""  # file name it came from: untrusted text
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Name one version among all documents: `id@version`, with the shelf in front of what is shipped."""
        return version_key(self.shelf, self.id, self.version)


def version_key(shelf: Shelf, document_id: str, version: str) -> str:
    """Name one version so that a document of one's own never takes the place of a shipped one."""
    own = f"{document_id}@{version}"
    return own if shelf == Shelf.OWN else f"{shelf.value}:{own}"
