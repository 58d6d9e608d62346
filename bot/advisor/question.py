"""A question as the core takes it: who asks what, on which day, after what was said before."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents.document import Language

Scope = Literal["all", "bundled", "ingested"]


class Turn(BaseModel):
    """One earlier message of the thread."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Literal["user", "bot"]
    text: str = Field(max_length=40_000)


class Question(BaseModel):
    """What a person asks; surfaces build it, the core reads it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    text: str = Field(max_length=40_000)
    as_of: date
    asker: str | None = None  # title or department, as given: "課長", "品質保証部"
    history: tuple[Turn, ...] = ()  # oldest first
    language: Language | None = None  # None: the question's own
    audiences: frozenset[str]  # whose documents may be read for this answer; never empty by default
    scope: Scope = "all"
