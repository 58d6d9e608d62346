"""Read numbers as people write them: 1,200, 千二百, 1億2,000万, 一〇〇, 1.5億, "thirty-six".

Patterns are written against folded text (`knowledge.documents.folding`). What a number counts is decided by
its neighbours `amounts`, `durations` and `dates`.
"""

import re
from decimal import Decimal

_DECIMAL = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!,?\d)|\d{1,16}(?!\d))(?:\.\d{1,9}(?!\d))?"
_DIGITS = "〇零一二三四五六七八九壱弐参"
_SMALL = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_PIECE = rf"(?:{_DECIMAL}|[{_DIGITS}]{{1,16}})"
_BELOW_TEN_THOUSAND = rf"(?:(?:{_PIECE}?[{''.join(_SMALL)}])+{_PIECE}?|{_PIECE})"
_AFTER_NUMERAL = rf"(?<![\d{_DIGITS}{''.join(_SMALL)}{''.join(_LARGE)}])(?<!\d[.,])(?<!第)"

# 数百万円 and 何千万円 name no number: 数, 何 and 幾 in front refuse the whole numeral.
NUMERAL = (
    rf"{_AFTER_NUMERAL}(?<![数何幾])"
    rf"(?:{_BELOW_TEN_THOUSAND}[{''.join(_LARGE)}])*{_BELOW_TEN_THOUSAND}(?:[{''.join(_LARGE)}])?"
)

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_WORD_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE_WORD = "|".join(_WORD_SCALES)
NUMBER_WORDS = (
    rf"\b(?:{_WORD})(?:[ -](?:and )?(?:{_WORD}|{_SCALE_WORD})){{0,12}}\b"
    rf"|\ba (?:{_SCALE_WORD})\b(?:[ -](?:and )?(?:{_WORD}|{_SCALE_WORD})){{0,12}}"
)

_SECTION = re.compile(rf"({_BELOW_TEN_THOUSAND})([{''.join(_LARGE)}])?")
_SMALL_PART = re.compile(rf"({_PIECE})?([{''.join(_SMALL)}])?")
_DIGIT_VALUES = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "壱": "1",
    "弐": "2",
    "参": "3",
}


class UnreadableNumeralError(ValueError):
    """The text is not a number in a form that is known."""

    def __init__(self, written: str) -> None:
        super().__init__(f"not a number: {written!r}")
        self.written = written


def read_numeral(written: str) -> Decimal:
    """Read one number, in figures, kanji or both.

    Args:
        written: Folded text matched by `NUMERAL`.

    Raises:
        UnreadableNumeralError: If it is not a number.
    """
    total, position = Decimal(0), 0
    for section in _SECTION.finditer(written):
        if section.start() != position:
            break
        total += _read_below_ten_thousand(section[1]) * _LARGE.get(section[2] or "", 1)
        position = section.end()
    if not written or position != len(written):
        raise UnreadableNumeralError(written)
    return total


def read_number_words(written: str) -> Decimal:
    """Read an English number in words: "thirty-six", "three hundred thousand".

    Args:
        written: Folded text matched by `NUMBER_WORDS`.

    Raises:
        UnreadableNumeralError: If a word is not one of a number.
    """
    total, current = 0, 0
    for word in re.split(r"[ -]+", written.strip()):
        if word in _WORDS:
            current += _WORDS[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _WORD_SCALES:
            total, current = total + max(current, 1) * _WORD_SCALES[word], 0
        elif word not in ("and", "a"):
            raise UnreadableNumeralError(written)
    return Decimal(total + current)


def _read_below_ten_thousand(written: str) -> Decimal:
    value = Decimal(0)
    for part in _SMALL_PART.finditer(written):
        piece, unit = part[1], part[2]
        if piece or unit:
            value += (_read_piece(piece) if piece else 1) * _SMALL.get(unit or "", 1)
    return value


def _read_piece(written: str) -> Decimal:
    figures = "".join(_DIGIT_VALUES.get(character, character) for character in written if character != ",")
    return Decimal(figures)
