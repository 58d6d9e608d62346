"""Post the messages of a job, each once, also when nobody can say whether a post has arrived.

Every post carries its job and part as metadata. After a send whose end is not known, and when a job is
taken over, the thread is read before anything is posted again. What to say is not decided here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from threading import Event
from typing import Any, TypeVar

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.inbox import AnswerJob, IncomingMessage
from bot.surfaces.slack.blocks import Post
from bot.surfaces.slack.checking import check_post
from bot.surfaces.slack.client import error_code, is_passing, is_token_refused
from bot.surfaces.slack.payloads import PAGE, event_of, make_payload, messages_of
from bot.surfaces.slack.sending import ResponseRefusedError, Sender, is_whispered
from bot.surfaces.slack.streaming import OpenStream, Streams

log = structlog.get_logger(__name__)

EVENT_TYPE = "sandan_reply"
_FIRST_PAUSE_S = 0.5
_NO_THREAD = frozenset({"thread_not_found", "channel_not_found", "message_not_found"})

Result = TypeVar("Result")


class CannotPostError(Exception):
    """Slack refuses the post for good; `code` is Slack's."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refuses the post: {code}")
        self.code = code


class StoppedError(Exception):
    """We were told to stop while Slack could not be reached; the job stays open."""


@dataclass(frozen=True)
class Poster:
    """Posts for jobs; may be used from several threads.

    Attributes:
        client: Waits by itself where Slack says for how long, and repeats nothing else.
        sender: Sends the way the question came.
        streams: Streams to where a post may grow.
        stopping: Set when no more may be posted.
        longest_pause_s: Between two attempts while Slack is down; the first pauses are shorter.
    """

    client: WebClient
    sender: Sender
    streams: Streams
    stopping: Event
    longest_pause_s: float

    def post(self, job: AnswerJob, posts: Sequence[Post], stream: OpenStream | None = None) -> None:
        """Post in the thread of the job's message what is not there yet, in order.

        Args:
            job: Whose message is answered.
            posts: What is said.
            stream: Begun for this job; the first post completes it.

        Raises:
            CannotPostError: If Slack refuses for good.
            StoppedError: If `stopping` was set first.
            UnsafeMessageError: If a post is not fit to be sent; then nothing was.
        """
        message = job.message
        payloads = [
            payload_of(post, message.channel, message.thread_ts, job_id=job.id, part=part, parts=len(posts))
            for part, post in enumerate(posts, start=1)
        ]
        posted: frozenset[int] = frozenset()
        if stream is not None and self.streams.complete(stream, job, payloads[0]):
            posted = frozenset({1})
        elif stream is not None or job.attempts > 1:
            self.clear(job)
            posted = self._posted_parts(job)
        for part, payload in enumerate(payloads, start=1):
            if part not in posted:
                self._post_once(job, part, payload)

    def retract(self, message: IncomingMessage, job_id: str) -> None:
        """Take back what a job has posted in the thread of its message; what one person saw alone stays.

        Raises:
            StoppedError: If `stopping` was set first.
        """
        if not is_whispered(message):
            self._until_done(lambda: self._delete_all(message, self._places_of(message, job_id)))

    def clear(self, job: AnswerJob) -> None:
        """Take away streams of ours that were left unfinished below a direct message.

        Whatever else we say carries metadata.

        Raises:
            StoppedError: If `stopping` was set first.
        """
        if job.message.channel.startswith("D") and not is_whispered(job.message):
            self._until_done(lambda: self._delete_all(job.message, self._unfinished(job.message)))

    def tell_user(self, job: AnswerJob, post: Post) -> None:
        """Tell the asker in a direct message; that this fails too is only logged."""
        tell_person(self.client, job.message.user, post, job_id=job.id)

    def _until_done(self, call: Callable[[], object]) -> None:
        """Call Slack until it has worked; what it refuses for good is only logged."""
        pause_s = _FIRST_PAUSE_S
        try:
            while not self._try(call):
                self._pause(pause_s)
                pause_s = min(pause_s * 2, self.longest_pause_s)
        except CannotPostError as error:
            if error.code not in _NO_THREAD:
                log.warning("thread_not_in_order", code=error.code)

    def _delete_all(self, message: IncomingMessage, posts: Iterable[str]) -> None:
        for ts in tuple(posts):
            try:
                self.client.chat_delete(channel=message.channel, ts=ts)
            except SlackApiError as error:
                if error_code(error) != "message_not_found":  # it is gone, as it should be
                    raise

    def _places_of(self, message: IncomingMessage, job_id: str) -> Iterator[str]:
        return (ts for ts, _ in self._posts_of(message, job_id, message.thread_ts))

    def _unfinished(self, message: IncomingMessage) -> Iterator[str]:
        for post in self._thread(message, message.ts):
            if post.get("bot_id") and not post.get("metadata"):
                yield str(post["ts"])

    def _post_once(self, job: AnswerJob, part: int, payload: dict[str, Any]) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._try(lambda: self.sender.send(job.message, payload)):
            self._pause(pause_s)
            pause_s = min(pause_s * 2, self.longest_pause_s)
            if part in self._posted_parts(job):  # it had arrived
                return

    def _posted_parts(self, job: AnswerJob) -> frozenset[int]:
        if is_whispered(job.message):
            return frozenset()  # no call reads what one person was shown: rather twice than never
        found: set[int] = set()
        self._until_done(lambda: found.update(self._parts_of(job)))
        return frozenset(found)  # none when it cannot be read: a reply twice is better than none

    def _try(self, call: Callable[[], object]) -> bool:
        """Call Slack; False when the call may or may not have worked."""
        if self.stopping.is_set():
            raise StoppedError
        try:
            call()
        except SlackApiError as error:
            if not (is_passing(error) or is_token_refused(error)):  # a new token may be set meanwhile
                raise CannotPostError(error_code(error)) from error
            log.warning("slack_unavailable", code=error_code(error))
        except ResponseRefusedError as error:
            if error.status < 500:
                raise CannotPostError("expired_url") from error
            log.warning("slack_unavailable", status=error.status)
        except (OSError, HTTPException) as error:  # timed out, refused, broken off
            log.warning("slack_unavailable", error=type(error).__name__)
        else:
            return True
        return False

    def _pause(self, seconds: float) -> None:
        if self.stopping.wait(seconds):
            raise StoppedError

    def _parts_of(self, job: AnswerJob) -> Iterator[int]:
        return (part for _, part in self._posts_of(job.message, job.id, job.message.ts))

    def _posts_of(self, message: IncomingMessage, job_id: str, oldest: str) -> Iterator[tuple[str, int]]:
        """Give place and part of each post that a job has made in its message's thread."""
        for post in self._thread(message, oldest):
            event = event_of(post, EVENT_TYPE, job_id=job_id)
            if event is not None:
                yield str(post["ts"]), int(event.get("part", 1))

    def _thread(self, message: IncomingMessage, oldest: str) -> Iterator[dict[str, Any]]:
        return messages_of(
            lambda cursor: self.client.conversations_replies(
                channel=message.channel,
                ts=message.thread_ts,
                include_all_metadata=True,
                limit=PAGE,
                oldest=oldest,
                cursor=cursor,
            )
        )


def payload_of(
    post: Post, channel: str, thread_ts: str | None, *, job_id: str, part: int, parts: int
) -> dict[str, Any]:
    """Make exactly what is sent to `chat.postMessage`, checked.

    Args:
        post: What is said.
        channel: Of Slack, or a user for a direct message.
        thread_ts: The thread; None posts beside all threads.
        job_id: By which the post is known again.
        part: Number of this post, from 1.
        parts: How many belong together.

    Raises:
        UnsafeMessageError: If the post passes a limit or holds what answers never use.
    """
    check_post(post)
    event = {"job_id": job_id, "part": part, "parts": parts}
    return make_payload(post, channel, thread_ts, event_type=EVENT_TYPE, event=event)


def tell_person(client: WebClient, user: str, post: Post, *, job_id: str) -> bool:
    """Tell somebody in a direct message, once; False when that fails, which is only logged."""
    payload = payload_of(post, user, None, job_id=job_id, part=1, parts=1)
    try:
        client.chat_postMessage(**payload)
    except SlackApiError as error:
        log.warning("user_not_told", job=job_id, code=error_code(error))
    except (OSError, HTTPException) as error:
        log.warning("user_not_told", job=job_id, error=type(error).__name__)
    else:
        return True
    return False
