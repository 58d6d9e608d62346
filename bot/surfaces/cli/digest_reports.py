"""What the digest's commands print with `--json`; names stay, additions are free."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.digest.digest import Action, DatePrecision, Digest, Link, SummaryNote
from bot.digest.previewing import Fate
from bot.digest.subscription import Subscription
from bot.digest.tasks import Task
from knowledge.profile import CompanyProfile
from knowledge.regulation.relevance import Tier
from knowledge.regulation.relevance_status import NewsStatus
from knowledge.regulation.relevance_words import Topic


class _Report(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RankReply(_Report):
    """How much one headline matters to this company."""

    id: str = ""
    score: float | None = Field(default=None, ge=0, le=1)
    tier: Tier | None = None
    topic: Topic | None = None
    step: int | None = Field(default=None, ge=1, le=3)
    other_step: int | None = Field(default=None, ge=1, le=3)
    status: NewsStatus = NewsStatus()
    reason: str = ""  # why it is ranked so, or why it could not be
    state: Literal["done", "failed"] = "done"


class PreviewItem(_Report):
    """One item that was gathered, and what would become of it."""

    id: str
    title: str
    published: str | None = None  # a moment or a day, as precise as the publisher was
    precision: DatePrecision
    url: str
    source: str
    publisher: str = ""
    tier: Tier
    score: float = Field(ge=0, le=1)
    topic: Topic
    step: int | None = Field(default=None, ge=1, le=3)
    reason: str = ""
    status: NewsStatus = NewsStatus()
    summary: str = ""
    summary_by: str = ""  # a model; empty: the publisher's own words
    summary_note: SummaryNote = ""
    action: Action | None = None
    also: tuple[Link, ...] = ()
    cluster: str = ""
    way: Fate  # shown, listed beyond the limit, seen: too old, kept_out by a setting
    kept_out_by: str = ""


class SourceLine(_Report):
    """How one source stands."""

    id: str
    state: str  # ok, failing, dead, stale, blocked, layout_changed, moved, muted or unprobed
    url: str = ""
    found: int = Field(default=0, ge=0)
    detail: str = ""  # what is wrong, in one word
    is_failing: bool = False
    checked_at: datetime | None = None
    newest: datetime | None = None  # date of its newest item


class SourcesReport(_Report):
    """All sources of a catalogue, as they stand now, and channels whose digest should have been made."""

    sources: tuple[SourceLine, ...] = ()
    overdue: tuple[str, ...] = ()


class PreviewReport(_Report):
    """The next digest as it would be, and everything that was gathered; nothing was written."""

    day: date
    channel: str
    items: tuple[PreviewItem, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    digest: Digest


class SubscriptionReport(_Report):
    """What a channel wants, and when it gets its next digest, in its own zone."""

    subscription: Subscription
    next_due: datetime | None = None


class RunReport(_Report):
    """What one run did."""

    gathered: int = Field(ge=0)
    new: int = Field(ge=0)
    sources: tuple[SourceLine, ...] = ()
    sent: tuple[str, ...] = ()  # keys of digests
    problems: dict[str, str] = {}  # by channel
    overdue: tuple[str, ...] = ()  # channels without the digest that was due two hours ago
    alerts: tuple[str, ...] = ()  # what an administrator is to know of sources, each once


class TasksReport(_Report):
    """Tasks that people made of news."""

    tasks: tuple[Task, ...] = ()


class ProfileReport(_Report):
    """The company's profile and where it was read."""

    profile: CompanyProfile
    origin: str
    is_sample: bool
