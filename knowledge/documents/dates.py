"""Read calendar dates as people write them in rules: ISO, Japanese, Japanese eras, English.

Only forms that cannot be misread are taken; 04/05/2026 is refused.
"""

import re
from datetime import date

from knowledge.documents.folding import fold_string

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_KANJI = {character: number for number, character in enumerate("〇一二三四五六七八九十")}
_ONE = "[一二三四五六七八九]"
_SMALL = rf"(?:\d{{1,2}}|{_ONE}?十{_ONE}?|{_ONE})"
_KANJI_YEAR = r"二〇[〇一二三四五六七八九]{2}"
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# Written against folded text: NFKC, lower case.
DATE_PATTERN = (
    r"(?:\d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?!\d)"
    rf"|(?:(?:令和|平成|昭和)\s*(?:{_SMALL}|元)|\d{{4}}|{_KANJI_YEAR})\s*年"
    rf"\s*{_SMALL}\s*月\s*{_SMALL}\s*日"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\.?,?\s+\d{{4}}"
    rf"|(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
_NUMERIC = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_JAPANESE = re.compile(
    rf"(令和|平成|昭和)?\s*(\d{{1,4}}|元|{_SMALL}|{_KANJI_YEAR})\s*年\s*({_SMALL})\s*月\s*({_SMALL})\s*日"
)
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\.?,?\s+(\d{{4}})")
_MONTH_DAY = re.compile(rf"({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")


class UnreadableDateError(ValueError):
    """A text that should be a date is none, or can be read in two ways."""

    def __init__(self, written: str) -> None:
        super().__init__(f"not a date: {written[:40]!r}; write it as YYYY-MM-DD")
        self.written = written


def read_date(written: str) -> date:
    """Read one date.

    Args:
        written: `2025-10-01`, `2025/10/1`, `2025年10月1日`, `令和7年10月1日`, `令和七年十月一日`,
            `1 October 2025` or `October 1, 2025`, in any width; nothing else may stand beside it.

    Raises:
        UnreadableDateError: If it is written otherwise, or no such day exists.
    """
    folded = fold_string(written).strip()
    try:
        if match := _NUMERIC.fullmatch(folded):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _JAPANESE.fullmatch(folded):
            year = 1 if match[2] == "元" else read_small_number(match[2])
            return date(
                year + _ERAS.get(match[1] or "", 0), read_small_number(match[3]), read_small_number(match[4])
            )
        if match := _DAY_MONTH.fullmatch(folded):
            return date(int(match[3]), _MONTHS[match[2]], int(match[1]))
        if match := _MONTH_DAY.fullmatch(folded):
            return date(int(match[3]), _MONTHS[match[1]], int(match[2]))
    except ValueError as error:
        raise UnreadableDateError(written) from error
    raise UnreadableDateError(written)


def read_small_number(written: str) -> int:
    """Read digits or kanji numerals below a hundred, or kanji digits side by side: 二〇二六."""
    if written.isdecimal():
        return int(written)
    if "十" not in written:
        return _digits(written)
    tens, _, units = written.rpartition("十")
    return (_digits(tens) if tens else 1) * 10 + (_digits(units) if units else 0)


def _digits(run: str) -> int:
    return int("".join(str(_KANJI[character]) for character in run))
