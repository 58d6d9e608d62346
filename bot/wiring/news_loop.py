"""Gather, compose and send what is due, again and again, beside the surfaces of a running service.

The service owns the store, so there is one loop; the ledger would keep a second one from sending twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

import structlog

from bot.digest.delivery import Publisher
from bot.digest.schedule import due_day
from bot.digest.subscription import Subscription
from bot.wiring.news_running import deliver
from bot.wiring.newsroom import HouseNewsroom

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 30.0
GATHER_EVERY = timedelta(hours=1)  # the sources themselves say how often each may be asked
FRESH = timedelta(minutes=10)  # a digest is made of news that were gathered no longer ago

PublisherFor = Callable[[str], Publisher | None]


@dataclass
class NewsLoop:
    """Looks what is due and sees to it.

    Attributes:
        room: The digest.
        publisher_for: Gives the platform of a channel; None where none is connected.
    """

    room: HouseNewsroom
    publisher_for: PublisherFor
    _alerted: set[str] = field(default_factory=set)

    def turn(self) -> None:
        """Gather if it is time, and send what is due."""
        now = self.room.now()
        wanted = [one for one in self.room.subscriptions() if self.publisher_for(one.channel) is not None]
        if not wanted:
            return
        if self._must_gather(wanted, now):
            self.room.gather_now()
        if self._has_work(wanted, now):
            deliver(self.room.composer(), self.publisher_for)
        self._alert(now)

    def run(self, stopping: Event) -> None:
        """Take turns until it is to stop; a turn that fails does not end it."""
        while not stopping.is_set():
            try:
                self.turn()
            except Exception:  # the next turn may be a better one
                log.exception("news_loop_failed")
            stopping.wait(LOOK_EVERY_S)

    def _must_gather(self, wanted: list[Subscription], now: datetime) -> bool:
        gathered_at = self.room.gathered_at
        if gathered_at is None or now - gathered_at >= GATHER_EVERY:
            return True
        return now - gathered_at >= FRESH and any(self._is_due(one, now) for one in wanted)

    def _has_work(self, wanted: list[Subscription], now: datetime) -> bool:
        standings = self.room.stores.ledger.standings()
        is_open = any(one.channel in standings and standings[one.channel].is_open for one in wanted)
        return is_open or any(self._is_due(one, now) for one in wanted)

    def _is_due(self, subscription: Subscription, now: datetime) -> bool:
        return due_day(subscription, now, self.room.stores.ledger.last_day(subscription.channel)) is not None

    def _alert(self, now: datetime) -> None:
        """Log each channel once whose digest should have been made two hours ago."""
        overdue = set(self.room.stores.overdue_channels(now))
        for channel in sorted(overdue - self._alerted):
            log.error("digest_overdue", channel=channel)
        self._alerted = overdue
