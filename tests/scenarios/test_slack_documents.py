"""Documents from Slack: the file in, the question who may read it, the report; list and removal."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.storage.engine import open_database
from bot.surfaces.slack.documents_fetching import MAX_FILE_BYTES, FileFetcher
from bot.surfaces.slack.documents_views import ADD_FILES, ADD_VIEW
from bot.surfaces.slack.documents_words import document_words
from tests.fake_slack.block_kit import all_texts, elements_of
from tests.fake_slack.deliveries import a_click, a_command, a_direct_message, a_submission, an_event, deliver
from tests.fake_slack.directory import Channel
from tests.fake_slack.workspace import BOT_USER, OWNER, TEAM, Fault, Json, SharedFile
from tests.integration.bombs.archives import large_part
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.real_shelves import RealShelves

JA = document_words("ja")
RULES = """---
audience: everyone
class: policy
---
# 生成AI利用細則

## 第1条 目的

この細則は、生成AIの利用を定める。

## 第2条 上限

PoCの費用は、300万円以下とする。
"""
ONLY_ME = f"slack:{TEAM}:{OWNER}"


@dataclass(frozen=True)
class Desk:
    """A stage whose documents are really read."""

    stage: Stage
    shelves: RealShelves

    @property
    def workspace(self) -> Any:
        return self.stage.workspace

    def drop(self, name: str = "細則.md", content: bytes = RULES.encode(), **changes: Any) -> Json:
        """Drop a file in a direct message, and give the reply."""
        identity = f"F{len(self.workspace.files) + 1}"
        self.workspace.files[identity] = SharedFile(name, content, **changes)
        before = len(self.workspace.posts())
        files = [{"id": identity, "name": name}]
        self.stage.deliver(a_direct_message("", subtype="file_share", files=files))
        return dict(self.workspace.wait_for_posts(before + 1)[-1])

    def open_form(self, offer: Json) -> Json:
        """Press the button of an offer, and give the form that opens."""
        before = len(self.workspace.calls_of("views.open"))
        self.stage.interact(a_click(_button(offer, ADD_FILES), offer))
        return dict(self.workspace.wait_for_calls("views.open", before + 1)[-1]["view"])

    def send(self, view: Json, *, count: int = 2, fields: Json | None = None, **changes: Json) -> list[Json]:
        """Send the form, and give what is posted then: that it was received, and the report."""
        before = len(self.workspace.posts())
        self.stage.interact(a_submission(view, _filled(view) | changes | (fields or {})))
        return list(self.workspace.wait_for_posts(before + count, within=20)[before:])


@pytest.fixture(params=["http", pytest.param("socket", marks=pytest.mark.slow)])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    database = open_database(f"sqlite:///{tmp_path / 'documents.db'}")
    shelves = RealShelves(database)
    with playing(request.param, tmp_path, shelving=shelves) as stage:
        stage.workspace.administrators.add(OWNER)
        directory = stage.workspace.directory
        directory.channels["C0BOARD"] = Channel({OWNER, BOT_USER}, is_private=True, name="役員")
        directory.channels["C0OUTSIDE"] = Channel({OWNER, BOT_USER}, is_shared=True)
        directory.groups["S0HR"] = {"U0OTHER"}
        directory.group_names["S0HR"] = "人事"
        yield Desk(stage, shelves)
        assert stage.workspace.problems == []
    database.dispose()


def _filled(view: Json) -> Json:
    """Leave every field of a form as it opened."""
    filled: Json = {}
    for block in view["blocks"]:
        element = block["element"]
        filled[block["block_id"]] = {"selected_option": element.get("initial_option")}
    return filled


def _chosen(view: Json, field: str, value: str) -> Json:
    [element] = [one["element"] for one in view["blocks"] if one["block_id"] == field]
    return {"selected_option": next(one for one in element["options"] if one["value"] == value)}


def _words(value: Json) -> str:
    return "\n".join(all_texts(value["blocks"]))


def _button(value: Json, action: str) -> Json:
    return next(one for one in elements_of(value["blocks"]) if one.get("action_id") == action)


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


def test_a_file_of_the_same_name_for_others_is_another_document(desk: Desk) -> None:
    desk.send(desk.open_form(desk.drop()))
    view = desk.open_form(desk.drop(content="# 別の文書\n\n中身。\n".encode()))

    desk.send(view, audience=_chosen(view, "audience", "workspace"))
    desk.send(desk.open_form(desk.drop(content="# 新しい版\n\n変えた。\n".encode())))

    held = desk.shelves.held()
    own = [one for one in held if one.audience == ONLY_ME]
    [other] = [one for one in held if one.audience != ONLY_ME]
    assert (other.audience, other.title) == (f"slack:{TEAM}", "別の文書")
    assert own[-1].title == "新しい版"
    assert {one.id for one in own}.isdisjoint({other.id})
    assert len({one.id for one in own}) == 1


def test_documents_are_listed_for_who_may_read_them_and_removed_by_who_may(desk: Desk) -> None:
    desk.send(desk.open_form(desk.drop()))
    hidden = desk.open_form(desk.drop("人事.md", "# 人事の秘密\n\n昇給。\n".encode()))
    desk.send(hidden, audience=_chosen(hidden, "audience", "S0HR"))
    hook = desk.stage.slack.hook_url

    desk.stage.command(a_command("documents", hook))
    [listed] = desk.workspace.wait_for_calls("response_url")
    button = _button(listed, "remove_document_0")
    desk.stage.interact(a_click(button, {"ts": "1.1"}, hook))
    told = desk.workspace.wait_for_calls("response_url", 2)[1]

    assert "生成AI利用細則" in _words(listed)
    assert "人事の秘密" not in _words(listed)
    assert "生成AI利用細則" in _words(told)
    assert [one.title for one in desk.shelves.held()] == ["人事の秘密"]
    desk.stage.interact(a_click({**button, "value": "0" * 64}, {"ts": "1.1"}, hook))
    assert JA.not_removed in _words(desk.workspace.wait_for_calls("response_url", 3)[2])


@pytest.mark.slow
def test_who_may_not_remove_sees_no_button_and_presses_none(desk: Desk) -> None:
    view = desk.open_form(desk.drop())
    desk.send(view, audience=_chosen(view, "audience", "workspace"))
    hook = desk.stage.slack.hook_url
    desk.stage.command(a_command("documents", hook))
    [listed] = desk.workspace.wait_for_calls("response_url")
    button = _button(listed, "remove_document_0")

    desk.stage.command(a_command("documents", hook, user_id="U0OTHER"))
    other = desk.workspace.wait_for_calls("response_url", 2)[1]
    desk.stage.interact(a_click(button, {"ts": "1.1"}, hook, user={"id": "U0OTHER"}))
    told = desk.workspace.wait_for_calls("response_url", 3)[2]

    assert "生成AI利用細則" in _words(other)
    assert not [one for one in elements_of(other["blocks"]) if one["type"] == "button"]
    assert JA.not_removed in _words(told)
    assert len(desk.shelves.held()) == 1


def test_forgetting_a_person_takes_out_what_only_they_could_read(desk: Desk) -> None:
    desk.send(desk.open_form(desk.drop()))
    shared = desk.open_form(desk.drop("共有.md", "# 共有\n\n中身。\n".encode()))
    desk.send(shared, audience=_chosen(shared, "audience", "workspace"))

    desk.stage.command(a_command("forget", desk.stage.slack.hook_url))
    desk.workspace.wait_for_calls("response_url")

    assert [one.title for one in desk.shelves.held()] == ["共有"]


@pytest.mark.parametrize(
    "address",
    [
        "https://files.slack.com.evil.example/a",
        "https://evilslack.com/a",
        "https://files.slack.com@evil.example/a",
        "https://user@files.slack.com/a",
        "http://files.slack.com/a",
        "https://files.slack.com:8443/a",
        "https://[bad/a",
        "file:///etc/passwd",
        "",
    ],
)
def test_our_token_is_shown_to_slack_alone(address: str) -> None:
    fetcher = FileFetcher(WebClient(), lambda: "xoxb", "https://slack.com/api/", is_loopback=False)

    assert not fetcher.is_slacks(address)
    assert fetcher.is_slacks("https://files.slack.com/files-pri/T1-F1/download/a.pdf")


@pytest.mark.slow
def test_the_form_is_the_one_that_is_listened_to(desk: Desk) -> None:
    view = desk.open_form(desk.drop())

    assert view["callback_id"] == ADD_VIEW
    assert _filled(view)["audience"]["selected_option"]["value"] == "me"
