"""What buttons, modals and shortcuts do. Each acknowledges first; whatever fails is told to who clicked."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import structlog
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.surfaces.apology import apologise
from bot.surfaces.slack.asking import Asker, Body, channel_of, team_of, user_of
from bot.surfaces.slack.audiences_rights import Rights
from bot.surfaces.slack.blocks import render_words
from bot.surfaces.slack.buttons import (
    ASK_MORE,
    ASK_PHRASES,
    BAD,
    FEEDBACK,
    OPEN_SOURCE,
    SAY_BACK,
    SHARE,
    read_source,
)
from bot.surfaces.slack.channel_rules import ChannelRules, keep_rules_of_channel, rules_of_channel
from bot.surfaces.slack.client import error_code
from bot.surfaces.slack.feedback import Feedback, keep_feedback
from bot.surfaces.slack.people import People
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.posting import payload_of
from bot.surfaces.slack.sending import Sender
from bot.surfaces.slack.views import (
    ASK_VIEW,
    CHANNEL_VIEW,
    FEEDBACK_VIEW,
    OPEN_ASK,
    SAY_BACK_VIEW,
    ask_view,
    feedback_view,
    notice_view,
    say_back_view,
    source_view,
)
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import Language

log = structlog.get_logger(__name__)

CONSULT, ASK = "consult", "ask"
Ack = Callable[..., Any]
Work = Callable[[Body, Language], None]


@dataclass(frozen=True)
class Clicks:
    """Handlers of what people click.

    Attributes:
        house: What is behind the surface.
        client: Of the Web API.
        sender: Answers clicks.
        people: Knows languages.
        rights: Knows who may read what.
        asker: Puts questions.
    """

    house: House
    client: WebClient
    sender: Sender
    people: People
    rights: Rights
    asker: Asker

    def handle(self, ack: Ack, body: Body, work: Work) -> None:
        """Acknowledge, then do the work; tell the person when it fails."""
        ack()
        language = self.people.language(user_of(body))
        try:
            work(body, language)
        except SlackApiError as error:
            code = error_code(error)
            log.warning("click_refused", code=code)
            words = words_for(language)
            self.whisper(body, words.cannot_post.get(code, words.cannot_post_otherwise), language)
        except Exception as error:  # the one place where a failed click becomes words
            reference = uuid4().hex[:12]
            log.exception("click_failed", trace_id=reference, error=type(error).__name__)
            self.whisper(body, apologise(error, language, reference=reference), language)

    def open_source(self, body: Body, language: Language) -> None:
        """Open the passage that a citation names."""
        ref = read_source(body["actions"][0]["value"])
        source = self.house.bookcase.open(ref, self.rights.of_person(team_of(body), user_of(body)))
        gone = words_for(language).source_gone
        view = source_view(source, ref, language) if source else notice_view(gone, language)
        self.client.views_open(trigger_id=body["trigger_id"], view=view)

    def ask_more(self, body: Body, language: Language) -> None:
        """Ask on, in the thread."""
        self.asker.ask_in_thread(body, words_for(language).more_question, language=language)

    def ask_phrases(self, body: Body, language: Language) -> None:
        """Ask for sentences to say, in the thread."""
        self.asker.ask_in_thread(body, words_for(language).phrases_question, language=language)

    def share(self, body: Body, language: Language) -> None:
        """Answer the same question once more, for the whole channel."""
        question, channel = str(body["actions"][0]["value"]), channel_of(body)
        if self.asker.clicked.add("shared", channel, user_of(body), question):
            intro = words_for(language).shared_by
            self.asker.ask_openly(body, question, channel=channel, intro=intro)

    def take_feedback(self, body: Body, language: Language) -> None:
        """Keep that an answer was good, or ask what was wrong."""
        job = _job_of(body)
        if body["actions"][0].get("value") == BAD:
            view = feedback_view(job, language)
            self.client.views_open(trigger_id=body["trigger_id"], view=view)
            return
        self._keep_feedback(body, Feedback(job=job, is_good=True, at=self.house.now()))
        self.whisper(body, words_for(language).feedback_thanks, language)

    def take_reason(self, body: Body, language: Language) -> None:
        """Keep what was wrong with an answer."""
        chosen = submitted_values(body)
        feedback = Feedback(
            job=str(body["view"].get("private_metadata") or ""),
            is_good=False,
            reason=str((chosen["reason"].get("selected_option") or {}).get("value") or ""),
            comment=str(chosen["comment"].get("value") or ""),
            at=self.house.now(),
        )
        self._keep_feedback(body, feedback)
        self.whisper(body, words_for(language).feedback_thanks, language)

    def open_ask(self, body: Body, language: Language) -> None:
        """Ask for a question in a modal."""
        self.client.views_open(trigger_id=body["trigger_id"], view=ask_view(language))

    def take_question(self, body: Body, language: Language) -> None:
        """Answer the question of a modal in a direct message."""
        question = str(submitted_values(body)["question"].get("value") or "")
        intro = words_for(language).question_was
        self.asker.ask_openly(body, question, channel=user_of(body), intro=intro)

    def open_say_back(self, body: Body, language: Language) -> None:
        """Ask what a person means to say, in a modal."""
        self.client.views_open(trigger_id=body["trigger_id"], view=say_back_view(language))

    def take_statement(self, body: Body, language: Language) -> None:
        """Check what a person means to say, in a direct message."""
        statement = str(submitted_values(body)["statement"].get("value") or "")
        intro = words_for(language).check_intro
        self.asker.ask_openly(body, statement, channel=user_of(body), intro=intro, task="check")

    def consult(self, body: Body, language: Language) -> None:
        """Answer about a message, so that only who asked sees it."""
        text = str((body.get("message") or {}).get("text") or "")
        self.asker.ask_for_one(body, text, kind="consult", language=language)

    def take_channel_rules(self, body: Body, language: Language) -> None:
        """Keep how a channel wants us to behave."""
        words = words_for(language)
        chosen = {name: value["selected_option"]["value"] for name, value in submitted_values(body).items()}
        channel = str(body["view"]["private_metadata"])
        if not self.may_set_rules(body, channel):
            self.whisper(body, words.channel_not_allowed, language)
            return
        rules = ChannelRules.model_validate(chosen)
        keep_rules_of_channel(self.house.notes, rules, team=team_of(body), channel=channel)
        self.whisper(body, words.channel_kept, language)

    def may_set_rules(self, body: Body, channel: str) -> bool:
        """Tell whether a person may choose how we behave in a channel."""
        team, user = team_of(body), user_of(body)
        if self.people.is_administrator(user):
            return True
        rules = rules_of_channel(self.house.notes, team=team, channel=channel)
        by_members = rules.changed_by == "members"
        return by_members and self.rights.is_member(team=team, channel=channel, user=user)

    def whisper(self, body: Body, text: str, language: Language) -> None:
        """Say something so that only who clicked sees it; that this fails too is only logged."""
        [post, *_] = render_words(text, language=language)
        user, channel = user_of(body), channel_of(body)
        payload = payload_of(post, user, None, job_id="note", part=1, parts=1)
        try:
            if body.get("response_url"):
                self.sender.respond(str(body["response_url"]), payload)
            elif channel:
                blocks = payload["blocks"]
                self.client.chat_postEphemeral(channel=channel, user=user, text=post.text, blocks=blocks)
            else:
                self.client.chat_postMessage(**payload)
        except Exception:
            log.exception("user_not_told")

    def _keep_feedback(self, body: Body, feedback: Feedback) -> None:
        keep_feedback(self.house.notes, feedback, team=team_of(body), user=user_of(body))


def register_clicks(app: App, clicks: Clicks) -> None:
    """Register the handlers on a Bolt app."""
    works: dict[Any, Work] = {
        re.compile(rf"^{OPEN_SOURCE}_\d+$"): clicks.open_source,
        ASK_MORE: clicks.ask_more,
        ASK_PHRASES: clicks.ask_phrases,
        SHARE: clicks.share,
        FEEDBACK: clicks.take_feedback,
        OPEN_ASK: clicks.open_ask,
        SAY_BACK: clicks.open_say_back,
    }
    for action, work in works.items():
        app.action(action)(_listener(clicks, work))
    app.view(FEEDBACK_VIEW)(_listener(clicks, clicks.take_reason))
    app.view(ASK_VIEW)(_listener(clicks, clicks.take_question))
    app.view(SAY_BACK_VIEW)(_listener(clicks, clicks.take_statement))
    app.view(CHANNEL_VIEW)(_listener(clicks, clicks.take_channel_rules))
    app.shortcut(CONSULT)(_listener(clicks, clicks.consult))
    app.shortcut(ASK)(_listener(clicks, clicks.open_ask))


def _listener(clicks: Clicks, work: Work) -> Callable[[Ack, Body], None]:
    def on_click(ack: Ack, body: Body) -> None:
        clicks.handle(ack, body, work)

    return on_click


def submitted_values(body: Body) -> dict[str, dict[str, Any]]:
    """Give each field of a submitted modal by its name."""
    blocks = body["view"]["state"]["values"]
    return {name: value for fields in blocks.values() for name, value in fields.items()}


def form_metadata(body: Body) -> dict[str, Any]:
    """Give what a form carries, where that is an object; empty for what is no form."""
    told: dict[str, Any] = json.loads(str((body.get("view") or {}).get("private_metadata") or "{}"))
    return told


def _job_of(body: Body) -> str:
    """Name the answer that a button stands under: its job, or where it stands."""
    message = body.get("message") or {}
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return str(
        payload.get("job_id") or message.get("ts") or (body.get("container") or {}).get("message_ts") or ""
    )
