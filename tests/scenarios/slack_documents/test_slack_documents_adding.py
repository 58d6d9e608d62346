"""Documents from Slack: the file in, the question who may read it, the report; list and removal."""

import json
from typing import Any

import pytest

from bot.surfaces.slack.documents_fetching import MAX_FILE_BYTES
from tests.fake_slack.block_kit import elements_of
from tests.fake_slack.deliveries import a_command, a_direct_message, a_submission, an_event, deliver
from tests.fake_slack.faults import Fault, SharedFile
from tests.fake_slack.workspace import BOT_USER, OWNER, TEAM
from tests.integration.bombs.archives import large_part
from tests.scenarios.slack_documents.stage import JA, ONLY_ME, RULES, Desk, _chosen, _filled, _words


def test_a_dropped_file_is_added_for_its_owner_alone_unless_more_is_chosen(desk: Desk) -> None:
    offer = desk.drop()
    view = desk.open_form(offer)

    received, report = desk.send(view)

    [document] = desk.shelves.held()
    assert JA.offer in _words(offer)
    assert (document.audience, document.source_class, document.title) == (
        ONLY_ME, "external", "生成AI利用細則",
    )  # fmt: skip
    assert received["thread_ts"] == report["thread_ts"] == offer["thread_ts"]
    assert JA.only_me in _words(received)
    assert "「細則.md」を登録しました" in _words(report)
    assert JA.readable_by.format(audience=JA.only_me) in _words(report)
    updates = desk.workspace.calls_of("chat.update")
    assert {one["ts"] for one in updates} == {received["ts"]}
    assert "終わりました" in _words(updates[-1])


def test_the_command_asks_for_files_and_reports_in_a_direct_message(desk: Desk) -> None:
    desk.workspace.files["F7"] = SharedFile("細則.md", RULES.encode())
    desk.stage.command(a_command("add", desk.stage.slack.hook_url))
    [opened] = desk.workspace.wait_for_calls("views.open")
    view = opened["view"]
    files = {"files": {"files": [{"id": "F7", "name": "細則.md"}]}}
    fields = files | {"class": _chosen(view, "class", "policy"), "since": {"selected_date": "2026-10-01"}}

    received, report = desk.send(view, fields=fields)

    [document] = desk.shelves.held()
    assert (document.audience, document.source_class) == (ONLY_ME, "policy")
    assert str(document.effective_from) == "2026-10-01"
    assert received["channel"] == report["channel"] == OWNER
    assert report["thread_ts"] == received["ts"]
    assert "規則として読み取れた箇所: 1件" in _words(report)


@pytest.mark.parametrize(
    ("choice", "channel", "audience"),
    [
        pytest.param("workspace", None, f"slack:{TEAM}", marks=pytest.mark.slow),
        pytest.param("S0HR", None, f"slack:{TEAM}:S0HR", marks=pytest.mark.slow),
        ("channel", "C0BOARD", f"slack:{TEAM}:C0BOARD"),
    ],
)
def test_the_audience_is_the_one_that_was_chosen(
    desk: Desk, choice: str, channel: str | None, audience: str
) -> None:
    view = desk.open_form(desk.drop())
    chosen = _chosen(view, "audience", choice)

    desk.send(view, audience=chosen, channel={"selected_conversation": channel})

    assert [one.audience for one in desk.shelves.held()] == [audience]


@pytest.mark.parametrize("desk", ["http"], indirect=True)  # the answer to a form comes in the response
@pytest.mark.parametrize(
    ("choice", "channel", "problem"),
    [
        ("channel", None, JA.channel_missing),
        pytest.param("me", "C0BOARD", JA.channel_unused, marks=pytest.mark.slow),
        ("channel", "C0OUTSIDE", JA.channel_closed),
        pytest.param("channel", "C0UNKNOWN", JA.channel_closed, marks=pytest.mark.slow),
    ],
)
def test_a_form_that_does_not_fit_together_stays_open_and_says_why(
    desk: Desk, choice: str, channel: str | None, problem: str
) -> None:
    view = desk.open_form(desk.drop())
    values = _filled(view) | {"audience": _chosen(view, "audience", choice)}
    values |= {"channel": {"selected_conversation": channel}}

    payload = {"payload": json.dumps(a_submission(view, values))}
    status, body = deliver(desk.stage.url, payload, is_form=True)

    assert status == 200
    assert json.loads(body) == {"response_action": "errors", "errors": {"channel": problem}}
    assert desk.shelves.held() == []


def test_only_those_who_are_named_add_documents(desk: Desk) -> None:
    view = desk.open_form(desk.drop())
    desk.workspace.administrators.clear()

    refused = desk.drop()
    [late] = desk.send(view, count=1)
    desk.stage.command(a_command("add", desk.stage.slack.hook_url))
    [told] = desk.workspace.wait_for_calls("response_url")

    assert all(JA.not_allowed in _words(one) for one in (refused, late, told))
    assert desk.shelves.held() == []


@pytest.mark.slow
def test_in_a_channel_a_file_is_not_taken_without_a_choice_of_readers(desk: Desk) -> None:
    desk.stage.deliver(an_event(text=f"<@{BOT_USER}>", files=[{"id": "F1"}]))
    [post] = desk.workspace.wait_for_posts(1)

    assert JA.only_direct in _words(post)


def test_a_question_with_a_file_is_answered_and_the_file_offered(desk: Desk) -> None:
    desk.workspace.files["F1"] = SharedFile("細則.md", RULES.encode())
    event = a_direct_message("PoCはいくらまで？", subtype="file_share", files=[{"id": "F1"}])

    desk.stage.deliver(event)
    answer, offer = desk.workspace.wait_for_posts(2)

    assert "300万円" in _words(answer)
    assert JA.offer in _words(offer)


@pytest.mark.slow
def test_a_bomb_is_reported_and_the_next_file_is_read(desk: Desk) -> None:
    bomb = desk.open_form(desk.drop("予算.xlsx", large_part("xlsx")))
    good = desk.open_form(desk.drop())

    _, failed = desk.send(bomb)
    _, added = desk.send(good)

    assert "「予算.xlsx」は登録できませんでした" in _words(failed)
    assert "登録しました" in _words(added)
    assert len(desk.shelves.held()) == 1


@pytest.mark.parametrize(
    ("name", "changes", "problem"),
    [
        pytest.param(
            "a.md", {"content": b"x" * (MAX_FILE_BYTES + 1), "size": 5}, "too_large", marks=pytest.mark.slow
        ),
        pytest.param("a.md", {"size": MAX_FILE_BYTES + 1}, "too_large", marks=pytest.mark.slow),
        pytest.param("a.md", {"is_external": True}, "elsewhere", marks=pytest.mark.slow),
        pytest.param("a.md", {"mode": "space"}, "elsewhere", marks=pytest.mark.slow),
        ("a.md", {"address": "http://127.0.0.1:9/files/F1"}, "elsewhere"),
        ("rows.jsonl", {}, "rows"),
    ],
)
def test_what_cannot_be_fetched_is_said_in_words(
    desk: Desk, name: str, changes: dict[str, Any], problem: str
) -> None:
    view = desk.open_form(desk.drop(name, **changes))

    _, report = desk.send(view)

    assert JA.fetch_problems[problem].format(limit=10) in _words(report)
    assert desk.shelves.held() == []


@pytest.mark.slow
def test_a_file_that_slack_does_not_give_us_is_said_in_words(desk: Desk) -> None:
    view = desk.open_form(desk.drop())
    desk.workspace.files.clear()

    _, report = desk.send(view)

    assert JA.fetch_problems["gone"] in _words(report)


@pytest.mark.slow
def test_a_failure_of_slack_ends_in_an_apology(desk: Desk) -> None:
    view = desk.open_form(desk.drop())
    desk.workspace.fail("files.info", Fault(status=500))

    _, said = desk.send(view)

    assert "申し訳" in _words(said) or "できません" in _words(said)
    assert desk.shelves.held() == []


def test_hostile_names_stay_text(desk: Desk) -> None:
    view = desk.open_form(desk.drop("<!channel> [x](https:\u2215\u2215evil.example) \u202e.md"))

    _, report = desk.send(view)

    assert "<!channel>" not in report["text"]
    assert {one["type"] for one in elements_of(report["blocks"])} <= {
        "rich_text", "rich_text_section", "rich_text_list", "text",
    }  # fmt: skip
