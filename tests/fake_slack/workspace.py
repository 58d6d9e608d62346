"""What the fake Slack holds: messages by channel, every call that was made, and faults to answer with."""

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from threading import Condition
from typing import Any

from tests.fake_slack.block_kit import problems_of_message, problems_of_view
from tests.fake_slack.directory import Directory
from tests.fake_slack.faults import Fault, SharedFile
from tests.fake_slack.granting import Grants
from tests.fake_slack.streams import Streams

Json = dict[str, Any]

TEAM = "T0SANDAN"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
OWNER = "U0ASKER"
SIGNING_SECRET = "a signing secret of the fake workspace"
BOT_TOKEN = "xoxb-fake-bot"
APP_TOKEN = "xapp-fake-app"


@dataclass
class Workspace:
    """The state behind the fake's Web API; safe to use from several threads."""

    closed_channels: dict[str, str] = field(default_factory=dict)  # channel: Slack's error
    locales: dict[str, str] = field(default_factory=dict)
    administrators: set[str] = field(default_factory=set)
    grants: Grants = field(default_factory=Grants)
    files: dict[str, SharedFile] = field(default_factory=dict)
    base_url: str = ""
    refused: list[str] = field(default_factory=list)  # methods, for want of a token or a scope
    acting_team: str = TEAM  # of the latest call's token
    tokens_used: list[tuple[str, str]] = field(default_factory=list)  # method, token
    directory: Directory = field(default_factory=lambda: Directory(TEAM))
    second: int = 1760000000  # of every post's ts
    calls: list[tuple[str, Json]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    messages: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    streams: Streams = field(init=False)
    _faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    _news: Condition = field(default_factory=Condition)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        """Let streams report where everything else does."""
        self.streams = Streams(self.problems)

    def fail(self, method: str, *faults: Fault) -> None:
        """Answer the next calls of a method with these faults, one each."""
        with self._news:
            self._faults[method].extend(faults)

    def next_fault(self, method: str) -> Fault | None:
        """Take the next fault of a method."""
        with self._news:
            return self._faults[method].pop(0) if self._faults[method] else None

    def record(self, method: str, arguments: Json) -> None:
        """Keep a call."""
        with self._news:
            self.calls.append((method, arguments))
            self._news.notify_all()

    def calls_of(self, method: str) -> list[Json]:
        """List the arguments of every call of a method."""
        with self._news:
            return [arguments for name, arguments in self.calls if name == method]

    def posts(self, channel: str | None = None) -> list[Json]:
        """List what we posted, in order."""
        with self._news:
            channels = list(self.messages) if channel is None else [channel]
            return [
                one
                for name in channels
                for one in self.messages[name]
                if one.get("bot_id") == BOT_ID and one["ts"] not in self.streams.open
            ]

    def wait_for_posts(self, count: int, *, within: float = 10.0) -> list[Json]:
        """Wait until we have posted so many messages; the list is shorter when time is up."""
        with self._news:
            self._news.wait_for(lambda: len(self.posts()) >= count, timeout=within)
            return self.posts()

    def wait_for_calls(self, method: str, count: int = 1, *, within: float = 10.0) -> list[Json]:
        """Wait until a method was called so often."""
        with self._news:
            self._news.wait_for(lambda: len(self.calls_of(method)) >= count, timeout=within)
            return self.calls_of(method)

    def answer(self, method: str, arguments: Json) -> Json:
        """Do what a call asks."""
        told = self.directory.answer(method, arguments)
        if told is not None:
            return told
        action = getattr(self, "_" + method.replace(".", "_"), None)
        if action is None:
            return {"ok": False, "error": "unknown_method"}
        with self._news:
            done: Json = action(arguments)
            self._news.notify_all()
            return done

    def answer_with(self, method: str, token: str, arguments: Json) -> Json:
        """Do what a call with a token asks, as far as it may."""
        channel = self.directory.channels.get(str(arguments.get("channel")))
        is_private = channel is not None and channel.is_private
        with self._news:
            self.tokens_used.append((method, token))
            self.acting_team = self.grants.tokens.get(token, TEAM)
            refusal = self.grants.refusal(method, token, arguments, is_private=is_private)
            if refusal is not None:
                self.refused.append(method)
            return refusal or self.answer(method, arguments)

    def answer_response(self, arguments: Json) -> None:
        """Keep a response to a command or a click."""
        with self._news:
            self.problems.extend(problems_of_message(arguments))
            self.calls.append(("response_url", arguments))
            self._news.notify_all()

    def _oauth_v2_access(self, arguments: Json) -> Json:
        return self.grants.exchange(arguments)

    def _files_info(self, arguments: Json) -> Json:
        identity = str(arguments.get("file"))
        file = self.files.get(identity)
        if file is None:
            return {"ok": False, "error": "file_not_found"}
        address = file.address or f"{self.base_url}files/{identity}"
        told = {
            "id": identity,
            "name": file.name,
            "mode": file.mode,
            "size": len(file.content) if file.size is None else file.size,
        }
        return {"ok": True, "file": told | {"is_external": file.is_external, "url_private_download": address}}

    def _auth_test(self, _arguments: Json) -> Json:
        return {"ok": True, "user_id": BOT_USER, "bot_id": BOT_ID, "team_id": TEAM, "url": "https://fake/"}

    def _chat_postMessage(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        refused = self._refused(arguments)
        if refused:
            return refused
        ts = f"{self.second}.{next(self._numbers):06}"
        known = ("text", "blocks", "thread_ts", "metadata")
        message = {name: arguments[name] for name in known if arguments.get(name) is not None}
        message |= {"ts": ts, "user": BOT_USER, "bot_id": BOT_ID, "channel": arguments["channel"]}
        message |= {"team": self.acting_team} if self.grants.tokens else {}
        self.messages[str(arguments["channel"])].append(message)
        return {"ok": True, "ts": ts, "channel": arguments["channel"], "message": message}

    def _chat_startStream(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        refused = self._closed(arguments) or self.streams.begin(arguments)
        if refused:
            return refused
        ts = f"1760000000.{next(self._numbers):06}"
        place = {name: str(arguments[name]) for name in ("channel", "thread_ts")}
        message: Json = {"ts": ts, "user": BOT_USER, "bot_id": BOT_ID, "blocks": [], "tasks": {}, **place}
        self.streams.started(ts)
        self.streams.grow(message, arguments)
        self.messages[place["channel"]].append(message)
        return {"ok": True, "ts": ts, "channel": place["channel"]}

    def _chat_appendStream(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        return self.streams.grow(self._message(arguments), arguments) or {"ok": True}

    def _chat_stopStream(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        return self.streams.end(self._message(arguments), arguments) or {"ok": True}

    def _agents_sessions_setStatus(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        return self.streams.set_session(arguments)

    def _message(self, arguments: Json) -> Json | None:
        held = self.messages[str(arguments["channel"])]
        return next((one for one in held if one["ts"] == arguments["ts"]), None)

    def _chat_postEphemeral(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        return self._refused(arguments) or {"ok": True, "message_ts": f"1760000000.{next(self._numbers):06}"}

    def _chat_update(self, arguments: Json) -> Json:
        refused = self._refused(arguments)
        if refused:
            return refused
        for one in self.messages[str(arguments["channel"])]:
            if one["ts"] == arguments["ts"]:
                one.update({name: arguments[name] for name in ("text", "blocks") if name in arguments})
                return {"ok": True, "ts": one["ts"], "channel": arguments["channel"]}
        return {"ok": False, "error": "message_not_found"}

    def _chat_delete(self, arguments: Json) -> Json:
        held = self.messages[str(arguments["channel"])]
        found = [one for one in held if one["ts"] == arguments["ts"]]
        if not found:
            return {"ok": False, "error": "message_not_found"}
        if found[0].get("bot_id") != BOT_ID:
            return {"ok": False, "error": "cant_delete_message"}
        held.remove(found[0])
        return {"ok": True, "ts": arguments["ts"], "channel": arguments["channel"]}

    def _chat_getPermalink(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        place, ts = arguments["channel"], str(arguments["message_ts"])
        if all(one["ts"] != ts for one in self.messages[str(place)]):
            return {"ok": False, "error": "message_not_found"}
        address = f"https://sandan.slack.com/archives/{place}/p{ts.replace('.', '')}"
        return {"ok": True, "channel": place, "permalink": address}

    def _conversations_replies(self, arguments: Json) -> Json:
        thread = [
            one if str(arguments.get("include_all_metadata")).lower() in {"true", "1"} else _bare(one)
            for one in self.messages[str(arguments["channel"])]
            if arguments["ts"] in {one.get("thread_ts"), one["ts"]}
            and one["ts"] >= str(arguments.get("oldest") or "")
        ]
        return {"ok": True, "messages": thread, "has_more": False}

    def _conversations_history(self, arguments: Json) -> Json:
        closed = self._closed(arguments)
        if closed:
            return closed
        has_metadata = str(arguments.get("include_all_metadata")).lower() in {"true", "1"}
        told = [
            one if has_metadata else _bare(one)
            for one in reversed(self.messages[str(arguments["channel"])])
            if one.get("thread_ts") in {None, one["ts"]}
            and float(one["ts"]) >= float(arguments.get("oldest") or 0)
        ]
        start, size = int(arguments.get("cursor") or 0), min(int(arguments.get("limit") or 100), 999)
        following = str(start + size) if start + size < len(told) else ""
        page = {"messages": told[start : start + size], "response_metadata": {"next_cursor": following}}
        return {"ok": True, "has_more": bool(following), **page}

    def _views_open(self, arguments: Json) -> Json:
        return self._view(arguments)

    def _views_update(self, arguments: Json) -> Json:
        return self._view(arguments)

    def _views_publish(self, arguments: Json) -> Json:
        return self._view(arguments)

    def _users_info(self, arguments: Json) -> Json:
        user = str(arguments.get("user"))
        locale = self.locales.get(user, "ja-JP")
        told = {"locale": locale, "is_admin": user in self.administrators, **self.directory.person(user)}
        return {"ok": True, "user": told}

    def _conversations_open(self, arguments: Json) -> Json:
        return {"ok": True, "channel": {"id": f"D{arguments.get('users')}"}}

    def _assistant_threads_setStatus(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        place = (str(arguments["channel_id"]), str(arguments["thread_ts"]))
        self.streams.statuses[place] = str(arguments["status"])
        return {"ok": True}

    def _assistant_threads_setSuggestedPrompts(self, arguments: Json) -> Json:  # noqa: N802 - Slack's name
        prompts = arguments.get("prompts") or []
        if not 1 <= len(prompts) <= 4:
            self.problems.append("setSuggestedPrompts: too few or too many")
        return {"ok": True}

    def _view(self, arguments: Json) -> Json:
        view = arguments.get("view") or {}
        found = problems_of_view(view)
        self.problems.extend(found)
        if found:
            return {"ok": False, "error": "invalid_arguments", "errors": found}
        return {"ok": True, "view": {**view, "id": f"V{next(self._numbers)}", "hash": "1.a"}}

    def _closed(self, arguments: Json) -> Json | None:
        closed = self.closed_channels.get(str(arguments.get("channel")))
        return {"ok": False, "error": closed} if closed else None

    def _refused(self, arguments: Json) -> Json | None:
        closed = self._closed(arguments)
        if closed:
            return closed
        found = problems_of_message(arguments)
        self.problems.extend(found)
        return {"ok": False, "error": "invalid_blocks", "errors": found} if found else None


def _bare(message: Json) -> Json:
    return {name: value for name, value in message.items() if name != "metadata"}
