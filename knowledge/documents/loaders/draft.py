"""What a loader hands on before it is a document: sections without ids, and what the file says of itself."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents.document import SourceClass


class Particulars(BaseModel):
    """What is known about a document beside its text; None where nothing was said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str | None = None
    title: str | None = None
    version: str | None = None
    source_class: SourceClass | None = None
    audience: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    supersedes: str | None = None
    amends: str | None = None
    is_excerpt: bool | None = None

    def or_else(self, other: "Particulars") -> "Particulars":
        """Fill what is not said here from `other`."""
        said = {name: value for name, value in self if value is not None}
        return Particulars(**{**dict(other), **said})


class DraftSection(BaseModel):
    """A section as a loader found it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)  # canonical
    id: str | None = None  # where the source gives one
    heading: str = ""
    path: tuple[str, ...] = ()
    locator: str = ""
    title: str | None = None
    is_cover: bool = False  # what stands before the first heading
    is_supplement: bool = False  # 附則, supplementary provisions


class Draft(BaseModel):
    """One document version as a loader found it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    particulars: Particulars
    found_title: str | None = None  # from a first heading or line: less than a key or an option says
    sections: tuple[DraftSection, ...]
    warnings: tuple[str, ...] = ()
    extent: str = ""  # for the report: "12 pages", "3 sheets"
