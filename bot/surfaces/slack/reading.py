"""Read what Slack delivers: an event into a message that addresses us, a message into a question.

Nothing is decided about answering here, except who is addressed: `addressed_message` says so.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from html import unescape
from typing import Any, Literal

from bot.advisor.question import Question, Turn
from bot.inbox import IncomingMessage
from bot.surfaces.slack.words import language_of_locale
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import Language
from knowledge.documents.language import detect_language

Kind = Literal["mention", "direct", "follow_up", "overheard"]

MAX_QUESTION_CHARS = 40_000
_MOST_FILES = 10
# Edits, joins and the like are no questions; these few are ordinary messages in other clothes.
_SPOKEN_SUBTYPES = {None, "file_share", "me_message"}
_ENTITY = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_QUESTION = re.compile(r"[?？]|(?:ですか|ますか|でしょうか|ませんか|たか|るか)[。.]?$")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")


def is_spoken(event: Mapping[str, Any]) -> bool:
    """Tell whether a person wrote this message just now."""
    return (
        event.get("subtype") in _SPOKEN_SUBTYPES
        and not event.get("bot_id")
        and bool(event.get("user"))
        and bool(event.get("ts"))
        and bool(event.get("channel"))
    )


def mentioned_users(text: str) -> frozenset[str]:
    """List the users whom a message mentions."""
    return frozenset(_MENTION.findall(text))


def bot_user_of(body: Mapping[str, Any], known: str) -> str:
    """Tell our own user id: the delivery names it, else what Slack said at the start."""
    for one in body.get("authorizations") or ():
        if one.get("is_bot") and one.get("user_id"):
            return str(one["user_id"])
    return known


def read_message(
    body: Mapping[str, Any], *, kind: Kind, details: Mapping[str, str], received_at: datetime
) -> IncomingMessage:
    """Read a delivery of `app_mention` or `message` that addresses us.

    Args:
        body: The delivery.
        kind: How it addresses us.
        details: What else the answer needs to know.
        received_at: Now.
    """
    event = body["event"]
    details = {**details, "kind": kind}
    if body.get("is_ext_shared_channel"):
        details["is_shared"] = "yes"
    if event.get("files"):
        named = [str(one.get("id") or "") for one in event["files"]][:_MOST_FILES]
        details["files"] = ",".join(one for one in named if one)
    text = str(event.get("text") or "")
    if len(text) > MAX_QUESTION_CHARS:
        details["is_too_long"] = "yes"
    return IncomingMessage(
        event_id=str(body.get("event_id") or f"{event['channel']}:{event['ts']}"),
        team=str(body.get("team_id") or event.get("team") or ""),
        channel=str(event["channel"]),
        ts=str(event["ts"]),
        thread_ts=str(event.get("thread_ts") or event["ts"]),
        user=str(event["user"]),
        text=text[:MAX_QUESTION_CHARS],
        received_at=received_at,
        details=details,
    )


def question_text(message: IncomingMessage) -> str:
    """Give the words that were asked: without our own mention, entities as a person reads them."""
    own = message.details.get("bot_user", "")
    text = message.text
    if own:
        text = re.sub(rf"<@{re.escape(own)}(?:\|[^<>]*)?>", " ", text)
    elif message.details.get("kind") == "mention":
        text = _MENTION.sub(" ", text, count=1)  # nobody told us our name: the first one is meant
    return canonical_text(unescape(_ENTITY.sub(_as_read, text))).strip()


def message_language(message: IncomingMessage) -> Language:
    """Tell the language to answer in: the words', or the reader's locale when there are no words."""
    chosen = chosen_language(message)
    if chosen is not None:
        return chosen
    default = language_of_locale(message.details.get("locale"))
    return detect_language(question_text(message), default=default)


def chosen_language(message: IncomingMessage) -> Language | None:
    """Give the language that the channel has chosen for all answers; None when it is the question's."""
    chosen = message.details.get("language")
    return "ja" if chosen == "ja" else "en" if chosen == "en" else None


def looks_like_question(text: str) -> bool:
    """Tell whether a message asks something, by its end."""
    return bool(_QUESTION.search(text.strip()))


def read_question(
    message: IncomingMessage, turns: tuple[Turn, ...], *, as_of: date, audiences: frozenset[str]
) -> Question:
    """Make the question that the core takes.

    Args:
        message: Accepted.
        turns: What the thread said before, oldest first.
        as_of: Today, in the company's time zone.
        audiences: Whose documents the answer may use: of all who will see it.
    """
    return Question(
        id=message.event_id,
        text=question_text(message),
        as_of=as_of,
        history=turns,
        language=chosen_language(message),
        audiences=audiences,
        scope="bundled" if "is_shared" in message.details else "all",  # nothing of ours goes outside
    )


def _as_read(match: re.Match[str]) -> str:
    sigil, target, label = match[1], match[2], match[3]
    if sigil == "@":
        return f"@{label}" if label else " "
    if sigil == "#":
        return f"#{label or ''}"
    if sigil == "!":
        return label or " "
    return label or target
