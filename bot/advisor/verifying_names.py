"""Tell whether a drafted sentence names whom or what its quotes do not, or leaves out whom a rule binds.

Products and abbreviations are known by their Latin letters, officers, bodies and departments by the form of
their names (`rules.actors`). It is there to refuse; sums, dates and counts are `verifying_figures`'.
"""

import re
from collections.abc import Iterable, Iterator

from bot.advisor.rules.actors import Actor, find_actors
from knowledge.documents.folding import fold_string

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_BEGINS = re.compile(r"(?:^|[.!?:;]\s+|[“\"(])$")
_KANA = re.compile(r"[\u3041-\u30ff]")
_TERM = re.compile(r"[\u3400-\u9fff々]{2,}|[ァ-ヶー]{2,}|[a-z]{4,}")
_STEM = 5  # letters of an English word that its forms share
_EVERYWHERE = frozenset({"ai"})
_NO_DEPARTMENT = frozenset(("外部", "内部", "部門", "部署", "各部", "各部門", "関係部門", "当該部門", "窓口"))
# Words that only say the modality, or join; another of them than the quote's changes no object.
_FUNCTION_TERMS = frozenset((
    "禁止", "必要", "可能", "義務", "許可", "場合", "不可", "allow", "permi", "requi", "prohi", "forbi",
    "banne", "neede", "when", "only", "unles", "excep", "with", "into", "from", "that", "this", "must",
    "shall", "shoul", "have", "been", "they", "their", "there", "which", "under", "than",
))  # fmt: skip


def unbacked_names(claim: str, backing: Iterable[str]) -> tuple[str, ...]:
    """List names in Latin letters that no backing text writes: 「ChatGPT」, "Acme", "ISO".

    Args:
        claim: In Japanese every Latin word is a name; in English every capitalised one that does not only
            begin its sentence.
        backing: Quotes, and what the sources are called.
    """
    held = {_singular(one[0]) for text in backing for one in _LATIN.finditer(text)} | _EVERYWHERE
    return tuple(one for one in _names(claim) if _singular(one) not in held)


def unbacked_terms(claim: str, backing: Iterable[str]) -> tuple[str, ...]:
    """List what a claim speaks of and no backing text does: words of kanji, katakana or letters."""
    held = fold_string("\n".join(backing))
    found = (one[0] if not one[0].isascii() else one[0][:_STEM] for one in _TERM.finditer(fold_string(claim)))
    return tuple(one for one in found if one not in held and one not in _FUNCTION_TERMS)


def actors_stay_in_place(claim: str, quotes: Iterable[str]) -> bool:
    """Tell whether a claim names only officers, bodies and departments of its quotes, in their order."""
    held = iter([fold_string(one.text) for quote in quotes for one in _actors(quote)])
    return all(fold_string(one.text) in held for one in _actors(claim))  # `in` moves the iterator on


def dropped_departments(claim: str, quotes: Iterable[str]) -> tuple[str, ...]:
    """List departments for which a quote is written and that the claim leaves out."""
    said = fold_string(claim)
    units = (one for quote in quotes for one in _actors(quote) if one.kind == "unit")
    return tuple(one.text for one in units if fold_string(one.text) not in said)


def officers_in(text: str) -> frozenset[str]:
    """Name the officers and bodies of a text."""
    return frozenset(fold_string(one.text) for one in _actors(text) if one.kind != "unit")


def _names(claim: str) -> Iterator[str]:
    is_japanese = _KANA.search(claim) is not None
    for match in _LATIN.finditer(claim):
        word = match[0]
        begins = _BEGINS.search(claim[: match.start()]) is not None
        has_capitals = word[1:] != word[1:].lower() or (word[0].isupper() and not begins)
        if len(word) > 1 and (is_japanese or has_capitals):
            yield word


def _singular(word: str) -> str:
    folded = fold_string(word)
    return folded.removesuffix("s") if len(folded) > 3 else folded


def _actors(text: str) -> tuple[Actor, ...]:
    return tuple(one for one in find_actors(fold_string(text), text) if one.text not in _NO_DEPARTMENT)
