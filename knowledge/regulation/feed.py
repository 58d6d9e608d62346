"""One source of the catalogue: where it is and how to read it; checked when it is read."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from knowledge.regulation.relevance_words import Topic

SourceKind = Literal["feed", "list", "json"]
DateMode = Literal["before", "in_text", "in_path"]
CatalogueStatus = Literal["unprobed", "ok", "stale", "blocked", "dead", "moved"]


class UnreadableCatalogueError(Exception):
    """A catalogue cannot be used; the message says where and why."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is not a time zone of the IANA list, such as Asia/Tokyo") from error
    return name


class WordFilter(BaseModel):
    """Which items of a broad source are kept: patterns over the title."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


class Source(BaseModel):
    """One publisher's channel."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, max_length=100)
    url: str = Field(min_length=1)  # https, http, or in a catalogue for previews `file:` beside it
    home: str = ""  # address that relative links begin at, where `url` is a file
    kind: SourceKind = "feed"
    publisher: str = ""
    lang: str = "ja"
    tz: Annotated[str, AfterValidator(_known_zone)] = "Asia/Tokyo"
    jurisdiction: str = ""
    topics: tuple[Topic, ...] = ()
    licence: str = ""
    terms_note: str = ""
    poll_minutes: int = Field(default=60, ge=5)
    usual_gap_days: int = Field(default=14, ge=1)
    link_re: re.Pattern[str] | None = None  # of list pages: which links are items
    date_mode: DateMode = "before"
    ua: str = ""
    filter: WordFilter = WordFilter()
    evidence: str = ""
    checked_on: date | None = None  # of the evidence; nobody fetched it for that
    status: CatalogueStatus = "unprobed"

    @property
    def zone(self) -> ZoneInfo:
        """The zone of times that name none."""
        return ZoneInfo(self.tz)


def read_catalogue(path: Path) -> tuple[Source, ...]:
    """Read a catalogue: a list of sources, or one under `sources`.

    Raises:
        UnreadableCatalogueError: If it cannot be read, a key is unknown, or an id is used twice.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise UnreadableCatalogueError(
            str(path), f"cannot be read as YAML ({type(error).__name__})"
        ) from error
    rows: Any = raw.get("sources") if isinstance(raw, dict) else raw
    if not isinstance(rows, list):
        raise UnreadableCatalogueError(str(path), "is not a list of sources")
    sources = tuple(_source(row, number, path) for number, row in enumerate(rows, start=1))
    if len({one.id for one in sources}) < len(sources):
        raise UnreadableCatalogueError(str(path), "names a source twice")
    return sources


def _source(row: object, number: int, path: Path) -> Source:
    try:
        return Source.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnreadableCatalogueError(str(path), f"source {number}: {where}: {first['msg']}") from error
