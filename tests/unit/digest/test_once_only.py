"""A digest is sent once and no item is lost, whoever is killed, refused or left without an answer."""

import random
import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot.digest.composing import Circumstances, compose_digest
from bot.digest.delivery import Delivery, Plan, starts_anew
from bot.digest.schedule import instant_of, is_closed_day
from bot.digest.subscription import QuietHours, Subscription
from bot.storage.deliveries import DatabaseDeliveryLog
from bot.storage.engine import open_database
from tests.unit.digest.builders import DAY, HEALTH, NOW, a_candidate, a_digest, a_subscription
from tests.unit.digest.platforms import Answer, Platform
from tests.unit.digest.year import Year

ZONES = (
    ("Asia/Tokyo", "JP"), ("Europe/London", "GB"), ("America/New_York", "US"),
    ("Australia/Lord_Howe", "none"), ("Pacific/Apia", "none"), ("America/Santiago", "none"),
)  # fmt: skip
BEGIN = datetime(2026, 1, 5, tzinfo=UTC)


def channels(count: int) -> list[Subscription]:
    """Make channels in six zones at different times."""
    made = []
    for number in range(count):
        zone, country = ZONES[number % len(ZONES)]
        at = time((number * 5) % 24, (number * 20) % 60)
        made.append(a_subscription(f"T1/C{number}", zone=zone, holidays=country, at=at, since=BEGIN.date()))
    return made


def expected_days(subscription: Subscription, end: datetime) -> list[date]:
    """List the days that must have a digest, without the code under test's search."""
    zone = ZoneInfo(subscription.zone)
    day, days = subscription.since, []
    while instant_of(day, subscription.at, zone) < end:
        if instant_of(day, subscription.at, zone) >= BEGIN and not is_closed_day(subscription, day):
            days.append(day)
        day += timedelta(days=1)
    return days


def trouble(seed: int) -> Platform:
    """Make a platform that refuses one post in seven and loses one answer in seven."""
    lot = random.Random(seed)
    answers: list[Answer] = ["posted", "refused", "lost_before", "lost_after"]

    def answer() -> Answer:
        return lot.choices(answers, weights=(70, 15, 5, 10))[0]

    return Platform(answer=answer)


class Damage(NamedTuple):
    """What went wrong in a played year; all nothing when all is well."""

    missed_days: int
    digests_twice: int
    items_twice: int
    digests_lost: int
    items_lost: int


def damage_of(year: Year) -> Damage:
    """Compare what stands on the platform with what should."""
    posted = Counter(one.key for one in year.platform.posts)
    per_channel = [_damage_in(year, one, posted) for one in year.subscriptions]
    twice = sum(times > 1 for times in posted.values())
    sums = [sum(column) for column in zip(*per_channel, strict=True)]
    return Damage(sums[0], twice, *sums[1:])


def _damage_in(year: Year, subscription: Subscription, posted: Counter[str]) -> tuple[int, int, int, int]:
    rows = year.ledger.rows(subscription.channel)
    end = BEGIN + timedelta(days=year.days)
    missed = set(expected_days(subscription, end)) - {one.day for one in rows}
    posts = [one for one in year.platform.posts if one.channel == subscription.channel]
    told = Counter(entry.item.id for post in posts for entry in post.entries)
    zone = ZoneInfo(subscription.zone)
    last = max(instant_of(one.day, subscription.at, zone) for one in rows)
    bound = year.ledger.bound_items(subscription.channel)
    return (
        len(missed),
        sum(times > 1 for times in told.values()),
        sum(one.state != "sent" or posted[one.key] == 0 for one in rows),
        sum(one.id not in bound for one in year.news if one.first_seen <= last),
    )


@pytest.mark.criterion("D1")
@pytest.mark.criterion("D2")
@pytest.mark.criterion("D3")
@pytest.mark.parametrize(("days", "count"), [(15, 8), pytest.param(365, 20, marks=pytest.mark.slow)])
def test_three_workers_send_every_digest_once_and_lose_no_item(
    tmp_path: Path, days: int, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = DatabaseDeliveryLog(open_database(f"sqlite:///{tmp_path}/digest.db"))
    year = Year(ledger, trouble(7), channels(count), BEGIN, days)

    year.play()

    damage = damage_of(year)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{days} days, {count} channels, {year.workers} workers: {len(year.platform.posts)} digests, "
            f"{len(year.news)} items, {year.kills} kills; {damage}\n"
        )
    assert not any(damage)
    assert year.kills > days


@pytest.fixture
def ledger(tmp_path: Path) -> DatabaseDeliveryLog:
    return DatabaseDeliveryLog(open_database(f"sqlite:///{tmp_path}/digest.db"))


def a_delivery(ledger: DatabaseDeliveryLog, platform: Platform, owner: str = "w1") -> Delivery:
    def compose(subscription: Subscription, day: date, is_first: bool) -> Plan:
        pool = [a_candidate()] if "n1" not in ledger.bound_items(subscription.channel) else []
        given = Circumstances(health=HEALTH)
        return compose_digest(pool, subscription, day, is_first=is_first, given=given)

    return Delivery(ledger, compose, platform, owner)


@pytest.mark.criterion("D4")
def test_an_unconfirmed_post_that_cannot_be_looked_up_is_left_to_a_person(
    ledger: DatabaseDeliveryLog,
) -> None:
    platform = Platform(can_find=False, answer=lambda: "lost_after")
    delivery = a_delivery(ledger, platform)

    for hour in range(4):
        delivery.run([a_subscription()], NOW + timedelta(hours=hour))

    [row] = ledger.rows("T1/C1")
    assert (row.state, row.reason, len(platform.posts)) == ("uncertain", "timeout", 1)


@pytest.mark.criterion("D4")
@pytest.mark.parametrize(("has_arrived", "posts"), [(True, 1), (False, 2)])
def test_a_person_settles_what_is_uncertain(
    ledger: DatabaseDeliveryLog, *, has_arrived: bool, posts: int
) -> None:
    answers: list[Answer] = ["lost_after", "posted"]
    platform = Platform(can_find=False, answer=lambda: answers.pop(0))
    delivery = a_delivery(ledger, platform)
    delivery.run([a_subscription()], NOW)

    ledger.settle("digest/T1/C1/2026-11-24", has_arrived=has_arrived, now=NOW)
    delivery.run([a_subscription()], NOW + timedelta(minutes=5))

    assert [row.state for row in ledger.rows("T1/C1")] == ["sent"]
    assert len(platform.posts) == posts


@pytest.mark.criterion("D2")
@pytest.mark.parametrize("answer", ["lost_before", "lost_after"])
def test_an_unconfirmed_post_is_looked_up_before_it_is_sent_again(
    ledger: DatabaseDeliveryLog, answer: Answer
) -> None:
    answers: list[Answer] = [answer, "posted"]
    platform = Platform(answer=lambda: answers.pop(0))
    delivery = a_delivery(ledger, platform)

    delivery.run([a_subscription()], NOW)
    delivery.run([a_subscription()], NOW + timedelta(minutes=1))  # still leased: nothing happens
    before = len(platform.posts)
    delivery.run([a_subscription()], NOW + timedelta(minutes=3))

    assert before == (1 if answer == "lost_after" else 0)
    assert len(platform.posts) == 1
    assert [row.state for row in ledger.rows("T1/C1")] == ["sent"]


@pytest.mark.criterion("D5")
def test_a_channel_that_refuses_does_not_hold_up_the_others(ledger: DatabaseDeliveryLog) -> None:
    platform = Platform(broken_channels=frozenset({"T1/C1"}))
    subscriptions = [a_subscription(f"T1/C{n}") for n in (1, 2, 3)]

    failed = a_delivery(ledger, platform).run(subscriptions, NOW)

    assert failed == {}
    assert [post.channel for post in platform.posts] == ["T1/C2", "T1/C3"]
    [row] = ledger.rows("T1/C1")
    assert (row.state, row.reason) == ("planned", "rate_limited")


@pytest.mark.criterion("D5")
def test_a_channel_whose_digest_cannot_be_made_does_not_hold_up_the_others(
    ledger: DatabaseDeliveryLog,
) -> None:
    def compose(subscription: Subscription, day: date, is_first: bool) -> Plan:
        if subscription.channel == "T1/C1":
            raise ValueError("no such topic")
        return a_delivery(ledger, platform).compose(subscription, day, is_first)

    platform = Platform()

    failed = Delivery(ledger, compose, platform, "w1").run([a_subscription(f"T1/C{n}") for n in (1, 2)], NOW)

    assert list(failed) == ["T1/C1"]
    assert [post.channel for post in platform.posts] == ["T1/C2"]


@pytest.mark.criterion("D2")
def test_a_refused_digest_is_tried_again_later_with_the_same_items(ledger: DatabaseDeliveryLog) -> None:
    answers: list[Answer] = ["refused", "posted"]
    platform = Platform(answer=lambda: answers.pop(0))
    delivery = a_delivery(ledger, platform)

    for minutes in (0, 0, 3):
        delivery.run([a_subscription()], NOW + timedelta(minutes=minutes))

    [post] = platform.posts
    assert [entry.item.id for entry in post.entries] == ["n1"]


@pytest.mark.criterion("D6")
def test_nothing_open_is_sent_in_quiet_hours(ledger: DatabaseDeliveryLog) -> None:
    answers: list[Answer] = ["refused", "posted"]
    platform = Platform(answer=lambda: answers.pop(0))
    quiet = a_subscription(quiet=QuietHours(start=time(19, 0), end=time(8, 0)))
    delivery = a_delivery(ledger, platform)
    delivery.run([quiet], NOW)

    sent = []
    for hours in (10, 22):  # 20:00 in Tokyo, 8:00 the next day
        delivery.run([quiet], NOW + timedelta(hours=hours))
        sent.append(len(platform.posts))

    assert sent[0] == 0
    assert sent[1] >= 1


@pytest.mark.criterion("K5")
def test_after_a_pause_there_is_no_backlog() -> None:
    paused = a_subscription().resume(date(2026, 11, 24))

    starts = [starts_anew(paused, day) for day in (None, date(2026, 10, 1), date(2026, 11, 24))]

    assert starts == [True, True, False]


@pytest.mark.criterion("D3")
def test_an_item_bound_by_another_digest_is_never_bound_again(ledger: DatabaseDeliveryLog) -> None:
    first = Plan(digest=a_digest(day=DAY), items={"n1": "shown"})
    second = Plan(digest=a_digest(day=DAY + timedelta(days=1)), items={"n1": "shown"})

    outcomes = [ledger.plan(plan, now=NOW) for plan in (first, first, second)]

    assert outcomes == ["planned", "exists", "stale"]
    assert [row.day for row in ledger.rows("T1/C1")] == [DAY]
