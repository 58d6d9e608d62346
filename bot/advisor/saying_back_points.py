"""Tell which leading points of a topic a statement covers and which it lacks.

A point is covered when a sentence, or it with the next one, says what the card's patterns ask for, or when
retrieval put the card first for that sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.advisor.card_choice import STRATEGY
from bot.advisor.holdings import Holdings
from bot.advisor.saying_back_reply import Sentence
from knowledge.documents.document import Language
from knowledge.framework.said_points import SaidPoints, covers, load_said_points

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
    language: Language,
) -> Coverage:
    """Part the leading cards of the statement's topic into covered and missing.

    Args:
        sentences: Of the statement.
        holdings: Their guides name the leading cards.
        likeness: How near each card is to each sentence, by number; may be shorter or empty.
        topics: Guides to compare with, best first; the first that fits counts.
        language: Of the statement.
    """
    del language  # patterns are of both languages
    names = [one for one in topics if one in holdings.guides and one not in _NEUTRAL]
    named = [one for one in topics if one in holdings.guides]
    topic = next(iter(names or named), "")
    if not topic:
        return Coverage("")
    covered = {card for card in _leads(topic, holdings) if _is_said(card, sentences, likeness)}
    if topic != STRATEGY and len(_steps_said(sentences, likeness, holdings)) == 3:
        topic = STRATEGY
        covered = {card for card in _leads(topic, holdings) if _is_said(card, sentences, likeness)}
    leads = _leads(topic, holdings)
    return Coverage(
        topic=topic,
        covered=tuple(card for card in leads if card in covered),
        missing=tuple(card for card in leads if card not in covered),
    )


def _leads(topic: str, holdings: Holdings) -> tuple[str, ...]:
    return holdings.guides[topic].lead


def _steps_said(
    sentences: Sequence[Sentence], likeness: Sequence[Mapping[str, float]], holdings: Holdings
) -> set[str]:
    if STRATEGY not in holdings.guides:
        return set()
    return {card for card in _leads(STRATEGY, holdings) if _is_said(card, sentences, likeness)}


def _is_said(card: str, sentences: Sequence[Sentence], likeness: Sequence[Mapping[str, float]]) -> bool:
    patterns = _said_points().get(card)
    folded = [one.folded for one in sentences]
    pairs = [f"{one} {after}" for one, after in zip(folded, [*folded[1:], ""], strict=True)]
    if patterns and any(covers(patterns, one) for one in pairs):
        return True
    return any(near.get(card, 0.0) >= _FIRST for near in likeness)
