"""Learn from a channel's feedback what it finds useful; bounded, explained, and for that channel only.

With few labels the topic and the source move a little. From 60 labels on a logistic regression joins in.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from knowledge.regulation.relevance_words import Topic

ENOUGH = 60  # labels from which a regression is fitted
_NUDGE = 0.02  # what one label moves its topic and its source
_MAX_NUDGE = 0.1
_MAX_SHIFT = 0.25  # how far a score may move in all
_ROUNDS = 400
_RATE = 0.5
_RIDGE = 0.02

Floats = NDArray[np.float64]
Name = TypeVar("Name", bound=str)


class Traits(BaseModel):
    """What learning may look at of an item."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    score: float = Field(ge=0, le=1)
    word_score: float = Field(ge=0, le=1)
    nearness: float = Field(ge=0, le=1)
    topic: Topic
    source: str


class Label(BaseModel):
    """One person's word on one item."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    traits: Traits
    is_useful: bool


class Learnt(BaseModel):
    """What a channel's feedback comes to; of no labels it changes nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: int = 0
    topics: dict[Topic, float] = {}
    sources: dict[str, float] = {}
    columns: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()  # of `columns`, in their order; none before there are enough labels

    def rescore(self, traits: Traits) -> float:
        """Give the channel's own score, never more than a quarter away from the general one."""
        moved = traits.score + self.topics.get(traits.topic, 0.0) + self.sources.get(traits.source, 0.0)
        if self.weights:
            row = _row(traits, self.columns)
            fitted = float(1 / (1 + np.exp(-float(row @ np.array(self.weights)))))
            moved = (moved + fitted) / 2
        low, high = max(0.0, traits.score - _MAX_SHIFT), min(1.0, traits.score + _MAX_SHIFT)
        return round(min(high, max(low, moved)), 4)


def learn(labels: Sequence[Label]) -> Learnt:
    """Learn from all labels of a channel; the same labels give the same."""
    topics = _nudges([(one.traits.topic, one.is_useful) for one in labels])
    sources = _nudges([(one.traits.source, one.is_useful) for one in labels])
    columns: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    if len(labels) >= ENOUGH and len({one.is_useful for one in labels}) > 1:
        kinds = sorted({f"topic {one.traits.topic}" for one in labels})
        columns = ("one", "score", "word_score", "nearness", *kinds)
        rows = np.array([_row(one.traits, columns) for one in labels])
        weights = tuple(map(float, _fit(rows, np.array([one.is_useful for one in labels], dtype=np.float64))))
    return Learnt(labels=len(labels), topics=topics, sources=sources, columns=columns, weights=weights)


def _nudges(votes: Sequence[tuple[Name, bool]]) -> dict[Name, float]:
    sums: dict[Name, float] = {}
    for name, is_useful in votes:
        sums[name] = sums.get(name, 0.0) + (_NUDGE if is_useful else -_NUDGE)
    return {name: max(-_MAX_NUDGE, min(_MAX_NUDGE, round(value, 4))) for name, value in sums.items()}


def _row(traits: Traits, columns: Sequence[str]) -> Floats:
    values = {
        "one": 1.0,
        "score": traits.score,
        "word_score": traits.word_score,
        "nearness": traits.nearness,
        f"topic {traits.topic}": 1.0,
    }
    return np.array([values.get(name, 0.0) for name in columns], dtype=np.float64)


def _fit(rows: Floats, labels: Floats) -> Floats:
    """Fit a logistic regression by gradient descent, with a penalty on size except for the constant."""
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], _RIDGE)
    penalty[0] = 0.0
    for _ in range(_ROUNDS):
        fitted = 1 / (1 + np.exp(-(rows @ weights)))
        weights -= _RATE * (rows.T @ (fitted - labels) / len(labels) + penalty * weights)
    return weights
