"""Fold a text for comparison, and find the way back to where it stood.

Folding is NFKC, case folding, one kind of dash and quotation mark, plain blanks, and no zero-width
characters. It is for indexing and matching only: what is shown and quoted stays canonical
(`knowledge.documents.canonical`).
"""

import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# The prolonged sound mark "ー" is a letter, not a dash, and stays.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe63\uff0d"
_WAVES = "\u301c\u3030\uff5e"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u301d\u301e\u301f\uff02"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u0060\u00b4\uff07"
_ALIKE = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_WAVES, "~"),
        **dict.fromkeys(_DOUBLE_QUOTES, '"'),
        **dict.fromkeys(_SINGLE_QUOTES, "'"),
        **dict.fromkeys("\t\u00a0\u3000", " "),
    }
)
_HANGUL_TAILS = range(0x1160, 0x1200)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text with the way back to the original's characters."""

    text: str
    original_length: int
    # Where the source of each folded character starts and ends; None when folding kept every position,
    # which is the ordinary case and saves eight bytes a character.
    starts: "array[int] | None" = None
    ends: "array[int] | None" = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the folded text to the smallest span of the original that holds its source.

        Args:
            start: First folded character, 0 to `len(text)`.
            end: One past the last; `start <= end <= len(text)`.

        Returns:
            Start and end in the original. An empty span stays empty.

        Raises:
            ValueError: If the span is not inside the folded text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} is outside the folded text of {len(self.text)} characters")
        if self.starts is None or self.ends is None:
            return start, end
        first = self.starts[start] if start < len(self.text) else self.original_length
        return (first, first) if start == end else (first, self.ends[end - 1])


def fold_text(text: str) -> FoldedText:
    """Fold a text and remember where every character came from.

    Args:
        text: Canonical text, of any length; one megabyte takes well under a second.
    """
    characters = set(text)
    folds = {character: _fold_cluster(character) for character in characters}
    keeps_positions = all(len(folded) == 1 for folded in folds.values())
    if keeps_positions and not any(_joins_the_one_before(character) for character in characters):
        table = {ord(character): folded for character, folded in folds.items()}
        return FoldedText(text=text.translate(table), original_length=len(text))
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    for start, end in _clusters(text):
        folded = folds[text[start]] if end - start == 1 else _fold_cluster(text[start:end])
        pieces.append(folded)
        for _ in folded:
            starts.append(start)
            ends.append(end)
    return FoldedText(text="".join(pieces), original_length=len(text), starts=starts, ends=ends)


def fold_string(text: str) -> str:
    """Fold a text where the way back is not needed."""
    return fold_text(text).text


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for position, character in enumerate(text):
        if position > start and not _joins_the_one_before(character):
            yield start, position
            start = position
    if text:
        yield start, len(text)


@lru_cache(maxsize=65_536)
def _joins_the_one_before(character: str) -> bool:
    # Half-width voicing marks have combining class 0 themselves; only their NFKC form combines.
    first = unicodedata.normalize("NFKC", character)[0]
    return unicodedata.combining(first) != 0 or ord(first) in _HANGUL_TAILS


@lru_cache(maxsize=65_536)
def _fold_cluster(cluster: str) -> str:
    folded = unicodedata.normalize(
        "NFKC", unicodedata.normalize("NFKC", cluster.translate(_ALIKE)).casefold()
    )
    folded = folded.translate(_ALIKE)
    return "".join(character for character in folded if unicodedata.category(character) != "Cf")
