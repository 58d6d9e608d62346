"""Gloss names of officers, bodies and departments in the other language; the original stays beside it."""

import re
from functools import lru_cache
from importlib.resources import files

import yaml

from bot.advisor.rules.place import Frozen
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string


class _Titles(Frozen):
    names: dict[str, str]
    domains: dict[str, str]
    units: dict[str, str]
    english: dict[str, str]
    phrases: dict[str, str]
    words: dict[str, str]


@lru_cache(maxsize=1)
def _titles() -> _Titles:
    raw = yaml.safe_load(files("bot.advisor.rules").joinpath("titles.yaml").read_text(encoding="utf-8"))
    return _Titles(
        **{
            part: {fold_string(str(name)): gloss for name, gloss in entries.items()}
            for part, entries in raw.items()
        }
    )


def name_actor(name: str, language: Language) -> str:
    """Name an officer, body or department: 部長 in Japanese, "department manager (部長)" in English.

    A name that has no gloss, or is in the reader's language, stays as the policy writes it.
    """
    if name.isascii() == (language == "en"):
        return name
    if language == "en":
        return f"{found} ({name})" if (found := gloss(name)) else name
    return f"{found}（{name}）" if (found := japanese_for(name)) else name


@lru_cache(maxsize=1024)
def gloss(name: str) -> str | None:
    """Translate a Japanese name from the list or from its parts; None where a part is unknown."""
    titles, folded = _titles(), fold_string(name)
    if folded in titles.names:
        return titles.names[folded]
    if folded.endswith("長") and (unit := _compose(folded.removesuffix("長"))):
        return f"head of the {unit}"
    return _compose(folded)


@lru_cache(maxsize=1024)
def japanese_for(name: str) -> str | None:
    """Translate an English name from the lists or from its parts; None where a part is unknown."""
    titles, folded = _titles(), fold_string(name).removeprefix("the ")
    if folded in titles.english:
        return titles.english[folded]
    for japanese, english in titles.names.items():
        if english == folded:
            return japanese
    for ending, unit in titles.units.items():
        domain = folded.removesuffix(f" {unit}")
        found = [japanese for japanese, english in titles.domains.items() if english == domain != folded]
        if found:
            return f"{found[0]}{ending}"
    return None


def gloss_phrase(text: str) -> str | None:
    """Translate a phrase that many policies use; None for any other."""
    return _titles().phrases.get(fold_string(text))


def words_named(text: str, query: str) -> tuple[int, int]:
    """Count the words of a Japanese text that have English stems, and those of them a folded question names.

    Returns:
        How many were named, of how many; both 0 where most of the text has no stems.
    """
    rest, stems = fold_string(text), []
    for word, stem in _titles().words.items():
        if word in rest:
            rest = rest.replace(word, " ")
            stems.append(stem)
    if len(re.findall(r"[\u30a1-\u9fff]", rest)) > len(fold_string(text)) // 2:
        return 0, 0
    return sum(re.search(rf"\b(?:{stem})", query) is not None for stem in stems), len(stems)


def _compose(folded: str) -> str | None:
    titles = _titles()
    if folded in titles.names:
        return titles.names[folded]
    for ending in sorted(titles.units, key=len, reverse=True):
        domain = titles.domains.get(folded.removesuffix(ending)) if folded.endswith(ending) else None
        if domain:
            return f"{domain} {titles.units[ending]}"
    return None
