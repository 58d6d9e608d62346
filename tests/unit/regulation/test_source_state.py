"""How one source stands after one more look, and what an administrator is told of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.regulation.feed import Source
from knowledge.regulation.news_item import NewsItem
from knowledge.regulation.source_state import (
    Alert,
    Look,
    SourceState,
    after_failure,
    after_success,
    condition_of,
    is_due,
    state_of,
    usual_gap,
)

NOW = datetime(2026, 11, 25, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOURCE = Source(id="s", url="https://example.go.jp/feed")


def a_look(days_old: float = 1, **values: Any) -> Look:
    item = NewsItem(id="n", source="s", title="題", published=NOW - days_old * DAY, precision="day")
    return Look(items=(item,), **values)


def fail(hours: int, problem: str = "timed_out", *, every: int = 1) -> tuple[SourceState, list[Alert]]:
    """Let a source fail for hours, from a good state on."""
    state, alerts = SourceState(source="s", url=SOURCE.url), []
    for hour in range(0, hours + 1, every):
        state, alert = after_failure(state, problem, now=NOW + hour * HOUR)
        alerts += [alert] if alert else []
    return state, alerts


@pytest.mark.criterion("H1")
def test_a_source_that_fails_for_a_day_is_dead_and_told_once() -> None:
    before, silence = fail(23)
    after, alerts = fail(6 * 24)

    assert (before.condition, silence) == ("failing", [])
    assert after.condition == "dead"
    assert [one.condition for one in alerts] == ["dead"]
    assert "since 2026-11-25 00:00 (timed_out)" in alerts[0].text


@pytest.mark.criterion("H1")
def test_what_stays_dead_is_told_again_every_week() -> None:
    _, alerts = fail(24 * 21, every=6)

    assert len(alerts) == 3


@pytest.mark.criterion("H2")
def test_a_feed_that_answers_but_stopped_is_stale_and_told_once_with_its_newest_date() -> None:
    state, first = after_success(SourceState(source="s"), SOURCE, a_look(days_old=60), now=NOW)

    state, second = after_success(state, SOURCE, Look(is_unchanged=True), now=NOW + DAY)

    assert state.condition == "stale"
    assert first is not None
    assert "2026-09-26" in first.text
    assert second is None


@pytest.mark.criterion("H2")
@pytest.mark.parametrize(("days_old", "condition"), [(20, "ok"), (41, "ok"), (43, "stale")])
def test_too_old_is_three_usual_gaps_and_never_less_than_three_weeks(days_old: int, condition: str) -> None:
    assert (
        after_success(SourceState(source="s"), SOURCE, a_look(days_old), now=NOW).state.condition == condition
    )


def test_the_usual_gap_is_learnt_from_twenty_items_on() -> None:
    slow = SourceState(source="s", gaps=(30,) * 20)

    assert (usual_gap(slow, SOURCE), usual_gap(SourceState(source="s", gaps=(30,) * 19), SOURCE)) == (30, 14)
    assert after_success(slow, SOURCE, a_look(80), now=NOW).state.condition == "ok"


@pytest.mark.criterion("H3")
def test_a_list_page_without_items_is_told_at_once_and_keeps_what_was_known() -> None:
    known = after_success(SourceState(source="s"), SOURCE, a_look(etag='"1"'), now=NOW).state

    state, alert = after_failure(known, "layout_changed", now=NOW + HOUR)

    assert (state.condition, state.newest, state.etag) == ("layout_changed", known.newest, '"1"')
    assert alert is not None
    assert after_failure(state, "layout_changed", now=NOW + 2 * HOUR).alert is None


def test_a_site_that_keeps_us_out_three_times_is_blocked_and_names_the_address() -> None:
    twice, _ = fail(1, "http_403")
    state, alerts = fail(5, "http_403")

    assert (twice.condition, state.condition) == ("failing", "blocked")
    assert [one.condition for one in alerts] == ["blocked"]
    assert SOURCE.url in alerts[0].text


def test_flapping_between_two_troubles_tells_each_once() -> None:
    state, alerts = SourceState(source="s"), []
    for hour in range(72):
        problem = "http_403" if hour % 6 < 4 else "timed_out"
        state, alert = after_failure(state, problem, now=NOW + hour * HOUR)
        alerts += [alert.condition] if alert else []

    assert sorted(alerts) == ["blocked", "dead"]


def test_a_source_that_recovers_starts_anew() -> None:
    dead, _ = fail(30)

    state, alert = after_success(dead, SOURCE, a_look(), now=NOW + 2 * DAY)

    assert (state.condition, state.failures, state.failing_since, alert) == ("ok", 0, None, None)
    assert not state.told


def test_waits_grow_to_six_hours_and_a_server_may_ask_for_more() -> None:
    states = [fail(count)[0] for count in (0, 1, 9)]
    waits = [state.not_before - state.checked_at for state in states if state.not_before and state.checked_at]
    asked = after_failure(SourceState(source="s"), "http_429", now=NOW, wait=20 * HOUR).state

    assert timedelta(minutes=13) <= waits[0] < waits[1] < waits[2] <= 6.6 * HOUR
    assert asked.not_before == NOW + 20 * HOUR


def test_a_muted_source_is_never_due() -> None:
    muted = SourceState(source="s", is_muted=True)

    assert not is_due(muted, NOW)
    assert condition_of(muted) == "muted"


def test_another_address_in_the_catalogue_starts_anew_but_stays_muted() -> None:
    old = SourceState(source="s", url="https://old.example/", condition="dead", is_muted=True, etag="x")

    state = state_of(SOURCE, {"s": old})

    assert (state.condition, state.etag, state.is_muted) == ("unprobed", "", True)


def test_a_date_that_is_not_believed_makes_no_source_fresh() -> None:
    state = after_success(SourceState(source="s"), SOURCE, a_look(days_old=-400), now=NOW).state

    assert state.newest is None


@given(st.lists(st.sampled_from(["", "timed_out", "http_403", "layout_changed", "empty_body"]), max_size=60))
def test_no_course_of_events_tells_one_thing_twice_within_a_week(course: list[str]) -> None:
    state = SourceState(source="s", url=SOURCE.url)
    told: list[str] = []
    for hour, problem in enumerate(course):
        now = NOW + hour * HOUR
        if problem:
            state, alert = after_failure(state, problem, now=now)
        else:
            state, alert = after_success(state, SOURCE, a_look(), now=now)
            told.clear()
        if alert:
            told.append(alert.condition)
        assert len(told) == len(set(told))
        assert state.not_before is not None
        assert state.not_before > now
