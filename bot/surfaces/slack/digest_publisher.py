"""Post digests in Slack, each once: the key stands in the message, and is looked for before posting again.

When to try again is decided by `bot.digest.delivery` and its ledger. A digest of several messages goes on in
the thread of its first; those that are there already are not posted again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.digest.addresses import is_web_address
from bot.digest.delivery import AmbiguousPostError, RefusedPostError
from bot.digest.digest import Digest
from bot.surfaces.slack.acting import acting_for
from bot.surfaces.slack.blocks import Post
from bot.surfaces.slack.checking import check_post
from bot.surfaces.slack.client import error_code
from bot.surfaces.slack.digest_template import OwnerOf, render_digest
from bot.surfaces.slack.payloads import PAGE, event_of, make_payload, messages_of

log = structlog.get_logger(__name__)

EVENT_TYPE = "sandan_digest"
SLACK = "slack:"  # how such channels are named: slack:TEAM:CHANNEL
_LIMITED = frozenset({"ratelimited", "rate_limited"})
_MAY_HAVE_WORKED = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_EARLIEST = timedelta(hours=14)  # a day begins so much earlier in the east than in London
_LONGEST_LIMIT = timedelta(hours=1)

TellTrouble = Callable[[Digest, str], None]  # the digest, and Slack's code


@dataclass(frozen=True)
class SlackPublisher:
    """Slack as a platform where digests are posted.

    Attributes:
        client: Tries each call once.
        owner_of: Who has a task.
        tell_trouble: Told of each refusal that a person must mend.
    """

    client: WebClient
    owner_of: OwnerOf
    tell_trouble: TellTrouble

    @property
    def can_find(self) -> bool:
        """Tell that posts can be looked up by their key."""
        return True

    def publish(self, digest: Digest) -> str:
        """Post a digest; gives the id of its first message.

        Raises:
            RefusedPostError: If it surely was not posted whole; what was posted is known again.
            AmbiguousPostError: If that is not known.
        """
        team, channel = place_of(digest.channel)
        with acting_for(team):
            posts = render_digest(digest, self.owner_of, links_of(digest, self.client))
            there = self._find(channel, digest.key)[0] if len(posts) > 1 else {}
            try:
                for part, post in enumerate(posts, start=1):
                    if part not in there:
                        payload = digest_payload(post, channel, digest.key, (part, len(posts)), there.get(1))
                        there[part] = self._post(payload)
            except RefusedPostError as refusal:
                self.tell_trouble(digest, refusal.reason)
                raise
        return there[1]

    def find_key(self, channel: str, key: str) -> str | None:
        """Look for a digest; gives the id of its first message when all its messages are there.

        Raises:
            RefusedPostError: If the channel cannot be read now.
        """
        team, place = place_of(channel)
        with acting_for(team):
            parts, total = self._find(place, key)
        return parts.get(1) if len(parts) >= total else None

    def _find(self, channel: str, key: str) -> tuple[dict[int, str], int]:
        """Find the messages of a digest by their numbers, and tell how many there ought to be."""
        day = datetime.combine(datetime.fromisoformat(key.rpartition("/")[2]).date(), time(), tzinfo=UTC)
        oldest = str((day - _EARLIEST).timestamp())
        told = [one for one in self._history(channel, oldest) if _event(one, key)]
        parts = {int(_event(one, key)["part"]): str(one["ts"]) for one in told}
        if not told:
            return {}, 1
        total = int(_event(told[0], key)["parts"])
        if total > 1:
            replies = _asked(
                lambda: self.client.conversations_replies(
                    channel=channel, ts=parts[1], include_all_metadata=True, limit=PAGE
                )
            )
            mine = (one for one in replies.get("messages") or () if _event(one, key))
            parts |= {int(_event(one, key)["part"]): str(one["ts"]) for one in mine}
        return parts, total

    def _history(self, channel: str, oldest: str) -> Iterator[dict[str, Any]]:
        return messages_of(
            lambda cursor: _asked(
                lambda: self.client.conversations_history(
                    channel=channel, oldest=oldest, include_all_metadata=True, limit=PAGE, cursor=cursor
                )
            )
        )

    def _post(self, payload: dict[str, Any]) -> str:
        try:
            return str(self.client.chat_postMessage(**payload)["ts"])
        except SlackApiError as error:
            raise _refusal(error) from error
        except (OSError, HTTPException) as error:
            if _is_unsent(error):
                raise RefusedPostError("unreachable") from error
            raise AmbiguousPostError(type(error).__name__) from error


def links_of(digest: Digest, client: WebClient) -> dict[str, str]:
    """Ask for the addresses of earlier posts that a digest names; one that is gone has none.

    Raises:
        RefusedPostError: If Slack cannot be asked now.
    """
    _, channel = place_of(digest.channel)
    told = (one.first.message for one in (*digest.updated, *digest.withdrawn) if one.first)
    links = {}
    for message in dict.fromkeys(filter(None, told)):
        try:
            said = _asked(lambda ts=message: client.chat_getPermalink(channel=channel, message_ts=ts))  # type: ignore[misc]  # the loop's own
            links[message] = str(said["permalink"])
        except RefusedPostError as refusal:
            if refusal.reason in {"unreachable", "ratelimited"}:
                raise  # a digest of several messages must be cut alike whenever it is tried
            log.info("post_without_address", code=refusal.reason)
    return links


def place_of(channel: str) -> tuple[str, str]:
    """Give workspace and channel of a name such as `slack:T1:C1`."""
    team, _, place = channel.removeprefix(SLACK).partition(":")
    return team, place


def channel_name(team: str, channel: str) -> str:
    """Name a channel as the digest does."""
    return f"{SLACK}{team}:{channel}"


def digest_payload(
    post: Post, channel: str, key: str, page: tuple[int, int], thread: str | None
) -> dict[str, Any]:
    """Make exactly what is sent to `chat.postMessage`, checked.

    Raises:
        UnsafeMessageError: If the post passes a limit or holds what digests never use.
    """
    check_post(post, may_lead=is_web_address)
    part, parts = page
    event = {"key": key, "part": part, "parts": parts}
    return make_payload(post, channel, thread, event_type=EVENT_TYPE, event=event)


def _event(message: dict[str, Any], key: str) -> dict[str, Any]:
    return event_of(message, EVENT_TYPE, key=key) or {}


def _asked(call: Callable[[], Any]) -> Any:
    """Read from Slack; whatever fails is a refusal, since nothing was posted."""
    try:
        return call()
    except SlackApiError as error:
        wait = _wait_of(error)
        raise RefusedPostError(error_code(error), retry_after=wait) from error
    except (OSError, HTTPException) as error:
        raise RefusedPostError("unreachable") from error


def _refusal(error: SlackApiError) -> RefusedPostError | AmbiguousPostError:
    code, status = error_code(error), getattr(error.response, "status_code", 200)
    if status == 429 or code in _LIMITED:
        return RefusedPostError("ratelimited", retry_after=_wait_of(error))
    if status >= 500 or code in _MAY_HAVE_WORKED or code.startswith("http_"):
        return AmbiguousPostError(code)
    return RefusedPostError(code)


def _wait_of(error: SlackApiError) -> timedelta | None:
    headers = getattr(error.response, "headers", {}) or {}
    said = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    return min(timedelta(seconds=int(said)), _LONGEST_LIMIT) if said.isascii() and said.isdigit() else None


def _is_unsent(error: Exception) -> bool:
    """Tell whether no connection came about."""
    cause = error.reason if isinstance(error, URLError) else error
    return isinstance(cause, ConnectionRefusedError) or type(cause).__name__ == "gaierror"
