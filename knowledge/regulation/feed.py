"""One source of the catalogue: where it is and how to read it; checked when it is read."""

import re
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from knowledge.regulation.relevance_words import Topic

OWN_CATALOGUE = "sources.yaml"
SourceKind = Literal["feed", "list", "json"]
DateMode = Literal["before", "in_text", "in_path"]
CatalogueStatus = Literal[
    "unprobed", "ok", "failing", "dead", "stale", "blocked", "layout_changed", "moved", "muted"
]
_ZONES = {"JP": "Asia/Tokyo", "EU": "Europe/Brussels", "UK": "Europe/London", "US": "America/New_York"}
_TOPICS = frozenset(get_args(Topic))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OVERLAP = 3  # days at the turn of a month on which the page of the month before is read too


class UnreadableCatalogueError(Exception):
    """A catalogue cannot be used; the message says where and why."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


def _known_zone(name: str) -> str:
    if not name:
        return name
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is not a time zone of the IANA list, such as Asia/Tokyo") from error
    return name


class WordFilter(BaseModel):
    """Which items of a broad source are kept: patterns over the title."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    any: tuple[re.Pattern[str], ...] = ()
    none: tuple[re.Pattern[str], ...] = ()


class Source(BaseModel):
    """One publisher's channel."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, max_length=100)
    url: str = Field(min_length=1)  # https, http, or in a catalogue for previews `file:` beside it;
    # {year}, {month} and {mon} stand for the day's, where a list has a page of its own for each
    home: str = ""  # address that relative links begin at, where `url` is a file
    kind: SourceKind = "feed"
    publisher: str = ""
    lang: str = "ja"
    tz: Annotated[str, AfterValidator(_known_zone)] = ""  # the jurisdiction's, where none is given
    jurisdiction: str = ""
    topics: tuple[str, ...] = ()  # words of our own list, or of whoever wrote the catalogue
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
        own = _ZONES.get(self.jurisdiction) or ("Asia/Tokyo" if self.is_japanese else "UTC")
        return ZoneInfo(self.tz or own)

    @property
    def is_japanese(self) -> bool:
        """Tell whether Japanese encodings may be tried."""
        return self.lang.lower().startswith("ja")

    @property
    def own_topics(self) -> tuple[Topic, ...]:
        """The topics that the ranking knows, in the catalogue's order."""
        return tuple(cast("Topic", one) for one in self.topics if one in _TOPICS)

    def keeps(self, title: str) -> bool:
        """Tell whether the source's filter lets a title through."""
        is_wanted = not self.filter.any or any(one.search(title) for one in self.filter.any)
        return is_wanted and not any(one.search(title) for one in self.filter.none)


def addresses_on(address: str, day: date) -> tuple[str, ...]:
    """Give the addresses to read on a day: one, or for a list by month or year also the page before.

    What appeared late on the last day of a month stands on a page that nobody would look at again.
    """
    names = ("{year}", "{month}", "{mon}")
    if not any(name in address for name in names):
        return (address,)
    days = (day, day - timedelta(days=_OVERLAP))
    return tuple(dict.fromkeys(_dated(address, one) for one in days))


def _dated(address: str, day: date) -> str:
    values = {"{year}": f"{day:%Y}", "{month}": f"{day:%m}", "{mon}": _MONTHS[day.month - 1]}
    for name, value in values.items():
        address = address.replace(name, value)
    return address


@lru_cache(maxsize=1)
def bundled_catalogue() -> tuple[Source, ...]:
    """Give the sources that ship.

    Raises:
        UnreadableCatalogueError: If the file was damaged.
    """
    with as_file(files("knowledge.regulation").joinpath("sources.yaml")) as path:
        return read_catalogue(path)


def catalogue_of(home: Path) -> tuple[Source, ...]:
    """Give the sources that ship, with those of `sources.yaml` in a folder added or put in their place.

    Raises:
        UnreadableCatalogueError: If that file cannot be used.
    """
    own = read_catalogue(home / OWN_CATALOGUE) if (home / OWN_CATALOGUE).exists() else ()
    return tuple({one.id: one for one in (*bundled_catalogue(), *own)}.values())


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
