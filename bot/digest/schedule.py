"""Decide when a channel's digest is due: local clock, zone changes, closed days, quiet hours.

Pure; nothing here reads a clock. A digest is named by its channel and local day, not by its clock time, so
that a changed time neither sends twice nor lets the old time fire again.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from bot.digest.subscription import Subscription

_HORIZON = 14  # days back: after longer downtime the newest due day is still found
OVERDUE_AFTER = timedelta(hours=2)


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the moment of a local clock time, in UTC.

    A clock time that a change of the clock skips is taken after the gap, one that comes twice is taken the
    first time.
    """
    local = datetime.combine(day, at).replace(tzinfo=zone, fold=0)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        moment = max(moment, local.replace(fold=1).astimezone(UTC))
    return moment


def latest_due(
    now: datetime,
    at: time,
    zone: ZoneInfo,
    last_day: date | None,
    is_closed: Callable[[date], bool] = lambda _day: False,
) -> date | None:
    """Give the newest local day whose digest is due and not yet made.

    Args:
        now: With a zone.
        at: The channel's clock time.
        zone: The channel's zone.
        last_day: The last day that has a digest; None at first.
        is_closed: Days without a digest.

    Returns:
        Only the newest one: after days of downtime there is one digest to catch up, not many.
    """
    today = now.astimezone(zone).date()
    for back in range(-1, _HORIZON):
        day = today - timedelta(days=back)
        if last_day is not None and day <= last_day:
            return None
        if not is_closed(day) and instant_of(day, at, zone) <= now:
            return day
    return None


def is_closed_day(subscription: Subscription, day: date) -> bool:
    """Tell whether a channel gets no digest on this day: weekday, holiday of the country, company day."""
    return (
        day.weekday() not in subscription.weekdays
        or day in subscription.closed_days
        or (subscription.holidays != "none" and day in _holidays(subscription.holidays, day.year))
    )


def due_day(subscription: Subscription, now: datetime, last_day: date | None) -> date | None:
    """Give the day whose digest is to be made now; None when there is none, or only later.

    Nothing is due while paused, before the day of subscribing, or in quiet hours.
    """
    if subscription.is_paused:
        return None
    zone = ZoneInfo(subscription.zone)
    floor = subscription.since - timedelta(days=1)
    newest = floor if last_day is None else max(last_day, floor)
    day = latest_due(now, subscription.at, zone, newest, lambda one: is_closed_day(subscription, one))
    if day is None:
        return None
    return None if is_quiet(subscription, now) else day


def is_quiet(subscription: Subscription, now: datetime) -> bool:
    """Tell whether nothing may be sent to the channel at this moment."""
    clock = now.astimezone(ZoneInfo(subscription.zone)).time()
    return subscription.quiet is not None and subscription.quiet.holds(clock)


def is_overdue(subscription: Subscription, now: datetime, last_day: date | None) -> bool:
    """Tell whether the job itself has failed a channel: two hours after its time nothing was made.

    Quiet hours excuse a catch-up, not a regular digest.
    """
    return due_day(subscription, now - OVERDUE_AFTER, last_day) is not None


def next_due(subscription: Subscription, now: datetime) -> datetime | None:
    """Give the next moment after `now` at which a digest becomes due; None when paused or never."""
    if subscription.is_paused:
        return None
    zone = ZoneInfo(subscription.zone)
    today = now.astimezone(zone).date()
    for ahead in range(-1, 400):
        day = today + timedelta(days=ahead)
        moment = instant_of(day, subscription.at, zone)
        if moment > now and day >= subscription.since and not is_closed_day(subscription, day):
            return moment
    return None


@lru_cache(maxsize=256)
def _holidays(country: str, year: int) -> frozenset[date]:
    subdivision = "ENG" if country == "GB" else None  # without one only what the whole kingdom shares
    categories = ("public", "bank") if country == "JP" else ("public",)  # banks: the turn of the year
    return frozenset(
        holidays.country_holidays(country, subdiv=subdivision, years=year, categories=categories)
    )
