"""What Slack delivers: events, commands and clicks as it words them, and signed requests to carry them."""

import itertools
import json
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.fake_slack.workspace import BOT_USER, OWNER, SIGNING_SECRET, TEAM

Json = dict[str, Any]

CHANNEL = "C0GENERAL"
_numbers = itertools.count(1)


def an_event(
    kind: str = "app_mention", text: str | None = f"<@{BOT_USER}> PoCはいくらまで？", **changes: Any
) -> Json:
    """Make the delivery of a new message; keys starting with `outer_` change the envelope."""
    number = next(_numbers)
    outer = {
        name.removeprefix("outer_"): changes.pop(name) for name in list(changes) if name.startswith("outer_")
    }
    event = {
        "type": kind,
        "user": OWNER,
        "text": text,
        "ts": f"1759999000.{number:06}",
        "channel": CHANNEL,
        "team": TEAM,
        "event_ts": f"1759999000.{number:06}",
    }
    if kind == "message":
        event["channel_type"] = "channel"
    event |= changes
    return {
        "token": "unused",
        "team_id": TEAM,
        "api_app_id": "A0SANDAN",
        "event": {name: value for name, value in event.items() if value is not None},
        "type": "event_callback",
        "event_id": f"Ev{number:08}",
        "event_time": 1759999000,
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        "is_ext_shared_channel": False,
        **outer,
    }


def a_direct_message(text: str, **changes: Any) -> Json:
    """Make the delivery of a direct message to us."""
    return an_event("message", text, **{"channel": "D0ASKER", "channel_type": "im", **changes})


def a_deletion(question: Json, *, is_root: bool = False) -> Json:
    """Make the delivery of a message's deletion; a root with replies becomes a tombstone."""
    asked = question["event"]
    if is_root:
        gone = {"subtype": "tombstone", "user": "USLACKBOT", "ts": asked["ts"], "text": "deleted"}
        about: Json = {"subtype": "message_changed", "message": gone}
    else:
        about = {"subtype": "message_deleted", "deleted_ts": asked["ts"]}
    return _about(asked, about)


def an_edit(question: Json, text: str, **changes: Any) -> Json:
    """Make the delivery of an edited message."""
    asked = question["event"]
    edited = {"user": asked["user"], "ts": "1759999500.000000"}
    message = {"type": "message", "user": asked["user"], "ts": asked["ts"], "text": text, "edited": edited}
    return _about(asked, {"subtype": "message_changed", "message": message | changes})


def _about(asked: Json, changes: Json) -> Json:
    kind = "im" if str(asked["channel"]).startswith("D") else "channel"
    said = {"hidden": True, "previous_message": asked, "channel": asked["channel"], "channel_type": kind}
    return an_event("message", text=None, user=None, **said, **changes)


def a_command(text: str, response_url: str, **changes: Any) -> Json:
    """Make the fields of `/sandan TEXT`."""
    number = next(_numbers)
    return {
        "command": "/sandan",
        "text": text,
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "user_id": OWNER,
        "response_url": response_url,
        "trigger_id": f"{number}.command",
        "api_app_id": "A0SANDAN",
        **changes,
    }


def a_click(button: Json, message: Json, response_url: str = "", **changes: Any) -> Json:
    """Make the payload of a press on a button under a message."""
    number = next(_numbers)
    action = {"action_id": button["action_id"], "block_id": "b", "type": button["type"]}
    action |= {"action_ts": f"1760009000.{number:06}"}
    action |= {"value": button["value"]} if "value" in button else {}
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": OWNER, "team_id": TEAM},
        "channel": {"id": message.get("channel", CHANNEL)},
        "message": message,
        "container": {"type": "message", "message_ts": message.get("ts"), "channel_id": CHANNEL},
        "actions": [action],
        "trigger_id": f"{number}.click",
        "api_app_id": "A0SANDAN",
    }
    return payload | ({"response_url": response_url} if response_url else {}) | changes


def a_submission(view: Json, values: Json) -> Json:
    """Make the payload of a submitted modal.

    Args:
        view: As it was opened.
        values: By the names of the fields.
    """
    state = {name: {name: value} for name, value in values.items()}
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": OWNER, "team_id": TEAM},
        "view": {**view, "id": "V1", "state": {"values": state}},
        "trigger_id": f"{next(_numbers)}.submission",
        "api_app_id": "A0SANDAN",
    }


def a_shortcut(callback: str, response_url: str = "", **changes: Any) -> Json:
    """Make the payload of a global shortcut, or of one on a message when there is a message."""
    payload = {
        "type": "message_action" if "message" in changes else "shortcut",
        "callback_id": callback,
        "team": {"id": TEAM},
        "user": {"id": OWNER, "team_id": TEAM},
        "trigger_id": f"{next(_numbers)}.shortcut",
        "action_ts": "1760009000.1",
        "api_app_id": "A0SANDAN",
    }
    return payload | ({"response_url": response_url} if response_url else {}) | changes


def deliver(
    url: str,
    payload: Json,
    *,
    is_form: bool = False,
    secret: str = SIGNING_SECRET,
    timestamp: str | None = None,
    signature: str | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, str]:
    """Send one signed request, as Slack does.

    Args:
        url: Where we listen.
        payload: An event; or the fields of a command or an interaction, with `is_form`.
        is_form: Send as a form.
        secret: To sign with.
        timestamp: Instead of the time now.
        signature: Instead of the right one.
        headers: Further ones.

    Returns:
        Status and body of the answer.
    """
    body = urlencode(payload) if is_form else json.dumps(payload, ensure_ascii=False)
    stamp = timestamp if timestamp is not None else str(int(time.time()))
    signed = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    request = urllib.request.Request(url, data=body.encode(), method="POST")
    request.add_header("Content-Type", "application/x-www-form-urlencoded" if is_form else "application/json")
    request.add_header("X-Slack-Request-Timestamp", stamp)
    request.add_header("X-Slack-Signature", signature or signed)
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
