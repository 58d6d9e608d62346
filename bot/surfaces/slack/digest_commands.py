"""`/sandan digest …`: what can be typed about the digest of a channel."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from bot.surfaces.slack.asking import Body
from bot.surfaces.slack.digest_desk import DigestDesk, channel_in, place_in
from bot.surfaces.slack.digest_publisher import links_of
from bot.surfaces.slack.digest_reading import read_clock
from bot.surfaces.slack.digest_showing import show_rest, show_sources
from bot.surfaces.slack.digest_template import render_digest
from bot.surfaces.slack.digest_views import profile_view, settings_view
from bot.surfaces.slack.digest_words import tell
from knowledge.documents.document import Language
from knowledge.profile import CompanyProfile

_NOTHING_MUTED: dict[str, frozenset[str]] = {
    "muted_items": frozenset(), "muted_sources": frozenset(), "muted_topics": frozenset(),
    "muted_clusters": frozenset(),
}  # fmt: skip


@dataclass(frozen=True)
class DigestCommands:
    """Carries out what is typed."""

    desk: DigestDesk

    def obey(self, body: Body, written: str, language: Language) -> None:
        """Do what was typed after `/sandan digest`."""
        name, _, rest = written.strip().partition(" ")
        works: dict[str, Callable[[Body, Language], None]] = {
            "unsubscribe": self._unsubscribe,
            "preview": self._preview,
            "more": self._rest,
            "settings": self._open_settings,
            "tasks": self.desk.show_tasks,
            "sources": self._sources,
            "profile": self._open_profile,
            "pause": self._pause,
            "resume": self._resume,
            "unmute": self._unmute,
            "reset": self._reset,
        }
        if name.lower() == "subscribe":
            self._subscribe(body, rest, language)
        elif name.lower() in works:
            works[name.lower()](body, language)
        else:
            self.desk.say(body, self.desk.standing(body, language), language)

    def _subscribe(self, body: Body, rest: str, language: Language) -> None:
        at = read_clock(rest) if rest.strip() else None
        if rest.strip() and at is None:
            self.desk.say(body, tell("bad_time", language), language)
            return
        held = self.desk.settable(body, language)
        if held is None:
            return
        wanted = held.model_copy(update={"at": at} if at else {})
        following = self.desk.room.keep(wanted)
        self.desk.say(body, self.desk.timetable("subscribed", wanted, following, language), language)

    def _unsubscribe(self, body: Body, language: Language) -> None:
        held = self.desk.changeable(body, language)
        if held is not None:
            self.desk.room.remove(held.channel)
            self.desk.say(body, tell("unsubscribed", language), language)

    def _preview(self, body: Body, language: Language) -> None:
        wanted = self.desk.room.subscription(place_in(body)) or self.desk.fresh(body, language)
        self.desk.say(body, tell("preview_title", language), language)
        digest = self.desk.room.preview(wanted)
        links = links_of(digest, self.desk.clicks.client)
        self.desk.show(body, render_digest(digest, self.desk.owner_of, links, has_buttons=False))

    def _rest(self, body: Body, language: Language) -> None:
        self.desk.show(body, show_rest(self.desk.room.rest(place_in(body)), language))

    def _sources(self, body: Body, language: Language) -> None:
        self.desk.show(body, show_sources(self.desk.room.sources(), language))

    def _open_settings(self, body: Body, language: Language) -> None:
        held = self.desk.settable(body, language)
        if held is None:
            return
        metadata = json.dumps({"channel": channel_in(body)})
        self.desk.open(body, settings_view(held, self.desk.room.sources(), language, metadata))

    def _open_profile(self, body: Body, language: Language) -> None:
        if not self.desk.is_administrator(body):
            self.desk.say(body, tell("admin_only", language), language)
            return
        profile = self.desk.room.profile() or CompanyProfile()
        self.desk.open(body, profile_view(profile, language, json.dumps({"channel": channel_in(body)})))

    def _pause(self, body: Body, language: Language) -> None:
        held = self.desk.changeable(body, language)
        if held is not None:
            self.desk.room.keep(held.pause())
            self.desk.say(body, tell("paused", language), language)

    def _resume(self, body: Body, language: Language) -> None:
        held = self.desk.changeable(body, language)
        if held is not None:
            resumed = held.resume(self.desk.room.today(held))
            following = self.desk.room.keep(resumed)
            self.desk.say(body, self.desk.timetable("resumed", resumed, following, language), language)

    def _unmute(self, body: Body, language: Language) -> None:
        held = self.desk.changeable(body, language)
        if held is not None:
            self.desk.room.keep(held.model_copy(update=_NOTHING_MUTED))
            self.desk.say(body, tell("unmuted", language), language)

    def _reset(self, body: Body, language: Language) -> None:
        held = self.desk.changeable(body, language)
        if held is not None:
            count = self.desk.room.reset_feedback(held.channel)
            self.desk.say(body, tell("reset", language, count=count), language)
