"""The words of questions, as data: concepts as people say them, cues, and dialect or typing errors undone.

The policies' own words are `bot.advisor.rules.lexicon`'s; both share the names of the concepts.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import yaml

from bot.advisor.rules.lexicon import Field, find_concepts

Group = Literal["cue", "listener", "stance", "register", "phrase_language", "department_words"]

_LATIN = re.compile(r"[a-z][a-z'’-]*")
# A policy's English verbs are not bounded by words; a question's are read by this module's own.
_READ_HERE_IN_ENGLISH: tuple[Field, ...] = ("act",)


@lru_cache(maxsize=1)
def _raw() -> dict[str, object]:
    text = files("bot.advisor").joinpath("question_words.yaml").read_text(encoding="utf-8")
    loaded = yaml.safe_load(text)
    if not isinstance(loaded, dict):
        raise TypeError("question_words.yaml holds no mapping")
    return loaded


@lru_cache(maxsize=16)
def _group(name: str) -> dict[str, re.Pattern[str]]:
    found = _raw().get(name, {})
    if not isinstance(found, dict):
        raise TypeError(f"question_words.yaml: {name} holds no mapping")
    return {key: re.compile(pattern) for key, pattern in found.items()}


@lru_cache(maxsize=1)
def _aliases() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = _raw()["aliases"]
    if not isinstance(rows, list):
        raise TypeError("question_words.yaml: aliases hold no list")
    return tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in rows)


def plain_words(text: str) -> str:
    """Put standard words in place of dialect, other spellings and known typing errors.

    Returns:
        The text itself where nothing had to be changed; else its NFKC form with the changes.
    """
    normal = unicodedata.normalize("NFKC", text)
    changed = normal
    for pattern, words in _aliases():
        changed = pattern.sub(words, changed)
    return text if changed == normal else changed


def find_words(folded: str, group: Group) -> tuple[str, ...]:
    """List what a folded text names of a group, in the order of the data; none is usual."""
    return tuple(name for name, pattern in _group(group).items() if pattern.search(folded))


def word_places(folded: str, group: Group) -> Iterator[tuple[str, int, int]]:
    """Yield each place where a folded text names something of a group, with start and end."""
    for name, pattern in _group(group).items():
        for match in pattern.finditer(folded):
            yield name, match.start(), match.end()


def has_cue(folded: str, name: str) -> bool:
    """Tell whether a folded text has a cue of `question_words.yaml`."""
    return _group("cue")[name].search(folded) is not None


def asked_concepts(folded: str, field: Field) -> tuple[str, ...]:
    """List the concepts of a field that a folded question names, in the policies' words or people's own."""
    policy_text = _LATIN.sub(" ", folded) if field in _READ_HERE_IN_ENGLISH else folded
    own = (concept for concept, pattern in _group(field).items() if pattern.search(folded))
    return tuple(dict.fromkeys((*find_concepts(policy_text, field), *own)))
