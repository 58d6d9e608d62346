"""Choose the cards an answer rests on: by what was found, nudged by what the question seems to be after.

Intents alone would be wrong half of the time on other people's questions, so each guide is also voted for
by the cards that retrieval found. Wording is `bot.advisor.framework_part`'s.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.advisor.evidence import Evidence
from bot.advisor.situation import Situation
from knowledge.documents.folding import fold_string
from knowledge.framework.guides import Guide

STRATEGY = "strategy"
_WHOLE_WAY = re.compile(
    r"三段|3段|三つの段階|3つの段階|三?ステップ|進め方|どう(?:動|進め|取り組|始め)|何から"
    r"|どこから(?:始|手)"
    r"|全体像|ロードマップ"
    r"|順番|手順|戦略|(?:three|3) (?:steps|stages|phases)|roadmap|proceed"
    r"|where (?:do|should) (?:we|i) (?:start|begin)"
    r"|get started|strategy|first step"
    r"|how (?:should|do|can) (?:we|a) .{0,60}(?:start|begin|adopt|approach|move)"
)
_MOST_VOTERS = 10
_FOUND_FIRST = 2
_UNMENTIONED = frozenset({"keyword", "research"})  # kinds of card that answer only when asked for by name
_LEAD_BONUS, _POINT_BONUS = 0.30, 0.15
_SECOND_SHARE = 0.72  # a second guide joins when it is nearly as strong


@dataclass(frozen=True)
class CardChoice:
    """Guides, best first, and the cards to show beside the summary, best first."""

    guides: tuple[Guide, ...]
    found: tuple[str, ...]  # what retrieval found best: said even where a guide that sums it up cites it
    points: tuple[str, ...]
    relevance: Mapping[str, float]  # of every card found, 0 to 1


def choose_cards(situation: Situation, evidence: Evidence, guides: Mapping[str, Guide]) -> CardChoice:
    """Choose one or two guides and up to six cards.

    Args:
        situation: What was understood; its intents are nudges.
        evidence: What was found.
        guides: Of the corpus.
    """
    relevance = _relevance(evidence)
    chosen = _choose_guides(situation, relevance, guides)
    leads = {card for guide in chosen[:1] for card in guide.lead}
    scores: dict[str, float] = defaultdict(float, relevance)
    for weight, guide in zip((1.0, 0.6), chosen, strict=False):
        for card in guide.lead:
            scores[card] += weight * _LEAD_BONUS
        for card in guide.points:
            scores[card] += weight * _POINT_BONUS
    kinds = {one.chunk.section_id: one.chunk.card for one in evidence.cards}
    ranked = [
        card
        for card, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if not _is_unmentioned(kinds.get(card), relevance.get(card, 0.0))
    ]
    found = tuple(one.chunk.section_id for one in evidence.cards[:_FOUND_FIRST])
    said = [card for card in found if card in ranked]
    rest = [card for card in ranked if card not in said and card not in leads]
    return CardChoice(tuple(chosen), found, tuple([*said, *rest][:6]), relevance)


def asks_whole_way(situation: Situation) -> bool:
    """Tell whether a question is after the three steps as a whole."""
    return _WHOLE_WAY.search(fold_string(situation.query)) is not None


def _is_unmentioned(card: object, relevance: float) -> bool:
    return getattr(card, "kind", "") in _UNMENTIONED and relevance < 0.95


def _relevance(evidence: Evidence) -> dict[str, float]:
    best = evidence.cards[0].score if evidence.cards else 1.0
    return {one.chunk.section_id: one.score / (best or 1.0) for one in evidence.cards}


def _choose_guides(
    situation: Situation, relevance: Mapping[str, float], guides: Mapping[str, Guide]
) -> list[Guide]:
    voters = sorted(relevance.items(), key=lambda item: -item[1])[:_MOST_VOTERS]
    mass = sum(value**2 for _, value in voters) or 1.0
    scores: dict[str, float] = {}
    for name, guide in guides.items():
        votes = sum(
            value**2 * (1.0 if card in guide.lead else 0.6 if card in guide.points else 0.0)
            for card, value in voters
        )
        scores[name] = votes / mass + 0.9 * _intent_score(situation, name)
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    best = ranked[0]
    return [guides[name] for name in ranked[:2] if scores[name] >= _SECOND_SHARE * scores[best]]


def _intent_score(situation: Situation, name: str) -> float:
    if name == STRATEGY:
        return 0.8 if asks_whole_way(situation) else 0.0
    return next((one.score for one in situation.intents if one.intent == name), 0.0)
