"""The digest in Slack: the post of the morning, each button, form and command, and what goes wrong."""

import random
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.wiring.news_slack import run_news_of
from bot.wiring.newsroom import HouseNewsroom
from tests.fake_slack.block_kit import elements_of
from tests.fake_slack.deliveries import CHANNEL
from tests.fake_slack.faults import Fault
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.newsrooms import PLACE, TITLES, Clock, subscribe, write_feeds
from tests.scenarios.slack_digest.stage import a_morning, turn


def test_the_loop_of_the_service_posts_and_ends_with_it(tmp_path: Path, room: HouseNewsroom) -> None:
    subscribe(room)

    with playing("http", tmp_path, newsroom=room, run_news=run_news_of(room)) as stage:
        posts = stage.workspace.wait_for_posts(1)

    assert len(posts) == 1
    assert "news" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.slow
@pytest.mark.criterion("D1", "D2")
def test_twenty_mornings_of_lost_and_refused_posts_bring_each_digest_once(
    stage: Stage, room: HouseNewsroom, clock: Clock
) -> None:
    subscribe(room, weekdays=list(range(7)), holidays="none")
    lot = random.Random(11)
    faults = (
        Fault(status=500, is_done=True),
        Fault(status=500),
        Fault(status=429, retry_after=30),
        Fault(status=200, error="internal_error", is_done=True),
        Fault(status=200, error="restricted_action"),
    )
    for _ in range(20):
        stage.workspace.second = int(clock().timestamp())
        stage.workspace.fail("chat.postMessage", *lot.choices(faults, k=lot.randint(0, 3)))
        for _ in range(12):
            turn(stage, room)
            clock.move(minutes=7)
        clock.move(hours=24, minutes=-84)

    keys = [one["metadata"]["event_payload"]["key"] for one in stage.workspace.posts(CHANNEL)]
    days = {date(2026, 11, 24) + timedelta(days=number) for number in range(20)}
    missed = {f"digest/{PLACE}/{day}" for day in days} - set(keys)
    doubled = [key for key in keys if keys.count(key) > 1]
    counts = f"20 mornings: {len(keys)} posts, {len(missed)} missed, {len(doubled)} doubled"
    print(counts)  # noqa: T201 - shown with -s
    assert missed == set()
    assert doubled == []
    assert {row.state for row in room.stores.ledger.rows(PLACE)} == {"sent"}


@pytest.mark.criterion("E2")
@pytest.mark.parametrize("is_deleted", [False, True])
def test_the_line_of_a_change_leads_to_the_message_where_the_news_first_stood(
    stage: Stage, room: HouseNewsroom, clock: Clock, tmp_path: Path, *, is_deleted: bool
) -> None:
    first = a_morning(stage, room)
    if is_deleted:
        stage.workspace.messages[CHANNEL].clear()
    write_feeds(tmp_path / "feeds", (TITLES[0].replace("第2版", "第3版"), *TITLES[1:]))
    clock.move(hours=24)
    turn(stage, room)

    second = stage.workspace.posts(CHANNEL)[-1]
    elements = list(elements_of(second["blocks"]))
    label = next(place for place, one in enumerate(elements) if one.get("text") == "最初の配信: ")
    told = elements[label + 1]

    assert second is not first
    assert told["text"] == "2026-11-24"
    assert told.get("url", "").endswith("" if is_deleted else f"/{CHANNEL}/p{first['ts'].replace('.', '')}")
    assert ("url" in told) == (not is_deleted)
