"""What the digest's commands need from the rest of the product; `bot.wiring` provides it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from bot.digest.digest import Digest
from bot.digest.explaining import Explanation
from bot.digest.subscription import Subscription
from bot.digest.tasks import Task
from bot.surfaces.cli.digest_reports import (
    PreviewReport,
    ProfileReport,
    RankReply,
    RunReport,
    SourcesReport,
    SubscriptionReport,
)
from knowledge.profile import CompanyProfile
from knowledge.regulation.relevance import Headline

ShowDigest = Callable[[Digest], None]


class DigestDesk(Protocol):
    """One opened place to rank news."""

    def rank(self, headlines: Sequence[Headline]) -> list[RankReply]:
        """Rank headlines for this company, in the order given."""

    def preview(self, day: date, feeds: Path | None, channel: str | None = None) -> PreviewReport:
        """Make the digest of a day as it would be; nothing is written."""

    def run(self, feeds: Path | None, show: ShowDigest) -> RunReport:
        """Gather, and send what is due; digests of channels `terminal:…` are shown."""

    def sources(self, feeds: Path | None, *, probe: bool) -> SourcesReport:
        """Tell how every source of a catalogue stands, read now or as it was; nothing is written."""

    def mute_source(self, source: str, *, is_muted: bool) -> bool:
        """Read a source no more for any channel, or again; False when there is none of that name."""

    def subscription(self, channel: str) -> Subscription | None:
        """Give a channel's subscription; None when it has none."""

    def subscribe(self, subscription: Subscription) -> SubscriptionReport:
        """Keep what a channel wants."""

    def unsubscribe(self, channel: str) -> bool:
        """Remove a channel's subscription; False when it had none."""

    def explain(self, channel: str, item: str) -> Explanation | None:
        """Say why an item is told in a channel or not; None when the channel has no subscription."""

    def give_feedback(self, channel: str, item: str, *, is_useful: bool) -> bool:
        """Keep the owner's word on an item; False when it was never ranked for the channel."""

    def reset_feedback(self, channel: str) -> int:
        """Forget all feedback of a channel; gives the count."""

    def tasks(self, channel: str | None) -> list[Task]:
        """List the tasks of a channel, or all, open ones first."""

    def save_task(self, channel: str, item: str) -> Task | None:
        """Make a task of an item, or give the one there is; None when the item is not held."""

    def change_task(self, number: int, changes: Mapping[str, object]) -> Task | None:
        """Change a task; None when there is none with this number.

        Raises:
            ValidationError: If a value cannot be used.
        """

    def profile(self) -> ProfileReport:
        """Give the company's profile, and where it comes from; the sample's until one was written."""

    def keep_profile(self, profile: CompanyProfile) -> None:
        """Write the company's profile."""
