"""Questions with keys and answers to them, made by hand for the tests of the scorer."""

from datetime import date
from typing import Any

from bot.advisor.advice import (
    Advice,
    ApprovalRoute,
    Citation,
    PolicyStatement,
    Standing,
    Statement,
    Verdict,
)
from bot.evaluation.exam_question import ExamQuestion
from bot.evaluation.validity import VersionDates
from knowledge.documents.document import SourceClass

DAY = date(2026, 9, 15)
VERSIONS = (
    VersionDates(document="ai", version="3", effective_from=date(2025, 10, 1)),
    VersionDates(document="ai", version="2", effective_from=date(2024, 4, 1), effective_to=date(2025, 9, 30)),
    VersionDates(
        document="buy", version="7", effective_from=date(2025, 4, 1), effective_to=date(2027, 3, 31)
    ),
    VersionDates(document="buy", version="8", effective_from=date(2027, 4, 1), amends="7"),
)


def a_question(**changes: Any) -> ExamQuestion:
    values: dict[str, Any] = {
        "id": "T-1",
        "question": "PoCの上限は?",
        "lang": "ja",
        "as_of": DAY,
        "intents": ["policy_check"],
        "abstain": "none",
        "group": "main",
    }
    return ExamQuestion.model_validate(values | changes)


def a_citation(
    id_: str = "A3-8",
    *,
    version: str = "3",
    document: str = "ai",
    status: Standing = "in_force",
    quote: str = "費用は税抜200万円以下。",
) -> Citation:
    return Citation(
        n=1,
        id=id_,
        document=document,
        title="AI利用規程",
        version=version,
        locator=id_,
        quote=quote,
        start=0,
        end=len(quote),
        source_class=SourceClass.POLICY,
        quote_kind="original",
        status=status,
        verified=True,
    )


def an_answer(text: str = "PoCの上限は税抜200万円です。", **changes: Any) -> Advice:
    values: dict[str, Any] = {
        "question": "PoCの上限は?",
        "language": "ja",
        "as_of": DAY,
        "state": "answered",
        "abstained": "none",
        "summary": Statement(text=text, citations=(1,)),
        "citations": (a_citation(),),
    }
    return Advice(**(values | changes))


def a_route(approver: str, amount: int | None = None, condition: str | None = None) -> ApprovalRoute:
    return ApprovalRoute(condition=condition, approver=approver, amount_jpy=amount, citations=(1,))


def a_verdict(*verdicts: Verdict) -> tuple[PolicyStatement, ...]:
    return tuple(PolicyStatement(verdict=one, text="規程による。", citations=(1,)) for one in verdicts)
