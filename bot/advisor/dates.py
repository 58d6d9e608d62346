"""Find dates in a question: 2026年4月1日, R8.4.1, 4/1, 来週の月曜, 来年度, "next month", "by 1 April".

A date is found with the precision it was written in, as first and last day; nothing is guessed beyond it.
Exact calendar dates of rules and front matter are read by `knowledge.documents.dates`; stretches of time by
`durations`.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.day_spans import (
    Assumption,
    DaySpan,
    Precision,
    day_span,
    fiscal_year_span,
    month_span,
    year_span,
)
from bot.advisor.occupancy import Occupancy
from bot.advisor.relative_dates import RELATIVE_DATES
from knowledge.documents.dates import DATE_PATTERN, UnreadableDateError, read_date
from knowledge.documents.folding import fold_text


class DateMention(BaseModel):
    """A date, month or year that a text names, as the days it can mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    first: date
    last: date
    precision: Precision
    is_deadline: bool = False  # 「〜までに」, "by …"
    assumes: tuple[Assumption, ...] = ()  # what the text does not say


_Found = tuple[int, int, DaySpan, tuple[Assumption, ...]]

_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
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
_WEEKDAYS = {name: number for number, name in enumerate("月火水木金土日")} | {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
_ENGLISH_DAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_RELATIVE_YEAR = {
    "今年": 0,
    "本年": 0,
    "来年": 1,
    "翌年": 1,
    "再来年": 2,
    "去年": -1,
    "昨年": -1,
    "一昨年": -2,
    "おととし": -2,
}
_RELATIVE_YEAR_WORD = "再来年|一昨年|おととし|今年|本年|来年|翌年|去年|昨年"

_FULL = re.compile(rf"(?<![\d.]){DATE_PATTERN}")
_SHORT_ERA = re.compile(
    r"(?<![a-z\d])(?P<era>[rhs])(?P<year>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?!\d)"
)
_YEAR_MONTH = re.compile(
    r"(?:(?P<era>令和|平成|昭和|(?<![a-z])[rhs])\s?(?P<era_year>\d{1,2}|元)"
    r"|(?<!\d)(?P<year>\d{4}))\s?年\s?(?P<month>\d{1,2})\s?月(?!\s?\d{1,2}\s?日)"
)
_ISO_MONTH = re.compile(r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)[-/](?P<month>0?[1-9]|1[0-2])(?![\d/.-])")
_NAMED_MONTH = re.compile(rf"\b(?P<month>{_MONTH})\.?,? (?P<year>(?:19|20)\d\d)\b")
_FISCAL = re.compile(
    r"(?:(?P<era>令和|平成|(?<![a-z])[rh])\s?(?P<era_year>\d{1,2}|元)|(?<!\d)(?P<year>(?:19"
    r"|20)\d\d))\s?年度|\bfy ?'?(?P<fy>(?:20)?\d\d)(?![\da-z])"
)
_YEAR = re.compile(
    r"(?:(?P<era>令和|平成|昭和)\s?(?P<era_year>\d{1,2}|元)|(?<!\d)(?P<year>(?:19"
    r"|20)\d\d))\s?年(?!\s?度|\s?\d{1,2}\s?月)"
)
_ENGLISH_YEAR = re.compile(
    r"\b(?:in|by|since|until|till|from|before|after|during|of) (?P<year>(?:19|20)\d\d)\b(?![-/.]\d)"
)
_MONTH_DAY = re.compile(
    rf"(?:(?P<relative>{_RELATIVE_YEAR_WORD})の?\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?日"
    r"|(?<![\d/.\w])(?P<slash_month>0?[1-9]|1[0-2])/(?P<slash_day>0?[1-9]|[12]\d"
    r"|3[01])(?![\d/%]|\s?(?:of|の確率|以下|程度))"
)
_MONTH_ALONE = re.compile(
    rf"(?:(?P<relative>{_RELATIVE_YEAR_WORD})の?\s?)?(?<!\d)(?<![\d.]\d)(?P<month>1[0-2]"
    rf"|[1-9])\s?月(?!\s?\d{{1,2}}\s?日|分|額|[1一]?回|\s?\d+万)"
)
_ENGLISH_MONTH_DAY = re.compile(
    rf"\b(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? \d{{4}})"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{_MONTH})\b(?!,? \d{{4}})"
)
_ENGLISH_MONTH = re.compile(
    rf"\b(?:in|by|since|until|till|from|before|after|during|next|last|this|of) (?P<month>{_MONTH})\b(?! \d)"
)
_RELATIVE_YEARS = re.compile(rf"{_RELATIVE_YEAR_WORD}(?!度|の?\s?\d{{1,2}}\s?月)")
_WEEKDAY = re.compile(
    r"(?:(?P<week>再来週|来週|翌週|今週|先週)の?)?(?P<day>[月火水木金土日])曜(?:日)?"
    rf"|\b(?:(?P<which>next|this|last|on|by|until|coming) )(?P<english>{_ENGLISH_DAY})\b"
)
_DEADLINE_AFTER = re.compile(
    r"\s?(?:いっぱい)?(?:まで(?!い)|迄|締|〆|(?:が|を|は)?(?:提出)?(?:期限|締切|必着))"
)
_DEADLINE_BEFORE = re.compile(
    r"\b(?:by|until|till|before|no later than|due(?: on| by)?|deadline(?: is| of|:)?)\s+(?:the )?$"
)


def find_dates(text: str, as_of: date) -> tuple[DateMention, ...]:
    """Find the dates a text names.

    Args:
        text: Any text in Japanese or English.
        as_of: The day of asking, from which "tomorrow" and a day without a year are counted. A day without
            a year is the next such day, and `assumes` says so.

    Returns:
        Mentions with spans in `text`, none overlapping; impossible days such as 2月30日 are left out.
    """
    folded = fold_text(text)
    occupancy = Occupancy(len(folded.text))
    found: list[DateMention] = []
    for start, end, (first, last, precision), assumes in _all_mentions(folded.text, as_of):
        if not occupancy.claim(start, end):
            continue
        place = folded.span(start, end)
        is_deadline = bool(
            _DEADLINE_AFTER.match(folded.text, end)
            or _DEADLINE_BEFORE.search(folded.text[max(0, start - 24) : start])
            or re.match(r"(?:by|until|till|before) ", folded.text[start:end])
        )
        found.append(
            DateMention(
                start=place[0],
                end=place[1],
                first=first,
                last=last,
                precision=precision,
                is_deadline=is_deadline,
                assumes=assumes,
            )
        )
    return tuple(sorted(found, key=lambda mention: mention.start))


def _all_mentions(text: str, as_of: date) -> Iterator[_Found]:
    """Yield candidates, the most telling form first; later ones that overlap are dropped."""
    yield from _whole_dates(text)
    yield from _months_and_years(text)
    yield from _dates_without_year(text, as_of)
    for match in _WEEKDAY.finditer(text):
        yield *match.span(), _weekday(match, as_of), ()
    for pattern, meaning, assumes in RELATIVE_DATES:
        for match in pattern.finditer(text):
            yield *match.span(), meaning(as_of), assumes
    for match in _RELATIVE_YEARS.finditer(text):
        yield *match.span(), year_span(as_of.year + _RELATIVE_YEAR[match[0]]), ()


def _whole_dates(text: str) -> Iterator[_Found]:
    for match in _FULL.finditer(text):
        try:
            day = read_date(match[0])
        except UnreadableDateError:
            continue
        yield *match.span(), (day, day, "day"), ()
    for match in _SHORT_ERA.finditer(text):
        year = _ERAS[match["era"]] + int(match["year"])
        if span := day_span(year, int(match["month"]), int(match["day"])):
            yield *match.span(), span, ()


def _months_and_years(text: str) -> Iterator[_Found]:
    for pattern in (_YEAR_MONTH, _ISO_MONTH):
        for match in pattern.finditer(text):
            if 1 <= int(match["month"]) <= 12:
                yield *match.span(), month_span(_stated_year(match), int(match["month"])), ()
    for match in _NAMED_MONTH.finditer(text):
        yield *match.span(), month_span(int(match["year"]), _MONTHS[match["month"]]), ()
    for match in _FISCAL.finditer(text):
        yield *match.span(), fiscal_year_span(_stated_year(match)), ("fiscal_year",)
    for match in _YEAR.finditer(text):
        yield *match.span(), year_span(_stated_year(match)), ()
    for match in _ENGLISH_YEAR.finditer(text):
        yield match.start("year"), match.end(), year_span(int(match["year"])), ()


def _dates_without_year(text: str, as_of: date) -> Iterator[_Found]:
    for match in _MONTH_DAY.finditer(text):
        month, day = int(match["month"] or match["slash_month"]), int(match["day"] or match["slash_day"])
        if span := _day_near(month, day, match["relative"], as_of):
            yield *match.span(), span, () if match["relative"] else ("year",)
    for match in _ENGLISH_MONTH_DAY.finditer(text):
        month, day = _MONTHS[match["month"] or match["month2"]], int(match["day"] or match["day2"])
        if span := _day_near(month, day, None, as_of):
            yield *match.span(), span, ("year",)
    for match in _MONTH_ALONE.finditer(text):
        month = int(match["month"])
        if match["relative"]:
            yield *match.span(), month_span(as_of.year + _RELATIVE_YEAR[match["relative"]], month), ()
        else:
            yield *match.span(), month_span(as_of.year + (month < as_of.month), month), ("year",)
    for match in _ENGLISH_MONTH.finditer(text):
        month = _MONTHS[match["month"]]
        yield *match.span(), month_span(as_of.year + (month < as_of.month), month), ("year",)


def _stated_year(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if short := groups.get("fy"):
        return int(short) if len(short) == 4 else 2000 + int(short)
    if era := groups.get("era"):
        return _ERAS[era] + (1 if groups["era_year"] == "元" else int(groups["era_year"]))
    return int(groups["year"])


def _day_near(month: int, day: int, relative: str | None, as_of: date) -> DaySpan | None:
    if relative:
        return day_span(as_of.year + _RELATIVE_YEAR[relative], month, day)
    span = day_span(as_of.year, month, day)
    return span if span and span[0] >= as_of else day_span(as_of.year + 1, month, day)


def _weekday(match: re.Match[str], as_of: date) -> DaySpan:
    wanted = _WEEKDAYS[match["day"] or match["english"]]
    monday = as_of - timedelta(days=as_of.weekday())
    weeks = {"再来週": 2, "来週": 1, "翌週": 1, "next": 1, "今週": 0, "this": 0, "先週": -1, "last": -1}
    which = match["week"] or match["which"]
    if which in weeks:
        day = monday + timedelta(weeks=weeks[which], days=wanted)
    else:
        day = as_of + timedelta(days=(wanted - as_of.weekday()) % 7)
    return day, day, "day"
