"""Tasks made of news: which of them a digest tells of, and what becomes of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.digest.composing import Circumstances, compose_digest
from bot.digest.digest import TaskLine
from bot.digest.tasks import Task, order_tasks, tasks_to_tell
from tests.unit.digest.builders import DAY, HEALTH, NOW, a_subscription

MONDAY = DAY - timedelta(days=DAY.weekday())


def a_task(number: int = 1, **values: Any) -> Task:
    plain: dict[str, Any] = {"channel": "T1/C1", "item": f"n{number}", "title": "指針", "made_at": NOW}
    return Task(number=number, **(plain | values))


def test_a_task_is_told_of_on_the_day_before_and_on_the_day_itself() -> None:
    task = a_task(due=DAY)

    told = [
        tasks_to_tell([task], day, last_day=day - timedelta(days=1)).due
        for day in (DAY - timedelta(days=2), DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))
    ]

    assert told == [(), (task,), (task,), ()]


def test_what_fell_due_on_days_without_a_digest_is_told_of_in_the_next() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    task = a_task(due=friday + timedelta(days=2))

    told = tasks_to_tell([task], monday, last_day=friday)

    assert told.due == (task,)
    assert told.overdue == ()


def test_overdue_tasks_are_listed_in_the_first_digest_of_a_week_only() -> None:
    task = a_task(due=MONDAY - timedelta(days=10))

    told = [
        tasks_to_tell([task], MONDAY, last_day=MONDAY - timedelta(days=3)).overdue,
        tasks_to_tell([task], MONDAY + timedelta(days=1), last_day=MONDAY).overdue,
        tasks_to_tell([task], MONDAY + timedelta(days=1), last_day=MONDAY - timedelta(days=3)).overdue,
        tasks_to_tell([task], MONDAY, last_day=None).overdue,
    ]

    assert told == [(task,), (), (task,), (task,)]


def test_a_task_that_is_done_or_dismissed_is_told_of_no_more() -> None:
    tasks = [a_task(1, due=DAY, state="actioned"), a_task(2, due=DAY - timedelta(days=9), state="dismissed")]

    assert tasks_to_tell(tasks, DAY, last_day=None) == ((), ())


def test_open_tasks_come_first_by_their_due_date() -> None:
    tasks = [
        a_task(1, due=DAY, state="actioned"),
        a_task(2),
        a_task(3, due=DAY),
        a_task(4, due=DAY - timedelta(days=1)),
    ]

    assert [one.number for one in order_tasks(tasks)] == [4, 3, 2, 1]


@pytest.mark.parametrize(("due", "is_silent"), [((), True), ((TaskLine(number=1, title="指針"),), False)])
def test_a_reminder_is_sent_on_a_day_without_news_even_where_such_days_are_silent(
    due: tuple[TaskLine, ...], is_silent: bool
) -> None:
    given = Circumstances(health=HEALTH, due=due)

    plan = compose_digest([], a_subscription(empty_day="silent"), DAY, is_first=False, given=given)

    assert plan.is_silent == is_silent
    assert plan.digest.due == due
