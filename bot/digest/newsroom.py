"""What surfaces do with the digest beside posting it; `bot.wiring` provides it.

A surface reads what a person chose, calls one of these, and shows what comes back.
"""

from datetime import date, datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from bot.digest.delivery import LedgerRow
from bot.digest.digest import Digest, News
from bot.digest.explaining import Explanation
from bot.digest.subscription import Subscription
from bot.digest.tasks import Task, TaskDraft
from knowledge.profile import CompanyProfile


class SourceStanding(BaseModel):
    """How one source stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    publisher: str = ""
    jurisdiction: str = ""
    state: str  # ok, or what is wrong
    is_failing: bool = False


class Newsroom(Protocol):
    """The digest as people steer it; safe to share between threads. Channels are `surface:…` names."""

    def subscription(self, channel: str) -> Subscription | None:
        """Give a channel's subscription; None when it has none."""

    def subscriptions(self) -> list[Subscription]:
        """List all subscriptions by channel."""

    def keep(self, subscription: Subscription) -> datetime | None:
        """Keep what a channel wants; gives the moment of its next digest, None when there will be none."""

    def remove(self, channel: str) -> bool:
        """Remove a channel's subscription; False when it had none."""

    def preview(self, subscription: Subscription) -> Digest:
        """Make the next digest as it would be; nothing is written or sent."""

    def rest(self, channel: str) -> list[News]:
        """List the news that the channel's last digest only counted."""

    def last_row(self, channel: str) -> LedgerRow | None:
        """Tell how the channel's last digest stands; None when it never had one."""

    def explain(self, channel: str, item: str) -> Explanation | None:
        """Say why an item is told in a channel or not; None when the channel has no subscription."""

    def news(self, item: str) -> News | None:
        """Give an item as it was gathered; None when it is not held."""

    def topic(self, channel: str, item: str) -> str:
        """Give the topic of an item as it was ranked for a channel; empty when it never was."""

    def give_feedback(self, channel: str, item: str, user: str, *, is_useful: bool) -> bool:
        """Keep a person's word on an item; False when it was never ranked for the channel."""

    def reset_feedback(self, channel: str) -> int:
        """Forget all feedback of a channel; gives the count."""

    def draft_task(self, channel: str, item: str) -> TaskDraft | None:
        """Make a task of an item, with the action its digest suggested; None when it is not held."""

    def save_task(self, draft: TaskDraft) -> tuple[Task, bool]:
        """Keep a task; True when it is new, False when the channel has one of this item already."""

    def change_task(self, task: Task) -> bool:
        """Put a task in place of the one with its number; False when there is none."""

    def task(self, number: int) -> Task | None:
        """Give one task; None when there is none with this number."""

    def tasks(self, channel: str | None = None) -> list[Task]:
        """List the tasks of a channel, or all, open ones first."""

    def sources(self) -> list[SourceStanding]:
        """List the sources as they stood when they were last read."""

    def profile(self) -> CompanyProfile | None:
        """Give the company's own profile; None while the sample's is used."""

    def keep_profile(self, profile: CompanyProfile) -> None:
        """Write the company's profile."""

    def today(self, subscription: Subscription | None) -> date:
        """Give the day it is where the channel is, or where the service is."""
