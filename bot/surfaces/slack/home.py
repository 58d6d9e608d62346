"""The app's own tabs: the home tab with what we can do and hold, and prompts in the messages tab."""

from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import App
from slack_sdk import WebClient

from bot.surfaces.slack.people import People
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.views import home_view
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import EVERYONE

log = structlog.get_logger(__name__)

_PROMPT_TITLE_CHARS = 60


@dataclass(frozen=True)
class Home:
    """Fills the tabs.

    Attributes:
        house: What is behind the surface.
        client: Of the Web API.
        people: Knows languages.
    """

    house: House
    client: WebClient
    people: People

    def open(self, event: dict[str, Any]) -> None:
        """Fill the tab that a person has opened."""
        user = str(event["user"])
        words = words_for(self.people.language(user))
        if event.get("tab") == "messages":
            prompts = [{"title": one[:_PROMPT_TITLE_CHARS], "message": one} for one in words.examples]
            self.client.assistant_threads_setSuggestedPrompts(
                channel_id=str(event["channel"]), title=words.prompts_title, prompts=prompts
            )
            return
        documents = self.house.bookcase.documents(frozenset({EVERYONE}))
        self.client.views_publish(user_id=user, view=home_view(documents, self.people.language(user)))


def register_home(app: App, home: Home) -> None:
    """Register the tabs on a Bolt app."""

    @app.event("app_home_opened")
    def on_home_opened(event: dict[str, Any]) -> None:
        try:
            home.open(event)
        except Exception:  # nobody asked anything: there is nothing to apologise for
            log.exception("home_not_filled", tab=event.get("tab"))
