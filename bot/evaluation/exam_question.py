"""A question with what a right answer to it must hold, as one line of a question set.

How an answer is held against it is `bot.evaluation.marking`'s business.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.advisor.advice import Abstained, Intent, Verdict
from bot.advisor.question import Turn
from knowledge.documents.document import Language

Group = Literal["main", "untuned"]


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _checked_pattern(pattern: str) -> str:
    if is_regular_expression(pattern):
        try:
            re.compile(pattern[1:-1])
        except re.error as error:
            raise ValueError(f"{pattern} is no regular expression: {error}") from error
    return pattern


def is_regular_expression(pattern: str) -> bool:
    """Tell a regular expression, written `/…/`, from words that must occur as they stand."""
    return len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/")


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_checked_pattern)]
Alternatives = Annotated[tuple[Pattern, ...], Field(min_length=1)]


class ExamQuestion(BaseModel):
    """One question and its marking key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    question: str = Field(max_length=40_000)
    lang: Language
    as_of: date
    asker: str | None = None
    history: tuple[Turn, ...] = ()
    intents: Annotated[tuple[Intent, ...], Field(min_length=1)]
    required: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = ()  # any id of each serves
    facts: tuple[Alternatives, ...] = ()  # one alternative of each must be said
    forbidden: tuple[Pattern, ...] = ()  # must not be said as true
    abstain: Annotated[tuple[Abstained, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
    verdict: Annotated[tuple[Verdict, ...], BeforeValidator(_as_tuple)] = ()  # one of them; () for any
    approver: tuple[Pattern, ...] = ()  # ways to name the one who decides; () for any
    amount_jpy: int | None = Field(default=None, ge=0)
    group: Group
