"""Score what a question may be after: several intents at once, from cues, from likeness, from what was read.

Scores nudge retrieval and wording and never gate it: a classifier that is right on its author's questions is
right on half of other people's. Only strong evidence makes a question out of scope or adversarial.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import get_args

import yaml

from bot.advisor.advice import Intent
from bot.advisor.question_words import has_cue
from bot.advisor.situation import PhraseWish, Purchase, ScoredIntent, Use

_MOST = 5
_LEAST = 0.15
_LIKENESS_WEIGHT = 0.6
_GUARDED: tuple[Intent, ...] = ("out_of_scope", "adversarial", "clarify")  # never by likeness alone
_MOST_WITHOUT_CUE = 0.3


@dataclass(frozen=True)
class Reading:
    """What was read of a question, as far as intents rest on it."""

    folded: str
    purchase: Purchase | None = None
    use: Use | None = None
    phrase: PhraseWish | None = None
    strangeness: float = 0.0
    is_adversarial: bool = False
    is_vague: bool = False
    names_version: bool = False


@lru_cache(maxsize=1)
def _cues() -> dict[Intent, tuple[tuple[float, re.Pattern[str]], ...]]:
    raw = yaml.safe_load(files("bot.advisor").joinpath("intent_cues.yaml").read_text(encoding="utf-8"))
    return {
        intent: tuple((float(weight), re.compile(pattern)) for weight, pattern in raw.get(intent, ()))
        for intent in get_args(Intent)
    }


def score_intents(reading: Reading, likeness: Mapping[Intent, float]) -> tuple[ScoredIntent, ...]:
    """Score all intents, best first, the weak ones left out.

    Args:
        reading: What was read of the question.
        likeness: How alike the question is to each intent's prototypes, 0 to 1; empty without an embedder.
    """
    evidence = _evidence(reading)
    scored = []
    for intent, cues in _cues().items():
        weights = [weight for weight, pattern in cues if pattern.search(reading.folded)]
        known = _either(*weights, evidence.get(intent, 0.0))
        like = _LIKENESS_WEIGHT * min(1.0, max(0.0, likeness.get(intent, 0.0)))
        score = _either(known, like)
        if intent in _GUARDED and known < _MOST_WITHOUT_CUE:
            score = min(score, _MOST_WITHOUT_CUE)
        if score >= _LEAST:
            scored.append(ScoredIntent(intent=intent, score=round(min(score, 1.0), 4)))
    ranked = sorted(scored, key=lambda one: (-one.score, one.intent))
    return tuple(ranked[:_MOST])


def _either(*chances: float) -> float:
    """Combine independent evidence: each one closes part of what is left to certainty."""
    left = 1.0
    for chance in chances:
        left *= 1 - chance
    return 1 - left


def _evidence(reading: Reading) -> dict[Intent, float]:
    found: dict[Intent, float] = {
        "adversarial": 0.95 if reading.is_adversarial else 0.0,
        "out_of_scope": reading.strangeness,
        "clarify": 0.9 if reading.is_vague else 0.0,
        "meeting_phrase": 0.8 if reading.phrase else 0.0,
        "policy_check": 0.4 if reading.names_version else 0.0,
    }
    if reading.purchase is not None:
        found.update(_of_purchase(reading.purchase))
    if reading.use is not None:
        found.update(_of_use(reading.use, reading.folded, found))
    return found


def _of_purchase(purchase: Purchase) -> dict[Intent, float]:
    is_priced = bool(purchase.amounts)
    is_special = purchase.is_split or purchase.is_emergency or bool(purchase.is_single_source)
    return {
        "approval_route": 0.6 if is_priced or is_special else 0.25,
        "poc_design": 0.3 if "poc" in purchase.kinds else 0.0,
    }


def _of_use(use: Use, folded: str, found: Mapping[Intent, float]) -> dict[Intent, float]:
    is_of_data = bool(use.data or use.class_labels)
    is_asked = has_cue(folded, "permission")
    policy = 0.6 if is_of_data and (use.acts or is_asked) else 0.4 if is_asked else 0.2
    return {
        "policy_check": max(policy, found.get("policy_check", 0.0)),
        "governance_data": 0.4 if is_of_data or "log" in use.subjects else 0.0,
        "incident": 0.4 if "incident" in use.subjects else 0.0,
        "education_org": 0.3 if "training" in use.subjects else 0.0,
    }
