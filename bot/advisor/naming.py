"""Recognise names of a policy in a question: departments by gloss and initials, things by words."""

import re

from bot.advisor.question_words import find_words
from bot.advisor.rules.wording_titles import gloss, gloss_phrase, name_actor, words_named
from bot.advisor.situation import Situation
from knowledge.documents.folding import fold_string

_ENOUGH = 0.6  # share of a name's character pairs, or words, that a question must hold
_SHORTEST = 3
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SMALL_WORDS = frozenset(
    ("the", "and", "for", "any", "all", "our", "your", "company", "work", "version", "of")
)
_COMPARES = re.compile(
    r"(?:さん)?と(?:同じ|同様|同等|一緒)|並みに?|みたいに|(?<!ど)のように"
    r"|same (?:as|limit|rule)|like (?:the|they)"
)
_UNITS = frozenset(("department", "section", "division", "head", "office", "team"))


def compares(situation: Situation) -> bool:
    """Tell whether a department is named only to be compared with: 「生産技術さんと同じ枠で」."""
    return _COMPARES.search(fold_string(situation.query)) is not None


def names_actor(actor: str, query: str) -> bool:
    """Tell whether a folded question names a department or officer: as written, by its gloss or initials."""
    folded = fold_string(actor)
    if folded in query:
        return True
    if actor.isascii():  # a department of English rules, in a question in Japanese
        return any(name in query for name in find_words(folded, "department_words"))
    gloss = fold_string(name_actor(actor, "en"))
    words = [one for one in re.findall(r"[a-z]+", gloss) if one not in _SMALL_WORDS | _UNITS]
    if len(words) < 2:
        return False
    initials = "".join(one[0] for one in words)
    by_initials = any(
        re.search(rf"(?<![a-z]){re.escape(initials[:size])}(?![a-z])", query)
        for size in range(2, len(initials) + 1)
    )
    return by_initials or " ".join(words[:2]) in query


def names_thing(text: str, query: str) -> bool:
    """Tell whether a folded question holds most of a name: character pairs in Japanese, words in English.

    Words of Japanese rules are compared by their gloss where the question is in English.
    """
    folded = fold_string(text)
    if _JAPANESE.search(folded) and not _JAPANESE.search(query):
        named, known = words_named(text, query)
        if named >= 2 and named >= _ENOUGH * known:
            return True
        folded = fold_string(gloss_phrase(text) or gloss(text) or text)
    if not _JAPANESE.search(folded):
        words = [_stem(one) for one in re.findall(r"[a-z]{3,}", folded) if one not in _SMALL_WORDS]
        asked = {_stem(one) for one in re.findall(r"[a-z]{3,}", query)}
        return len(words) >= 2 and sum(one in asked for one in words) >= _ENOUGH * len(words)
    pairs = {folded[at : at + 2] for at in range(len(folded) - 1) if _JAPANESE.search(folded[at : at + 2])}
    if len(folded) < _SHORTEST or not pairs:
        return False
    return sum(one in query for one in pairs) >= _ENOUGH * len(pairs)


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s)$", "", word)
