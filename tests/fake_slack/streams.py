"""Streams and agent sessions of the fake Slack, with the rules that projects have run into."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.fake_slack.block_kit import problems_of_message

Json = dict[str, Any]

LASTS_S = 300.0
_CHUNKS = {"markdown_text", "task_update", "plan_update", "blocks"}
_STATUSES = {"active", "processing", "suspended", "closed"}


@dataclass
class Streams:
    """What is streamed, and how sessions stand; the workspace keeps the messages."""

    problems: list[str]
    open: dict[str, float] = field(default_factory=dict)  # by ts: when it began
    sessions: dict[tuple[str, str], str] = field(default_factory=dict)  # by channel and thread
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)
    later_s: float = 0.0  # added to the clock

    def begin(self, arguments: Json) -> Json | None:
        """Give why a stream may not begin; None when it may."""
        is_direct = str(arguments["channel"]).startswith("D")
        if not is_direct and not arguments.get("recipient_user_id"):
            return {"ok": False, "error": "missing_recipient_user_id"}
        if not is_direct and not arguments.get("recipient_team_id"):
            return {"ok": False, "error": "missing_recipient_team_id"}
        return self._check(arguments)

    def started(self, ts: str) -> None:
        """Remember that a message is being streamed."""
        self.open[ts] = self._now()

    def grow(self, message: Json | None, arguments: Json) -> Json | None:
        """Add to a message; gives why it may not grow."""
        if message is None or self._now() - self.open.get(message["ts"], -LASTS_S) >= LASTS_S:
            return {"ok": False, "error": "message_not_in_streaming_state"}
        refused = self._check(arguments)
        if refused:
            return refused
        for chunk in arguments.get("chunks") or []:
            if chunk["type"] == "blocks":
                message["blocks"] = [*message["blocks"], *chunk["blocks"]]
            elif chunk["type"] == "task_update":
                message["tasks"] = {**message["tasks"], chunk["id"]: chunk["status"]}
        return None

    def end(self, message: Json | None, arguments: Json) -> Json | None:
        """Finish a message; gives why it may not be finished."""
        refused = self.grow(message, arguments)
        if refused or message is None:
            return refused
        blocks = [*message["blocks"], *(arguments.get("blocks") or [])]
        found = problems_of_message({"blocks": blocks, "text": "streamed"})
        if found:
            self.problems.extend(found)
            return {"ok": False, "error": "invalid_blocks", "errors": found}
        message["blocks"] = blocks
        if arguments.get("metadata"):
            message["metadata"] = arguments["metadata"]
        del self.open[message["ts"]]
        self.sessions[message["channel"], message["thread_ts"]] = arguments.get("session_status") or "active"
        return None

    def set_session(self, arguments: Json) -> Json:
        """Set how a session stands."""
        if arguments.get("status") not in _STATUSES:
            return {"ok": False, "error": "invalid_arguments"}
        self.sessions[str(arguments["channel_id"]), str(arguments.get("thread_ts"))] = arguments["status"]
        return {"ok": True}

    def stop_all(self) -> list[str]:
        """Stop every stream, as Slack does when somebody presses Stop; gives which."""
        stopped = list(self.open)
        self.open.clear()
        return stopped

    def _now(self) -> float:
        return time.monotonic() + self.later_s

    def _check(self, arguments: Json) -> Json | None:
        kinds = {str(chunk.get("type")) for chunk in arguments.get("chunks") or []}
        if kinds - _CHUNKS:
            self.problems.append(f"unknown chunks {sorted(kinds - _CHUNKS)}")
            return {"ok": False, "error": "invalid_chunks"}
        blocks = [one for chunk in arguments.get("chunks") or [] for one in chunk.get("blocks") or []]
        found = problems_of_message({"blocks": blocks, "text": "streamed"})
        self.problems.extend(found)
        return {"ok": False, "error": "invalid_blocks"} if found else None
