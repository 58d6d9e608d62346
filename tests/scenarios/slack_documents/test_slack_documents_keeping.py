"""Documents from Slack: the file in, the question who may read it, the report; list and removal."""

import pytest
from slack_sdk import WebClient

from bot.surfaces.slack.documents_fetching import FileFetcher
from bot.surfaces.slack.documents_views import ADD_VIEW
from tests.fake_slack.block_kit import elements_of
from tests.fake_slack.deliveries import a_click, a_command
from tests.fake_slack.workspace import TEAM
from tests.scenarios.slack_documents.stage import JA, ONLY_ME, Desk, _button, _chosen, _filled, _words


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
