"""What is sent to `chat.postMessage`, with metadata by which it is known again, and how a history is read.

Which metadata a post carries is its poster's business: `posting` for answers, `digest_publisher` for digests.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.surfaces.slack.blocks import Post

PAGE = 200  # messages of a history in one call


def make_payload(
    post: Post, channel: str, thread_ts: str | None, *, event_type: str, event: Mapping[str, object]
) -> dict[str, Any]:
    """Make exactly what is sent; the post was checked.

    Args:
        post: What is said.
        channel: Of Slack, or a user for a direct message.
        thread_ts: The thread; None posts beside all threads.
        event_type: Of the metadata.
        event: Of the metadata.
    """
    thread = {} if thread_ts is None else {"thread_ts": thread_ts}
    return thread | {
        "channel": channel,
        "text": post.text,
        "blocks": list(post.blocks),
        "metadata": {"event_type": event_type, "event_payload": dict(event)},
        "unfurl_links": False,
        "unfurl_media": False,
        "parse": "none",
        "link_names": False,
        "mrkdwn": False,
    }


def event_of(message: Mapping[str, Any], event_type: str, **wanted: str) -> dict[str, Any] | None:
    """Give the metadata of a message of ours; None for another's, or where it says something else."""
    metadata = message.get("metadata") or {}
    event = metadata.get("event_payload") or {}
    says_so = all(event.get(name) == value for name, value in wanted.items())
    return dict(event) if metadata.get("event_type") == event_type and says_so else None


def messages_of(ask: Callable[[str | None], Any]) -> Iterator[dict[str, Any]]:
    """Give the messages of a history or a thread, page by page; `ask` gives the page at a cursor."""
    cursor: str | None = None
    while True:
        page = ask(cursor)
        yield from page.get("messages") or ()
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
