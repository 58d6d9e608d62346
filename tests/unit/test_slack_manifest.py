"""The manifest asks for what the code uses, and for nothing else."""

import re
from pathlib import Path

import yaml

import bot.surfaces.slack.manifest as module
from bot.surfaces.slack.clicks import ASK, CONSULT
from bot.surfaces.slack.commands import COMMAND
from bot.surfaces.slack.manifest import make_manifest, manifest_text
from bot.surfaces.slack.manifest_scopes import (
    SCOPE_OF_COMMANDS,
    SCOPES_OF_EVENTS,
    SCOPES_OF_METHODS,
    bot_scopes,
)

SURFACE = Path(module.__file__).parent
SHIPPED = SURFACE.parents[2] / "deploy" / "slack-manifest.yaml"
_EVENT = re.compile(r'\.event\(\s*"([a-z_]+)"')
_CALL = re.compile(r"client\.([a-z]+(?:_[a-zA-Z]+)+)\(")


def _source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SURFACE.glob("*.py")))


def test_the_shipped_manifest_is_what_the_code_makes() -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")

    assert shipped == manifest_text()
    assert yaml.safe_load(shipped) == make_manifest()


def test_every_event_that_is_listened_to_is_subscribed_and_no_other() -> None:
    listened = set(_EVENT.findall(_source()))

    assert listened == {name.partition(".")[0] for name in SCOPES_OF_EVENTS}


def test_every_method_that_is_called_has_its_scopes_named_and_no_other() -> None:
    called = {name.replace("_", ".") for name in _CALL.findall(_source())}

    assert called | {"apps.connections.open"} == set(SCOPES_OF_METHODS)


def test_every_scope_is_asked_for_by_an_event_or_a_call() -> None:
    methods = {scope for scopes in SCOPES_OF_METHODS.values() for scope in scopes}

    assert set(bot_scopes()) == methods | {*SCOPES_OF_EVENTS.values(), SCOPE_OF_COMMANDS} - {None}


def test_names_keep_to_the_lengths_that_slack_takes() -> None:
    manifest = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))

    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140


def test_the_command_and_the_shortcuts_are_the_ones_that_are_listened_to() -> None:
    features = make_manifest()["features"]
    assert isinstance(features, dict)

    commands = {one["command"] for one in features["slash_commands"]}
    shortcuts = {one["callback_id"] for one in features["shortcuts"]}

    assert commands == {COMMAND}
    assert shortcuts == {CONSULT, ASK}
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert 1 <= len(features["agent_view"]["suggested_prompts"]) <= 4


def test_with_an_address_requests_come_over_http_and_workspaces_install_there() -> None:
    manifest = yaml.safe_load(manifest_text("https://sandan.example.com/"))

    settings = manifest["settings"]
    address = "https://sandan.example.com/slack/events"
    assert settings["event_subscriptions"]["request_url"] == address
    assert settings["interactivity"]["request_url"] == address
    assert {one["url"] for one in manifest["features"]["slash_commands"]} == {address}
    assert manifest["oauth_config"]["redirect_urls"] == ["https://sandan.example.com/slack/oauth_redirect"]
    assert (settings["socket_mode_enabled"], settings["token_rotation_enabled"]) == (False, True)
    assert manifest["oauth_config"]["scopes"] == {"bot": bot_scopes()}


def test_the_page_on_slack_names_every_scope() -> None:
    page = (SHIPPED.parents[1] / "docs" / "slack.md").read_text(encoding="utf-8")

    named = set(re.findall(r"`([a-z_]+:[a-z]+|commands)`", page.split("## Scopes")[1]))

    assert named == set(bot_scopes())
