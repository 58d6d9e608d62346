"""What a channel chooses, and what we do in it then; channels shared with others in particular."""

from pathlib import Path

import pytest

from bot.surfaces.slack.words import words_for
from tests.fake_slack.block_kit import all_texts, elements_of
from tests.fake_slack.deliveries import CHANNEL, a_click, a_command, a_submission, an_event
from tests.fake_slack.directory import Channel
from tests.fake_slack.workspace import BOT_USER, OWNER, TEAM, Json
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.shelves import NoShelves

JA = words_for("ja")


def _words(value: Json) -> str:
    return "\n".join(all_texts(value["blocks"]))


def _choose(stage: Stage, **chosen: str) -> None:
    """Choose a channel's settings through the modal, as an administrator."""
    stage.workspace.administrators.add(OWNER)
    before = len(stage.workspace.calls_of("response_url"))
    opened = _opened(stage)
    values: Json = {}
    for block in opened["blocks"]:
        element = block["element"]
        wanted = chosen.get(block["block_id"], element["initial_option"]["value"])
        values[block["block_id"]] = {
            "selected_option": next(one for one in element["options"] if one["value"] == wanted)
        }
    stage.interact(a_submission(opened, values) | {"response_url": stage.slack.hook_url})
    told = stage.workspace.wait_for_calls("response_url", before + 1)[-1]
    assert JA.channel_kept in _words(told)


def _opened(stage: Stage) -> Json:
    before = len(stage.workspace.calls_of("views.open"))
    stage.command(a_command("settings", stage.slack.hook_url))
    return dict(stage.workspace.wait_for_calls("views.open", before + 1)[-1]["view"])


def test_a_channel_may_be_answered_out_of_documents_for_everyone_only(quick_stage: Stage) -> None:
    _choose(quick_stage, documents="everyone")

    quick_stage.deliver(an_event())
    quick_stage.workspace.wait_for_posts(1)

    assert quick_stage.oracle.asked[0].audiences == {"everyone"}


def test_members_may_change_settings_where_administrators_let_them(quick_stage: Stage) -> None:
    _choose(quick_stage, changed_by="members")
    quick_stage.workspace.administrators.clear()

    as_member = _opened(quick_stage)
    quick_stage.workspace.directory.channels[CHANNEL].members.discard(OWNER)
    quick_stage.command(a_command("settings", quick_stage.slack.hook_url, channel_id="C0ELSEWHERE"))
    told = quick_stage.workspace.wait_for_calls("response_url", 2)[-1]

    assert as_member["callback_id"] == "channel_rules"
    assert JA.channel_not_allowed in _words(told)


def test_a_channel_shared_outside_may_be_answered_out_of_what_ships_alone(quick_stage: Stage) -> None:
    _choose(quick_stage, shared="shipped")

    quick_stage.deliver(an_event(outer_is_ext_shared_channel=True))
    quick_stage.workspace.wait_for_posts(1)

    [asked] = quick_stage.oracle.asked
    assert asked.audiences == {"everyone"}
    assert asked.scope == "bundled"


def test_an_answer_is_not_shared_with_a_channel_that_others_read(quick_stage: Stage) -> None:
    quick_stage.workspace.directory.channels[CHANNEL].is_shared = True
    quick_stage.command(a_command("PoCはいくらまで？", quick_stage.slack.hook_url))
    [whispered] = quick_stage.workspace.wait_for_calls("response_url")
    button = next(one for one in elements_of(whispered["blocks"]) if one.get("action_id") == "share")

    quick_stage.interact(a_click(button, {"channel": CHANNEL}, quick_stage.slack.hook_url))
    _, refusal = quick_stage.workspace.wait_for_posts(2)

    assert JA.shared_channel in _words(refusal)
    assert len(quick_stage.oracle.asked) == 1


@pytest.mark.slow
def test_more_is_not_told_where_the_channel_was_shared_meanwhile(quick_stage: Stage) -> None:
    quick_stage.deliver(an_event())
    [post] = quick_stage.workspace.wait_for_posts(1)
    button = next(one for one in elements_of(post["blocks"]) if one.get("action_id") == "ask_more")
    quick_stage.workspace.directory.channels[CHANNEL].is_shared = True

    quick_stage.interact(a_click(button, post))
    refusal = quick_stage.workspace.wait_for_posts(2)[1]

    assert JA.shared_channel in _words(refusal)


def test_what_an_answer_may_use_depends_on_where_it_is_seen(tmp_path: Path) -> None:
    board, group = f"slack:{TEAM}:C0BOARD", f"slack:{TEAM}:S0HR"
    shelves = NoShelves(frozenset({"everyone", board, group, f"slack:{TEAM}"}))
    with playing("http", tmp_path, shelving=shelves) as stage:
        directory = stage.workspace.directory
        directory.channels["C0BOARD"] = Channel({OWNER, BOT_USER}, is_private=True)
        directory.groups["S0HR"] = {OWNER}
        directory.people[BOT_USER] = {"is_bot": True}

        for number, channel in enumerate(("C0BOARD", "C0GENERAL"), 1):
            stage.deliver(an_event(channel=channel))
            stage.workspace.wait_for_posts(number)
        stage.command(a_command("PoCはいくらまで？", stage.slack.hook_url))
        stage.workspace.wait_for_calls("response_url")

        in_board, in_general, alone = (one.audiences for one in stage.oracle.asked)
        assert in_board == {"everyone", board, group, f"slack:{TEAM}"}
        assert in_general == {"everyone", f"slack:{TEAM}"}
        assert alone == in_board
