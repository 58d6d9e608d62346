"""The digest in Slack: the post of the morning, each button, form and command, and what goes wrong."""

from datetime import date
from pathlib import Path

import pytest

from bot.surfaces.slack.digest_words import tell
from bot.wiring.newsroom import HouseNewsroom
from tests.fake_slack.block_kit import elements_of
from tests.fake_slack.deliveries import CHANNEL, a_command, a_submission
from tests.fake_slack.faults import Fault
from tests.fake_slack.workspace import OWNER, TEAM, Json
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.newsrooms import MORNING, PLACE, TITLES, Clock, a_newsroom, subscribe, write_feeds
from tests.scenarios.slack_digest.stage import (
    a_morning,
    a_settings_form,
    open_settings,
    told_apart,
    turn,
    typed,
    words_of,
)


@pytest.mark.slow
@pytest.mark.criterion("C3")
def test_what_was_only_counted_is_listed_on_request(
    stage: Stage, room: HouseNewsroom, clock: Clock, tmp_path: Path
) -> None:
    a_morning(stage, room, max_items=1)
    clock.move(days=1)
    write_feeds(tmp_path / "feeds", (*TITLES, "AIの安全性評価の手引きを公表", "AIの標準化の報告書を公表"))
    turn(stage, room)

    shown = words_of(typed(stage, "more"))

    last = words_of(stage.workspace.posts(CHANNEL)[-1])
    assert "ほか1件" in last
    assert ("手引き" in shown) != ("手引き" in last)
    assert ("報告書" in shown) != ("報告書" in last)


@pytest.mark.slow
def test_sources_are_listed_with_the_failing_ones_first(stage: Stage, room: HouseNewsroom) -> None:
    a_morning(stage, room)

    shown = words_of(typed(stage, "sources"))

    assert shown.index("廃止庁") < shown.index("経済産業省")


@pytest.mark.criterion("T1")
def test_every_setting_of_the_form_is_kept(stage: Stage, room: HouseNewsroom) -> None:
    stage.interact(a_submission(open_settings(stage), a_settings_form()))
    said = words_of(told_apart(stage))

    held = room.subscription(PLACE)
    assert held is not None
    assert held.model_dump(include={"zone", "holidays", "language", "max_items", "empty_day"}) == {
        "zone": "Europe/London", "holidays": "GB", "language": "en", "max_items": 7, "empty_day": "silent",
    }  # fmt: skip
    assert held.weekdays == frozenset({0, 3})
    assert held.topics == frozenset({"security"})
    assert held.sources == frozenset({"meti"})
    assert held.closed_days == frozenset({date(2026, 12, 28), date(2026, 12, 29)})
    assert held.owners == frozenset({f"slack:{TEAM}:{OWNER}"})
    assert held.quiet is not None
    assert "Europe/London" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("field", "value"),
    [("zone", {"value": "Tokio"}), ("closed_days", {"value": "お盆"}), ("max_items", {"value": "99"})],
)
def test_a_setting_that_cannot_be_used_is_said_at_its_field(
    stage: Stage, room: HouseNewsroom, field: str, value: Json
) -> None:
    view = open_settings(stage)

    status = stage.interact(a_submission(view, a_settings_form(**{field: value})))

    assert status == 200
    assert room.subscription(PLACE) is None


@pytest.mark.slow
@pytest.mark.criterion("K6")
def test_who_is_not_named_changes_nothing_of_a_channel_that_names_some(
    stage: Stage, room: HouseNewsroom
) -> None:
    owned = subscribe(room, owners=[f"slack:{TEAM}:U0BOSS"])

    said = [words_of(typed(stage, one)) for one in ("unsubscribe", "settings", "subscribe 10:00", "pause")]

    assert said == [tell("not_allowed", "ja")] * 4
    assert room.subscription(PLACE) == owned
    stage.workspace.administrators.add(OWNER)
    typed(stage, "unsubscribe")
    assert room.subscription(PLACE) is None


@pytest.mark.slow
def test_the_profile_is_changed_by_administrators_only(stage: Stage, room: HouseNewsroom) -> None:
    refused = words_of(typed(stage, "profile"))
    stage.workspace.administrators.add(OWNER)
    stage.command(a_command("digest profile", stage.slack.hook_url))
    [opened] = stage.workspace.wait_for_calls("views.open")
    names = ("sector", "markets", "data_classes", "systems", "people", "interests")
    form: Json = {name: {"value": None} for name in names} | {"sector": {"value": "製造業\n\n金属加工"}}
    stage.interact(a_submission(opened["view"], form))
    told_apart(stage)

    assert refused == tell("admin_only", "ja")
    profile = room.profile()
    assert profile is not None
    assert profile.sector == ("製造業", "金属加工")


@pytest.mark.criterion("D2")
@pytest.mark.parametrize("is_done", [True, False], ids=["it had arrived", "it had not"])
def test_a_digest_whose_answer_was_lost_is_looked_for_before_it_is_posted_again(
    stage: Stage, room: HouseNewsroom, clock: Clock, is_done: bool
) -> None:
    subscribe(room)
    stage.workspace.fail("chat.postMessage", Fault(status=500, is_done=is_done))

    turn(stage, room)
    turn(stage, room)
    early = len(stage.workspace.posts())
    clock.move(minutes=3)
    turn(stage, room)
    clock.move(minutes=3)
    turn(stage, room)

    row = room.last_row(PLACE)
    assert row is not None
    assert early == (1 if is_done else 0)
    assert (row.state, len(stage.workspace.posts())) == ("sent", 1)


@pytest.mark.slow
def test_when_slack_says_wait_the_digest_waits_so_long_and_nobody_else_does(
    stage: Stage, room: HouseNewsroom, clock: Clock
) -> None:
    subscribe(room)
    stage.workspace.fail("chat.postMessage", Fault(status=429, error="ratelimited", retry_after=600))

    turn(stage, room)
    clock.move(minutes=9)
    turn(stage, room)
    before = len(stage.workspace.posts())
    clock.move(minutes=2)
    turn(stage, room)

    assert (before, len(stage.workspace.posts())) == (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "restricted_action"])
def test_a_refusal_is_recorded_told_once_to_who_subscribed_and_mended(
    stage: Stage, room: HouseNewsroom, clock: Clock, code: str
) -> None:
    subscribe(room)
    stage.workspace.closed_channels[CHANNEL] = code

    for _ in range(3):
        turn(stage, room)
        clock.move(minutes=10)
    told = stage.workspace.posts(OWNER)
    row = room.last_row(PLACE)
    standing = words_of(typed(stage, ""))
    del stage.workspace.closed_channels[CHANNEL]
    clock.move(hours=1)
    turn(stage, room)

    assert row is not None
    assert (row.state, row.reason) == ("planned", code)
    assert len(told) == 1
    assert code in words_of(told[0])
    assert code in standing
    assert len(stage.workspace.posts(CHANNEL)) == 1


@pytest.mark.slow
def test_a_revoked_token_is_recorded_and_the_digest_kept(
    stage: Stage, room: HouseNewsroom, clock: Clock
) -> None:
    subscribe(room)
    stage.workspace.fail("chat.postMessage", Fault(status=200, error="token_revoked"))

    turn(stage, room)
    row = room.last_row(PLACE)
    clock.move(minutes=5)
    turn(stage, room)

    assert row is not None
    assert (row.state, row.reason) == ("planned", "token_revoked")
    assert len(stage.workspace.posts(CHANNEL)) == 1


@pytest.mark.slow
@pytest.mark.criterion("C7")
@pytest.mark.parametrize("fault", [None, Fault(status=500, is_done=True), Fault(status=500)])
def test_a_long_digest_goes_on_in_its_thread_and_no_item_is_lost_or_doubled(
    tmp_path: Path, clock: Clock, fault: Fault | None
) -> None:
    titles = tuple(f"生成AIの規制に関する指針その{n}" + "について" * 60 for n in range(1, 31))
    with (
        a_newsroom(tmp_path, clock, titles) as room,
        playing("http", tmp_path, newsroom=room) as stage,
    ):
        stage.workspace.second = int(MORNING.timestamp())
        subscribe(room, max_items=30)
        if fault is not None:
            stage.workspace.fail("chat.postMessage", Fault(status=429, retry_after=60), fault)
        for _ in range(6):
            turn(stage, room)
            clock.move(minutes=3)
        posts = stage.workspace.posts(CHANNEL)

        assert stage.workspace.problems == []
    assert len(posts) > 1
    assert {one.get("thread_ts") for one in posts[1:]} == {posts[0]["ts"]}
    items = [one["value"] for post in posts for one in elements_of(post["blocks"])
             if str(one.get("action_id")).startswith("digest_task_")]  # fmt: skip
    assert len(items) == len(set(items)) == 30
