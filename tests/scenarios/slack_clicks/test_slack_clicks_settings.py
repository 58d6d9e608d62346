"""Buttons, modals, commands, shortcuts and tabs: the press in, what the person sees out."""

from datetime import timedelta
from pathlib import Path

from tests.fake_slack.deliveries import (
    a_command,
    a_direct_message,
    an_event,
)
from tests.fake_slack.faults import Fault
from tests.fake_slack.workspace import OWNER
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.slack_clicks.stage import (
    JA,
    administrator,
    an_answered,
    settings_of,
    settle,
    words_of,
)


def test_the_messages_tab_suggests_questions(stage: Stage) -> None:
    stage.deliver(an_event("app_home_opened", tab="messages", channel="D0ASKER", ts=None))

    [suggested] = stage.workspace.wait_for_calls("assistant.threads.setSuggestedPrompts")

    assert [one["message"] for one in suggested["prompts"]] == list(JA.examples)


def test_the_status_of_a_direct_message_never_sticks(quick_stage: Stage) -> None:
    quick_stage.workspace.fail("chat.postMessage", Fault(status=200, error="is_archived"))

    quick_stage.deliver(a_direct_message("三つの段階とは？"))
    settle(quick_stage)

    states = [one["status"] for one in quick_stage.workspace.wait_for_calls("assistant.threads.setStatus", 2)]
    assert states == [JA.status, ""]


def test_a_status_that_slack_refuses_costs_no_answer(quick_stage: Stage) -> None:
    quick_stage.workspace.fail("assistant.threads.setStatus", *[Fault(status=500)] * 2)

    quick_stage.deliver(a_direct_message("三つの段階とは？"))

    assert len(quick_stage.workspace.wait_for_posts(1)) == 1


def test_a_channel_may_want_every_question_answered(quick_stage: Stage) -> None:
    administrator(quick_stage)
    settings_of(quick_stage, answer_on="every_question")

    quick_stage.deliver(an_event("message", "おはようございます"))
    quick_stage.deliver(an_event("message", "PoCはいくらまでですか"))
    quick_stage.workspace.wait_for_posts(2)
    settle(quick_stage)

    assert [one.text for one in quick_stage.oracle.asked] == ["PoCはいくらまでですか"]


def test_a_channel_may_want_answers_to_mentions_only(quick_stage: Stage) -> None:
    administrator(quick_stage)
    settings_of(quick_stage, answer_on="mention")
    post = an_answered(quick_stage)

    quick_stage.deliver(an_event("message", "期間は？", thread_ts=post["thread_ts"]))
    settle(quick_stage)

    assert len(quick_stage.oracle.asked) == 1


def test_a_channel_may_want_quiet_answers_in_one_language(quick_stage: Stage) -> None:
    administrator(quick_stage)
    settings_of(quick_stage, visibility="ephemeral", language="en")

    quick_stage.deliver(an_event())
    [whispered] = quick_stage.workspace.wait_for_calls("chat.postEphemeral")

    assert whispered["user"] == OWNER
    assert quick_stage.oracle.asked[0].language == "en"


def test_only_administrators_change_a_channels_settings(quick_stage: Stage) -> None:
    quick_stage.command(a_command("settings", quick_stage.slack.hook_url))

    [told] = quick_stage.workspace.wait_for_calls("response_url")

    assert JA.channel_not_allowed in words_of(told)
    assert quick_stage.workspace.calls_of("views.open") == []


def test_the_twenty_first_question_of_a_minute_is_told_to_wait(quick_stage: Stage) -> None:
    for _ in range(21):
        quick_stage.deliver(an_event())
    posts = quick_stage.workspace.wait_for_posts(21)
    settle(quick_stage)

    assert len(quick_stage.oracle.asked) == 20
    assert [JA.too_many in words_of(post) for post in posts].count(True) == 1


def test_who_will_wait_long_is_told_so_and_answered_all_the_same(tmp_path: Path) -> None:
    with playing("http", tmp_path, within=timedelta(seconds=10)) as stage:
        stage.app.waiting.took(120.0)

        stage.deliver(an_event())
        [note] = stage.workspace.wait_for_calls("chat.postEphemeral")
        [answer] = stage.workspace.wait_for_posts(1)

        assert note["user"] == OWNER
        assert JA.queued.partition("（")[0] in words_of(note)
        assert "PoCは300万円までです。" in words_of(answer)
