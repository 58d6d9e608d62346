"""An answer of the rules, its documents, and drafts of it as a model might send them."""

import json
from datetime import date

from bot.advisor.advice import Advice, Recommendation, Statement
from bot.advisor.citations import CitationBook, check_citations
from bot.advisor.holdings import hold_documents
from knowledge.documents.bundled import load_bundled

DAY = date(2026, 9, 15)
HOLDINGS = hold_documents(load_bundled())


def a_composed_advice(question: str = "第一段では何をしますか") -> Advice:
    """An answer that rests on two cards; P1 and P2 in what a model is sent."""
    book = CitationBook(HOLDINGS, language="ja", day=DAY)
    book.cite_all(["SD-19", "SD-20"])
    return Advice(
        question=question,
        language="ja",
        as_of=DAY,
        state="answered",
        abstained="none",
        summary=Statement(text="規則の文です。", citations=(1,)),
        recommendations=(Recommendation(kind="advice", text="規則の推奨です。", citations=(1,), step=1),),
        citations=check_citations(book.citations(), HOLDINGS),
    )


def sentence_of(card: str) -> str:
    """The first sentence of a card: what an honest model would say of it."""
    place = HOLDINGS.place(card, "ja")
    assert place is not None
    return place.section.text.split("。")[0] + "。"


def a_draft(claim: str, anchor: str, *, passage: str = "P1", status: str = "answer") -> str:
    """A draft of the right shape, as JSON."""
    said = {"evidence": [{"passage": passage, "anchor": anchor}], "claim": claim}
    return json.dumps(
        {"status": status, "summary": said, "key_points": [], "recommendations": []}, ensure_ascii=False
    )
