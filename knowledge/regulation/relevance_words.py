"""Place a headline by its words: what it is about, what happened, what makes it matter less.

The words are data (`keywords.yaml`); how near a headline is to the company is `relevance_affinity`'s work.
"""

import math
import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string

Topic = Literal[
    "ai_regulation", "data_protection", "competition", "security", "safety_eval", "standards",
    "adoption", "product", "other",
]  # fmt: skip
Side = Literal["subjects", "acts", "less"]

_SECOND = 0.35  # what a further group of the same side adds of its weight
_ACT_ALONE = 0.15  # what an act adds where no subject is named
_HALF = 3.0  # the weight that scores one half
_SPREAD = 1.6


class WordGroup(BaseModel):
    """Words that mean the same to the ranking."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: dict[Language, str]
    weight: float = Field(gt=0, le=5)
    topic: Topic | None = None
    step: int | None = Field(default=None, ge=1, le=3)
    pattern: re.Pattern[str]


class FoundWord(BaseModel):
    """A word of a headline, with the group it belongs to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    side: Side
    group_id: str
    group: WordGroup
    written: str  # folded


class WordReading(BaseModel):
    """What the words of a headline say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    found: tuple[FoundWord, ...]
    weight: float
    score: float = Field(ge=0, le=1)

    def of_side(self, side: Side) -> tuple[FoundWord, ...]:
        """Give the words of one side, the heaviest group first."""
        chosen = [one for one in self.found if one.side == side]
        return tuple(sorted(chosen, key=lambda one: -one.group.weight))


class Keywords(BaseModel):
    """All groups, by side and id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subjects: dict[str, WordGroup]
    acts: dict[str, WordGroup]
    less: dict[str, WordGroup]

    def read(self, text: str) -> WordReading:
        """Read a headline, or a headline with its summary."""
        folded = fold_string(text)
        sides: tuple[tuple[Side, dict[str, WordGroup]], ...] = (
            ("subjects", self.subjects),
            ("acts", self.acts),
            ("less", self.less),
        )
        found = tuple(
            FoundWord(side=side, group_id=name, group=group, written=match[0])
            for side, groups in sides
            for name, group in groups.items()
            if (match := group.pattern.search(folded))
        )
        subjects, acts, less = (_add_up(found, side) for side, _ in sides)
        weight = subjects + acts * (1.0 if subjects else _ACT_ALONE) - less
        return WordReading(found=found, weight=weight, score=1 / (1 + math.exp((_HALF - weight) / _SPREAD)))


def parse_keywords(text: str) -> Keywords:
    """Read groups of words as YAML.

    Raises:
        pydantic.ValidationError: If a key is unknown or a value cannot be used.
    """
    return Keywords.model_validate(yaml.safe_load(text))


@lru_cache(maxsize=1)
def bundled_keywords() -> Keywords:
    """Give the words that ship."""
    return parse_keywords(files("knowledge.regulation").joinpath("keywords.yaml").read_text(encoding="utf-8"))


def _add_up(found: tuple[FoundWord, ...], side: Side) -> float:
    weights = sorted((one.group.weight for one in found if one.side == side), reverse=True)
    return sum(weight * (1.0 if place == 0 else _SECOND) for place, weight in enumerate(weights))
