"""Answers to play with: one that has every part, and plain ones."""

from datetime import date
from typing import Any

from bot.advisor.advice import (
    Advice,
    ApprovalRoute,
    Citation,
    NextAction,
    Phrase,
    PolicyStatement,
    Recommendation,
    Statement,
)
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question
from bot.advisor.saying_back_reply import CheckReply, Point, Problem


def a_citation(n: int = 1, quote: str = "PoCの上限は300万円とする。", **changes: Any) -> Citation:
    """Make a citation of a clause of the sample company."""
    values = {
        "n": n,
        "id": "A3-8",
        "document": "ai-use-policy",
        "title": "AI利用規程",
        "version": "3.0",
        "locator": "第8条",
        "quote": quote,
        "start": 0,
        "end": len(quote),
        "source_class": "policy",
        "quote_kind": "original",
        "status": "in_force",
        "verified": True,
    }
    return Citation.model_validate(values | changes)


def a_check(statement: Question) -> CheckReply:
    """Make the look at a statement that says one thing wrong and leaves one out."""
    return CheckReply(
        language="ja",
        verdict="wrong",
        missing=(Point(text="期間は3か月以内です。", citations=(1,)),),
        problems=(
            Problem(sentence=statement.text, kind="wrong_rule", reason="上限は300万円です。", citations=(1,)),
        ),
        corrected="PoCは300万円までです。",
        citations=(a_citation(),),
    )


def a_phrase_reply(topic: Question) -> PhraseReply:
    """Make one sentence to say on a topic."""
    return PhraseReply(
        topic=topic.text, language="ja", phrases=an_advice().phrases, citations=an_advice().citations
    )


def an_advice(question: Question | None = None, **changes: Any) -> Advice:
    """Make an answer with every part filled."""
    values = {
        "question": question.text if question else "PoCはいくらまで？",
        "language": "ja",
        "as_of": date(2026, 9, 15),
        "state": "answered",
        "abstained": "none",
        "summary": Statement(text="PoCは300万円までです。", citations=(1,)),
        "key_points": (Statement(text="期間は3か月以内です。", citations=(1,)),),
        "policy": (
            PolicyStatement(verdict="needs_approval", text="部長の承認が要ります。", citations=(1,)),
        ),
        "approval_routes": (
            ApprovalRoute(
                amount_jpy=2_500_000, calculation=("月50万円×5か月",), approver="部長",
                concurrences=("情報部",), citations=(1,),
            ),
        ),
        "recommendations": (Recommendation(step=1, text="小さく試します。", citations=(2,)),),
        "next_actions": (NextAction(what="効果指標を決める", who="課長", when="今週", citations=(2,)),),
        "phrases": (
            Phrase(
                language="ja", register_="polite", listener="board", text="まず小さく試します。",
                objection="遅いのでは", reply="失敗の費用が小さいからです。", citations=(2,),
            ),
        ),
        "counter_views": (Statement(text="大企業には当てはまりません。", citations=(2,)),),
        "missing": ("対象の業務",),
        "citations": (
            a_citation(1, is_sample=True, is_excerpt=True),
            a_citation(
                2, "小さく試すとよい。", id="SD-19", document="article", title="基盤モデルの経済学",
                source_class="article", quote_kind="restated", locator="三つの段階",
            ),
        ),
    }  # fmt: skip
    return Advice.model_validate(values | changes)
