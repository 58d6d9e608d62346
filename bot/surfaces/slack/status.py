"""The line "is looking through the documents…" and the Stop button while a direct message is answered.

Slack takes the line away with the reply; we take away both in any case. They are never worth a wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.inbox import IncomingMessage
from bot.surfaces.slack.reading import message_language
from bot.surfaces.slack.stopping import set_session
from bot.surfaces.slack.words import words_for

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class StatusLine:
    """Shows and clears the status.

    Attributes:
        client: With a short timeout, and repeating nothing.
    """

    client: WebClient

    @contextmanager
    def shown(self, message: IncomingMessage) -> Iterator[None]:
        """Show the status of a direct message while the block runs; other messages have none."""
        if message.details.get("kind") != "direct":
            yield
            return
        self._set(message, words_for(message_language(message)).status, "processing")
        try:
            yield
        finally:
            self._set(message, "", "active")

    def _set(self, message: IncomingMessage, status: str, session: str) -> None:
        set_session(self.client, message.channel, message.thread_ts, session)
        try:
            self.client.assistant_threads_setStatus(
                channel_id=message.channel, thread_ts=message.thread_ts, status=status
            )
        except (SlackApiError, OSError, HTTPException) as error:
            log.debug("status_not_set", error=type(error).__name__)
