"""Threads that take jobs from the inbox and have them worked off, each kept by renewing its lease.

Two messages of one thread are answered one after the other, by this process.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Event, Lock, Thread
from typing import NamedTuple

import structlog

from bot.inbox import AnswerJob, IncomingMessage
from bot.surfaces.slack.acting import acting_for
from bot.surfaces.slack.answering import AnswerDesk
from bot.surfaces.slack.config import SlackConfig
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.queueing import WaitingTime
from bot.surfaces.slack.waiting import WaitingRoom

log = structlog.get_logger(__name__)

_LOOK_AGAIN_S = 1.0  # other processes may have put jobs there, and leases end
_AFTER_FAILURE_S = 2.0
_JOIN_S = 5.0

ThreadKey = tuple[str, str, str]


class Crowd(NamedTuple):
    """Those who wait, and how long they do."""

    room: WaitingRoom
    times: WaitingTime


class Workers:
    """A fixed number of threads that answer."""

    def __init__(
        self, config: SlackConfig, house: House, desk: AnswerDesk, stopping: Event, crowd: Crowd
    ) -> None:
        self._config = config
        self._crowd = crowd
        self._house = house
        self._desk = desk
        self._stopping = stopping
        self._news = Condition()
        self._turns = _Turns()
        self._held: set[str] = set()
        self._held_lock = Lock()
        names = [f"worker-{number}" for number in range(config.workers)]
        self._threads = [Thread(target=self._work, name=name, daemon=True) for name in names]
        self._threads.append(Thread(target=self._renew, name="leases", daemon=True))

    def start(self) -> None:
        """Begin to answer, jobs left from before first."""
        for one in self._threads:
            one.start()

    def wake(self) -> None:
        """Tell that there is a new job."""
        with self._news:
            self._news.notify()

    def join(self) -> None:
        """Wait for the threads, after `stopping` was set; a job that hangs is left behind."""
        with self._news:
            self._news.notify_all()
        for one in self._threads:
            if one.is_alive():
                one.join(_JOIN_S)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                job = self._claim()
                if job is None:
                    self._wait()
                    continue
                self._work_off(job)
            except Exception:  # the next job may be a better one; the desk itself fails for the store only
                self._crowd.room.tell_of_store(is_gone=True)
                log.exception("worker_failed")
                self._stopping.wait(_AFTER_FAILURE_S)

    def _claim(self) -> AnswerJob | None:
        job = self._house.inbox.claim(now=self._house.now(), lease=self._config.lease)
        self._crowd.room.tell_of_store(is_gone=False)
        return job

    def _wait(self) -> None:
        with self._news:
            if not self._stopping.is_set():
                self._news.wait(_LOOK_AGAIN_S)

    def _work_off(self, job: AnswerJob) -> None:
        with self._holding(job), self._turns.turn_of(job.message):
            began = time.monotonic()
            try:
                with acting_for(job.message.team):
                    self._desk.work_off(job)
            finally:
                self._crowd.room.leave(job.id)
            self._crowd.times.took(time.monotonic() - began)

    @contextmanager
    def _holding(self, job: AnswerJob) -> Iterator[None]:
        with self._held_lock:
            self._held.add(job.id)
        try:
            yield
        finally:
            with self._held_lock:
                self._held.discard(job.id)

    def _renew(self) -> None:
        while not self._stopping.wait(self._config.lease.total_seconds() / 3):
            with self._held_lock:
                held = tuple(self._held)
            for job_id in held:
                try:
                    self._house.inbox.renew(job_id, now=self._house.now(), lease=self._config.lease)
                except Exception:
                    log.exception("lease_not_renewed", job=job_id)


class _Turns:
    """One lock for each thread of messages that is being answered."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._locks: dict[ThreadKey, Lock] = {}
        self._users: Counter[ThreadKey] = Counter()

    @contextmanager
    def turn_of(self, message: IncomingMessage) -> Iterator[None]:
        """Wait until nobody else answers in the message's thread."""
        key = (message.team, message.channel, message.thread_ts)
        with self._lock:
            lock = self._locks.setdefault(key, Lock())
            self._users[key] += 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                self._users[key] -= 1
                if not self._users[key]:
                    del self._users[key], self._locks[key]
