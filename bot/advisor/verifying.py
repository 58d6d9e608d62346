"""Verify what is about to be said against the stored texts; what fails is taken out and counted.

`verify_claim` holds one drafted sentence against the anchors it names; `verify_advice` holds a whole answer,
whoever composed it, against its citations. Both only refuse. The parts are `anchoring`, `verifying_figures`,
`verifying_modality`, `verifying_names` and `verifying_scope`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar
from unicodedata import category

from bot.advisor.advice import Advice, Citation, NextAction, Phrase, Statement
from bot.advisor.anchoring import Span, locate_anchor, sentences_around
from bot.advisor.attribution import source_name
from bot.advisor.citations import check_citations
from bot.advisor.holdings import Holdings, Place
from bot.advisor.verifying_figures import borrowed_figures, unbacked_figures
from bot.advisor.verifying_modality import modalities_agree, with_proviso
from bot.advisor.verifying_scope import (
    is_sentence,
    keeps_scope,
    names_its_source,
    names_only_what_is_backed,
    says_more_than_a_title,
    shared,
)
from knowledge.documents.document import Language, SourceClass
from knowledge.documents.language import detect_language

LEAST_SHARED = 0.25  # of the claim's character pairs in its quotes; fewer, and it is about something else
LEAST_CLOSE = 0.834  # 95 % of unrelated cards in the two languages are below (e5, docs/decisions.md)

_MARKUP = re.compile(
    r"://|\bwww\.|\bmailto:|[<>\[\]`|*_~#]|@\w|(?<![.\w])[\w-]{2,}(?:\.[\w-]+)*\.[a-z]{2,}(?:[/:?]|\b(?!\.))"
)
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})

Closeness = Callable[[str, str], float]
Refusal = Literal[
    "uncited", "not_in_force", "not_found", "markup", "language", "figures", "names", "modality", "scope",
    "source", "title", "fragment", "off_topic",
]  # fmt: skip
_Part = TypeVar("_Part", Statement, NextAction, Phrase)


@dataclass(frozen=True)
class Ground:
    """What a draft may rest on: the passages that were sent, by label, and the question.

    Attributes:
        places: Sections by the label they were sent under.
        holdings: What the asker may read.
        closeness: Compares texts of two languages from 0 to 1; None refuses nothing.
    """

    places: Mapping[str, Place]
    holdings: Holdings
    day: date
    language: Language
    question: str
    calculations: tuple[str, ...] = ()
    closeness: Closeness | None = None


@dataclass(frozen=True)
class Backing:
    """Whole sentences of a section, found by an anchor."""

    place: Place
    span: Span

    @property
    def quote(self) -> str:
        """The stored text of the span."""
        return self.place.section.text[self.span[0] : self.span[1]]


def verify_claim(
    claim: str, anchors: Sequence[tuple[str, str]], ground: Ground
) -> tuple[Backing, ...] | Refusal:
    """Hold one sentence against the anchors it names.

    Args:
        claim: As drafted.
        anchors: Label of a passage, and words copied from it. All of them must be found.
        ground: What was sent.

    Returns:
        The quotes that back the claim, or the first reason against it.
    """
    backings = _locate_all(anchors, ground)
    if isinstance(backings, str):
        return backings
    refusals = (refusal for refusal, holds in _checks(claim, backings, ground) if not holds())
    return next(refusals, backings)


def verify_advice(advice: Advice, holdings: Holdings, question_text: str) -> Advice:
    """Take out of an answer what its citations do not bear.

    A statement stays when every quote it cites equals the stored text, and every figure in it occurs in a
    quote, its place, the question or a calculation.

    Args:
        advice: Composed by rules or by a model.
        holdings: What the asker may read.
        question_text: As asked, with the thread where it is followed up.

    Returns:
        The answer with `removed` counted up; a summary that fails is replaced by the first statement left.
    """
    unchecked = [one.model_copy(update={"verified": False}) for one in advice.citations]
    citations = check_citations(unchecked, holdings)
    keep = _Keeper(advice, citations, question_text, holdings)
    kept = {
        "citations": citations,
        "key_points": keep.those(advice.key_points),
        "recommendations": keep.those(advice.recommendations),
        "policy": keep.those(advice.policy),
        "phrases": keep.those(advice.phrases),
        "next_actions": keep.those(advice.next_actions),
        "counter_views": keep.those(advice.counter_views),
    }
    checked = advice.model_copy(update=kept)
    removed = advice.removed + keep.removed
    if not keep.holds(advice.summary):
        checked = checked.model_copy(update={"summary": _another_summary(checked)})
        removed += 1
    return checked.model_copy(update={"removed": removed})


class _Keeper:
    """Keeps statements that hold, and counts the others."""

    def __init__(
        self, advice: Advice, citations: Sequence[Citation], question: str, holdings: Holdings
    ) -> None:
        self._holdings = holdings
        self._language: Language = advice.language
        self._citations = {one.n: one for one in citations}
        self._day = advice.as_of
        calculations = (text for route in advice.approval_routes for text in route.calculation)
        self._given = (question, advice.as_of.isoformat(), *calculations)
        self.removed = 0

    def those(self, parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
        kept = tuple(one for one in parts if self.holds(one))
        self.removed += len(parts) - len(kept)
        return kept

    def holds(self, part: Statement | NextAction | Phrase) -> bool:
        if part.kind == "notice":
            return True
        cited = [self._citations[n] for n in part.citations]
        said = part.what if isinstance(part, NextAction) else part.text
        backing = [text for one in cited for text in self._backing(one)]
        return all(one.verified for one in cited) and not unbacked_figures(
            said, (*backing, *self._given), self._day
        )

    def _backing(self, citation: Citation) -> Iterator[str]:
        """Give the quote, and what we say of its source: name, place, and the days it counts."""
        yield from (citation.quote, citation.locator, citation.title, citation.version, citation.id)
        yield source_name(citation.source_class, self._language)
        for version in self._holdings.versions(citation.document):
            yield from (day.isoformat() for day in (version.effective_from, version.effective_to) if day)


def _another_summary(advice: Advice) -> Statement:
    left = (*advice.policy, *advice.key_points, *advice.recommendations)
    first = next((one for one in left if one.kind != "notice"), None)
    if first is not None:
        return Statement(kind=first.kind, text=first.text, citations=first.citations)
    words = {
        "ja": "根拠を確認できなかったため、結論は示しません。",
        "en": "No conclusion is given, because its grounds could not be confirmed.",
    }
    return Statement(kind="notice", text=words[advice.language])


def _checks(
    claim: str, backings: Sequence[Backing], ground: Ground
) -> tuple[tuple[Refusal, Callable[[], bool]], ...]:
    """List what a claim has to pass, in order."""
    backed = [(one.place, one.quote) for one in backings]
    quotes = [one.quote for one in backings]
    return (
        ("markup", lambda: is_plain(claim)),
        ("language", lambda: detect_language(claim) == ground.language),
        ("figures", lambda: _has_backed_figures(claim, quotes, ground)),
        ("names", lambda: names_only_what_is_backed(claim, backed, ground.question)),
        ("modality", lambda: modalities_agree(claim, quotes)),
        ("scope", lambda: keeps_scope(claim, backed, ground.language, ground.day)),
        ("source", lambda: names_its_source(claim, backed)),
        ("title", lambda: says_more_than_a_title(claim, backed)),
        ("fragment", lambda: is_sentence(claim)),
        ("off_topic", lambda: _is_on_topic(claim, quotes, ground)),
    )


def is_plain(claim: str) -> bool:
    """Tell whether a claim is words only: no markup, no address, nothing that is not seen."""
    return not _MARKUP.search(claim) and not any(
        category(one) in _UNSEEN and one not in "\t\n\r" for one in claim
    )


def _has_backed_figures(claim: str, quotes: Sequence[str], ground: Ground) -> bool:
    sources = (*quotes, *ground.calculations)
    return not (
        unbacked_figures(claim, (*sources, ground.question), ground.day)
        or borrowed_figures(claim, sources, ground.day)
    )


def _locate_all(anchors: Sequence[tuple[str, str]], ground: Ground) -> tuple[Backing, ...] | Refusal:
    backings: list[Backing] = []
    for label, anchor in anchors:
        place = ground.places.get(label)
        if place is None or place.document not in ground.holdings.documents:
            return "uncited"
        standing = ground.holdings.standing(place.document, ground.day)
        if place.document.source_class == SourceClass.POLICY and standing != "in_force":
            return "not_in_force"
        span = locate_anchor(place.section.text, anchor)
        if span is None:
            return "not_found"
        text = place.section.text
        backings.append(Backing(place, with_proviso(text, sentences_around(text, span))))
    return tuple(backings) or "uncited"


def _is_on_topic(claim: str, quotes: Sequence[str], ground: Ground) -> bool:
    """Refuse what is about something else; that it is about the same proves nothing."""
    same_language = [one for one in quotes if detect_language(one) == ground.language]
    if same_language:
        return shared(claim, "\n".join(same_language)) >= LEAST_SHARED
    return ground.closeness is None or ground.closeness(claim, "\n".join(quotes)) >= LEAST_CLOSE
