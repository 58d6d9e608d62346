"""The digest as a part of the running surface: what is posted by the clock, and what people do with it."""

from functools import partial
from threading import Event, Thread

from slack_bolt import App

from bot.digest.delivery import Publisher
from bot.surfaces.slack.clicks import Clicks
from bot.surfaces.slack.client import TokenOf, make_single_client
from bot.surfaces.slack.config import SlackConfig
from bot.surfaces.slack.digest_clicks import DigestClicks, register_digest
from bot.surfaces.slack.digest_commands import DigestCommands
from bot.surfaces.slack.digest_desk import DigestDesk, owner_in
from bot.surfaces.slack.digest_publisher import SLACK, SlackPublisher
from bot.surfaces.slack.digest_trouble import TroubleTeller
from bot.surfaces.slack.ports import House

_JOIN_S = 15.0  # one post, and what else a turn may still have in hand


class DigestService:
    """Posts what is due in a thread of its own while the surface runs; does nothing without a newsroom."""

    def __init__(self, config: SlackConfig, house: House, token_of: TokenOf | None, stopping: Event) -> None:
        self._house = house
        self._stopping = stopping
        self._client = make_single_client(config, token_of)
        self._thread: Thread | None = None

    def register(self, app: App, clicks: Clicks) -> DigestCommands | None:
        """Register buttons and forms on a Bolt app; gives what carries out `/sandan digest`."""
        room = self._house.newsroom
        if room is None:
            return None
        desk = DigestDesk(clicks, room)
        register_digest(app, DigestClicks(desk))
        return DigestCommands(desk)

    def start(self) -> None:
        """Begin to look what is due."""
        run = self._house.run_news
        if run is None:
            return
        self._thread = Thread(target=run, args=(self.publisher_for, self._stopping), name="news", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait for what is being posted, after `stopping` was set."""
        if self._thread is not None:
            self._thread.join(_JOIN_S)

    def publisher_for(self, channel: str) -> Publisher | None:
        """Give the platform of a channel; None where it is not in Slack."""
        room = self._house.newsroom
        if room is None or not channel.startswith(SLACK):
            return None
        teller = TroubleTeller(self._client, room, self._house.notes)
        return SlackPublisher(self._client, partial(owner_in, room), teller.tell)
