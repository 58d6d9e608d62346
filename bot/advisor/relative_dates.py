"""Words that name a time by its distance from the day of asking: 来週, 期末, "next month".

`dates` finds them in a text; written dates are its own business.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.advisor.day_spans import (
    FISCAL_YEAR_STARTS,
    Assumption,
    DaySpan,
    fiscal_year_span,
    month_span,
    year_span,
)


def _days_from(days: int) -> Callable[[date], DaySpan]:
    return lambda as_of: (as_of + timedelta(days=days), as_of + timedelta(days=days), "day")


def _weeks_from(weeks: int) -> Callable[[date], DaySpan]:
    def meaning(as_of: date) -> DaySpan:
        monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=weeks)
        return monday, monday + timedelta(days=6), "week"

    return meaning


def _months_from(months: int) -> Callable[[date], DaySpan]:
    def meaning(as_of: date) -> DaySpan:
        count = as_of.year * 12 + as_of.month - 1 + months
        return month_span(count // 12, count % 12 + 1)

    return meaning


def _month_end(months: int) -> Callable[[date], DaySpan]:
    return lambda as_of: (_months_from(months)(as_of)[1], _months_from(months)(as_of)[1], "day")


def _fiscal_from(years: int) -> Callable[[date], DaySpan]:
    return lambda as_of: fiscal_year_span(as_of.year - (as_of.month < FISCAL_YEAR_STARTS) + years)


def _fiscal_end(as_of: date) -> DaySpan:
    last = _fiscal_from(0)(as_of)[1]
    return month_span(last.year, last.month)


def _years_from(years: int) -> Callable[[date], DaySpan]:
    return lambda as_of: year_span(as_of.year + years)


_FISCALLY: tuple[Assumption, ...] = ("fiscal_year",)
RELATIVE_DATES: tuple[tuple[re.Pattern[str], Callable[[date], DaySpan], tuple[Assumption, ...]], ...] = tuple(
    (re.compile(pattern), meaning, assumes)
    for pattern, meaning, assumes in (
        (r"明々後日|しあさって", _days_from(3), ()),
        (r"明後日|あさって|\bday after tomorrow\b", _days_from(2), ()),
        (r"明日|あした|あす(?!か)|翌日|\btomorrow\b", _days_from(1), ()),
        (r"今日|本日|きょう(?!い|か|ゆ)|\btoday\b", _days_from(0), ()),
        (r"一昨日|おととい", _days_from(-2), ()),
        (r"昨日|きのう|\byesterday\b", _days_from(-1), ()),
        (r"再来週", _weeks_from(2), ()),
        (r"来週|翌週|\bnext week\b", _weeks_from(1), ()),
        (r"今週|\bthis week\b", _weeks_from(0), ()),
        (r"先週|\blast week\b", _weeks_from(-1), ()),
        (r"来月末|\bend of next month\b", _month_end(1), ()),
        (r"(?:今|当)?月末|\bend of (?:the|this) month\b|\bmonth[- ]end\b", _month_end(0), ()),
        (r"再来月", _months_from(2), ()),
        (r"来月|翌月|\bnext month\b", _months_from(1), ()),
        (r"今月|当月|\bthis month\b", _months_from(0), ()),
        (r"先月|前月|\blast month\b", _months_from(-1), ()),
        (r"年度末|期末|決算期|\bend of (?:the |this )?(?:fiscal|financial) year\b", _fiscal_end, _FISCALLY),
        (r"来年度|次年度|翌年度|来期|\bnext (?:fiscal|financial) year\b", _fiscal_from(1), _FISCALLY),
        (r"今年度|本年度|当年度|今期|当期|\bthis (?:fiscal|financial) year\b", _fiscal_from(0), _FISCALLY),
        (r"昨年度|前年度|去年度|前期|\blast (?:fiscal|financial) year\b", _fiscal_from(-1), _FISCALLY),
        (r"\bnext year\b", _years_from(1), ()),
        (r"\bthis year\b", _years_from(0), ()),
        (r"\blast year\b", _years_from(-1), ()),
        (
            r"年末(?!調整)|\bend of (?:the|this) year\b|\byear[- ]end\b",
            lambda as_of: month_span(as_of.year, 12),
            (),
        ),
    )
)
