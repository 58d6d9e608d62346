"""What the commands print with `--json`, apart from answers: search, ingest, documents, doctor.

Field names are a public contract (`sandan schema NAME`): names stay, additions are free. Tables for
people are made from the same values elsewhere in this package.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.advice import Standing
from knowledge.documents.document import Language, Shelf, SourceClass


class _Report(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class SearchHit(_Report):
    """One clause, card, row or section that was found, by its best chunk."""

    id: str
    document: str
    locator: str
    score: float = Field(ge=0)
    text: str
    title: str = ""
    version: str = ""
    source_class: SourceClass
    shelf: Shelf
    language: Language


class SearchReply(_Report):
    """All hits of one query, best first; at most one per id."""

    id: str = ""
    query: str = ""
    hits: tuple[SearchHit, ...] = ()
    ms: float = Field(ge=0, default=0.0)
    standing: Literal["covered", "related", "foreign"] | None = None  # null when the search failed
    state: Literal["done", "failed"] = "done"
    reason: str = ""  # in words, when it failed


class DocumentSummary(_Report):
    """One document version that is held."""

    id: str
    version: str
    title: str
    source_class: SourceClass = Field(alias="class", serialization_alias="class")
    shelf: Shelf
    audience: str
    effective_from: date | None = None
    effective_to: date | None = None
    supersedes: str | None = None
    amends: str | None = None
    is_excerpt: bool = False
    status: Standing  # today
    sections: int = Field(ge=0)
    origin: str = ""
    content_hash: str = ""
    warnings: tuple[str, ...] = ()


class FileReport(_Report):
    """What became of one file given to `sandan ingest`."""

    file: str
    state: Literal["ingested", "unchanged", "failed"]
    documents: tuple[DocumentSummary, ...] = ()
    chunks: int = Field(ge=0, default=0)
    warnings: tuple[str, ...] = ()
    extent: str = ""  # "12 pages", "3 sheets"; empty where the kind has none
    reason: str = ""  # in words, when it failed


class IngestReport(_Report):
    """What became of all files of one `sandan ingest`."""

    files: tuple[FileReport, ...] = ()
    documents: int = Field(ge=0, default=0)
    sections: int = Field(ge=0, default=0)
    chunks: int = Field(ge=0, default=0)
    failed: int = Field(ge=0, default=0)
    seconds: float = Field(ge=0, default=0.0)
    done_by: Literal["this process", "the running service"] = "this process"


class DocumentList(_Report):
    """Every document version that the reader may see."""

    documents: tuple[DocumentSummary, ...] = ()


class SectionDetail(_Report):
    """One section as it is held."""

    id: str
    locator: str = ""
    heading: str = ""
    path: tuple[str, ...] = ()
    language: Language
    text: str


class RuleDetail(_Report):
    """One rule that was read, or a sentence that looks like one and was not understood."""

    type: str  # a rule's type, or `not_understood`
    section: str
    text: str  # one line, in the document's language
    start: int = Field(ge=0)  # offsets in the section's text
    end: int = Field(ge=0)


class PhrasingDetail(_Report):
    """One more way by which a section is found; never said, quoted or cited."""

    section: str
    language: Language
    text: str
    made_by: Literal["people", "code", "model"]  # shipped with it, derived from its text, generated


class DocumentDetail(_Report):
    """One document version with its text, and of a policy the rules that were read."""

    document: DocumentSummary
    characters: int = Field(ge=0, default=0)  # of all sections
    chunks: int = Field(ge=0, default=0)  # units of searching
    text: tuple[SectionDetail, ...] = ()
    phrasings: tuple[PhrasingDetail, ...] = ()
    derived_phrasings: int = Field(ge=0, default=0)
    generated_phrasings: int = Field(ge=0, default=0)  # by a language model
    rules: tuple[RuleDetail, ...] = ()
    not_understood: tuple[RuleDetail, ...] = ()  # quoted in answers, never computed with


class DocumentDetails(_Report):
    """All versions of one document, oldest first."""

    documents: tuple[DocumentDetail, ...] = ()


class Removal(_Report):
    """What `sandan documents remove` took out, for good."""

    removed: tuple[str, ...] = ()  # id@version
    erased_answers: int = Field(ge=0, default=0)  # answers in threads that quoted it
    is_erased: bool = True  # false: the database could not be written anew, and bytes of it remain for now
    done_by: Literal["this process", "the running service"] = "this process"


class Check(_Report):
    """One thing that `sandan doctor` looked at."""

    name: str
    status: Literal["ok", "note", "problem"]  # a problem keeps questions from being answered
    found: str
    what_to_do: str = ""


class DoctorReport(_Report):
    """Whether questions can be answered here, and Slack served, and what to do about it."""

    ready: bool  # no problem: `sandan ask` works
    slack_ready: bool  # all tokens of at least one way of connecting are set
    version: str
    home: str
    checks: tuple[Check, ...]
