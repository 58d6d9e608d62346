"""The home tab: documents with versions and dates, channels' settings, and questions without an answer."""

from pathlib import Path

import pytest

from bot.advisor.question import Question
from bot.storage.engine import open_database
from bot.surfaces.slack.channel_rules import ChannelRules, keep_rules_of_channel
from bot.surfaces.slack.home_words import home_words
from bot.surfaces.slack.words import words_for
from knowledge.documents.intake import IntakeOptions
from tests.fake_slack.block_kit import all_texts, elements_of
from tests.fake_slack.deliveries import CHANNEL, a_click, a_direct_message, an_event
from tests.fake_slack.directory import Channel
from tests.fake_slack.workspace import OWNER, TEAM, Json
from tests.scenarios.advices import an_advice
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.real_shelves import RealShelves
from tests.scenarios.slack_clicks.stage import settle

JA = home_words("ja")


def _opened(stage: Stage) -> Json:
    before = len(stage.workspace.calls_of("views.publish"))
    event = an_event("app_home_opened", tab="home", channel="D0ASKER", text=None, ts=None)
    stage.deliver(event)
    return dict(stage.workspace.wait_for_calls("views.publish", before + 1)[-1]["view"])


def _words(view: Json) -> str:
    return "\n".join(all_texts(view["blocks"]))


def _button(view: Json, action: str) -> Json:
    return next(one for one in elements_of(view["blocks"]) if one.get("action_id") == action)


def _press(stage: Stage, button: Json, view: Json) -> None:
    click = a_click(button, {}) | {"view": view, "container": {"type": "view"}}
    click.pop("channel"), click.pop("message")
    stage.interact(click)


def test_it_shows_settings_of_the_channels_one_is_in_and_no_others(quick_stage: Stage) -> None:
    directory = quick_stage.workspace.directory
    directory.channels["C0SECRET"] = Channel({"U0OTHER"}, is_private=True, name="極秘")
    for channel in (CHANNEL, "C0SECRET"):
        rules = ChannelRules(answer_on="every_question", language="en")
        keep_rules_of_channel(quick_stage.house.notes, rules, team=TEAM, channel=channel)
    quick_stage.workspace.administrators.add(OWNER)

    home = _opened(quick_stage)
    _press(quick_stage, _button(home, "open_channel_rules_0"), home)
    [opened] = quick_stage.workspace.wait_for_calls("views.open")

    assert "#general" in _words(home)
    assert words_for("ja").answer_on["every_question"] in _words(home)
    assert "極秘" not in _words(home)
    assert opened["view"]["private_metadata"] == CHANNEL


def test_it_lists_questions_that_had_no_answer(quick_stage: Stage) -> None:
    def reply(question: Question) -> object:
        if "爆発" in question.text:
            raise RuntimeError
        is_open = "社食" in question.text
        return an_advice(question, state="not_covered" if is_open else "answered")

    quick_stage.oracle.reply = reply  # type: ignore[assignment]  # gives advice or raises
    for number, text in enumerate(("社食の献立は？", "爆発する質問は？", "PoCはいくらまで？"), 1):
        quick_stage.deliver(a_direct_message(text))
        quick_stage.workspace.wait_for_posts(number)
    settle(quick_stage)

    home = _words(_opened(quick_stage))

    assert f"社食の献立は？（{JA.why['uncovered']}）" in home
    assert f"爆発する質問は？（{JA.why['failed']}）" in home
    assert "PoCはいくらまで？（" not in home


def test_nothing_is_kept_back_where_there_is_nothing(quick_stage: Stage) -> None:
    home = _words(_opened(quick_stage))

    assert JA.no_settings in home
    assert JA.no_questions in home


@pytest.mark.slow
def test_documents_are_removed_from_a_list_that_the_home_tab_opens(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'documents.db'}")
    shelves = RealShelves(database)
    path = tmp_path / "細則.md"
    path.write_text("# 利用細則 第2版\n\n中身。\n", encoding="utf-8")
    shelves.add([path], IntakeOptions(audience=f"slack:{TEAM}", is_binding=True), lambda *_: None)
    with playing("http", tmp_path, shelving=shelves) as stage:
        stage.workspace.administrators.add(OWNER)
        home = _opened(stage)
        _press(stage, _button(home, "open_documents"), home)
        listed = stage.workspace.wait_for_calls("views.open")[0]["view"] | {"id": "V9"}

        _press(stage, _button(listed, "remove_document_0"), listed)
        [updated] = stage.workspace.wait_for_calls("views.update")
        [told] = stage.workspace.wait_for_posts(1)

        assert "利用細則" in _words(listed)
        assert "利用細則" not in _words(updated["view"])
        assert "利用細則" in _words(told)
        assert shelves.held() == []
        assert stage.workspace.problems == []
    database.dispose()
