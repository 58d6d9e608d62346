"""Tell which leading points of a topic a statement covers and which it lacks.

A point is covered when a sentence, or it with the next one, says what the card's patterns ask for; a card
without patterns, when retrieval put it first for a sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.advisor.card_choice import STRATEGY
from bot.advisor.holdings import Holdings
from bot.advisor.saying_back_reply import Sentence
from knowledge.framework.said_points import SaidPoints, covers, load_said_points

_STEPS_SAID = 2
_FIRST = 0.98  # of the best score: the card stands at the top for that sentence
_NEUTRAL = frozenset(
    {"meeting_phrase", "policy_check", "approval_route", "clarify", "out_of_scope", "adversarial"}
)


@dataclass(frozen=True)
class Coverage:
    """Cards of the topic, parted; empty where the statement is about no guide."""

    topic: str
    covered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _said_points() -> SaidPoints:
    return load_said_points()


def cover_points(
    sentences: Sequence[Sentence],
    holdings: Holdings,
    likeness: Sequence[Mapping[str, float]],
    topics: Sequence[str],
    *,
    topic_is_given: bool,
) -> Coverage:
    """Part the leading cards of the statement's topic into covered and missing.

    Args:
        sentences: Of the statement.
        holdings: Their guides name the leading cards.
        likeness: How near each card is to each sentence, by number; may be shorter or empty.
        topics: Guides to compare with, best first; the first that fits counts.
        topic_is_given: The first topic was asked for, not inferred.
    """
    names = [one for one in topics if one in holdings.guides and one not in _NEUTRAL]
    named = [one for one in topics if one in holdings.guides]
    topic = next(iter(names or named), "")
    if not topic_is_given and _says_steps(sentences, likeness, holdings):
        topic = STRATEGY
    if not topic:
        return Coverage("")
    leads = _leads(topic, holdings)
    covered = tuple(card for card in leads if _is_said(card, sentences, likeness))
    return Coverage(topic, covered, tuple(card for card in leads if card not in covered))


def _leads(topic: str, holdings: Holdings) -> tuple[str, ...]:
    return holdings.guides[topic].lead


def _says_steps(
    sentences: Sequence[Sentence], likeness: Sequence[Mapping[str, float]], holdings: Holdings
) -> bool:
    """Tell whether a statement goes through the steps: at least two of them, in sentences of their own."""
    if STRATEGY not in holdings.guides or len(sentences) < _STEPS_SAID:
        return False
    cards = _leads(STRATEGY, holdings)
    said = [{card for card in cards if _is_said(card, [one], likeness)} for one in sentences]
    return len(set().union(*said)) >= _STEPS_SAID and sum(map(bool, said)) >= _STEPS_SAID


def _is_said(card: str, sentences: Sequence[Sentence], likeness: Sequence[Mapping[str, float]]) -> bool:
    patterns = _said_points().get(card)
    folded = [one.folded for one in sentences]
    pairs = [f"{one} {after}" for one, after in zip(folded, [*folded[1:], ""], strict=True)]
    if patterns:
        return any(covers(patterns, one) for one in pairs)
    return any(near.get(card, 0.0) >= _FIRST for near in likeness)
