"""The digest in Slack: the post of the morning, each button, form and command, and what goes wrong."""

import html
from datetime import date

import pytest

from bot.digest.tasks import TaskDraft
from bot.surfaces.slack.digest_words import tell
from bot.wiring.newsroom import HouseNewsroom
from tests.fake_slack.block_kit import elements_of
from tests.fake_slack.deliveries import CHANNEL, a_click, a_submission
from tests.fake_slack.workspace import OWNER, TEAM
from tests.scenarios.conftest import Stage
from tests.scenarios.newsrooms import PLACE, TITLES
from tests.scenarios.slack_digest.stage import (
    a_morning,
    a_task_form,
    answered,
    press,
    told_apart,
    turn,
    typed,
    words_of,
)


@pytest.mark.criterion("C1")
def test_the_digest_of_the_morning_stands_in_the_channel_once(stage: Stage, room: HouseNewsroom) -> None:
    post = a_morning(stage, room)
    for _ in range(2):
        turn(stage, room)

    assert len(stage.workspace.posts()) == 1
    shown = words_of(post)
    for said in (TITLES[0], "経済産業省", "2026-11-23 17:01", "要約1です。", "AI利用規程 第8条",
                 "締切 2026-12-20", "2の情報源を確認", "09:00 Asia/Tokyo"):  # fmt: skip
        assert said in shown
    assert post["metadata"]["event_payload"]["key"] == f"digest/{PLACE}/2026-11-24"
    row = room.last_row(PLACE)
    assert row is not None
    assert (row.state, row.message) == ("sent", post["ts"])


@pytest.mark.criterion("C6")
def test_nothing_of_a_feed_comes_alive_in_the_channel(stage: Stage, room: HouseNewsroom) -> None:
    post = a_morning(stage, room)

    kinds = {one["type"] for one in elements_of(post["blocks"])}
    links = {one["url"] for one in elements_of(post["blocks"]) if one["type"] == "link"}
    assert not kinds & {"user", "broadcast", "channel", "usergroup", "emoji"}
    assert "https://example.go.jp/3" in links
    assert links <= {f"https://example.go.jp/{n}" for n in range(1, len(TITLES) + 1)}
    assert html.unescape(TITLES[2]) in words_of(post)  # as text, in rich text
    assert "<" not in post["text"]


def test_a_saved_task_has_owner_date_and_step_as_the_form_says(stage: Stage, room: HouseNewsroom) -> None:
    post = a_morning(stage, room)

    press(stage, post, "digest_task_1")
    [opened] = stage.workspace.wait_for_calls("views.open")
    stage.interact(a_submission(opened["view"], a_task_form(due="2026-12-01", step="2")))

    assert tell("task_saved", "ja", number=1) in words_of(told_apart(stage))
    [task] = room.tasks(PLACE)
    assert (task.owner, task.due, task.step, task.state) == (
        f"slack:{TEAM}:{OWNER}", date(2026, 12, 1), 2, "new",
    )  # fmt: skip
    assert [one.is_useful for one in room.stores.feedback.labels(PLACE)] == [True]


@pytest.mark.slow
def test_saving_one_item_twice_changes_the_task_that_is_there(stage: Stage, room: HouseNewsroom) -> None:
    post = a_morning(stage, room)
    for number, due in ((1, "2026-12-01"), (2, "2026-12-05")):
        press(stage, post, "digest_task_1")
        opened = stage.workspace.wait_for_calls("views.open", number)[-1]
        stage.interact(a_submission(opened["view"], a_task_form(due=due, note="確認中")))
        stage.workspace.wait_for_calls("chat.postEphemeral", number)

    [task] = room.tasks(PLACE)
    assert (task.due, task.note) == (date(2026, 12, 5), "確認中")


@pytest.mark.slow
def test_tasks_are_listed_and_go_on_from_state_to_state(stage: Stage, room: HouseNewsroom) -> None:
    room.save_task(TaskDraft(channel=PLACE, item="n1", title="指針を読む", due=date(2026, 11, 20)))

    listed = typed(stage, "tasks")
    press(stage, listed | {"channel": CHANNEL}, "digest_next_1")
    again = answered(stage, 2)

    assert "指針を読む" in words_of(listed)
    assert tell("late", "ja") in words_of(listed)
    assert "確認済み" in again
    [task] = room.tasks(PLACE)
    assert task.state == "reviewed"


@pytest.mark.slow
def test_a_task_is_changed_in_its_form(stage: Stage, room: HouseNewsroom) -> None:
    room.save_task(TaskDraft(channel=PLACE, item="n1", title="指針を読む", owner="総務部長"))

    press(stage, typed(stage, "tasks") | {"channel": CHANNEL}, "digest_change_1")
    [opened] = stage.workspace.wait_for_calls("views.open")
    form = a_task_form(state="dismissed") | {"owner": {"type": "users_select", "selected_user": None}}
    stage.interact(a_submission(opened["view"], form))
    told_apart(stage)

    [task] = room.tasks(PLACE)
    assert (task.state, task.owner) == ("dismissed", "総務部長")


@pytest.mark.slow
def test_a_task_of_another_channel_cannot_be_touched(stage: Stage, room: HouseNewsroom) -> None:
    task, _ = room.save_task(TaskDraft(channel=f"slack:{TEAM}:C0OTHER", item="n1", title="他所"))
    button = {"type": "button", "action_id": f"digest_next_{task.number}", "value": str(task.number)}

    stage.interact(a_click(button, {"channel": CHANNEL}, stage.slack.hook_url))

    assert tell("no_item", "ja") in answered(stage)
    assert room.task(task.number) == task


@pytest.mark.slow
def test_a_due_task_is_told_in_the_digest_to_its_owner(stage: Stage, room: HouseNewsroom) -> None:
    owner = f"slack:{TEAM}:{OWNER}"
    for item, due in (("n1", date(2026, 11, 25)), ("n2", date(2026, 11, 2))):
        room.save_task(TaskDraft(channel=PLACE, item=item, title=f"{item}を読む", due=due, owner=owner))

    post = a_morning(stage, room)

    shown = words_of(post)
    assert "期限の近いタスク" in shown
    assert "期限を過ぎたタスク" in shown
    people = [one["user_id"] for one in elements_of(post["blocks"]) if one["type"] == "user"]
    assert people == [OWNER, OWNER]


@pytest.mark.slow
@pytest.mark.criterion("K3")
def test_what_is_of_no_use_is_learnt_for_this_channel_and_can_be_taken_back(
    stage: Stage, room: HouseNewsroom
) -> None:
    post = a_morning(stage, room)

    press(stage, post, "digest_unfit_1")
    assert tell("kept_feedback", "ja") in answered(stage)
    assert [one.is_useful for one in room.stores.feedback.labels(PLACE)] == [False]
    assert "1" in words_of(typed(stage, "reset"))
    assert room.stores.feedback.labels(PLACE) == []


@pytest.mark.slow
@pytest.mark.criterion("K4")
def test_why_is_answered_with_day_score_and_reason(stage: Stage, room: HouseNewsroom) -> None:
    post = a_morning(stage, room)

    press(stage, post, "digest_why_1")

    assert "2026-11-24 の配信に載りました" in answered(stage)


@pytest.mark.slow
@pytest.mark.criterion("K2")
@pytest.mark.parametrize(
    ("what", "field"), [("source", "muted_sources"), ("topic", "muted_topics"), ("item", "muted_items")]
)
def test_a_source_a_topic_or_an_item_is_kept_out_and_let_in_again(
    stage: Stage, room: HouseNewsroom, what: str, field: str
) -> None:
    post = a_morning(stage, room)

    press(stage, post, "digest_mute_1")
    [opened] = stage.workspace.wait_for_calls("views.open")
    form = {"what": {"type": "radio_buttons", "selected_option": {"value": what}}}
    stage.interact(a_submission(opened["view"], form))
    told_apart(stage)
    muted = room.subscription(PLACE)
    typed(stage, "unmute")

    held = room.subscription(PLACE)
    assert muted is not None
    assert held is not None
    assert len(getattr(muted, field)) == 1
    assert getattr(held, field) == frozenset()


@pytest.mark.slow
def test_a_channel_subscribes_pauses_resumes_and_stops_by_commands(stage: Stage, room: HouseNewsroom) -> None:
    begun = typed(stage, "subscribe 08:30")
    held = room.subscription(PLACE)
    paused = typed(stage, "pause")
    is_paused = room.subscription(PLACE)
    typed(stage, "resume")
    resumed = room.subscription(PLACE)
    typed(stage, "unsubscribe")

    assert held is not None
    assert (f"{held.at:%H:%M}", held.contact) == ("08:30", f"slack:{TEAM}:{OWNER}")
    assert "08:30（Asia/Tokyo）" in words_of(begun)
    assert tell("paused", "ja") in words_of(paused)
    assert is_paused is not None
    assert is_paused.is_paused
    assert resumed is not None
    assert not resumed.is_paused
    assert room.subscription(PLACE) is None


@pytest.mark.slow
@pytest.mark.parametrize("command", ["subscribe 25:99", "subscribe soon"])
def test_a_time_that_is_none_is_refused_in_words(stage: Stage, room: HouseNewsroom, command: str) -> None:
    assert tell("bad_time", "ja") in words_of(typed(stage, command))
    assert room.subscription(PLACE) is None


@pytest.mark.slow
@pytest.mark.criterion("K1")
def test_the_preview_shows_the_next_digest_to_one_person_and_keeps_nothing(
    stage: Stage, room: HouseNewsroom
) -> None:
    typed(stage, "preview")
    shown = stage.workspace.wait_for_calls("response_url", 2)[-1]

    assert TITLES[0] in words_of(shown)
    assert not [one for one in elements_of(shown["blocks"]) if one["type"] == "button"]
    assert stage.workspace.posts() == []
    assert room.last_row(PLACE) is None
    assert room.subscription(PLACE) is None
