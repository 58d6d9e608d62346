"""Questions that are deleted or edited: the answer goes with its question, or is given anew when wished."""

import time
from pathlib import Path

import pytest

from bot.inbox import Inbox, KeptMessage
from bot.surfaces.slack.words import words_for
from tests.fake_slack.block_kit import all_texts, elements_of
from tests.fake_slack.deliveries import (
    CHANNEL,
    a_click,
    a_deletion,
    a_direct_message,
    an_edit,
    an_event,
)
from tests.fake_slack.faults import Fault
from tests.fake_slack.workspace import BOT_USER, OWNER, TEAM, Json
from tests.scenarios.advices import an_advice
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.slack_clicks.stage import settle

JA = words_for("ja")
NEW = f"<@{BOT_USER}> PoCは何か月まで？"


def answered(stage: Stage, event: Json | None = None) -> Json:
    question = event or an_event()
    before = len(stage.workspace.posts())
    stage.deliver(question)
    stage.workspace.wait_for_posts(before + 1)
    settle(stage)
    return question


def press(stage: Stage, offer: Json, **changes: object) -> None:
    [button] = [one for one in elements_of(offer["blocks"]) if one.get("action_id") == "answer_anew"]
    stage.interact(a_click(button, offer, stage.slack.hook_url, **changes))


def kept(stage: Stage, question: Json) -> KeptMessage | None:
    event = question["event"]
    return stage.house.inbox.find(team=TEAM, channel=event["channel"], ts=event["ts"])


def wait_until(is_so: object) -> None:
    deadline = time.monotonic() + 5
    while not is_so() and time.monotonic() < deadline:  # type: ignore[operator]  # a lambda below
        time.sleep(0.02)


@pytest.mark.parametrize("is_root", [False, True], ids=["message", "root of a thread"])
def test_the_answer_to_a_deleted_question_is_taken_back_and_its_words_are_erased(
    quick_stage: Stage, is_root: bool
) -> None:
    stage, question = quick_stage, answered(quick_stage)

    stage.deliver(a_deletion(question, is_root=is_root))
    stage.workspace.wait_for_calls("chat.delete")
    settle(stage)

    assert stage.workspace.posts() == []
    found = kept(stage, question)
    assert found is not None
    assert (found.message.text, found.outcome) == ("", "withdrawn")
    thread = {"team": TEAM, "channel": CHANNEL, "thread_ts": question["event"]["ts"]}
    assert stage.house.memory.askers(**thread) == frozenset()


def test_a_question_deleted_before_it_is_answered_gets_no_answer(quick_stage: Stage) -> None:
    deleted = an_event()

    def slowly(*_: object) -> object:
        quick_stage.deliver(a_deletion(deleted))
        return an_advice()

    quick_stage.oracle.reply = slowly  # type: ignore[assignment]  # takes any question
    quick_stage.deliver(deleted)
    settle(quick_stage)

    assert quick_stage.workspace.posts() == []


def test_the_deletion_of_anything_else_does_nothing(quick_stage: Stage) -> None:
    answered(quick_stage)

    quick_stage.deliver(a_deletion(an_event(text="無関係な投稿")))
    settle(quick_stage)

    assert len(quick_stage.workspace.posts()) == 1
    assert quick_stage.workspace.calls_of("chat.delete") == []


def test_an_answer_is_taken_back_once_slack_is_there_again(quick_stage: Stage) -> None:
    question = answered(quick_stage)
    quick_stage.workspace.fail("chat.delete", Fault(500), Fault(503))

    quick_stage.deliver(a_deletion(question))
    quick_stage.workspace.wait_for_calls("chat.delete", 3)
    settle(quick_stage)

    assert quick_stage.workspace.posts() == []


def test_an_edited_question_is_answered_anew_when_its_asker_wishes(stage: Stage) -> None:
    question = answered(stage)
    [old] = stage.workspace.posts()

    stage.deliver(an_edit(question, NEW))
    [offer] = stage.workspace.wait_for_calls("chat.postEphemeral")
    untouched = stage.workspace.posts()
    press(stage, offer)
    stage.workspace.wait_for_calls("chat.postMessage", 2)
    settle(stage)

    assert (offer["user"], offer["channel"]) == (OWNER, CHANNEL)
    assert JA.edited in "\n".join(all_texts(offer["blocks"]))
    assert untouched == [old]
    [new] = stage.workspace.posts()
    assert new["ts"] != old["ts"]
    assert new["thread_ts"] == question["event"]["ts"]
    assert [one.text for one in stage.oracle.asked] == ["PoCはいくらまで？", "PoCは何か月まで？"]


def test_an_answer_given_anew_follows_further_edits_and_the_deletion(quick_stage: Stage) -> None:
    question = answered(quick_stage)
    for number, text in enumerate((NEW, f"<@{BOT_USER}> PoCの承認者は？"), start=1):
        quick_stage.deliver(an_edit(question, text))
        press(quick_stage, quick_stage.workspace.wait_for_calls("chat.postEphemeral", number)[-1])
        quick_stage.workspace.wait_for_calls("chat.postMessage", number + 1)
        settle(quick_stage)
    given = quick_stage.workspace.posts()

    quick_stage.deliver(a_deletion(question))
    wait_until(lambda: not quick_stage.workspace.posts())
    settle(quick_stage)

    assert len(given) == 1
    assert quick_stage.oracle.asked[-1].text == "PoCの承認者は？"
    assert quick_stage.workspace.posts() == []


def test_pressing_twice_answers_once(quick_stage: Stage) -> None:
    question = answered(quick_stage)
    quick_stage.deliver(an_edit(question, NEW))
    [offer] = quick_stage.workspace.wait_for_calls("chat.postEphemeral")

    press(quick_stage, offer)
    press(quick_stage, offer)
    [told] = quick_stage.workspace.wait_for_calls("response_url")
    settle(quick_stage)

    assert len(quick_stage.oracle.asked) == 2
    assert JA.edit_gone in "\n".join(all_texts(told["blocks"]))


def test_changes_that_are_no_edits_offer_nothing(quick_stage: Stage) -> None:
    question = answered(quick_stage)
    same_words = {"text": question["event"]["text"]}
    a_preview_was_added = {"text": NEW, "edited": None}
    of_a_bot = {"text": NEW, "bot_id": "B0OTHER"}

    for changes in (same_words, a_preview_was_added, of_a_bot):
        quick_stage.deliver(an_edit(question, **changes))
    answered(quick_stage, a_direct_message("次の質問"))

    assert quick_stage.workspace.calls_of("chat.postEphemeral") == []


def test_who_was_forgotten_meanwhile_is_not_remembered_by_the_answer(tmp_path: Path) -> None:
    with playing("http", tmp_path) as stage:
        inbox: Inbox = stage.house.inbox

        def slowly(*_: object) -> object:
            stage.house.eraser.erase_person(user=OWNER, team=TEAM)
            return an_advice()

        stage.oracle.reply = slowly  # type: ignore[assignment]  # takes any question
        question = answered(stage)

        thread = {"team": TEAM, "channel": CHANNEL, "thread_ts": question["event"]["ts"]}
        assert stage.house.memory.askers(**thread) == frozenset()
        assert inbox.find(team=TEAM, channel=CHANNEL, ts=question["event"]["ts"]) is None
        assert len(stage.workspace.posts()) == 1
