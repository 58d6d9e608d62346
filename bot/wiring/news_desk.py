"""The desk of the digest: ranking for this company out of profile, words and the embedding model."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from bot.settings import Settings
from bot.surfaces.cli.digest_reports import ProfileReport, RankReply
from bot.wiring.house import House, open_house
from knowledge.documents.language import detect_language
from knowledge.profile import FILE_NAME, CompanyProfile, read_profile, sample_profile, write_profile
from knowledge.regulation.relevance import Headline, Ranking
from knowledge.regulation.relevance_affinity import AffinityScale

SAMPLE = "sample"


@dataclass
class NewsDesk:
    """Ranks news for one process."""

    house: House

    @cached_property
    def ranking(self) -> Ranking:
        """The ranking for this company's profile."""
        return Ranking(AffinityScale(self.house.embedder.embed_queries, self.profile().profile))

    def rank(self, headlines: Sequence[Headline]) -> list[RankReply]:
        """Rank headlines for this company, in the order given."""
        return [
            RankReply(
                id=headline.id,
                score=one.score,
                tier=one.tier,
                topic=one.topic,
                step=one.step,
                other_step=one.other_step,
                status=one.status,
                reason=one.reason.in_words(detect_language(headline.title)),
            )
            for headline, one in zip(headlines, self.ranking.rank(headlines), strict=True)
        ]

    def profile(self) -> ProfileReport:
        """Give the company's profile, and where it comes from; the sample's until one was written."""
        home = self.house.settings.home
        own = read_profile(home)
        if own is None:
            return ProfileReport(profile=sample_profile(), origin=SAMPLE, is_sample=True)
        return ProfileReport(profile=own, origin=str(home / FILE_NAME), is_sample=False)

    def keep_profile(self, profile: CompanyProfile) -> None:
        """Write the company's profile."""
        write_profile(self.house.settings.home, profile)


@contextmanager
def open_news_desk(settings: Settings) -> Iterator[NewsDesk]:
    """Open the desk; the index is not needed for it."""
    with open_house(settings) as house:
        yield NewsDesk(house)
