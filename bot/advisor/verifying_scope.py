"""Refuse what a drafted sentence makes of its quotes although its figures and modality agree.

A rule binds whom it names: who acts, which department, what it permits and only that. A paper's statement is
not the article's. The order of all checks is `verifying`'s.
"""

import re
from collections.abc import Sequence
from datetime import date

from bot.advisor.holdings import Place
from bot.advisor.verifying_figures import figures_in, unbacked_limits
from bot.advisor.verifying_modality import modalities_of
from bot.advisor.verifying_names import (
    actors_stay_in_place,
    dropped_departments,
    officers_in,
    unbacked_names,
    unbacked_terms,
)
from knowledge.documents.document import Language, SourceClass
from knowledge.documents.folding import fold_string
from knowledge.documents.language import detect_language

LEAST_KEPT = 0.8  # of a permission's character pairs in the claim: what it leaves out was a limit
_LEAST_WORDS, _LEAST_CHARS = 3, 8  # of a statement: of words in Latin letters, of characters in Japanese
_INFLECTION = re.compile("[\u3041-\u309f]+")
_SOURCES: tuple[tuple[re.Pattern[str], frozenset[SourceClass]], ...] = (
    (
        re.compile(r"論文|著者|研究者|\bpapers?\b|\bauthors?\b|\bresearchers?\b|\bstudy\b"),
        frozenset({SourceClass.PAPER, SourceClass.SUCCESSOR}),
    ),
    (re.compile(r"記事|\barticle\b(?! \d)"), frozenset({SourceClass.ARTICLE})),
    (re.compile(r"社内規程|当社の規|company rules?\b"), frozenset({SourceClass.POLICY})),
)

Backed = tuple[Place, str]  # where, and the quote from there


def names_only_what_is_backed(claim: str, backed: Sequence[Backed], question: str) -> bool:
    """Tell whether every name in a claim stands in its quotes, or in what their sources are called.

    Beside cards the question's names count too; beside rules they do not: whether a rule is about them is
    a verdict.
    """
    about = [text for place, quote in backed for text in (quote, *_called(place))]
    return not unbacked_names(claim, about if _rules_among(backed) else (*about, question))


def keeps_scope(claim: str, backed: Sequence[Backed], language: Language, day: date) -> bool:
    """Tell whether a claim on rules is about what they are about, for whom, and up to where.

    Rules are neither translated by a model nor widened: objects, departments, officers and limits stay. A
    sentence with several sums and several officers is a table: which belongs to which is computed by
    `rules`, never phrased.
    """
    quotes = _rules_among(backed)
    about = [text for place, quote in backed for text in (quote, *_called(place))]
    return not quotes or (
        all(detect_language(one) == language for one in quotes)
        and not unbacked_terms(claim, about)
        and actors_stay_in_place(claim, quotes)
        and not dropped_departments(claim, quotes)
        and not any(_is_table(one, day) or unbacked_limits(one, claim, day) for one in quotes)
        and (
            "permission" not in modalities_of(claim)
            or min(shared(one, claim) for one in quotes) >= LEAST_KEPT
        )
    )


def names_its_source(claim: str, backed: Sequence[Backed]) -> bool:
    """Tell whether a claim rests on one class of sources, and calls it nothing else."""
    classes = {place.document.source_class for place, _ in backed}
    said, quoted = fold_string(claim), fold_string("\n".join(quote for _, quote in backed))
    return len(classes) == 1 and all(
        classes <= meant or pattern.search(quoted) or not pattern.search(said) for pattern, meant in _SOURCES
    )


def says_more_than_a_title(claim: str, backed: Sequence[Backed]) -> bool:
    """Tell whether a claim is more than what its source is called: a title states nothing."""
    titles = (fold_string(name) for place, _ in backed for name in _called(place))
    return _is_quoted(claim, backed) or not any(_bare(claim) in one for one in titles)


def is_sentence(claim: str) -> bool:
    """Tell whether a claim is long enough to state something.

    A word or two share letters with any text, so that likeness says nothing of them.
    """
    said = _bare(claim)
    return len(said.split()) >= _LEAST_WORDS if said.isascii() else len(said) >= _LEAST_CHARS


def shared(text: str, other: str) -> float:
    """Measure which share of a text's character pairs stand in another; 1 where it has none."""
    said, held = _pairs(text), _pairs(other)
    return len(said & held) / len(said) if said else 1.0


def _bare(claim: str) -> str:
    return fold_string(claim).strip(" .。")


def _is_quoted(claim: str, backed: Sequence[Backed]) -> bool:
    return any(_bare(claim) in fold_string(quote) for _, quote in backed)


def _called(place: Place) -> tuple[str, ...]:
    section, document = place.section, place.document
    return document.title, section.title or "", section.heading, *section.path, section.locator


def _is_table(quote: str, day: date) -> bool:
    sums = {one.value for one in figures_in(quote, day) if one.kind == "money"}
    return len(sums) > 1 and len(officers_in(quote)) > 1


def _rules_among(backed: Sequence[Backed]) -> list[str]:
    return [quote for place, quote in backed if place.document.source_class == SourceClass.POLICY]


def _pairs(text: str) -> set[str]:
    """Cut into pairs of characters, without those that only inflect."""
    folded = "".join(one for one in fold_string(text) if one.isalnum())
    pairs = {folded[position : position + 2] for position in range(len(folded) - 1)}
    return {one for one in pairs if not _INFLECTION.fullmatch(one)}
