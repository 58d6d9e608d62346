"""Put a stranger's text into every place of an answer, as a model or a document might bring it.

Surfaces render the result as they render any answer: what is posted shows whether the text stayed text.
"""

from datetime import date

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
from knowledge.documents.language import detect_language

_ANY_DAY = date(2026, 1, 1)  # nothing in the answer depends on it


def answer_around(text: str) -> Advice:
    """Build an answer that holds a text wherever an answer may hold text that is not ours.

    Args:
        text: Of any content and length; empty is allowed.

    Returns:
        An answer that was never checked against documents; not to be shown to anybody who asked.
    """
    said = without_surrogates(text) or " "
    language = detect_language(said)
    return Advice(
        question=said,
        language=language,
        as_of=_ANY_DAY,
        state="partly",
        abstained="partial",
        reason=said,
        summary=Statement(text=said, citations=(1,)),
        key_points=(Statement(text=said, citations=(1,)),),
        recommendations=(Recommendation(step=1, text=said, citations=(1,)),),
        policy=(PolicyStatement(verdict="conditional", text=said, citations=(1,)),),
        approval_routes=(_route(said),),
        phrases=(
            Phrase(
                language=language,
                register_="polite",
                listener="board",
                text=said,
                objection=said,
                reply=said,
                citations=(1,),
            ),
        ),
        next_actions=(NextAction(what=said, who=said, when=said, citations=(1,)),),
        counter_views=(Statement(text=said, citations=(1,)),),
        missing=(said,),
        choices=(said,),
        citations=(_citation(said),),
    )


def without_surrogates(text: str) -> str:
    """Take out halves of characters, which JSON may hold and no encoding can write."""
    return "".join(one for one in text if not "\ud800" <= one <= "\udfff")


def _route(text: str) -> ApprovalRoute:
    return ApprovalRoute(
        condition=text,
        calculation=(text,),
        approver=text,
        concurrences=(text,),
        conditions=(text,),
        citations=(1,),
    )


def _citation(text: str) -> Citation:
    return Citation(
        n=1,
        id=text,
        document=text,
        title=text,
        version=text,
        locator=text,
        quote=text,
        start=0,
        end=len(text),
        source_class="policy",
        quote_kind="original",
        status="in_force",
        verified=False,
    )
