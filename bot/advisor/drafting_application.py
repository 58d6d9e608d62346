"""Put verified sentences of a draft in the place of our own wording; the rest of the answer stays.

Verdicts, routes, figures and phrases are never a model's, nor is any sentence that `drafting_limits` keeps.
"""

from collections.abc import Iterable
from functools import partial

from bot.advisor.advice import Advice, Citation, Recommendation, Statement
from bot.advisor.attribution import attribute
from bot.advisor.citations import CitationBook, check_citations
from bot.advisor.drafting import AnswerDraft, DraftedStatement, NoDraft
from bot.advisor.drafting_limits import may_recommend, may_reword, may_reword_summary
from bot.advisor.drafting_notes import note_drafted, note_no_draft, note_unused
from bot.advisor.markdown import render_markdown
from bot.advisor.verifying import Backing, Ground, verify_claim


def apply_draft(advice: Advice, draft: AnswerDraft | NoDraft, ground: Ground, *, drafter: str) -> Advice:
    """Put the verified sentences of a draft into an answer.

    Args:
        advice: Composed by rules.
        draft: As it came, or why there is none.
        ground: What was sent.
        drafter: Name of the model, for `drafted_by`.

    Returns:
        The answer with `removed` counted, unchanged where more than half fails; a notice says which.
    """
    if isinstance(draft, NoDraft):
        return _noted(advice, note_no_draft(draft.reason, advice.language))
    applying = _Applying(advice, ground)
    drafted = applying.apply(draft)
    found_nothing = draft.status == "not_in_sources"
    if found_nothing or applying.kept == 0 or applying.removed > applying.kept:
        why = note_unused(advice.language, removed=applying.removed, found_nothing=found_nothing)
        return _noted(advice, why)
    removed = advice.removed + applying.removed
    said = drafted.model_copy(update={"removed": removed, "drafted_by": drafter})
    return _noted(said, note_drafted(drafter, advice.language))


class _Applying:
    """Verifies one draft sentence by sentence, and numbers what it rests on after what is cited already."""

    def __init__(self, advice: Advice, ground: Ground) -> None:
        self._advice = advice
        self._ground = ground
        self._citations = list(advice.citations)
        self._seen: set[str] = set()
        self.kept = 0
        self.removed = 0

    def apply(self, draft: AnswerDraft) -> Advice:
        """Replace what may be reworded, by what was verified."""
        update = {
            "summary": self._summary(draft.summary),
            "key_points": self._key_points(draft.key_points),
            "recommendations": self._recommendations(draft),
            "citations": check_citations(self._citations, self._ground.holdings),
        }
        return self._advice.model_copy(update=update)

    def _summary(self, drafted: DraftedStatement) -> Statement:
        if not may_reword_summary(self._advice, self._ground.holdings):
            return self._advice.summary
        return next(iter(self._statements((drafted,))), self._advice.summary)

    def _key_points(self, drafted: Iterable[DraftedStatement]) -> tuple[Statement, ...]:
        """Put the model's points where ours of the same kind stood; without any, ours stay."""
        ours, held = self._advice.key_points, self._ground.holdings
        said = self._statements(drafted)
        stays = tuple(one for one in ours if not may_reword(one, self._advice, held))
        return (*stays, *said) if said else ours

    def _recommendations(self, draft: AnswerDraft) -> tuple[Recommendation, ...]:
        """Replace the wording of a step's first recommendation where the draft has a better one."""
        said: dict[int, Recommendation] = {}
        for one in draft.recommendations:
            backings = self._verify(one, step=one.step)
            if backings:
                text, cited = self._attributed(one, backings), self._cite(backings)
                said.setdefault(
                    one.step, Recommendation(kind="advice", text=text, citations=cited, step=one.step)
                )
        return tuple(
            said.pop(ours.step).model_copy(update={"indicator": ours.indicator})
            if ours.step in said
            else ours
            for ours in self._advice.recommendations
        )

    def _statements(self, drafted: Iterable[DraftedStatement]) -> tuple[Statement, ...]:
        found = ((one, self._verify(one)) for one in drafted)
        return tuple(
            Statement(text=self._attributed(one, backings), citations=self._cite(backings))
            for one, backings in found
            if backings
        )

    def _verify(self, drafted: DraftedStatement, *, step: int | None = None) -> tuple[Backing, ...]:
        """Give what backs a sentence; nothing for one that was said already, or that fails and is counted."""
        if drafted.claim in self._seen:
            return ()
        self._seen.add(drafted.claim)
        anchors = [(one.passage, one.anchor) for one in drafted.evidence]
        found = verify_claim(drafted.claim, anchors, self._ground)
        if isinstance(found, str) or not (step is None or may_recommend(step, found)):
            self.removed += 1
            return ()
        self.kept += 1
        return found

    def _attributed(self, drafted: DraftedStatement, backings: tuple[Backing, ...]) -> str:
        """Say whose it is, as our own sentences do; all backings are of one class."""
        said = " ".join(drafted.claim.split())
        return attribute(said, backings[0].place.document.source_class, self._ground.language)

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


def _is_same(one: Citation, other: Citation) -> bool:
    fields = ("id", "document", "version", "start", "end", "language")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def _noted(advice: Advice, note: Statement) -> Advice:
    noted = advice.model_copy(update={"key_points": (*advice.key_points, note)})
    return noted.model_copy(update={"markdown": render_markdown(noted)})
