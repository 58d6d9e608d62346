"""Put questions that come by clicks, commands and shortcuts, so that they are answered like any other.

What only its asker is to see is answered at the address that the click or command brought; what everybody
may see gets a message of ours as the root of its thread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from slack_sdk import WebClient

from bot.inbox import IncomingMessage
from bot.surfaces.slack.audiences import is_direct
from bot.surfaces.slack.blocks import render_words
from bot.surfaces.slack.channel_rules import rules_of_channel
from bot.surfaces.slack.escaping import inert_line
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.posting import payload_of
from bot.surfaces.slack.reading import MAX_QUESTION_CHARS
from bot.surfaces.slack.reception import Recent, Reception
from knowledge.documents.document import Language
from knowledge.documents.language import detect_language

Body = dict[str, Any]
_SHOWN_QUESTION = 1_000  # characters, where we repeat it


class Place(NamedTuple):
    """Where a question stands, and the name by which it is known again."""

    event_id: str
    channel: str
    ts: str
    thread_ts: str


@dataclass(frozen=True)
class Asker:
    """Puts questions.

    Attributes:
        house: What is behind the surface.
        reception: Keeps messages.
        client: Of the Web API.
        wake: Tells the workers that there is something to do.
        clicked: What was clicked a moment ago; a second click does nothing.
    """

    house: House
    reception: Reception
    client: WebClient
    wake: Callable[[], None]
    clicked: Recent

    def ask_for_one(
        self, body: Body, text: str, *, kind: str, language: Language, task: str = "answer"
    ) -> None:
        """Put a question whose answer only the asker sees; `task` may also be check or phrases."""
        channel = channel_of(body)
        name = sha256(f"{kind}:{body.get('trigger_id') or body.get('action_ts')}".encode()).hexdigest()[:32]
        details = {"kind": kind, "task": task, "locale": language}
        details |= {"response_url": str(body["response_url"])}
        self.keep(body, text, Place(name, channel, ts=name, thread_ts=name), details)

    def ask_in_thread(self, body: Body, text: str, *, language: Language) -> None:
        """Put a further question in the thread of the message whose button was pressed."""
        channel, message = channel_of(body), body.get("message") or {}
        ts = str(body["actions"][0]["action_ts"])
        thread_ts = str(message.get("thread_ts") or message.get("ts") or ts)
        chosen = rules_of_channel(self.house.notes, team=team_of(body), channel=channel)
        details = {"kind": "button", "locale": language, **chosen.details()}
        pressed = (channel, str(message.get("ts")), str(body["actions"][0]["action_id"]))
        if self.clicked.add("asked", *pressed):
            name = f"click:{':'.join(pressed)}"
            self.keep(body, text, Place(name, channel, ts=ts, thread_ts=thread_ts), details)

    def ask_openly(self, body: Body, text: str, *, channel: str, intro: str, task: str = "answer") -> None:
        """Say a question in a channel or to a user, and put it in the thread of that message.

        Args:
            body: Of the click.
            text: The question, or the statement to check.
            channel: Or a user, for a direct message.
            intro: How we say it, with a place for the question.
            task: answer or check.

        Raises:
            SlackApiError: If Slack refuses the message.
        """
        shown, language = inert_line(text)[:_SHOWN_QUESTION], detect_language(text)
        [root] = render_words(intro.format(question=shown), language=language)
        payload = payload_of(root, channel, None, job_id="question", part=1, parts=1)
        said = self.client.chat_postMessage(**payload)
        ts, place = str(said["ts"]), str(said.get("channel") or channel)
        kind = "direct" if is_direct(place) else "shared"
        details = {"kind": kind, "task": task, "locale": language}
        if kind == "shared":
            rules = rules_of_channel(self.house.notes, team=team_of(body), channel=place)
            details |= rules.model_copy(update={"visibility": "public"}).details()
        self.keep(body, text, Place(f"root:{place}:{ts}", place, ts=ts, thread_ts=ts), details)

    def keep(self, body: Body, text: str, place: Place, details: dict[str, str]) -> None:
        """Have a question of a click or a command answered at a place."""
        message = IncomingMessage(
            event_id=place.event_id,
            team=team_of(body),
            channel=place.channel,
            ts=place.ts,
            thread_ts=place.thread_ts,
            user=user_of(body),
            text=text[:MAX_QUESTION_CHARS],
            received_at=self.house.now(),
            details=details,
        )
        self.reception.keep(message)
        self.wake()


def team_of(body: Body) -> str:
    """Give the workspace of a command or a click."""
    team = body.get("team")
    return str(body.get("team_id") or (team or {}).get("id") or "")


def user_of(body: Body) -> str:
    """Give who typed or clicked."""
    user = body.get("user")
    return str(body.get("user_id") or (user or {}).get("id") or "")


def channel_of(body: Body) -> str:
    """Give where somebody typed or clicked; empty in a modal or the home tab."""
    channel = body.get("channel")
    container = body.get("container") or {}
    return str(body.get("channel_id") or (channel or {}).get("id") or container.get("channel_id") or "")
