"""What becomes of an answer when its question is deleted or edited.

A deleted question's answer is taken back, as a job like any other, so that it survives a restart. An edited
question is answered anew when its asker presses a button: many edits only mend a letter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.inbox import IncomingMessage, KeptMessage
from bot.surfaces.slack.blocks import render_words
from bot.surfaces.slack.buttons import answer_anew_row
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.posting import Poster, payload_of
from bot.surfaces.slack.reading import MAX_QUESTION_CHARS, message_language
from bot.surfaces.slack.words import words_for

log = structlog.get_logger(__name__)

WITHDRAW = "withdraw"  # task of a job that takes an answer back
Body = Mapping[str, Any]
_PASSING_DETAILS = frozenset({"is_limited", "is_too_long", "files"})  # of one text, not of its successor


class Edit(BaseModel):
    """The newest text of an edited question; kept by person, so that it is erased with the person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    ts: str  # of the edit
    answered_ts: str  # the message whose answer it would replace: the question, or an earlier edit
    at: AwareDatetime


@dataclass(frozen=True)
class Withdrawals:
    """Handles deletions and edits of questions that we have taken.

    Attributes:
        house: What is behind the surface.
        poster: Offers to answer anew.
        run_later: Runs something beside the delivery.
    """

    house: House
    poster: Poster
    run_later: Callable[[Callable[[], None]], object]

    def take(self, body: Body) -> None:
        """Take in a deletion or an edit; what is not about a question of ours is passed over."""
        event = body["event"]
        deleted_ts = _deleted_ts(event)
        if deleted_ts:
            self._withdraw(body, deleted_ts)
        elif _is_edit(event):
            self._offer(body)

    def replace(self, *, team: str, user: str, channel: str, ts: str) -> IncomingMessage | None:
        """Give the message that asks an edited question anew; None when there is nothing to replace."""
        edit = self._edit(team, user, channel, ts)
        kept = self.house.inbox.find(team=team, channel=channel, ts=edit.answered_ts) if edit else None
        if edit is None or kept is None or kept.message.user != user or edit.ts == edit.answered_ts:
            return None
        name = _note_name(team, user, channel, ts)
        self.house.notes.keep_note(name, edit.model_copy(update={"answered_ts": edit.ts}).model_dump_json())
        return _successor(kept, edit)

    def _withdraw(self, body: Body, ts: str) -> None:
        event = body["event"]
        team, channel = str(body.get("team_id") or ""), str(event["channel"])
        asked = self.house.inbox.find(team=team, channel=channel, ts=ts)
        if asked is None:
            return
        edit = self._edit(team, asked.message.user, channel, ts)
        answered = self.house.inbox.find(team=team, channel=channel, ts=edit.answered_ts) if edit else None
        for number, kept in enumerate(one for one in (answered, asked) if one is not None):
            self.house.inbox.accept(_withdrawal(body, kept, number, received_at=self.house.now()))
            self.house.inbox.withdraw(kept.job_id, now=self.house.now())
        self.house.notes.drop_notes(_note_name(team, asked.message.user, channel, ts))
        log.info("question_deleted", job=asked.job_id)

    def _offer(self, body: Body) -> None:
        event = body["event"]
        team, channel, message = str(body.get("team_id") or ""), str(event["channel"]), event["message"]
        user, ts, edit_ts = (
            str(message["user"]),
            str(message["ts"]),
            str(event.get("event_ts") or event["ts"]),
        )
        before = self._edit(team, user, channel, ts)
        answered_ts = before.answered_ts if before else ts
        kept = self.house.inbox.find(team=team, channel=channel, ts=answered_ts)
        is_known = before is not None and before.ts == edit_ts
        if kept is None or kept.outcome == "withdrawn" or is_known:
            return
        text = str(message.get("text") or "")[:MAX_QUESTION_CHARS]
        edit = Edit(text=text, ts=edit_ts, answered_ts=answered_ts, at=self.house.now())
        self.house.notes.keep_note(_note_name(team, user, channel, ts), edit.model_dump_json())
        self.run_later(lambda: self._say_offer(kept.message, ts))

    def _say_offer(self, message: IncomingMessage, ts: str) -> None:
        language = message_language(message)
        [post, *_] = render_words(words_for(language).edited, language=language)
        post = post.model_copy(update={"blocks": (*post.blocks, answer_anew_row(ts, language))})
        payload = payload_of(post, message.channel, message.thread_ts, job_id="edit", part=1, parts=1)
        try:
            self.poster.sender.whisper(message.channel, message.user, payload)
        except Exception:  # the edit can be asked as a question of its own
            log.exception("offer_not_made")

    def _edit(self, team: str, user: str, channel: str, ts: str) -> Edit | None:
        kept = self.house.notes.note(_note_name(team, user, channel, ts))
        return None if kept is None else Edit.model_validate_json(kept)


def _deleted_ts(event: Mapping[str, Any]) -> str:
    """Give the place of a deleted message; the root of a thread is turned into a tombstone instead."""
    if event.get("subtype") == "message_deleted":
        return str(event.get("deleted_ts") or (event.get("previous_message") or {}).get("ts") or "")
    message = event.get("message") or {}
    is_tombstone = event.get("subtype") == "message_changed" and message.get("subtype") == "tombstone"
    return str(message.get("ts") or "") if is_tombstone else ""


def _is_edit(event: Mapping[str, Any]) -> bool:
    """Tell whether a person changed words: previews of links change a message too."""
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    return (
        event.get("subtype") == "message_changed"
        and bool(message.get("user") and message.get("ts") and message.get("edited"))
        and not message.get("bot_id")
        and message.get("text") != before.get("text")
    )


def _successor(kept: KeptMessage, edit: Edit) -> IncomingMessage:
    details = {name: value for name, value in kept.message.details.items() if name not in _PASSING_DETAILS}
    changes = {
        "event_id": f"edit:{kept.message.channel}:{edit.ts}",
        "ts": edit.ts,
        "text": edit.text,
        "received_at": edit.at,
        "details": {**details, "replaces": kept.job_id},
    }
    return kept.message.model_copy(update=changes)


def _withdrawal(body: Body, kept: KeptMessage, number: int, *, received_at: AwareDatetime) -> IncomingMessage:
    event = body["event"]
    stamp = str(event.get("event_ts") or event["ts"])
    details = {"kind": WITHDRAW, "task": WITHDRAW, "replaces": kept.job_id}
    changes = {
        "event_id": f"{body.get('event_id') or stamp}:{number}",
        "ts": f"{stamp}:{number}",
        "text": "",
        "received_at": received_at,
        "details": details,
    }
    return kept.message.model_copy(update=changes)


def _note_name(team: str, user: str, channel: str, ts: str) -> str:
    return f"slack-edit:{team}:{user}:{channel}:{ts}"[:90]
