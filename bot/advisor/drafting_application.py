"""Put verified sentences of a draft in the place of our own wording; the rest of the answer stays.

Verdicts, routes, figures and phrases are never a model's. Where a rule decides, the summary stays ours too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from bot.advisor.advice import Advice, Citation, Recommendation, Statement
from bot.advisor.citations import CitationBook, check_citations
from bot.advisor.drafting import (
    LABELS,
    AnswerDraft,
    DraftedStatement,
    DraftRequest,
    SentPassage,
)
from bot.advisor.holdings import Holdings, Place
from bot.advisor.markdown import render_markdown
from bot.advisor.verifying import Backing, Closeness, Ground, verify_claim
from knowledge.documents.document import Language, SourceClass
from knowledge.documents.sentences import split_sentences
from retrieval.passage import Passage

MOST_CHARS = 500  # of one passage
_MOST_QUESTION_CHARS = 2_000
_NOTES: dict[str, dict[Language, str]] = {
    "unavailable": {
        "ja": "設定された言語モデルの下書きが得られなかったため、この回答は規則だけで組み立てました。",
        "en": "The configured language model gave no usable draft; this answer was composed by rules alone.",
    },
    "unverified": {
        "ja": "言語モデルの下書きは出典と照合できなかったため使わず、この回答は規則だけで組み立てました。",
        "en": "The language model's draft could not be verified against the sources and was not used; "
        "this answer was composed by rules alone.",
    },
}


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
) -> Drafting | None:
    """Choose what a model may read.

    Args:
        advice: Composed by rules; what it cites is sent first.
        passages: Found for the question, best first.
        holdings: What the asker may read.
        closeness: Compares texts of two languages.

    Returns:
        At most eight passages in force; None where there is nothing for a model to phrase.
    """
    places = list(_places(advice, passages, holdings))[: len(LABELS)]
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


def apply_draft(advice: Advice, draft: AnswerDraft | None, ground: Ground, *, drafter: str) -> Advice:
    """Put the verified sentences of a draft into an answer.

    Args:
        advice: Composed by rules.
        draft: As it came; None when there is none.
        ground: What was sent.
        drafter: Name of the model, for `drafted_by`.

    Returns:
        The answer with `removed` counted; unchanged but for a note where more than half fails.
    """
    if draft is None:
        return _noted(advice, "unavailable")
    applying = _Applying(advice, ground)
    key_points = applying.statements(draft.key_points)
    recommendations = applying.recommendations(draft)
    summary = advice.summary if _rules_decide(advice) else applying.summary(draft.summary)
    if draft.status == "not_in_sources" or applying.kept == 0 or applying.removed > applying.kept:
        return _noted(advice, "unverified")
    notices = tuple(one for one in advice.key_points if one.kind == "notice")
    citations = check_citations(applying.citations(), ground.holdings)
    drafted = advice.model_copy(
        update={
            "summary": summary,
            "key_points": (*notices, *key_points) if key_points else advice.key_points,
            "recommendations": recommendations,
            "removed": advice.removed + applying.removed,
            "citations": citations,
            "drafted_by": drafter,
        }
    )
    return _rendered(drafted)


class _Applying:
    """Verifies one draft sentence by sentence, and numbers what it rests on after what is cited already."""

    def __init__(self, advice: Advice, ground: Ground) -> None:
        self._advice = advice
        self._ground = ground
        self._citations = list(advice.citations)
        self._seen: set[str] = set()
        self.kept = 0
        self.removed = 0

    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._citations)

    def summary(self, drafted: DraftedStatement) -> Statement:
        return next(iter(self.statements((drafted,))), self._advice.summary)

    def statements(self, drafted: Iterable[DraftedStatement]) -> tuple[Statement, ...]:
        found = ((one, self._verify(one)) for one in drafted)
        return tuple(
            Statement(text=_plain(one.claim), citations=self._cite(backings))
            for one, backings in found
            if backings
        )

    def recommendations(self, draft: AnswerDraft) -> tuple[Recommendation, ...]:
        """Replace the wording of a step's first recommendation where the draft has a better one."""
        said: dict[int, Recommendation] = {}
        for one in draft.recommendations:
            backings = self._verify(one, must_be_cards=True)
            if backings:
                said.setdefault(
                    one.step,
                    Recommendation(
                        kind="advice", text=_plain(one.claim), citations=self._cite(backings), step=one.step
                    ),
                )
        return tuple(
            said.pop(ours.step).model_copy(update={"indicator": ours.indicator})
            if ours.step in said
            else ours
            for ours in self._advice.recommendations
        )

    def _verify(self, drafted: DraftedStatement, *, must_be_cards: bool = False) -> tuple[Backing, ...]:
        anchors = [(one.passage, one.anchor) for one in drafted.evidence]
        found = verify_claim(drafted.claim, anchors, self._ground)
        fits = not isinstance(found, str) and not (
            must_be_cards and any(one.place.section.card is None for one in found)
        )
        if isinstance(found, str) or not fits or drafted.claim in self._seen:
            self.removed += 1
            return ()
        self._seen.add(drafted.claim)
        self.kept += 1
        return found

    def _cite(self, backings: Iterable[Backing]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._number(one) for one in backings))

    def _number(self, backing: Backing) -> int:
        book = CitationBook(self._ground.holdings, language=self._ground.language, day=self._ground.day)
        book.cite(backing.place.section.id, document_key=backing.place.document.key, span=backing.span)
        [citation] = book.citations()
        is_same = partial(_is_same, citation)
        known = next((one.n for one in self._citations if is_same(one)), None)
        if known is not None:
            return known
        number = max((one.n for one in self._citations), default=0) + 1
        self._citations.append(citation.model_copy(update={"n": number}))
        return number


def _places(advice: Advice, passages: Iterable[Passage], holdings: Holdings) -> Iterator[Place]:
    cited = [(one.id, f"{one.document}@{one.version}") for one in advice.citations]
    found = [(one.chunk.section_id, one.chunk.document_key) for one in passages]
    seen: set[tuple[str, str]] = set()
    for section_id, key in (*cited, *found):
        place = holdings.place(section_id, advice.language, document_key=key)
        if place is None or (place.document.key, section_id) in seen:
            continue
        seen.add((place.document.key, section_id))
        is_rule = place.document.source_class == SourceClass.POLICY
        if not is_rule or holdings.standing(place.document, advice.as_of) == "in_force":
            yield place


def _is_same(one: Citation, other: Citation) -> bool:
    fields = ("id", "document", "version", "start", "end", "language")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def _rules_decide(advice: Advice) -> bool:
    return bool(advice.policy or advice.approval_routes)


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


def _plain(claim: str) -> str:
    return " ".join(claim.split())


def _noted(advice: Advice, why: str) -> Advice:
    note = Statement(kind="notice", text=_NOTES[why][advice.language])
    return _rendered(advice.model_copy(update={"key_points": (*advice.key_points, note)}))


def _rendered(advice: Advice) -> Advice:
    return advice.model_copy(update={"markdown": render_markdown(advice)})
