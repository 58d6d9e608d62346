"""Stretches of time, frequencies and automatic renewal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor.durations import find_durations
from bot.advisor.frequencies import find_frequencies
from bot.advisor.renewals import find_auto_renewals


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("３ヶ月でやりたい", 3, "month", None),
        ("三箇月以内", 3, "month", "up_to"),
        ("6カ月未満", 6, "month", "under"),
        ("半年ほど試す", 6, "month", None),
        ("2年契約", 2, "year", None),
        ("1年を超える契約", 1, "year", "over"),
        ("1年半の契約", 18, "month", None),
        ("2年6か月", 30, "month", None),
        ("72時間以内に出す", 72, "hour", "up_to"),
        ("遅くとも30分以内", 30, "minute", "up_to"),
        ("5営業日以内", 5, "business_day", "up_to"),
        ("60日前通知", 60, "day", None),
        ("二十四か月", 24, "month", None),
        ("2年だと?", 2, "year", None),
        ("1週間後", 1, "week", None),
        ("36 months", 36, "month", None),
        ("a two-year contract", 2, "year", None),
        ("within five (5) business days", 5, "business_day", "up_to"),
        ("no later than 24 hours", 24, "hour", "up_to"),
        ("at least 90 days' notice", 90, "day", "from"),
        ("kept for a year", 1, "year", None),
        ("a year and a half", 18, "month", None),
    ],
)
def test_a_duration_keeps_its_unit_and_bound(text: str, value: int, unit: str, bound: str | None) -> None:
    [duration] = find_durations(text)

    assert (int(duration.value), str(duration.unit), duration.bound) == (value, unit, bound)


@pytest.mark.parametrize(
    "text",
    [
        "2026年4月1日", "令和8年度", "3月に始める", "10日に会議", "4月10日", "数か月",
        "入社2年目", "第2版", "3分の1",
        "月1回の会議", "年2回", "twice a year", "2026年度", "24時間365日",
    ],
)  # fmt: skip
def test_dates_and_frequencies_are_no_durations(text: str) -> None:
    assert find_durations(text) == ()


@pytest.mark.parametrize(
    ("text", "times", "every", "unit"),
    [
        ("月1回(臨時可)", 1, 1, "month"),
        ("年に二度", 2, 1, "year"),
        ("3か月に1回", 1, 3, "month"),
        ("四半期ごと", 1, 3, "month"),
        ("隔週で", 1, 2, "week"),
        ("毎月", 1, 1, "month"),
        ("once a year", 1, 1, "year"),
        ("twice a month", 2, 1, "month"),
        ("every 6 months", 1, 6, "month"),
        ("reviewed annually", 1, 1, "year"),
    ],
)
def test_a_frequency_is_read_as_times_per_span(text: str, times: int, every: int, unit: str) -> None:
    [frequency] = find_frequencies(text)

    assert (int(frequency.times), int(frequency.every), str(frequency.unit)) == (times, every, unit)


@pytest.mark.parametrize(
    ("text", "is_negated"),
    [
        ("自動更新の契約", False),
        ("契約は自動で延長されます", False),
        ("auto-renews every year", False),
        ("renews automatically", False),
        ("自動更新なし", True),
        ("自動更新ではない契約", True),
        ("自動更新はしません", True),
        ("without automatic renewal", True),
        ("no auto-renewal", True),
    ],
)
def test_automatic_renewal_is_found_with_its_negation(text: str, is_negated: bool) -> None:
    [renewal] = find_auto_renewals(text)

    assert renewal.is_negated is is_negated


def test_months_are_given_only_where_they_are_exact() -> None:
    [years, days] = find_durations("3年契約で、90日以内に解約")

    assert (years.months, days.months) == (36, None)


@given(st.text(alphabet="一二十0123456789年月日か週時間分半以内毎回 abcmonthsyear-", max_size=60))
def test_any_mixture_gives_spans_inside_the_text(text: str) -> None:
    assert all(0 <= one.start < one.end <= len(text) for one in find_durations(text))
    assert all(0 <= one.start < one.end <= len(text) for one in find_frequencies(text))
