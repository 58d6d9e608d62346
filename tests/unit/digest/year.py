"""Play days of delivery with several workers that are killed, on a platform that refuses and loses answers.

Workers take turns at every step of the ledger and the platform, in an order drawn from a seed, so that a run
can be repeated. A kill is an exception that nothing catches, before or after a step has taken effect.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Condition, Thread
from typing import Any

from bot.digest.composing import Circumstances, compose_digest
from bot.digest.delivery import Delivery, Plan
from bot.digest.digest import Candidate, Health
from bot.digest.subscription import Subscription
from bot.storage.deliveries import DatabaseDeliveryLog
from tests.unit.digest.builders import a_candidate
from tests.unit.digest.platforms import Platform

_HEALTH = Health(checked=10, failing=0)


class Killed(BaseException):
    """The worker's process is gone."""


class Turns:
    """Lets one worker act at a time, the next drawn by lot at every step."""

    def __init__(self, lot: random.Random) -> None:
        self._lot = lot
        self._condition = Condition()
        self._waiting: set[int] = set()
        self._alive: set[int] = set()
        self._turn: int | None = None

    def play(self, workers: Sequence[Callable[[], None]]) -> None:
        """Run all workers to their end."""
        threads = [Thread(target=self._run, args=(n, one)) for n, one in enumerate(workers)]
        self._alive = set(range(len(threads)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def wait(self, number: int) -> None:
        """Wait for the lot to fall on this worker."""
        with self._condition:
            self._turn = None
            self._waiting.add(number)
            self._draw()
            self._condition.wait_for(lambda: self._turn == number)
            self._waiting.discard(number)

    def _run(self, number: int, worker: Callable[[], None]) -> None:
        self.wait(number)
        try:
            worker()
        except Killed:
            pass
        finally:
            with self._condition:
                self._alive.discard(number)
                self._turn = None
                self._draw()

    def _draw(self) -> None:
        """Draw only when every living worker waits: the order then depends on the seed alone."""
        if self._alive and self._waiting == self._alive:
            self._turn = self._lot.choice(sorted(self._waiting))
            self._condition.notify_all()


@dataclass
class Mortal:
    """Another object whose every call is a step: it waits for its turn, and may be the last one."""

    inner: Any
    number: int
    turns: Turns
    lot: random.Random
    risk: float

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        if not callable(found):
            return found

        def step(*arguments: Any, **named: Any) -> Any:
            self.turns.wait(self.number)
            if self.lot.random() < self.risk:
                raise Killed
            result = found(*arguments, **named)
            if self.lot.random() < self.risk:
                raise Killed
            return result

        return step


@dataclass
class Year:
    """The channels, the news and the workers of a simulation."""

    ledger: DatabaseDeliveryLog
    platform: Platform
    subscriptions: Sequence[Subscription]
    begin: datetime
    days: int
    seed: int = 1
    workers: int = 3
    risk: float = 0.02
    kills: int = 0
    news: list[Candidate] = field(default_factory=list)
    _generation: int = 0

    def play(self) -> None:
        """Play all days; in the end all workers live long enough to finish what is open."""
        lot = random.Random(self.seed)
        now, end = self.begin, self.begin + timedelta(days=self.days)
        while now < end:
            if lot.random() < 0.04:  # about two a day
                told = now - timedelta(hours=lot.randrange(24))
                number = len(self.news)
                self.news.append(a_candidate(f"n{number}", first_seen=now, published=told))
            self._let_run(now, lot, self.risk)
            for minute in (1, 3, 6, 10, 15):
                if not self._is_open():
                    break
                self._let_run(now + timedelta(minutes=minute), lot, self.risk)
            now += timedelta(minutes=30)
        while self._is_open():
            now += timedelta(minutes=5)
            self._let_run(now, lot, risk=0.0)

    def _is_open(self) -> bool:
        return any(one.is_open for one in self.ledger.standings().values())

    def _let_run(self, now: datetime, lot: random.Random, risk: float) -> None:
        turns = Turns(lot)

        def worker(number: int) -> Callable[[], None]:
            self._generation += 1
            owner = f"w{number}-{self._generation}"
            ledger = Mortal(self.ledger, number, turns, lot, risk)
            platform = Mortal(self.platform, number, turns, lot, risk)

            def compose(subscription: Subscription, day: date, is_first: bool) -> Plan:
                return self._compose(subscription, day, now, is_first=is_first)

            delivery = Delivery(ledger, compose, platform, owner)

            def run() -> None:
                try:
                    delivery.run(self.subscriptions, now)
                except Killed:
                    self.kills += 1
                    raise

            return run

        turns.play([worker(n) for n in range(self.workers)])

    def _compose(self, subscription: Subscription, day: date, now: datetime, *, is_first: bool) -> Plan:
        bound = self.ledger.bound_items(subscription.channel)
        pool = [one for one in self.news if one.id not in bound and one.first_seen <= now]
        given = Circumstances(health=_HEALTH)
        return compose_digest(pool, subscription, day, is_first=is_first, given=given)
