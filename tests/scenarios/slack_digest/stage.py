"""What the tests of this folder share: stages, presses, and readings of what a person sees."""

from bot.wiring.news_loop import NewsLoop
from bot.wiring.newsroom import HouseNewsroom
from tests.fake_slack.block_kit import all_texts, elements_of
from tests.fake_slack.deliveries import CHANNEL, a_click, a_command
from tests.fake_slack.workspace import OWNER, Json
from tests.scenarios.conftest import Stage
from tests.scenarios.newsrooms import subscribe


def words_of(value: Json) -> str:
    return "\n".join(all_texts(value["blocks"]))


def turn(stage: Stage, room: HouseNewsroom) -> None:
    NewsLoop(room, stage.app.publisher_for).turn()


def a_morning(stage: Stage, room: HouseNewsroom, **values: object) -> Json:
    """Send the digest and give its post."""
    subscribe(room, **values)
    turn(stage, room)
    [post] = stage.workspace.posts(CHANNEL)
    return post


def button_of(value: Json, action: str) -> Json:
    return next(one for one in elements_of(value["blocks"]) if one.get("action_id") == action)


def press(stage: Stage, post: Json, action: str) -> None:
    stage.interact(a_click(button_of(post, action), post, stage.slack.hook_url))


def typed(stage: Stage, text: str) -> Json:
    """Type a command and give the last of what it answers."""
    before = len(stage.workspace.calls_of("response_url"))
    stage.command(a_command(f"digest {text}", stage.slack.hook_url))
    return stage.workspace.wait_for_calls("response_url", before + 1)[-1]


def answered(stage: Stage, count: int = 1) -> str:
    return words_of(stage.workspace.wait_for_calls("response_url", count)[-1])


def told_apart(stage: Stage) -> Json:
    return stage.workspace.wait_for_calls("chat.postEphemeral")[-1]


def a_task_form(**values: str) -> Json:
    chosen = {"due": "", "state": "new", "step": "0", "note": ""} | values
    return {
        "owner": {"type": "users_select", "selected_user": OWNER},
        "due": {"type": "datepicker", "selected_date": chosen["due"] or None},
        "state": {"type": "radio_buttons", "selected_option": {"value": chosen["state"]}},
        "step": {"type": "static_select", "selected_option": {"value": chosen["step"]}},
        "note": {"type": "plain_text_input", "value": chosen["note"] or None},
    }


def a_settings_form(**values: Json) -> Json:
    plain: Json = {
        "at": {"selected_time": "07:45"},
        "zone": {"value": "Europe/London"},
        "weekdays": {"selected_options": [{"value": "0"}, {"value": "3"}]},
        "holidays": {"selected_option": {"value": "GB"}},
        "closed_days": {"value": "2026-12-28 2026-12-29"},
        "topics": {"selected_options": [{"value": "security"}]},
        "sources": {"selected_options": [{"value": "meti"}]},
        "jurisdictions": {"selected_options": [{"value": "JP"}]},
        "language": {"selected_option": {"value": "en"}},
        "max_items": {"value": "7"},
        "empty_day": {"selected_option": {"value": "silent"}},
        "quiet_start": {"selected_time": "19:00"},
        "quiet_end": {"selected_time": "07:00"},
        "owners": {"selected_users": [OWNER]},
    }
    return plain | values


def open_settings(stage: Stage) -> Json:
    stage.command(a_command("digest settings", stage.slack.hook_url))
    opened: Json = stage.workspace.wait_for_calls("views.open")[-1]["view"]
    return opened
