"""What the digest's commands need from the rest of the product; `bot.wiring` provides it."""

from collections.abc import Sequence
from typing import Protocol

from bot.surfaces.cli.digest_reports import RankReply
from knowledge.profile import CompanyProfile
from knowledge.regulation.relevance import Headline


class DigestDesk(Protocol):
    """One opened place to rank news."""

    def rank(self, headlines: Sequence[Headline]) -> list[RankReply]:
        """Rank headlines for this company, in the order given."""

    def profile(self) -> tuple[CompanyProfile, str]:
        """Give the company's profile, and where it comes from."""

    def keep_profile(self, profile: CompanyProfile) -> str:
        """Write the company's profile; gives where."""
