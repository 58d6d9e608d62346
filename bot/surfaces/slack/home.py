"""The app's own tabs: the home tab with what we can do and hold, and prompts in the messages tab."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import App

from bot.surfaces.slack.asking import Body, team_of
from bot.surfaces.slack.audiences_membership import MembershipUnknownError
from bot.surfaces.slack.channel_rules import channels_with_rules, rules_of_channel
from bot.surfaces.slack.clicks import Ack, Clicks
from bot.surfaces.slack.documents import Documents
from bot.surfaces.slack.home_parts import (
    MOST_CHANNELS,
    MOST_QUESTIONS,
    OPEN_ADD,
    OPEN_DOCUMENTS,
    OPEN_RULES,
    ChosenRules,
    document_buttons,
    question_blocks,
    settings_blocks,
)
from bot.surfaces.slack.views import channel_view, home_view, notice_view
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import Language

log = structlog.get_logger(__name__)

_PROMPT_TITLE_CHARS = 60


@dataclass(frozen=True)
class Home:
    """Fills the tabs.

    Attributes:
        clicks: Shares with it what is behind the surface, and how people are told things.
        documents: Knows who may add documents, and lists them.
    """

    clicks: Clicks
    documents: Documents

    def open(self, event: Body, team: str) -> None:
        """Fill the tab that a person of a workspace has opened."""
        user = str(event["user"])
        language = self.clicks.people.language(user)
        if event.get("tab") == "messages":
            self._offer_prompts(str(event["channel"]), language)
            return
        house = self.clicks.house
        held = house.bookcase.documents(self.clicks.rights.of_person(team, user))
        questions = house.open_questions.open_questions(team=team, user=user, limit=MOST_QUESTIONS)
        view = home_view(held, language)
        may_add = self.documents.curators.may_change(team, user)
        blocks = [
            *view["blocks"],  # type: ignore[misc]  # a list, as made there
            *document_buttons(language, may_add=may_add),
            *settings_blocks(tuple(self._chosen(team, user)), language),
            *question_blocks(questions, language),
        ]
        self.clicks.client.views_publish(user_id=user, view=view | {"blocks": blocks})

    def open_rules(self, body: Body, language: Language) -> None:
        """Ask how to behave in the channel whose button was pressed."""
        channel = str(body["actions"][0]["value"])
        if self.clicks.may_set_rules(body, channel):
            rules = rules_of_channel(self.clicks.house.notes, team=team_of(body), channel=channel)
            view = channel_view(channel, rules, language)
        else:
            view = notice_view(words_for(language).channel_not_allowed, language)
        self.clicks.client.views_open(trigger_id=body["trigger_id"], view=view)

    def _offer_prompts(self, channel: str, language: Language) -> None:
        words = words_for(language)
        prompts = [{"title": one[:_PROMPT_TITLE_CHARS], "message": one} for one in words.examples]
        self.clicks.client.assistant_threads_setSuggestedPrompts(
            channel_id=channel, title=words.prompts_title, prompts=prompts
        )

    def _chosen(self, team: str, user: str) -> Iterator[ChosenRules]:
        """List the channels with settings of their own that a person is in."""
        house, rights = self.clicks.house, self.clicks.rights
        found = 0
        for channel in channels_with_rules(house.notes, team=team):
            if found < MOST_CHANNELS and rights.is_member(team=team, channel=channel, user=user):
                found += 1
                try:
                    name = rights.membership.channel(team, channel).name
                except MembershipUnknownError:
                    name = ""
                yield ChosenRules(channel, name, rules_of_channel(house.notes, team=team, channel=channel))


def register_home(app: App, home: Home) -> None:
    """Register the tabs on a Bolt app."""

    @app.event("app_home_opened")
    def on_home_opened(event: dict[str, Any], body: dict[str, Any]) -> None:
        try:
            home.open(event, str(body.get("team_id") or ""))
        except Exception:  # nobody asked anything: there is nothing to apologise for
            log.exception("home_not_filled", tab=event.get("tab"))

    @app.action(OPEN_ADD)
    def on_add(ack: Ack, body: Body) -> None:
        home.clicks.handle(ack, body, home.documents.open_form)

    @app.action(OPEN_DOCUMENTS)
    def on_documents(ack: Ack, body: Body) -> None:
        home.clicks.handle(ack, body, home.documents.open_list)

    @app.action(re.compile(rf"^{OPEN_RULES}_\d+$"))
    def on_rules(ack: Ack, body: Body) -> None:
        home.clicks.handle(ack, body, home.open_rules)
