"""Buttons, modals, commands, shortcuts and tabs: the press in, what the person sees out."""

from bot.advisor.question import Turn
from bot.surfaces.slack.views import ASK_VIEW, FEEDBACK_VIEW
from bot.surfaces.slack.words import words_for
from tests.fake_slack.block_kit import elements_of
from tests.fake_slack.deliveries import (
    CHANNEL,
    a_click,
    a_command,
    a_shortcut,
    a_submission,
    an_event,
)
from tests.fake_slack.workspace import OWNER, TEAM
from tests.scenarios.conftest import Stage
from tests.scenarios.shelves import OneBook
from tests.scenarios.slack_clicks.stage import JA, an_answered, button_of, settle, words_of


def test_a_source_opens_with_its_passage_in_bold(stage: Stage) -> None:
    post = an_answered(stage)

    stage.interact(a_click(button_of(post, "open_source_1"), post))
    [opened] = stage.workspace.wait_for_calls("views.open")

    view = opened["view"]
    bold = [one["text"] for one in elements_of(view["blocks"]) if (one.get("style") or {}).get("bold")]
    assert bold[0] == "AI利用規程"
    assert OneBook().text[0:16] in bold
    for shown in ("第8条", "版 3.0", "施行 2026-04-01", "抜粋", "期間は3か月以内とする。"):
        assert shown in words_of(view)


def test_a_source_that_is_gone_is_said_to_be_gone(quick_stage: Stage) -> None:
    post = an_answered(quick_stage)

    quick_stage.interact(a_click(button_of(post, "open_source_2"), post))
    [opened] = quick_stage.workspace.wait_for_calls("views.open")

    assert JA.source_gone in words_of(opened["view"])


def test_more_is_asked_once_in_the_same_thread(quick_stage: Stage) -> None:
    post = an_answered(quick_stage)

    for _ in range(2):
        quick_stage.interact(a_click(button_of(post, "ask_more"), post))
    quick_stage.workspace.wait_for_posts(2)
    settle(quick_stage)

    posts = quick_stage.workspace.posts()
    assert [one["thread_ts"] for one in posts] == [post["thread_ts"]] * 2
    assert quick_stage.oracle.asked[1].text == JA.more_question
    assert quick_stage.oracle.asked[1].history[0] == Turn(role="user", text="PoCはいくらまで？")


def test_sentences_for_a_meeting_are_asked_in_the_same_thread(quick_stage: Stage) -> None:
    post = an_answered(quick_stage)

    quick_stage.interact(a_click(button_of(post, "ask_phrases"), post))
    quick_stage.workspace.wait_for_posts(2)

    assert quick_stage.oracle.asked[1].text == JA.phrases_question


def test_praise_is_kept_and_thanked_for(stage: Stage) -> None:
    post = an_answered(stage)
    button = button_of(post, "feedback") | {"value": "good"}

    stage.interact(a_click(button, post, stage.slack.hook_url))
    [thanks] = stage.workspace.wait_for_calls("response_url")

    assert JA.feedback_thanks in words_of(thanks)
    job = post["metadata"]["event_payload"]["job_id"]
    kept = stage.house.notes.note(f"slack-feedback:{TEAM}:{OWNER}:{job}")
    assert kept is not None
    assert '"is_good":true' in kept


def test_a_complaint_is_asked_for_its_reason_and_kept(quick_stage: Stage) -> None:
    post = an_answered(quick_stage)
    button = button_of(post, "feedback") | {"value": "bad"}

    quick_stage.interact(a_click(button, post))
    [opened] = quick_stage.workspace.wait_for_calls("views.open")
    reason = {"type": "radio_buttons", "selected_option": {"value": "citation"}}
    comment = {"type": "plain_text_input", "value": "条が違います"}
    quick_stage.interact(a_submission(opened["view"], {"reason": reason, "comment": comment}))
    quick_stage.workspace.wait_for_posts(2)

    assert opened["view"]["callback_id"] == FEEDBACK_VIEW
    job = post["metadata"]["event_payload"]["job_id"]
    kept = quick_stage.house.notes.note(f"slack-feedback:{TEAM}:{OWNER}:{job}")
    assert kept is not None
    assert '"reason":"citation"' in kept
    assert "条が違います" in kept


def test_a_command_is_answered_for_its_asker_only_and_may_be_shared(stage: Stage) -> None:
    stage.command(a_command("PoCはいくらまで？", stage.slack.hook_url))
    [whispered] = stage.workspace.wait_for_calls("response_url")

    assert whispered["response_type"] == "ephemeral"
    assert "PoCは300万円までです。" in words_of(whispered)
    assert stage.workspace.posts() == []

    share = button_of(whispered, "share")
    stage.interact(a_click(share, {"ts": "1.2", "channel": CHANNEL}, stage.slack.hook_url))
    root, answer = stage.workspace.wait_for_posts(2)
    assert "PoCはいくらまで？" in words_of(root)
    assert answer["thread_ts"] == root["ts"]
    assert "PoCは300万円までです。" in words_of(answer)


def test_help_is_one_word_away(quick_stage: Stage) -> None:
    quick_stage.command(a_command("", quick_stage.slack.hook_url))

    [helped] = quick_stage.workspace.wait_for_calls("response_url")

    assert JA.help_intro in words_of(helped)
    assert quick_stage.oracle.asked == []


def test_phrases_are_asked_for_by_topic(quick_stage: Stage) -> None:
    quick_stage.command(a_command("phrases 出口条件", quick_stage.slack.hook_url))
    [whispered] = quick_stage.workspace.wait_for_calls("response_url")
    quick_stage.command(a_command("phrases", quick_stage.slack.hook_url))
    told = quick_stage.workspace.wait_for_calls("response_url", 2)[1]

    assert quick_stage.oracle.asked[0].text == "出口条件"
    assert "「まず小さく試します。」" in words_of(whispered)
    assert JA.no_text.format(command="phrases") in words_of(told)


def test_what_one_means_to_say_is_checked_for_oneself(stage: Stage) -> None:
    stage.command(a_command("check PoCは500万円までです。", stage.slack.hook_url))

    [whispered] = stage.workspace.wait_for_calls("response_url")

    words = words_of(whispered)
    assert words.index(JA.check_verdicts["wrong"]) < words.index("「PoCは500万円までです。」")
    assert (
        words.index("上限は300万円です。") < words.index(JA.check_corrected) < words.index(JA.check_missing)
    )


def test_saying_it_back_is_checked_in_a_direct_message(quick_stage: Stage) -> None:
    post = an_answered(quick_stage)

    quick_stage.interact(a_click(button_of(post, "say_back"), post))
    [opened] = quick_stage.workspace.wait_for_calls("views.open")
    statement = {"type": "plain_text_input", "value": "PoCは500万円までです。"}
    quick_stage.interact(a_submission(opened["view"], {"statement": statement}))
    _, root, checked = quick_stage.workspace.wait_for_posts(3)

    assert (root["channel"], checked["thread_ts"]) == (OWNER, root["ts"])
    assert "上限は300万円です。" in words_of(checked)


def test_who_wants_to_be_forgotten_is(quick_stage: Stage) -> None:
    post = an_answered(quick_stage)
    settle(quick_stage)
    good = button_of(post, "feedback") | {"value": "good"}
    quick_stage.interact(a_click(good, post, quick_stage.slack.hook_url))
    quick_stage.workspace.wait_for_calls("response_url")

    quick_stage.command(a_command("forget", quick_stage.slack.hook_url))
    told = quick_stage.workspace.wait_for_calls("response_url", 2)[1]

    assert JA.forgotten.format(count=4) in words_of(told)
    place = {"team": TEAM, "channel": CHANNEL, "thread_ts": post["thread_ts"]}
    assert quick_stage.house.memory.askers(**place) == frozenset()
    job = post["metadata"]["event_payload"]["job_id"]
    assert quick_stage.house.notes.note(f"slack-feedback:{TEAM}:{OWNER}:{job}") is None


def test_a_message_is_consulted_on_for_its_reader_only(stage: Stage) -> None:
    message = {"type": "message", "text": "PoCに400万円使いたい", "ts": "1.5", "user": "U0OTHER"}

    stage.interact(a_shortcut("consult", stage.slack.hook_url, message=message, channel={"id": CHANNEL}))
    [whispered] = stage.workspace.wait_for_calls("response_url")

    assert stage.oracle.asked[0].text == "PoCに400万円使いたい"
    assert "PoCは300万円までです。" in words_of(whispered)


def test_the_global_shortcut_asks_in_a_modal_and_answers_directly(quick_stage: Stage) -> None:
    quick_stage.interact(a_shortcut("ask"))
    [opened] = quick_stage.workspace.wait_for_calls("views.open")
    question = {"type": "plain_text_input", "value": "三つの段階とは？"}
    quick_stage.interact(a_submission(opened["view"], {"question": question}))
    root, answer = quick_stage.workspace.wait_for_posts(2)

    assert opened["view"]["callback_id"] == ASK_VIEW
    assert root["channel"] == OWNER
    assert answer["thread_ts"] == root["ts"]


def test_the_home_tab_lists_what_is_held_in_the_readers_language(stage: Stage) -> None:
    stage.workspace.locales[OWNER] = "en-GB"

    stage.deliver(an_event("app_home_opened", tab="home", ts=None))
    [published] = stage.workspace.wait_for_calls("views.publish")

    assert published["user_id"] == OWNER
    assert words_for("en").home_intro in words_of(published["view"])
    assert "AI利用規程 | version 3.0 | in force 2026-04-01" in words_of(published["view"])
