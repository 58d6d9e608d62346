"""What one channel wants of the digest: when, what, how much.

When a digest is due is decided by `bot.digest.schedule`, what stands in it by `bot.digest.selection`.
"""

from datetime import date, time
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from knowledge.documents.document import Language
from knowledge.regulation.relevance import Tier
from knowledge.regulation.relevance_words import Topic

EmptyDayRule = Literal["one_line", "silent"]
Country = Literal["JP", "GB", "US", "DE", "FR", "IE", "NL", "none"]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is not a time zone of the IANA list, such as Asia/Tokyo") from error
    return name


class QuietHours(BaseModel):
    """Clock times between which nothing is sent; may reach over midnight."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: time
    end: time

    def holds(self, clock: time) -> bool:
        """Tell whether nothing is sent at this clock time; the end itself is free."""
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


class Subscription(BaseModel):
    """What a channel wants; frozen, a change makes a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: str = Field(min_length=1, max_length=200)  # as the surface names it, with the workspace
    at: time = time(9, 0)
    zone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Tokyo"
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})  # Monday is 0
    holidays: Country = "JP"
    closed_days: frozenset[date] = frozenset()  # of the company: お盆, 創立記念日
    topics: frozenset[Topic] = frozenset()  # none: all
    sources: frozenset[str] = frozenset()  # none: all
    jurisdictions: frozenset[str] = frozenset()  # none: all
    tiers: frozenset[Tier] = frozenset({"for_you", "also_seen"})
    language: Language = "ja"
    max_items: int = Field(default=5, ge=1, le=30)
    empty_day: EmptyDayRule = "one_line"
    quiet: QuietHours | None = None
    muted_items: frozenset[str] = frozenset()
    muted_sources: frozenset[str] = frozenset()
    muted_topics: frozenset[Topic] = frozenset()
    muted_clusters: frozenset[str] = frozenset()
    is_paused: bool = False
    resumed_on: date | None = None  # after the last pause
    owners: frozenset[str] = frozenset()  # who may change this; none: everybody in the channel
    contact: str = Field(default="", max_length=200)  # who is told when a digest cannot be posted
    since: date  # the local day of subscribing

    def may_change(self, user: str) -> bool:
        """Tell whether a user may change these settings."""
        return not self.owners or user in self.owners

    def pause(self) -> Self:
        """Send nothing until it is resumed."""
        return self.model_copy(update={"is_paused": True})

    def resume(self, day: date) -> Self:
        """Send again from a local day on, without what piled up meanwhile."""
        return self.model_copy(update={"is_paused": False, "resumed_on": day})
