"""The app manifest that an administrator pastes into Slack, made from what the code listens to and calls.

`deploy/slack-manifest.yaml` holds its text; a test compares the two, and this table with the listeners.
Without an address Socket Mode is on; with one, requests come over HTTP and tokens are rotated.
"""

import sys

import yaml

from bot.surfaces.slack.clicks import ASK, CONSULT
from bot.surfaces.slack.commands import COMMAND
from bot.surfaces.slack.http import PATH
from bot.surfaces.slack.installing import REDIRECT_PATH
from bot.surfaces.slack.manifest_scopes import SCOPES_OF_EVENTS, bot_scopes
from bot.surfaces.slack.words import words_for

_HEAD = (
    "# Made by `python -m bot.surfaces.slack.manifest`; change that module, not this file.\n"
    "# Paste into https://api.slack.com/apps > Create New App > From a manifest.\n"
)


def make_manifest(public_url: str = "") -> dict[str, object]:
    """Make the manifest, in Slack's own words.

    Args:
        public_url: Where many workspaces reach us over HTTP, and install; empty: one, by Socket Mode.
    """
    events = {"bot_events": sorted(SCOPES_OF_EVENTS)}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Sandan",
            "description": "AI導入の相談に、出典つきで答えます / Advice on adopting AI, with its sources",
            "background_color": "#1f3a5f",
        },
        "features": _features(_request_url(public_url)),
        "oauth_config": _redirects(public_url) | {"scopes": {"bot": bot_scopes()}},
        "settings": {
            "event_subscriptions": _request_url(public_url) | events,
            "interactivity": {"is_enabled": True} | _request_url(public_url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": not public_url,
            "token_rotation_enabled": bool(public_url),
        },
    }


def _request_url(public_url: str) -> dict[str, object]:
    """Name the address of every request; commands call it otherwise."""
    return {"request_url": f"{public_url.rstrip('/')}{PATH}"} if public_url else {}


def _redirects(public_url: str) -> dict[str, object]:
    return {"redirect_urls": [f"{public_url.rstrip('/')}{REDIRECT_PATH}"]} if public_url else {}


def _features(requests: dict[str, object]) -> dict[str, object]:
    address = {"url": requests["request_url"]} if requests else {}
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Sandan", "always_online": True},
        "slash_commands": [
            {
                "command": COMMAND,
                "description": "AI導入と社内規程について尋ねる / Ask about AI and the rules",
                "usage_hint": "質問 | phrases 話題 | add | documents | digest | settings | forget | help",
                "should_escape": True,
                **address,
            }
        ],
        "shortcuts": [
            _shortcut("相談する", "message", CONSULT, "この投稿について尋ねる / Ask about this message"),
            _shortcut("Sandanに質問", "global", ASK, "質問の画面を開く / Open a form to ask"),
        ],
        "agent_view": {
            "agent_description": "AI導入の三つの段階と社内規程について、出典を示して答えます。",
            "suggested_prompts": [{"title": one[:60], "message": one} for one in words_for("ja").examples],
        },
    }


def _shortcut(name: str, kind: str, callback: str, description: str) -> dict[str, object]:
    return {"name": name, "type": kind, "callback_id": callback, "description": description}


def manifest_text(public_url: str = "") -> str:
    """Write the manifest; without an address it is the file that ships."""
    return _HEAD + yaml.safe_dump(make_manifest(public_url), allow_unicode=True, sort_keys=False, width=110)


if __name__ == "__main__":
    print(manifest_text(*sys.argv[1:2]), end="")  # noqa: T201 - this is what it is run for
