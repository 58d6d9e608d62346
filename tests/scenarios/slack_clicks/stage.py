"""What the tests of this folder share: stages, presses, and readings of what a person sees."""

import time

from bot.surfaces.slack.views import CHANNEL_VIEW
from bot.surfaces.slack.words import words_for
from tests.fake_slack.block_kit import all_texts, elements_of
from tests.fake_slack.deliveries import (
    a_command,
    a_submission,
    an_event,
)
from tests.fake_slack.workspace import OWNER, Json
from tests.scenarios.conftest import Stage

JA = words_for("ja")


def words_of(value: Json) -> str:
    return "\n".join(all_texts(value["blocks"]))


def an_answered(stage: Stage) -> Json:
    """Ask by a mention and give the answer's post."""
    before = len(stage.workspace.posts())
    stage.deliver(an_event())
    return stage.workspace.wait_for_posts(before + 1)[-1]


def button_of(value: Json, action: str) -> Json:
    return next(one for one in elements_of(value["blocks"]) if one.get("action_id") == action)


def settle(stage: Stage) -> None:
    deadline = time.monotonic() + 10
    while stage.house.inbox.pending() and time.monotonic() < deadline:
        time.sleep(0.02)


def administrator(stage: Stage) -> None:
    stage.workspace.administrators.add(OWNER)


def settings_of(stage: Stage, **chosen: str) -> None:
    """Choose a channel's settings through the modal."""
    stage.command(a_command("settings", stage.slack.hook_url))
    opened = stage.workspace.wait_for_calls("views.open")[-1]
    assert opened["view"]["callback_id"] == CHANNEL_VIEW
    defaults = {"answer_on": "threads", "visibility": "public", "language": "asked"}
    values = {
        name: {"type": "radio_buttons", "selected_option": {"value": value}}
        for name, value in (defaults | chosen).items()
    }
    posts = len(stage.workspace.posts())
    stage.interact(a_submission(opened["view"], values))
    stage.workspace.wait_for_posts(posts + 1)
