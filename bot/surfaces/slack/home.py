"""The app's own tabs: the home tab with what we can do and hold, and prompts in the messages tab."""

from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import App
from slack_sdk import WebClient

from bot.surfaces.slack.audiences_rights import Rights
from bot.surfaces.slack.people import People
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.views import home_view
from bot.surfaces.slack.words import words_for

log = structlog.get_logger(__name__)

_PROMPT_TITLE_CHARS = 60


@dataclass(frozen=True)
class Home:
    """Fills the tabs.

    Attributes:
        house: What is behind the surface.
        client: Of the Web API.
        people: Knows languages.
        rights: Knows who may read what.
    """

    house: House
    client: WebClient
    people: People
    rights: Rights

    def open(self, event: dict[str, Any], team: str) -> None:
        """Fill the tab that a person of a workspace has opened."""
        user = str(event["user"])
        words = words_for(self.people.language(user))
        if event.get("tab") == "messages":
            prompts = [{"title": one[:_PROMPT_TITLE_CHARS], "message": one} for one in words.examples]
            self.client.assistant_threads_setSuggestedPrompts(
                channel_id=str(event["channel"]), title=words.prompts_title, prompts=prompts
            )
            return
        audiences = self.rights.of_person(team, user)
        documents = self.house.bookcase.documents(audiences)
        self.client.views_publish(user_id=user, view=home_view(documents, self.people.language(user)))


def register_home(app: App, home: Home) -> None:
    """Register the tabs on a Bolt app."""

    @app.event("app_home_opened")
    def on_home_opened(event: dict[str, Any], body: dict[str, Any]) -> None:
        try:
            home.open(event, str(body.get("team_id") or ""))
        except Exception:  # nobody asked anything: there is nothing to apologise for
            log.exception("home_not_filled", tab=event.get("tab"))
