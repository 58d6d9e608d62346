"""Documents from Slack: ask who may read dropped files, take them in, list what is held, take it out."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import App

from bot.surfaces.cli.reports import DocumentSummary
from bot.surfaces.slack.asking import Body, Place, channel_of, team_of, user_of
from bot.surfaces.slack.audiences_membership import Membership, MembershipUnknownError
from bot.surfaces.slack.blocks import Json, Post, render_words
from bot.surfaces.slack.clicks import Ack, Clicks, form_metadata, submitted_values
from bot.surfaces.slack.documents_desk import TASK
from bot.surfaces.slack.documents_people import Curators
from bot.surfaces.slack.documents_views import (
    ADD_FILES,
    ADD_VIEW,
    MOST_FILES,
    ONE_CHANNEL,
    REMOVE,
    add_view,
    audience_of,
    document_mark,
    list_post,
)
from bot.surfaces.slack.documents_words import document_words
from bot.surfaces.slack.escaping import inert_line
from bot.surfaces.slack.posting import payload_of
from bot.surfaces.slack.views import blocks_view
from knowledge.documents.document import EVERYONE, Language

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Documents:
    """What people do with documents in Slack.

    Attributes:
        clicks: Shares with it how people are told things.
        curators: Knows who may add and remove.
        membership: Knows user groups and channels.
        serves_many: Several workspaces are served: documents for everyone are none of theirs to remove.
    """

    clicks: Clicks
    curators: Curators
    membership: Membership
    serves_many: bool = False

    def open_form(self, body: Body, language: Language) -> None:
        """Ask for files and who may read them."""
        self._open(body, language, {"channel": "", "thread": "", "files": []})

    def open_form_for(self, body: Body, language: Language) -> None:
        """Ask who may read the files that were dropped."""
        message = body.get("message") or {}
        thread = str(message.get("thread_ts") or message.get("ts") or "")
        files = str(body["actions"][0]["value"]).split(",")[:MOST_FILES]
        self._open(body, language, {"channel": channel_of(body), "thread": thread, "files": files})

    def problems(self, body: Body, language: Language) -> dict[str, str]:
        """Tell what does not fit together in the form, by field; Slack shows it in the form."""
        words, values = document_words(language), submitted_values(body)
        channel = str(values["channel"].get("selected_conversation") or "")
        is_chosen = values["audience"]["selected_option"]["value"] == ONE_CHANNEL
        if is_chosen and not channel:
            return {"channel": words.channel_missing}
        if channel and not is_chosen:
            return {"channel": words.channel_unused}
        if channel:
            try:
                is_usable = not self.membership.channel(team_of(body), channel).is_shared
                is_usable = is_usable and bool(self.membership.channel_members(team_of(body), channel))
            except MembershipUnknownError:
                is_usable = False
            return {} if is_usable else {"channel": words.channel_closed}
        return {}

    def take(self, body: Body, language: Language) -> None:
        """Have the files of the form read."""
        words = document_words(language)
        if not self.curators.may_change(team_of(body), user_of(body)):
            self.clicks.whisper(body, words.not_allowed, language)
            return
        details = self._details(body, language)
        told = form_metadata(body)
        count = len(details["files"].split(","))
        text = words.received.format(count=count, audience=details["audience_label"])
        [root] = render_words(text, language=language)
        channel, thread = told["channel"] or user_of(body), told["thread"] or None
        payload = payload_of(root, channel, thread, job_id="documents", part=1, parts=1)
        said = self.clicks.client.chat_postMessage(**payload)
        ts, place = str(said["ts"]), str(said.get("channel") or channel)
        here = Place(f"add:{place}:{ts}", place, ts=ts, thread_ts=thread or ts)
        self.clicks.asker.keep(body, "", here, details)

    def show_list(self, body: Body, language: Language) -> None:
        """List the documents that a person may read."""
        post = self._list_post(body, language)
        payload = payload_of(post, user_of(body), None, job_id="note", part=1, parts=1)
        self.clicks.sender.respond(str(body["response_url"]), payload)

    def open_list(self, body: Body, language: Language) -> None:
        """List the documents that a person may read, in a modal."""
        self.clicks.client.views_open(trigger_id=body["trigger_id"], view=self._list_view(body, language))

    def remove(self, body: Body, language: Language) -> None:
        """Take a document out, for who may read it and may remove."""
        words, team, user = document_words(language), team_of(body), user_of(body)
        mark = str(body["actions"][0]["value"])
        found = [one for one in self.removable(team, user) if document_mark(one) == mark]
        if not found:
            self.clicks.whisper(body, words.not_removed, language)
            return
        for one in found:
            self.clicks.house.shelving.remove(f"{one.id}@{one.version}")
            log.info("document_taken_out")
        if body.get("view"):
            identity = str(body["view"]["id"])
            self.clicks.client.views_update(view_id=identity, view=self._list_view(body, language))
        titles = ", ".join(inert_line(one.title) for one in found)
        self.clicks.whisper(body, words.removed.format(titles=titles), language)

    def removable(self, team: str, user: str) -> Sequence[DocumentSummary]:
        """List what a person may take out."""
        if not self.curators.may_change(team, user):
            return ()
        own = self._own(team, user)
        return [one for one in own if one.audience != EVERYONE or not self.serves_many]

    def forget_person(self, team: str, user: str) -> int:
        """Take out the documents that only this person may read; gives the count."""
        private = audience_of("me", team=team, user=user, channel="").name
        shelving = self.clicks.house.shelving
        held = shelving.documents(frozenset({private}))
        return sum(len(shelving.remove(f"{one.id}@{one.version}")) for one in held)

    def _list_view(self, body: Body, language: Language) -> Json:
        listed = self._list_post(body, language).blocks
        return blocks_view(document_words(language).list_title, list(listed), language)

    def _list_post(self, body: Body, language: Language) -> Post:
        team, user = team_of(body), user_of(body)
        may_remove = self.curators.may_change(team, user)
        return list_post(self._own(team, user), language, may_remove=may_remove)

    def _own(self, team: str, user: str) -> Sequence[DocumentSummary]:
        return self.clicks.house.shelving.documents(self.clicks.rights.of_person(team, user))

    def _open(self, body: Body, language: Language, told: dict[str, Any]) -> None:
        team, user = team_of(body), user_of(body)
        if not self.curators.may_change(team, user):
            self.clicks.whisper(body, document_words(language).not_allowed, language)
            return
        try:
            groups = self.membership.groups(team)
        except MembershipUnknownError as error:  # the form works without them
            log.warning("groups_unknown", code=error.code)
            groups = ()
        view = add_view(groups, language, metadata=json.dumps(told), has_files=bool(told["files"]))
        self.clicks.client.views_open(trigger_id=body["trigger_id"], view=view)

    def _details(self, body: Body, language: Language) -> dict[str, str]:
        values, told = submitted_values(body), form_metadata(body)
        chosen = values["audience"]["selected_option"]
        channel = str(values["channel"].get("selected_conversation") or "")
        label = inert_line(str(chosen["text"]["text"]))
        if channel:
            name = f"#{self.membership.channel(team_of(body), channel).name}"
            label = document_words(language).one_channel.format(name=name)
        given = [str(one["id"]) for one in (values.get("files") or {}).get("files") or ()]
        audience = audience_of(chosen["value"], team=team_of(body), user=user_of(body), channel=channel)
        return {
            "kind": "documents",
            "task": TASK,
            "locale": language,
            "files": ",".join(told["files"] or given),
            "audience": audience.name,
            "audience_label": label,
            "class": str(values["class"]["selected_option"]["value"]),
            "since": str(values["since"].get("selected_date") or ""),
        }


def register_documents(app: App, documents: Documents) -> None:
    """Register the handlers on a Bolt app."""
    clicks = documents.clicks

    @app.view(ADD_VIEW)
    def on_form(ack: Ack, body: Body) -> None:
        problems = documents.problems(body, clicks.people.language(user_of(body)))
        if problems:
            ack(response_action="errors", errors=problems)
        else:
            clicks.handle(ack, body, documents.take)

    @app.action(ADD_FILES)
    def on_files(ack: Ack, body: Body) -> None:
        clicks.handle(ack, body, documents.open_form_for)

    @app.action(re.compile(rf"^{REMOVE}_\d+$"))
    def on_remove(ack: Ack, body: Body) -> None:
        clicks.handle(ack, body, documents.remove)
