"""Days that a date can mean, as first day, last day and precision.

Shared by `dates`, which reads written dates, and `relative_dates`, which counts from the day of asking.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "week", "month", "year"]
Assumption = Literal["year", "fiscal_year"]
DaySpan = tuple[date, date, Precision]

FISCAL_YEAR_STARTS = 4  # April, as at nearly every Japanese company; whoever relies on it says so


def month_span(year: int, month: int) -> DaySpan:
    """Span one month of a year."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"


def year_span(year: int) -> DaySpan:
    """Span one calendar year."""
    return date(year, 1, 1), date(year, 12, 31), "year"


def fiscal_year_span(year: int) -> DaySpan:
    """Span the fiscal year that begins in a calendar year."""
    return (
        date(year, FISCAL_YEAR_STARTS, 1),
        date(year + 1, FISCAL_YEAR_STARTS, 1) - timedelta(days=1),
        "year",
    )


def day_span(year: int, month: int, day: int) -> DaySpan | None:
    """Span one day, or None if there is no such day."""
    try:
        only = date(year, month, day)
    except ValueError:
        return None
    return only, only, "day"
