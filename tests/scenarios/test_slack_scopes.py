"""Every scope that the manifest asks for has something that works with it and not without it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.inbox import IncomingMessage
from bot.surfaces.slack.channel_rules import ChannelRules, keep_rules_of_channel
from bot.surfaces.slack.documents_words import document_words
from bot.surfaces.slack.manifest_scopes import bot_scopes
from bot.surfaces.slack.words import words_for
from tests.fake_slack.block_kit import all_texts
from tests.fake_slack.deliveries import a_command, a_direct_message, an_event
from tests.fake_slack.directory import Channel
from tests.fake_slack.faults import SharedFile
from tests.fake_slack.workspace import BOT_USER, OWNER, TEAM
from tests.scenarios.conftest import Stage, playing
from tests.scenarios.shelves import NoShelves

_SOON_S = 1.0
OPEN, CLOSED, GROUP = f"slack:{TEAM}:C0OPEN", f"slack:{TEAM}:C0CLOSED", f"slack:{TEAM}:S0HR"


def _is_mention_answered(stage: Stage) -> bool:
    before = len(stage.workspace.posts())
    stage.deliver(an_event())
    return len(stage.workspace.wait_for_posts(before + 1, within=_SOON_S)) > before


def _is_direct_message_answered(stage: Stage) -> bool:
    before = len(stage.workspace.posts())
    stage.deliver(a_direct_message("三つの段階とは？"))
    return len(stage.workspace.wait_for_posts(before + 1, within=_SOON_S)) > before


def _is_question_heard_in(channel: str) -> Callable[[Stage], bool]:
    def work(stage: Stage) -> bool:
        rules = ChannelRules(answer_on="every_question")
        keep_rules_of_channel(stage.house.notes, rules, team=TEAM, channel=channel)
        before = len(stage.workspace.posts())
        stage.deliver(an_event("message", "三つの段階とは何ですか？", channel=channel))
        return len(stage.workspace.wait_for_posts(before + 1, within=_SOON_S)) > before

    return work


def _are_documents_read_for(audience: str) -> Callable[[Stage], bool]:
    def work(stage: Stage) -> bool:
        before = len(stage.oracle.asked)
        assert _is_direct_message_answered(stage)
        return audience in stage.oracle.asked[before].audiences

    return work


def _are_prompts_suggested(stage: Stage) -> bool:
    refused, method = len(stage.workspace.refused), "assistant.threads.setSuggestedPrompts"
    before = len(stage.workspace.calls_of(method))
    stage.deliver(an_event("app_home_opened", tab="messages", channel="D0ASKER", ts=None))
    stage.workspace.wait_for_calls(method, before + 1)
    return method not in stage.workspace.refused[refused:]


def _is_command_answered(stage: Stage) -> bool:
    before = len(stage.workspace.calls_of("response_url"))
    stage.command(a_command("help", stage.slack.hook_url))
    return len(stage.workspace.wait_for_calls("response_url", before + 1, within=_SOON_S)) > before


def _is_spoken_to_in_their_language(stage: Stage) -> bool:
    assert _is_command_answered(stage)
    said = "\n".join(all_texts(stage.workspace.calls_of("response_url")[-1]["blocks"]))
    return words_for("en").help_intro in said


def _is_file_fetched(stage: Stage) -> bool:
    posts = stage.workspace.posts()
    details = {"kind": "documents", "task": "add", "files": "F1", "audience": f"slack:{TEAM}:{OWNER}"}
    ts = f"1760000001.{len(posts):06}"
    place = {"channel": "D0ASKER", "ts": ts, "thread_ts": ts, "user": OWNER, "text": ""}
    now = stage.house.now()
    stage.house.inbox.accept(
        IncomingMessage(event_id=ts, team=TEAM, received_at=now, details=details, **place)
    )
    report = stage.workspace.wait_for_posts(len(posts) + 1)[-1]
    return document_words("ja").fetch_problems["missing_scope"] not in "\n".join(all_texts(report["blocks"]))


USES: dict[str, Callable[[Stage], bool]] = {
    "app_mentions:read": _is_mention_answered,
    "assistant:write": _are_prompts_suggested,
    "channels:history": _is_question_heard_in("C0OPEN"),
    "channels:read": _are_documents_read_for(OPEN),
    "chat:write": _is_mention_answered,
    "commands": _is_command_answered,
    "files:read": _is_file_fetched,
    "groups:history": _is_question_heard_in("C0CLOSED"),
    "groups:read": _are_documents_read_for(CLOSED),
    "im:history": _is_direct_message_answered,
    "usergroups:read": _are_documents_read_for(GROUP),
    "users:read": _is_spoken_to_in_their_language,
}


def test_every_scope_has_a_use_and_no_other_is_asked_for() -> None:
    assert set(USES) == set(bot_scopes())


@pytest.mark.slow
@pytest.mark.parametrize("scope", USES)
def test_without_a_scope_its_use_ends(tmp_path: Path, scope: str) -> None:
    shelves = NoShelves(frozenset({"everyone", OPEN, CLOSED, GROUP}))
    with playing("http", tmp_path, shelving=shelves, may_add=("everyone",)) as stage:
        directory = stage.workspace.directory
        directory.channels["C0OPEN"] = Channel({OWNER, BOT_USER})
        directory.channels["C0CLOSED"] = Channel({OWNER, BOT_USER}, is_private=True)
        directory.groups["S0HR"] = {OWNER}
        stage.workspace.locales[OWNER] = "en-GB"
        stage.workspace.files["F1"] = SharedFile("a.md", b"# A\n\nb\n")
        grants = stage.workspace.grants

        grants.scopes = set(bot_scopes()) - {scope}
        without = USES[scope](stage)
        grants.scopes = set(bot_scopes())
        with_it = USES[scope](stage)

        assert not without
        assert with_it


@pytest.mark.slow
def test_a_right_that_slack_takes_away_is_no_failure_of_the_answer(tmp_path: Path) -> None:
    shelves = NoShelves(frozenset({"everyone", OPEN, CLOSED, GROUP}))
    with playing("http", tmp_path, shelving=shelves) as stage:
        stage.workspace.grants.scopes = {"chat:write", "app_mentions:read"}

        assert _is_mention_answered(stage)
        assert stage.oracle.asked[0].audiences == {"everyone"}
