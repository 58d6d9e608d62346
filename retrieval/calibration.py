"""Learn from questions that surely do not belong how much evidence a question must bring.

Cosines of one model say nothing by themselves: strangers score 0.80 and more. What counts is whether a
question finds more than strangers do in the same partitions, so bounds are computed for each set of
partitions and each pair of languages, without labels. Asking the null questions is `retrieval.retriever`'s
business.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock, Thread
from time import sleep
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter

Standing = Literal["covered", "related", "foreign"]

_PERCENTILE = 95
_LEAST_NULLS = 8  # fewer say nothing about a 95th percentile
_COVERAGE_STEP = 0.02  # smallest spread that is taken for real
_MARGIN_STEP = 0.002


class Evidence(BaseModel):
    """The best that one language's partitions have to say about a question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    coverage: float
    margin: float


class Bounds(BaseModel):
    """What strangers reach, so that a question that finds more can be told apart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    crosses_languages: bool  # then shared words are chance, and only the margin counts
    coverage: float  # 95th percentiles of the null questions
    margin: float
    strength: float
    mean: Evidence
    spread: Evidence
    # How much nearer strangers are to what is held than to other strangers: usual, and at most.
    usual_lead: float = 0.0
    lead: float = 0.02

    def strength_of(self, evidence: Evidence) -> float:
        """Add up the evidence in units of what is usual among strangers; 0 is an average stranger."""
        margin = (evidence.margin - self.mean.margin) / self.spread.margin
        if self.crosses_languages:
            return margin
        return margin + (evidence.coverage - self.mean.coverage) / self.spread.coverage

    def standing_of(self, evidence: Evidence) -> Standing:
        """Tell whether a question belongs here: covered, related (only one sign of it), or foreign."""
        passes_margin = evidence.margin > self.margin
        if self.crosses_languages:
            return "covered" if passes_margin else "foreign"
        passes_coverage = evidence.coverage > self.coverage
        if self.strength_of(evidence) > self.strength or (passes_margin and passes_coverage):
            return "covered"
        return "related" if passes_margin or passes_coverage else "foreign"

    def standing_by_lead(self, lead: float) -> Standing:
        """Tell by how much nearer a question is to what is held than to questions that do not belong."""
        if lead > self.lead:
            return "covered"
        return "related" if lead > self.usual_lead else "foreign"


def learn_bounds(nulls: Sequence[Evidence], leads: Sequence[float], *, crosses_languages: bool) -> Bounds:
    """Compute the bounds from what null questions found.

    Args:
        nulls: One for each null question. With fewer than eight, cautious fixed values are used.
        leads: For each, the cosine to what is held minus the one to the nearest other null question.
        crosses_languages: Whether the questions are in another language than the text.
    """
    if len(nulls) < _LEAST_NULLS:
        return _UNLEARNT.model_copy(update={"crosses_languages": crosses_languages})
    coverages = np.array([one.coverage for one in nulls])
    margins = np.array([one.margin for one in nulls])
    bounds = Bounds(
        crosses_languages=crosses_languages,
        coverage=float(np.percentile(coverages, _PERCENTILE)),
        margin=float(np.percentile(margins, _PERCENTILE)),
        strength=0.0,
        mean=Evidence(coverage=float(coverages.mean()), margin=float(margins.mean())),
        spread=Evidence(
            coverage=max(float(coverages.std()), _COVERAGE_STEP),
            margin=max(float(margins.std()), _MARGIN_STEP),
        ),
        usual_lead=float(np.percentile(leads, 75)),
        lead=float(np.percentile(leads, _PERCENTILE)),
    )
    strengths = [bounds.strength_of(one) for one in nulls]
    return bounds.model_copy(update={"strength": float(np.percentile(strengths, _PERCENTILE))})


@dataclass
class Calibration:
    """Bounds computed so far, for the current state of the record only; the caller may keep them on disk.

    Attributes:
        relearns_after_s: Where many ask while documents come in, those of the state before serve until they
            are learnt anew, so many seconds later, on a thread of their own; None: whoever asks learns them.
    """

    _bounds: dict[str, Bounds] = field(default_factory=dict)
    _state: str = ""
    relearns_after_s: float | None = None
    _before: dict[str, Bounds] = field(default_factory=dict)
    _learning: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def bounds(self, state: str, subject: Sequence[str], learn: Callable[[], Bounds]) -> Bounds:
        """Look up bounds, or learn them now.

        Args:
            state: Names the record's generation, model, tokenizer and null set; others' bounds are dropped.
            subject: Names partitions and languages.
            learn: Called when they are not known.
        """
        key = sha256(json.dumps(list(subject)).encode()).hexdigest()
        with self._lock:
            if state != self._state:
                is_same_model = state.partition("/")[2] == self._state.partition("/")[2]
                self._before = {**self._before, **self._bounds} if is_same_model else {}
                self._bounds, self._state = {}, state
            known = self._bounds.get(key)
            if known is None and self.relearns_after_s is not None and key in self._before:
                known = self._before[key]
                if key not in self._learning:
                    self._learning.add(key)
                    Thread(target=self._relearn, args=(key, learn), name="bounds", daemon=True).start()
        if known is None:
            known = learn()
            self._bounds[key] = known
        return known

    def _relearn(self, key: str, learn: Callable[[], Bounds]) -> None:
        """Learn bounds for the state as it is by then; if it moves on, the next asker begins anew."""
        try:
            sleep(self.relearns_after_s or 0.0)
            state = self._state
            known = learn()
            with self._lock:
                if state == self._state:
                    self._bounds[key] = known
                self._before[key] = known
        finally:
            self._learning.discard(key)

    def dump(self) -> str:
        """Write everything known as JSON."""
        bounds = {key: one.model_dump() for key, one in self._bounds.items()}
        return json.dumps({"state": self._state, "bounds": bounds})

    @classmethod
    def load(cls, dumped: str) -> "Calibration":
        """Read what `dump` wrote; empty when it cannot be read, since it can always be learnt again."""
        try:
            raw: Mapping[str, object] = json.loads(dumped)
            return cls(TypeAdapter(dict[str, Bounds]).validate_python(raw["bounds"]), str(raw["state"]))
        except (ValueError, KeyError, TypeError):
            return cls()


_UNLEARNT = Bounds(  # between strangers and answerable questions of a Japanese encyclopedia
    crosses_languages=False,
    coverage=0.35,
    margin=0.06,
    strength=2.5,
    mean=Evidence(coverage=0.16, margin=0.034),
    spread=Evidence(coverage=0.1, margin=0.015),
)
