"""Units of time and how English writes them, shared by `durations` and `frequencies`."""

from decimal import Decimal
from typing import Literal

from bot.advisor.numerals import read_number_words, read_numeral

TimeUnit = Literal["minute", "hour", "day", "business_day", "week", "month", "year"]

_WRITTEN_UNITS: dict[TimeUnit, tuple[str, ...]] = {
    "minute": ("minute", "min"),
    "hour": ("hour", "hr", "h"),
    "business_day": ("business day", "working day"),
    "day": ("calendar day", "day"),
    "week": ("week", "wk"),
    "month": ("month", "mth", "mo"),
    "year": ("year", "yr", "y"),
}
_ENGLISH_UNITS = {written: unit for unit, all_written in _WRITTEN_UNITS.items() for written in all_written}
ENGLISH_UNIT = (
    r"(?P<unit>(?:business|working|calendar)[ -]day"
    r"|minute|min|hour|hr|h|day|week|wk|month|mth|mo|year|yr|y)s?\b"
)
_COUNT_WORDS = {"once": 1, "twice": 2, "thrice": 3}


def read_english_unit(written: str) -> TimeUnit:
    """Read a unit matched by `ENGLISH_UNIT`."""
    return _ENGLISH_UNITS[written.replace("-", " ")]


def read_count(written: str) -> Decimal:
    """Read a count in figures or words: 3, "three", "twice", "a"."""
    if written in _COUNT_WORDS:
        return Decimal(_COUNT_WORDS[written])
    if written == "a":
        return Decimal(1)
    return read_numeral(written) if written[:1].isdigit() else read_number_words(written)
