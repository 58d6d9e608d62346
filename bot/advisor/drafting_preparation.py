"""Choose what a model may read for one question: passages in force, of texts that it may phrase.

What comes back is held against the same passages by `drafting_application`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.advisor.advice import Advice
from bot.advisor.drafting import LABELS, MOST_PASSAGES, DraftRequest, SentPassage
from bot.advisor.holdings import Holdings, Place
from bot.advisor.verifying import Closeness, Ground
from knowledge.documents.document import SourceClass
from knowledge.documents.sentences import split_sentences
from retrieval.passage import Passage

MOST_CHARS = 500  # of one passage
_MOST_QUESTION_CHARS = 2_000


@dataclass(frozen=True)
class Drafting:
    """One question's drafting: what is sent, and what its answer is held against."""

    request: DraftRequest
    ground: Ground


def prepare_drafting(
    advice: Advice,
    passages: Iterable[Passage],
    holdings: Holdings,
    closeness: Closeness | None = None,
    *,
    most_passages: int = MOST_PASSAGES,
) -> Drafting | None:
    """Choose what a model may read.

    Args:
        advice: Composed by rules; what it cites is sent first.
        passages: Found for the question, best first.
        holdings: What the asker may read.
        closeness: Compares texts of two languages.
        most_passages: 1 to 8; a small model is lost in eight.

    Returns:
        Passages in force; None where there is nothing for a model to phrase.
    """
    places = list(_places(advice, passages, holdings))[: min(most_passages, len(LABELS))]
    if advice.state not in ("answered", "partly") or not places:
        return None
    labelled = dict(zip(LABELS, places, strict=False))
    sent = tuple(
        SentPassage(label=label, title=_title(place), text=_beginning(place.section.text))
        for label, place in labelled.items()
    )
    question = advice.question[:_MOST_QUESTION_CHARS]
    calculations = tuple(text for route in advice.approval_routes for text in route.calculation)
    return Drafting(
        DraftRequest(question=question, language=advice.language, passages=sent),
        Ground(
            places={str(label): place for label, place in labelled.items()},
            holdings=holdings,
            day=advice.as_of,
            language=advice.language,
            question=advice.question,
            calculations=calculations,
            closeness=closeness,
        ),
    )


def _places(advice: Advice, passages: Iterable[Passage], holdings: Holdings) -> Iterator[Place]:
    cited = [(one.id, f"{one.document}@{one.version}") for one in advice.citations]
    found = [(one.chunk.section_id, one.chunk.document_key) for one in passages]
    seen: set[tuple[str, str]] = set()
    for section_id, key in (*cited, *found):
        place = holdings.place(section_id, advice.language, document_key=key)
        if place is None or (place.document.key, section_id) in seen:
            continue
        seen.add((place.document.key, section_id))
        if _may_be_sent(place, advice, holdings):
            yield place


def _may_be_sent(place: Place, advice: Advice, holdings: Holdings) -> bool:
    """Leave out rules that do not count, and news: its dates and age are said by `law_part` alone."""
    source = place.document.source_class
    if source == SourceClass.POLICY:
        return holdings.standing(place.document, advice.as_of) == "in_force"
    return source != SourceClass.NEWS


def _title(place: Place) -> str:
    return " ".join(
        one for one in (place.section.title or place.document.title, place.section.locator) if one
    )


def _beginning(text: str) -> str:
    """Cut to whole sentences that fit; the first one always."""
    end = 0
    for sentence in split_sentences(text):
        if end and sentence.end > MOST_CHARS:
            break
        end = sentence.end
    return text[: min(end or MOST_CHARS, 2 * MOST_CHARS)]
