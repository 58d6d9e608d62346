"""Find a short verbatim anchor in a stored text, and the sentences around it.

A model names where it read something by copying a few words; code finds them here and cuts the quote from
the stored text. Width, case, dashes, quotation marks and line wraps may differ, words may not: there is no
fuzzy rescue. Folding of characters is `knowledge.documents.folding`'s.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.documents.folding import FoldedText, fold_text
from knowledge.documents.sentences import split_sentences

LEAST_CJK_CHARS = 8  # shorter anchors stand in too many places
LEAST_WORDS = 4

Span = tuple[int, int]

_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\uac00-\ud7af"
_IS_CJK = re.compile(f"[{_CJK}]")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-[ ]*\n[ ]*(?=[^\W\d_])")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Compact:
    """A text without blanks that mean nothing, with the folded position of every character left."""

    text: str
    positions: tuple[int, ...]
    folded: FoldedText


def locate_anchor(text: str, anchor: str) -> Span | None:
    """Find where an anchor was copied from.

    Args:
        text: Stored section text.
        anchor: At least 8 Japanese characters or 4 words, as copied.

    Returns:
        Start and end in `text`; None when the anchor is too short or does not stand there.
    """
    wanted = _compact(anchor).text.strip()
    if not _is_telling(wanted):
        return None
    held = _compact(text)
    found = held.text.find(wanted)
    while found >= 0 and not _ends_whole(held.text, found, found + len(wanted)):
        found = held.text.find(wanted, found + 1)
    if found < 0:
        return None
    last = found + len(wanted) - 1
    return held.folded.span(held.positions[found], held.positions[last] + 1)


def sentences_around(text: str, span: Span) -> Span:
    """Widen a span to whole sentences; the span itself where no sentence holds it."""
    touched = [one for one in split_sentences(text) if one.start < span[1] and one.end > span[0]]
    if not touched:
        return span
    return min(touched[0].start, span[0]), max(touched[-1].end, span[1])


@lru_cache(maxsize=512)
def _compact(text: str) -> _Compact:
    """Fold, join hyphenated lines, drop blanks beside CJK, and make every other blank one space."""
    folded = fold_text(text)
    characters: list[str] = []
    positions: list[int] = []
    dropped = [match.span() for match in _HYPHENATED.finditer(folded.text)]
    start = 0
    for match in _blanks(folded.text, dropped):
        characters.extend(folded.text[start : match[0]])
        positions.extend(range(start, match[0]))
        if match[2]:
            characters.append(" ")
            positions.append(match[0])
        start = match[1]
    characters.extend(folded.text[start:])
    positions.extend(range(start, len(folded.text)))
    return _Compact("".join(characters), tuple(positions), folded)


def _blanks(text: str, dropped: list[Span]) -> list[tuple[int, int, bool]]:
    """List what stands for nothing, in order, and whether one space stays in its place."""
    found = [(start, end, False) for start, end in dropped]
    for match in _SPACE.finditer(text):
        if any(start <= match.start() < end for start, end in dropped):
            continue
        beside = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        found.append((*match.span(), _IS_CJK.search(beside) is None))
    return sorted(found)


def _is_telling(anchor: str) -> bool:
    return len(_IS_CJK.findall(anchor)) >= LEAST_CJK_CHARS or len(_WORD.findall(anchor)) >= LEAST_WORDS


def _ends_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no Latin word and no number is cut: "10" of "100" is another number."""
    return not (_is_cut(text, start) or _is_cut(text, end))


def _is_cut(text: str, position: int) -> bool:
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if before.isdigit() and after in ".," and text[position + 1 : position + 2].isdigit():
        return True
    if before in ".," and after.isdigit() and text[position - 2 : position - 1].isdigit():
        return True
    return all(one.isalnum() and not _IS_CJK.match(one) for one in (before, after))
