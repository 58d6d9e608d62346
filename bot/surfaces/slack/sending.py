"""Send one message the way its question came: into the thread, or so that only the asker sees it.

One call, no repetition: what a failure means is `bot.surfaces.slack.posting`'s to decide.
"""

from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.inbox import IncomingMessage
from bot.surfaces.slack.acting import acting_for

_EPHEMERAL_KEYS = ("text", "blocks", "parse", "link_names", "thread_ts")
_RESPONSE_KEYS = ("text", "blocks")


class ResponseRefusedError(Exception):
    """The address for responses to a command or a click does not take a message any more."""

    def __init__(self, status: int) -> None:
        super().__init__(f"response address answered {status}")
        self.status = status


def is_whispered(message: IncomingMessage) -> bool:
    """Tell whether only the asker is to see the answer."""
    return "response_url" in message.details or message.details.get("visibility") == "ephemeral"


@dataclass(frozen=True)
class Sender:
    """Sends messages.

    Attributes:
        client: Of the Web API.
        is_loopback: Slack is on this machine: no proxy stands between.
    """

    client: WebClient
    is_loopback: bool

    def send(self, message: IncomingMessage, payload: dict[str, Any]) -> None:
        """Send one payload of `chat.postMessage` for a message.

        Raises:
            SlackApiError: As the SDK.
            ResponseRefusedError: If the address for responses has expired.
        """
        if "response_url" in message.details:
            self.respond(message.details["response_url"], payload)
            return
        with acting_for(message.team):  # also for notes, which no job posts
            if is_whispered(message):
                self.whisper(message.channel, message.user, payload)
            else:
                self.client.chat_postMessage(**payload)

    def whisper(self, channel: str, user: str, payload: dict[str, Any]) -> None:
        """Send a payload so that only one user sees it."""
        kept = {name: payload[name] for name in _EPHEMERAL_KEYS if name in payload}
        self.client.chat_postEphemeral(channel=channel, user=user, **kept)

    def respond(self, url: str, payload: dict[str, Any]) -> None:
        """Answer a command or a click so that only that person sees it."""
        hook = WebhookClient(url, timeout=10)
        if self.is_loopback:
            hook.proxy = None
        body = {name: payload[name] for name in _RESPONSE_KEYS if name in payload}
        answer = hook.send_dict(body | {"response_type": "ephemeral", "replace_original": False})
        if answer.status_code != 200:
            raise ResponseRefusedError(answer.status_code)
