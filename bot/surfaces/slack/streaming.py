"""Stream an answer into a direct message: what we are at, then the verified parts, then the buttons.

Streams are for direct messages only: in a channel nobody but the asker would see them grow. They may be
started twenty times a minute for a whole workspace and end by themselves after five minutes; whatever goes
wrong, `bot.surfaces.slack.posting` takes the unfinished message away and posts the answer whole.
"""

import time
from collections import deque
from collections.abc import Callable
from http.client import HTTPException
from threading import Lock
from typing import Any, NamedTuple

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.inbox import AnswerJob
from bot.surfaces.slack.client import error_code, is_passing
from bot.surfaces.slack.reading import message_language
from bot.surfaces.slack.sending import is_whispered
from bot.surfaces.slack.words import words_for

log = structlog.get_logger(__name__)

_STARTS, _WINDOW_S = 15, 60.0  # Slack allows twenty
_TASK = "look"
Json = dict[str, Any]


class OpenStream(NamedTuple):
    """A message that is being streamed."""

    channel: str
    ts: str


class Streams:
    """Begins and completes streams; may be used from several threads."""

    def __init__(
        self, client: WebClient, *, is_on: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take what streams need.

        Args:
            client: Repeats nothing, and does not wait where Slack asks to: a post will do.
            is_on: False where answers hold links, since a stream cannot forbid their previews.
            clock: In seconds.
        """
        self._client = client
        self._is_on = is_on
        self._clock = clock
        self._lock = Lock()
        self._starts: deque[float] = deque()

    def begin(self, job: AnswerJob) -> OpenStream | None:
        """Begin to stream the answer to a direct message; None where a post is better or Slack refuses.

        Where it is not known whether Slack has begun, there is a stream that cannot be completed.
        """
        message = job.message
        is_direct = message.channel.startswith("D") and not is_whispered(message)
        if not (self._is_on and is_direct and job.attempts == 1 and self._may_start()):
            return None
        title = words_for(message_language(message)).task_looking
        try:
            begun = self._client.chat_startStream(
                channel=message.channel,
                thread_ts=message.thread_ts,
                recipient_team_id=message.team,
                recipient_user_id=message.user,
                chunks=[_task(title, "in_progress")],
            )
        except (SlackApiError, OSError, HTTPException) as error:
            _log_refusal("stream_not_begun", error)
            return OpenStream(message.channel, "") if _may_be_done(error) else None
        return OpenStream(message.channel, str(begun["ts"]))

    def complete(self, stream: OpenStream, job: AnswerJob, payload: Json) -> bool:
        """Stream a payload of `chat.postMessage`: its conclusion, the rest, the buttons, its metadata.

        Returns:
            False when the message may be unfinished; then it must be taken away.
        """
        if not stream.ts:
            return False
        title = words_for(message_language(job.message)).task_looking
        said = [block for block in payload["blocks"] if block["type"] == "rich_text"]
        buttons = [block for block in payload["blocks"] if block["type"] != "rich_text"]
        try:
            self._append(stream, _task(title, "complete"), _blocks(said[:1]))
            if said[1:]:
                self._append(stream, _blocks(said[1:]))
            self._client.chat_stopStream(
                channel=stream.channel, ts=stream.ts, blocks=buttons, metadata=payload["metadata"]
            )
        except (SlackApiError, OSError, HTTPException) as error:
            _log_refusal("stream_broken", error)
            return False
        return True

    def _append(self, stream: OpenStream, *chunks: Json) -> None:
        self._client.chat_appendStream(channel=stream.channel, ts=stream.ts, chunks=list(chunks))

    def _may_start(self) -> bool:
        now = self._clock()
        with self._lock:
            while self._starts and now - self._starts[0] > _WINDOW_S:
                self._starts.popleft()
            if len(self._starts) >= _STARTS:
                return False
            self._starts.append(now)
            return True


def _task(title: str, status: str) -> Json:
    return {"type": "task_update", "id": _TASK, "title": title, "status": status}


def _blocks(blocks: list[Json]) -> Json:
    return {"type": "blocks", "blocks": blocks}


def _may_be_done(error: Exception) -> bool:
    """Tell whether a call may have worked although it ended in an error."""
    is_refused = isinstance(error, SlackApiError) and (not is_passing(error) or _status(error) == 429)
    return not is_refused


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 0))


def _log_refusal(what: str, error: Exception) -> None:
    code = error_code(error) if isinstance(error, SlackApiError) else type(error).__name__
    log.info(what, code=code)
