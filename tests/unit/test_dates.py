"""Dates in questions, with the precision they were written in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor.dates import find_dates

AS_OF = date(2026, 9, 15)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2026年4月1日から", "2026-04-01", "2026-04-01", "day"),
        ("令和８年４月１日", "2026-04-01", "2026-04-01", "day"),
        ("令和八年十月二十一日", "2026-10-21", "2026-10-21", "day"),
        ("二〇二六年四月一日", "2026-04-01", "2026-04-01", "day"),
        ("R8.4.1施行", "2026-04-01", "2026-04-01", "day"),
        ("2026/9/15時点", "2026-09-15", "2026-09-15", "day"),
        ("1 April 2026", "2026-04-01", "2026-04-01", "day"),
        ("April 1, 2026", "2026-04-01", "2026-04-01", "day"),
        ("2026年4月のルール", "2026-04-01", "2026-04-30", "month"),
        ("since October 2025", "2025-10-01", "2025-10-31", "month"),
        ("2027年の規程", "2027-01-01", "2027-12-31", "year"),
        ("2026年度", "2026-04-01", "2027-03-31", "year"),
        ("FY2027", "2027-04-01", "2028-03-31", "year"),
        ("明日まで", "2026-09-16", "2026-09-16", "day"),
        ("来週の役員会", "2026-09-21", "2026-09-27", "week"),
        ("来週の月曜", "2026-09-21", "2026-09-21", "day"),
        ("by Friday", "2026-09-18", "2026-09-18", "day"),
        ("来月", "2026-10-01", "2026-10-31", "month"),
        ("next month", "2026-10-01", "2026-10-31", "month"),
        ("月末締め", "2026-09-30", "2026-09-30", "day"),
        ("去年10月", "2025-10-01", "2025-10-31", "month"),
        ("来年4月1日", "2027-04-01", "2027-04-01", "day"),
    ],
)
def test_a_date_is_read_no_more_precisely_than_written(
    text: str, first: str, last: str, precision: str
) -> None:
    [mention] = find_dates(text, AS_OF)

    assert (str(mention.first), str(mention.last), mention.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text",
    ["2月30日", "月1回", "3か月", "1/3 of the cost", "24/7", "you may use it", "A3-8", "1.5億円", "100/3"],
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert find_dates(text, AS_OF) == ()


@pytest.mark.parametrize(
    ("text", "assumes"),
    [("4/1から変わる?", ("year",)), ("来年度の予算", ("fiscal_year",)), ("2026年4月1日", ())],
)
def test_what_the_text_leaves_open_is_named_as_assumed(text: str, assumes: tuple[str, ...]) -> None:
    [mention] = find_dates(text, AS_OF)

    assert mention.assumes == assumes


def test_a_day_without_a_year_is_the_next_one() -> None:
    [mention] = find_dates("4/1から", AS_OF)

    assert mention.first == date(2027, 4, 1)


@pytest.mark.parametrize("text", ["金曜までに出したい", "10月1日が期限", "submit it by 31 March", "期末まで"])
def test_a_deadline_is_marked(text: str) -> None:
    [mention] = find_dates(text, AS_OF)

    assert mention.is_deadline


@given(
    st.text(alphabet="0123456789/-.年月日度令和平成来先週末RH aprilmay", max_size=50),
    st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)),
)
def test_any_mixture_gives_days_in_order(text: str, as_of: date) -> None:
    assert all(mention.first <= mention.last for mention in find_dates(text, as_of))
