"""Decide which sentences of an answer a model may put in other words; the others stay as they are."""

import re
from collections.abc import Sequence

from bot.advisor.advice import Advice, Statement
from bot.advisor.evidence import CARD_CLASSES
from bot.advisor.holdings import Holdings, Place
from bot.advisor.verifying import Backing
from knowledge.documents.folding import fold_string

_ASKS_SOURCE = re.compile(
    r"論文|記事|著者|出典|\bpapers?\b|\barticle|\bauthors?\b|\bsources?\b|vipra|korinek|arxiv"
)


def may_reword_summary(advice: Advice, holdings: Holdings) -> bool:
    """Tell whether the conclusion is a card's: no verdict, route, publication, vendor's paper or notice."""
    return not (advice.policy or advice.approval_routes) and may_reword(advice.summary, advice, holdings)


def may_reword(statement: Statement, advice: Advice, holdings: Holdings) -> bool:
    """Tell whether a statement only restates cards of article and papers, and who says so is not asked."""
    if statement.kind == "notice" or _ASKS_SOURCE.search(fold_string(advice.question)):
        return False
    cited = {one.n: one for one in advice.citations}
    sources = (cited[number] for number in statement.citations)
    places = (
        holdings.place(one.id, one.language, document_key=f"{one.document}@{one.version}") for one in sources
    )
    return all(_is_phrased(place) for place in places)


def may_recommend(step: int, backings: Sequence[Backing]) -> bool:
    """Tell whether something to do rests on cards only, and on one of its step."""
    cards = [one.place.section.card for one in backings if _is_phrased(one.place)]
    return len(cards) == len(backings) and any(card and step in card.steps for card in cards)


def _is_phrased(place: Place | None) -> bool:
    """Tell whether a section is a card that may be phrased: no record of who wrote what, no law."""
    card = place.section.card if place else None
    return (
        place is not None
        and place.document.source_class in CARD_CLASSES
        and (card is not None and card.kind != "source" and card.jurisdiction is None)
    )
