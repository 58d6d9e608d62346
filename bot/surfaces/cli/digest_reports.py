"""What the digest's commands print with `--json`; names stay, additions are free."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

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


class ProfileReport(_Report):
    """The company's profile and where it was read."""

    profile: CompanyProfile
    origin: str
    is_sample: bool
