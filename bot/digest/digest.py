"""One channel's digest of one day as a typed value; surfaces turn it into messages.

Titles and summaries are the publishers' words: material, never markup. Our own words are put in by the
surfaces, in the channel's language.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents.document import Language
from knowledge.regulation.relevance import Relevance, Tier

DatePrecision = Literal["time", "day", "unknown"]
Change = Literal["new", "updated", "withdrawn"]
SummaryNote = Literal["", "no_page", "no_draft", "unverified"]  # why a model's summary is missing
Way = Literal["shown", "listed", "seen", "updated", "withdrawn"]  # how an item is bound


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(_Frozen):
    """Where else the same story is told."""

    publisher: str
    url: str
    item: str = ""  # id


class News(_Frozen):
    """An item as it was gathered."""

    id: str = Field(min_length=1, max_length=200)
    title: str = Field(min_length=1)
    url: str = ""
    guid: str = ""  # the publisher's own name of it
    source: str
    publisher: str = ""
    published: datetime | None = None  # the publisher's claim; midnight when only the day is known
    precision: DatePrecision = "unknown"
    first_seen: datetime
    summary: str = ""  # the publisher's own first sentences
    language: Language = "ja"
    jurisdiction: str = ""
    cluster: str = ""  # of several publishers on one story
    change: Change = "new"
    changed_what: str = ""  # in the words of the change: 「第1.1版」→「第1.2版」

    @property
    def told_day(self) -> date:
        """Give the day it was published, or first seen where that is not known."""
        return (self.published or self.first_seen).date()


class Candidate(News):
    """An item with how much it matters, from which a digest is chosen."""

    relevance: Relevance


class Action(_Frozen):
    """What to do about an item, by whom and when; what is not known stays empty."""

    what: str
    who: str = ""
    by: date | None = None
    step: int | None = Field(default=None, ge=1, le=3)


class FirstTold(_Frozen):
    """Where a channel was first shown an item."""

    day: date  # of that digest
    message: str = ""  # id of its post


class Entry(_Frozen):
    """One headline of a digest."""

    item: Candidate
    summary: str = ""  # at most two sentences: of the publisher's as they are, or of a model's
    summary_by: str = ""  # the model; empty: the publisher's own words
    summary_note: SummaryNote = ""  # empty also where no model is configured
    why: str = ""  # in words; empty where nothing is known
    action: Action | None = None
    also: tuple[Link, ...] = ()
    first: FirstTold | None = None  # of what has changed since


class Health(_Frozen):
    """How the gathering stands: shown in every footer, so that "nothing new" can be believed."""

    checked: int = Field(ge=0)
    failing: int = Field(ge=0)

    @property
    def has_all_failed(self) -> bool:
        """Tell whether silence means nothing because no source could be read."""
        return self.checked > 0 and self.failing >= self.checked


class TaskLine(_Frozen):
    """A task as a digest reminds of it; who has it is looked up when it is posted."""

    number: int = Field(ge=1)
    title: str
    url: str = ""
    due: date | None = None


class Digest(_Frozen):
    """What a channel is sent for one local day; nothing in it depends on when it is sent."""

    key: str  # names channel and day; stands in the message so that it can be found again
    channel: str
    day: date
    language: Language
    entries: tuple[Entry, ...] = ()
    updated: tuple[Entry, ...] = ()
    withdrawn: tuple[Entry, ...] = ()
    more: int = Field(default=0, ge=0)  # listed by a command
    due: tuple[TaskLine, ...] = ()  # tasks to be done now
    overdue: tuple[TaskLine, ...] = ()  # once a week
    health: Health
    clock: str = ""  # 「09:00 Asia/Tokyo」

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no news to tell."""
        return not (self.entries or self.updated or self.withdrawn)

    @property
    def reminds(self) -> bool:
        """Tell whether it names tasks."""
        return bool(self.due or self.overdue)

    def items_of_tier(self, tier: Tier) -> tuple[Entry, ...]:
        """Give the entries of one tier."""
        return tuple(one for one in self.entries if one.item.relevance.tier == tier)
