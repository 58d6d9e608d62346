"""`/sandan`: ask so that only you see the answer, and what else can be typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import App

from bot.surfaces.slack.asking import Body, channel_of, team_of, user_of
from bot.surfaces.slack.channel_rules import rules_of_channel
from bot.surfaces.slack.clicks import Clicks
from bot.surfaces.slack.digest_commands import DigestCommands
from bot.surfaces.slack.documents import Documents
from bot.surfaces.slack.views import channel_view
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import Language

COMMAND = "/sandan"
_TASKS = {"phrases", "check"}
Ack = Callable[..., Any]


@dataclass(frozen=True)
class Commands:
    """What can be typed after `/sandan`.

    Attributes:
        clicks: Shares with it how failures are told.
        documents: Adds and lists documents.
        digest: Carries out what is typed about the digest; None where there is none.
    """

    clicks: Clicks
    documents: Documents
    digest: DigestCommands | None = None

    def obey(self, body: Body, language: Language) -> None:
        """Do what was typed; anything that is no command is a question."""
        text = str(body.get("text") or "").strip()
        name, _, rest = text.partition(" ")
        named = {
            "": self._help,
            "help": self._help,
            "ヘルプ": self._help,
            "add": self.documents.open_form,
            "documents": self.documents.show_list,
            "文書": self.documents.show_list,
            "forget": self._forget,
            "settings": self._settings,
            "設定": self._settings,
        }
        if name.lower() in named and not rest.strip():
            named[name.lower()](body, language)
        elif name.lower() == "digest" and self.digest is not None:
            self.digest.obey(body, rest, language)
        elif name.lower() in _TASKS:
            self._task(body, name.lower(), rest.strip(), language)
        else:
            question = rest.strip() if name.lower() == "ask" else text
            self.clicks.asker.ask_for_one(body, question, kind="command", language=language)

    def _help(self, body: Body, language: Language) -> None:
        words = words_for(language)
        lines = "\n".join([words.help_intro, *(f"・{line}" for line in words.help_lines)])
        self.clicks.whisper(body, lines, language)

    def _forget(self, body: Body, language: Language) -> None:
        house, team, user = self.clicks.house, team_of(body), user_of(body)
        erasure = house.eraser.erase_person(user=user, team=team)
        count = erasure.total + self.documents.forget_person(team, user)
        words = words_for(language).forgotten.format(count=count)
        self.clicks.whisper(body, words, language)

    def _settings(self, body: Body, language: Language) -> None:
        words, channel = words_for(language), channel_of(body)
        if not channel or channel.startswith("D"):
            self.clicks.whisper(body, words.channel_only, language)
        elif not self.clicks.may_set_rules(body, channel):
            self.clicks.whisper(body, words.channel_not_allowed, language)
        else:
            rules = rules_of_channel(self.clicks.house.notes, team=team_of(body), channel=channel)
            view = channel_view(channel, rules, language)
            self.clicks.client.views_open(trigger_id=body["trigger_id"], view=view)

    def _task(self, body: Body, task: str, text: str, language: Language) -> None:
        if not text:
            words = words_for(language).no_text.format(command=task)
            self.clicks.whisper(body, words, language)
            return
        self.clicks.asker.ask_for_one(body, text, kind="command", language=language, task=task)


def register_commands(app: App, commands: Commands) -> None:
    """Register `/sandan` on a Bolt app."""

    @app.command(COMMAND)
    def on_command(ack: Ack, body: Body) -> None:
        commands.clicks.handle(ack, body, commands.obey)
