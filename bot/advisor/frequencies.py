"""Find how often something happens in a text: 月1回, 3か月に1回, "twice a year", 毎週.

A frequency is never a duration, though both are written with the same units; `durations` leaves out what is
found here.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.numerals import NUMBER_WORDS, NUMERAL, read_numeral
from bot.advisor.occupancy import Occupancy
from bot.advisor.time_units import ENGLISH_UNIT, TimeUnit, read_count, read_english_unit
from knowledge.documents.folding import fold_text


class Frequency(BaseModel):
    """How often something happens: `times` in every `every` units."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    times: Decimal
    every: Decimal = Decimal(1)
    unit: TimeUnit


_TIMES = rf"(?P<times>{NUMERAL})\s?(?:回|度(?!合)|ぺん|遍)"
_ONE, _TWO = Decimal(1), Decimal(2)
_PER: dict[str, tuple[Decimal, TimeUnit]] = {
    **dict.fromkeys(("年", "毎年", "年間"), (_ONE, "year")),
    **dict.fromkeys(("月", "毎月"), (_ONE, "month")),
    **dict.fromkeys(("週", "毎週"), (_ONE, "week")),
    **dict.fromkeys(("日", "毎日"), (_ONE, "day")),
    **dict.fromkeys(("半年", "半期"), (Decimal(6), "month")),
    "四半期": (Decimal(3), "month"),
    "隔年": (_TWO, "year"),
    "隔月": (_TWO, "month"),
    "隔週": (_TWO, "week"),
}
_SIMPLE_RATE = re.compile(
    rf"(?<![\d来今先か])(?P<per>年間?|半年|四?半期|月|週|日)(?:に|で|あたり|当たり)?\s?{_TIMES}(?!目)"
)
_LONG_RATE = re.compile(
    rf"(?P<every>{NUMERAL})\s?(?P<unit>[かヶヵカケ箇]月|年|週間?|日|時間)(?:に|ごとに|で)\s?{_TIMES}"
)
_EACH = re.compile(rf"(?P<every>{NUMERAL})\s?(?P<unit>[かヶヵカケ箇]月|年|週間?|日|時間)(?:ごと|毎|おき)に?")
_NAMED_RATE = re.compile(
    r"(?P<per>毎年|毎月|毎週|毎日|隔週|隔月|隔年)|(?P<span>年|半年|四?半期|月|週)(?:ごと|毎)(?!.{0,6}円)"
)
_ENGLISH_RATE = re.compile(
    rf"(?P<times>once|twice|thrice|(?:(?<!\d)\d{{1,4}}|{NUMBER_WORDS}) times)(?: (?:in|for))?"
    r" (?:a|an|per|each|every)"
    rf"(?: (?P<every>\d{{1,4}}|{NUMBER_WORDS}))?[ -]{ENGLISH_UNIT}"
)
_EVERY = re.compile(
    rf"\bevery (?P<every>\d{{1,4}}|{NUMBER_WORDS}|other)[ -]{ENGLISH_UNIT}"
    r"|\bevery (?P<single>year|month|week|day)\b"
)
_ADVERBS: dict[str, tuple[Decimal, TimeUnit]] = {
    "annually": (_ONE, "year"),
    "yearly": (_ONE, "year"),
    "half-yearly": (Decimal(6), "month"),
    "semiannually": (Decimal(6), "month"),
    "quarterly": (Decimal(3), "month"),
    "monthly": (_ONE, "month"),
    "biweekly": (_TWO, "week"),
    "weekly": (_ONE, "week"),
    "daily": (_ONE, "day"),
}
_ADVERB = re.compile(rf"\b(?:{'|'.join(_ADVERBS)})\b")


def find_frequencies(text: str) -> tuple[Frequency, ...]:
    """Find how often things happen: 月1回, 3か月に1回, "twice a year", 毎週."""
    folded = fold_text(text)
    found: list[Frequency] = []
    occupancy = Occupancy(len(folded.text))
    for start, end, times, every, unit in all_rates(folded.text):
        if every > 0 and occupancy.claim(start, end):
            place = folded.span(start, end)
            found.append(Frequency(start=place[0], end=place[1], times=times, every=every, unit=unit))
    return tuple(sorted(found, key=lambda frequency: frequency.start))


def all_rates(folded: str) -> Iterator[tuple[int, int, Decimal, Decimal, TimeUnit]]:
    """Yield start, end, times, every and unit of each frequency in a folded text; they may overlap."""
    for match in _LONG_RATE.finditer(folded):
        yield (
            *match.span(),
            read_numeral(match["times"]),
            read_numeral(match["every"]),
            _rate_unit(match["unit"]),
        )
    for match in _EACH.finditer(folded):
        yield *match.span(), Decimal(1), read_numeral(match["every"]), _rate_unit(match["unit"])
    for match in _SIMPLE_RATE.finditer(folded):
        yield *match.span(), read_numeral(match["times"]), *_PER[match["per"]]
    for match in _NAMED_RATE.finditer(folded):
        yield *match.span(), Decimal(1), *_PER[match["per"] or match["span"]]
    for match in _ENGLISH_RATE.finditer(folded):
        times = read_count(match["times"].removesuffix(" times"))
        every = read_count(match["every"] or "1")
        yield *match.span(), times, every, read_english_unit(match["unit"])
    for match in _EVERY.finditer(folded):
        written = match["every"] or "1"
        length = Decimal(2) if written == "other" else read_count(written)
        yield *match.span(), Decimal(1), length, read_english_unit(match["unit"] or match["single"])
    for match in _ADVERB.finditer(folded):
        yield *match.span(), Decimal(1), *_ADVERBS[match[0]]


def _rate_unit(written: str) -> TimeUnit:
    if written.endswith("月"):
        return "month"
    units: dict[str, TimeUnit] = {"年": "year", "週": "week", "週間": "week", "日": "day", "時間": "hour"}
    return units[written]
