"""Find stretches of time in a text: 「3か月以内」, "two-year", 72時間.

月1回 and "twice a year" belong to `frequencies`, 「3月」 and 「2026年」 to `dates`. A duration
keeps its unit: three years are not 36 months.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bot.advisor.bounds import Quantity, bind
from bot.advisor.frequencies import all_rates
from bot.advisor.numerals import NUMBER_WORDS, NUMERAL, read_number_words, read_numeral
from bot.advisor.occupancy import Occupancy
from bot.advisor.time_units import ENGLISH_UNIT, TimeUnit, read_count, read_english_unit
from knowledge.documents.folding import FoldedText, fold_text


class Duration(Quantity):
    """A stretch of time in the unit it was written in; 「半年」 is 6 months, 「1年半」 18 months."""

    value: Decimal
    unit: TimeUnit

    @property
    def months(self) -> int | None:
        """Give whole months, or None where the unit does not turn into months exactly."""
        months = self.value * (12 if self.unit == "year" else 1)
        is_exact = self.unit in ("year", "month") and months == months.to_integral_value()
        return int(months) if is_exact else None


class _Stretch(NamedTuple):
    start: int
    end: int
    value: Decimal
    unit: TimeUnit


_OF_MONTHS = r"\s?(?:[かヶヵカケ箇個ヵ]|ヶ|ケ)\s?月"
_UNITS: tuple[tuple[TimeUnit, str], ...] = (
    # 「三月以内」: three months, as laws and rules write it; March is never written so.
    (
        "month",
        rf"{_OF_MONTHS}(?:間)?|月分|月(?=以内|間(?!隔)|未満|以上|を(?:超え|限度|上限|経過)|前までに)",
    ),
    (
        "year",
        (
            r"\s?(?:[かヶヵカケ箇]年|年)(?:間|契約|分(?!の))?(?!度|版|生|目|代"
            r"|\s?[\d一二三四五六七八九十]{1,3}\s?月)"
        ),
    ),
    ("week", r"\s?週間?(?![目末明刊])"),
    ("business_day", r"\s?(?:営業|稼働|就業|平)日"),
    ("day", r"\s?日間?(?!本|付|曜)"),
    ("hour", r"\s?時間(?!帯|給|外)"),
    ("minute", r"\s?分間?(?!の\s?[\d一二三四五六七八九])(?!野|散|類|割|析|担|離|冊|配)"),
)
_NUMBER = rf"(?P<number>{NUMERAL})"
_JAPANESE = tuple((unit, re.compile(f"{_NUMBER}(?:{pattern})")) for unit, pattern in _UNITS)
_YEAR_AND_MONTHS = re.compile(
    rf"(?P<years>{NUMERAL})\s?[かヶヵカケ箇]?年(?:間)?と?\s?(?P<months>{NUMERAL}){_OF_MONTHS}"
)
_YEAR_AND_HALF = re.compile(rf"{_NUMBER}\s?[かヶヵカケ箇]?年半")
_MONTHS_AND_HALF = re.compile(rf"{_NUMBER}{_OF_MONTHS}半")
_HALF_YEAR = re.compile(r"(?<![前後上下大過])半年(?:間)?|half a year|(?<![\w-])(?:a )?half[- ]year(?!ly)")
_NAMED: tuple[tuple[re.Pattern[str], Decimal, TimeUnit], ...] = (
    (
        re.compile(r"ひと月(?!\s?(?:あたり|当たり|に|で|[\d一二三四五六七八九十百千]))|一ヶ月|丸一月"),
        Decimal(1),
        "month",
    ),
    (re.compile(r"丸一?年"), Decimal(1), "year"),
    (
        re.compile(r"翌営業日(?=まで|中|以内)|(?:the )?next (?:business|working) day\b"),
        Decimal(1),
        "business_day",
    ),
    (re.compile(r"翌日(?=まで|中)"), Decimal(1), "day"),
    *(
        (
            re.compile(rf"\b{word} (?:business|working) day(?= after| following)"),
            Decimal(number),
            "business_day",
        )
        for number, word in enumerate(("first", "second", "third", "fourth", "fifth"), start=1)
    ),
    (re.compile(r"fortnight\b"), Decimal(2), "week"),
)
_ENGLISH = re.compile(rf"(?<![\w.,$¥€£-])(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)(?:\s?-\s?|\s?){ENGLISH_UNIT}")
_WORDS = re.compile(rf"(?P<words>{NUMBER_WORDS})(?: \(\d+\))?[ -]{ENGLISH_UNIT}")
_ONE = re.compile(
    r"\b(?:for|within|after|in|over|under|than|least|most|of|last|only|every)\s"
    rf"(?P<one>(?:a|an|one)\s(?:full |whole |single )?{ENGLISH_UNIT})"
)
_PAYMENTS = re.compile(
    r"(?<![\w.,$¥€£-])(?P<number>\d{1,3}) monthly (?:payments?|fees?|instal?lments?|charges?)"
)
_AND_A_HALF = re.compile(
    rf"(?P<words>{NUMBER_WORDS}|\ba|(?<!\d)\d{{1,4}})(?: years?)? and a half(?: years?)?(?=\W|$)"
    r"|(?P<year>a year and a half)"
)
_DAY_OF_MONTH = re.compile(
    r"\s?(?:付|に(?!わた|1|一)|締|\(|[月火水木金土日]曜|(?:まで|迄)に"
    r"|の(?:会議|取締役会|役員会|朝|午前|午後|夜|打))"
)
_PER_UNIT = re.compile(r"あたり|当たり|当り|につき|365日")  # a price per month, or round the clock


def find_durations(text: str) -> tuple[Duration, ...]:
    """Find every stretch of time, in reading order; frequencies and dates are not among them.

    Returns:
        Durations with spans in `text`. 「数か月」 says no number and is left out.
    """
    folded = fold_text(text)
    occupancy = Occupancy(len(folded.text))
    payments = [one for one in _payments(folded.text) if occupancy.claim(one.start, one.end)]
    for start, end, *_ in all_rates(folded.text):
        occupancy.claim(start, end)
    others = [one for one in _all_stretches(folded.text) if occupancy.claim(one.start, one.end)]
    found = [*payments, *others]
    return tuple(_place(stretch, folded) for stretch in sorted(found))


def _payments(text: str) -> Iterator[_Stretch]:
    """Yield "36 monthly payments", which are 36 months and no frequency."""
    for match in _PAYMENTS.finditer(text):
        yield _Stretch(*match.span(), read_numeral(match["number"]), "month")


def _place(stretch: _Stretch, folded: FoldedText) -> Duration:
    bound, is_approximate, phrase_start, phrase_end = bind(folded.text, stretch.start, stretch.end)
    start, end = folded.span(stretch.start, stretch.end)
    whole = folded.span(phrase_start, phrase_end)
    return Duration(
        start=start,
        end=end,
        phrase_start=whole[0],
        phrase_end=whole[1],
        bound=bound,
        is_approximate=is_approximate,
        value=stretch.value,
        unit=stretch.unit,
    )


def _all_stretches(text: str) -> Iterator[_Stretch]:
    """Yield candidates, the most telling form first; later ones that overlap are dropped."""
    for match in _YEAR_AND_MONTHS.finditer(text):
        months = read_numeral(match["years"]) * 12 + read_numeral(match["months"])
        yield _Stretch(*match.span(), months, "month")
    for match in _YEAR_AND_HALF.finditer(text):
        yield _Stretch(*match.span(), read_numeral(match["number"]) * 12 + 6, "month")
    for match in _MONTHS_AND_HALF.finditer(text):
        yield _Stretch(*match.span(), read_numeral(match["number"]) + Decimal("0.5"), "month")
    for match in _AND_A_HALF.finditer(text):
        yield _Stretch(*match.span(), read_count(match["words"] or "one") * 12 + 6, "month")
    for match in _HALF_YEAR.finditer(text):
        yield _Stretch(*match.span(), Decimal(6), "month")
    for pattern, value, unit in _NAMED:
        for match in pattern.finditer(text):
            yield _Stretch(*match.span(), value, unit)
    yield from _japanese_stretches(text)
    yield from _english_stretches(text)


def _japanese_stretches(text: str) -> Iterator[_Stretch]:
    for unit, pattern in _JAPANESE:
        for match in pattern.finditer(text):
            value = read_numeral(match["number"])
            if not _is_no_duration(text, match, value, unit):
                yield _Stretch(*match.span(), value, unit)


def _english_stretches(text: str) -> Iterator[_Stretch]:
    for match in _WORDS.finditer(text):
        yield _Stretch(*match.span(), read_number_words(match["words"]), read_english_unit(match["unit"]))
    for match in _ENGLISH.finditer(text):
        number = read_numeral(match["number"])
        if not (match["unit"] in ("h", "y", "mo") and " " in match[0].strip()):
            yield _Stretch(*match.span(), number, read_english_unit(match["unit"]))
    for match in _ONE.finditer(text):
        yield _Stretch(*match.span("one"), Decimal(1), read_english_unit(match["unit"]))


def _is_no_duration(text: str, match: re.Match[str], value: Decimal, unit: TimeUnit) -> bool:
    if _PER_UNIT.match(text, match.end()):
        return True
    before = text[max(0, match.start() - 3) : match.start()]
    if unit == "year":
        return (
            value >= 1900
            or before.endswith(("令和", "平成", "昭和", "西暦", "r", "h"))
            or value != int(value)
        )
    if unit == "day" and value == 365 and before.endswith("時間"):
        return True
    if unit == "day" and value <= 31 and not match[0].endswith("間"):
        return before.endswith(("月", "月の")) or bool(_DAY_OF_MONTH.match(text, match.end()))
    if unit == "minute":
        return before.endswith("時") or "月" in before[-1:]
    return False
