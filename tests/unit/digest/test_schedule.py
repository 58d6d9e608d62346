"""When a digest is due: zones, changes of the clock, closed days, quiet hours, changed times."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.digest.schedule import due_day, instant_of, is_closed_day, is_overdue, latest_due, next_due
from bot.digest.subscription import QuietHours
from tests.unit.digest.builders import a_subscription

ZONES = (
    "Asia/Tokyo", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
    "America/Santiago",
)  # fmt: skip
CLOCKS = (time(0, 0), time(1, 30), time(2, 15), time(2, 30), time(9, 0), time(23, 45))


def tokyo(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.criterion("T1")
def test_time_and_zone_are_the_channels_own() -> None:
    moment = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    tokyo_at_nine = a_subscription(zone="Asia/Tokyo")
    london_at_nine = a_subscription(zone="Europe/London", holidays="GB")

    days = [due_day(one, moment, date(2026, 11, 23)) for one in (tokyo_at_nine, london_at_nine)]

    assert days == [date(2026, 11, 24), None]


@pytest.mark.criterion("T1")
def test_an_unknown_zone_is_refused_with_a_name_that_works() -> None:
    with pytest.raises(ValidationError, match="Asia/Tokyo"):
        a_subscription(zone="JST-9")


@pytest.mark.criterion("T2")
@pytest.mark.parametrize("zone_name", ZONES)
@pytest.mark.parametrize("at", CLOCKS)
def test_two_years_bring_one_digest_a_day_whatever_the_clock_does(zone_name: str, at: time) -> None:
    zone = ZoneInfo(zone_name)
    now, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    made: list[date] = []
    last = now.astimezone(zone).date()

    while now < end:
        day = latest_due(now, at, zone, last)
        if day is not None:
            assert now - instant_of(day, at, zone) < timedelta(minutes=30)
            made.append(day)
            last = day
        now += timedelta(minutes=30)

    assert made == [made[0] + timedelta(days=n) for n in range(len(made))]
    assert len(made) in (728, 729, 730)


@pytest.mark.criterion("T2")
def test_a_skipped_hour_is_taken_after_the_gap_and_a_repeated_one_the_first_time() -> None:
    new_york = ZoneInfo("America/New_York")

    spring = instant_of(date(2026, 3, 8), time(2, 30), new_york)
    autumn = instant_of(date(2026, 11, 1), time(1, 30), new_york)

    assert spring == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert autumn == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.criterion("T3")
@pytest.mark.parametrize(
    ("closed", "opened"),
    [
        (date(2026, 5, 6), date(2026, 5, 7)),  # Golden Week, with the day in lieu
        (date(2026, 9, 22), date(2026, 9, 24)),  # Silver Week
        (date(2026, 12, 31), date(2027, 1, 4)),  # turn of the year
    ],
)
def test_japanese_holidays_bring_no_digest(closed: date, opened: date) -> None:
    subscription = a_subscription(holidays="JP")

    assert is_closed_day(subscription, closed)
    assert not is_closed_day(subscription, opened)


@pytest.mark.criterion("T3")
def test_a_day_the_company_is_closed_brings_no_digest() -> None:
    subscription = a_subscription(closed_days=frozenset({date(2026, 8, 13)}))

    days = [due_day(subscription, tokyo(2026, 8, n), date(2026, 8, 12)) for n in (13, 14)]

    assert days == [None, date(2026, 8, 14)]


@pytest.mark.criterion("T3")
def test_every_country_has_its_own_holidays() -> None:
    boxing_day = date(2025, 12, 26)

    closed = {
        country: is_closed_day(a_subscription(holidays=country), boxing_day) for country in ("GB", "US")
    }

    assert closed == {"GB": True, "US": False}


@pytest.mark.criterion("T4")
def test_a_later_time_set_after_todays_digest_does_not_send_a_second_one() -> None:
    moved = a_subscription(at=time(15, 0))

    day = due_day(moved, tokyo(2026, 11, 24, 15, 30), date(2026, 11, 24))

    assert day is None


@pytest.mark.criterion("T4")
def test_the_old_time_does_not_fire_after_a_change() -> None:
    moved = a_subscription(at=time(15, 0))

    days = [due_day(moved, tokyo(2026, 11, 24, hour), date(2026, 11, 20)) for hour in (9, 15)]

    assert days == [None, date(2026, 11, 24)]


@pytest.mark.criterion("T4")
def test_a_zone_further_west_does_not_repeat_the_day() -> None:
    moved = a_subscription(zone="America/New_York", holidays="US")

    day = due_day(moved, datetime(2026, 11, 24, 14, 30, tzinfo=UTC), date(2026, 11, 24))

    assert day is None


@pytest.mark.criterion("D6")
def test_days_of_downtime_bring_one_digest_to_catch_up() -> None:
    subscription = a_subscription()

    day = due_day(subscription, tokyo(2026, 11, 20, 11), date(2026, 11, 13))

    assert day == date(2026, 11, 20)
    assert due_day(subscription, tokyo(2026, 11, 20, 11), day) is None


@pytest.mark.criterion("D6")
def test_a_catch_up_waits_for_the_end_of_quiet_hours() -> None:
    subscription = a_subscription(quiet=QuietHours(start=time(19, 0), end=time(8, 0)))

    days = [due_day(subscription, tokyo(2026, 11, d, h), date(2026, 11, 19)) for d, h in ((20, 22), (21, 8))]

    assert days == [None, date(2026, 11, 20)]


@pytest.mark.parametrize(
    ("clock", "is_held"),
    [(time(18, 59), False), (time(19, 0), True), (time(7, 59), True), (time(8, 0), False)],
)
def test_quiet_hours_reach_over_midnight(clock: time, is_held: bool) -> None:
    assert QuietHours(start=time(19, 0), end=time(8, 0)).holds(clock) is is_held


@pytest.mark.criterion("K5")
def test_nothing_is_due_while_paused() -> None:
    paused = a_subscription().pause()

    assert due_day(paused, tokyo(2026, 11, 24, 10), None) is None
    assert next_due(paused, tokyo(2026, 11, 24, 10)) is None


@pytest.mark.criterion("H4")
def test_a_digest_two_hours_late_is_overdue() -> None:
    subscription = a_subscription()

    late = [
        is_overdue(subscription, tokyo(2026, 11, 24, h, m), date(2026, 11, 20))
        for h, m in ((10, 59), (11, 0))
    ]

    assert late == [False, True]
    assert not is_overdue(subscription, tokyo(2026, 11, 24, 23), date(2026, 11, 24))


def test_nothing_is_due_before_the_day_of_subscribing() -> None:
    subscription = a_subscription(since=date(2026, 11, 25))

    assert due_day(subscription, tokyo(2026, 11, 24, 12), None) is None
    assert due_day(subscription, tokyo(2026, 11, 25, 9), None) == date(2026, 11, 25)


def test_the_next_time_skips_closed_days() -> None:
    subscription = a_subscription()

    assert next_due(subscription, tokyo(2026, 11, 20, 9, 30)) == tokyo(2026, 11, 24)
