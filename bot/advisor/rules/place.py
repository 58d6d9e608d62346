"""What every rule is made of: where it stands, and the terms it is about.

The rules themselves are `spending` and `conduct`; which words share a concept is `lexicon`'s.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.durations import Duration
from bot.advisor.time_units import TimeUnit

TaxBasis = Literal["excluded", "included"]


class Frozen(BaseModel):
    """A value that is checked when built and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(Frozen):
    """A thing a rule names, in the policy's own words, with the concepts the lexicon knows it by."""

    text: str = Field(min_length=1)
    concepts: tuple[str, ...] = ()
    is_or_above: bool = False  # 「社外秘以上」: this class and every stricter one


class Length(Frozen):
    """A stretch of time as written: 36 months is not turned into three years."""

    value: float = Field(ge=0)
    unit: TimeUnit


def length_of(found: Duration) -> Length:
    """Keep a stretch of time that was found in a text."""
    return Length(value=float(found.value), unit=found.unit)


class Scope(Frozen):
    """To what a spending rule is bound; empty when it holds for every purchase."""

    text: str = ""  # the words that bind it
    kinds: tuple[str, ...] = ()  # concepts: ai, cloud, software, prototype, poc, …
    departments: tuple[str, ...] = ()

    @property
    def is_general(self) -> bool:
        """Tell whether the rule holds for every purchase."""
        return not self.text


class Place(Frozen):
    """A span of a section: section.text[start:end]."""

    document: str  # `id@version`, so that a merged rule book still knows whose clause it is
    section: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)


class PlacedRule(Place):
    """A rule with the span of the sentence it was read from, and the clauses elsewhere that bear on it."""

    changed_by: tuple[Place, ...] = ()  # that changed it since
    bound_by: tuple[Place, ...] = ()  # that say what it holds for: 「…の決裁権限は別表第二のとおり」
