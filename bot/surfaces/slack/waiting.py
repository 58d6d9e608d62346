"""See that nobody waits in silence: whoever has no answer in time reads that the question is queued.

Who will wait long is told at once, everybody else after a while; so is everybody whom the last process left
waiting. This works in memory, so that it also works while the store does not.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http.client import HTTPException
from threading import Event, Lock, Thread
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.inbox import IncomingMessage
from bot.surfaces.slack.blocks import render_words
from bot.surfaces.slack.client import is_passing
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.posting import payload_of
from bot.surfaces.slack.queueing import WORTH_A_NOTE_S, WaitingTime
from bot.surfaces.slack.reading import message_language
from bot.surfaces.slack.sending import ResponseRefusedError, Sender
from bot.surfaces.slack.withdrawing import WITHDRAW
from bot.surfaces.slack.words import words_for

log = structlog.get_logger(__name__)

_LOOK_EVERY_S = 0.5
_MOST_KEPT = 10_000
_NEW = "new:"  # begins the ticket of a question that has no job yet
_NOTE_THREADS = 8  # apart from those that take in messages, which a slow Slack must not hold


@dataclass(frozen=True)
class _Waiter:
    message: IncomingMessage
    since: float  # of the clock
    is_told: bool = False


class WaitingRoom:
    """Knows who waits for an answer in this process, and tells them."""

    def __init__(
        self,
        house: House,
        sender: Sender,
        times: WaitingTime,
        *,
        clock: Callable[[], float] = time.monotonic,
        note_after_s: float,
    ) -> None:
        self._house = house
        self._sender = sender
        self._times = times
        self._clock = clock
        self._note_after_s = note_after_s
        self._lock = Lock()
        self._waiters: OrderedDict[str, _Waiter] = OrderedDict()
        self._left: OrderedDict[str, bool] = OrderedDict()  # answered before they had settled
        self._is_store_gone = False
        self._stopping = Event()
        self._notes = ThreadPoolExecutor(_NOTE_THREADS, thread_name_prefix="note")
        self._watching = Thread(target=self._watch, name="waiting", daemon=True)

    def start(self) -> None:
        """Begin to watch, over those too whom the last process left waiting."""
        try:
            for kept in self._house.inbox.waiting():
                self._add(kept.job_id, kept.message)
        except Exception:  # they are answered all the same
            log.exception("waiters_not_known")
        self._watching.start()

    def stop(self) -> None:
        """Watch no more; notes that are not posted yet are left out."""
        self._stopping.set()
        self._notes.shutdown(wait=False, cancel_futures=True)
        if self._watching.is_alive():
            self._watching.join()

    def arrive(self, message: IncomingMessage) -> str:
        """Let a question wait that is about to be kept, which a locked store may hold up: its ticket."""
        ticket = f"{_NEW}{message.team}:{message.channel}:{message.ts}"
        self._add(ticket, message)
        return ticket

    def settle(self, ticket: str, job_id: str | None, message: IncomingMessage) -> None:
        """Say which job a question has become, None if none; who will wait long is told now."""
        with self._lock:
            arrived = self._waiters.pop(ticket, None)
            is_over = job_id is None or self._left.pop(job_id, False)
        if is_over or job_id is None:
            return
        place = self._add(job_id, message, arrived)
        if self._times.expected_s(place) > WORTH_A_NOTE_S:
            self._tell(job_id, place)

    def leave(self, job_id: str) -> None:
        """A question was answered, or left to the next process; this may be known before it has settled."""
        with self._lock:
            if self._waiters.pop(job_id, None) is None:
                self._left[job_id] = True
                _forget_oldest(self._left)

    def tell_of_store(self, *, is_gone: bool) -> None:
        """Say whether jobs can be taken from the store just now."""
        self._is_store_gone = is_gone

    def look(self) -> None:
        """Tell everybody who has waited long enough and was not told yet."""
        now = self._clock()
        with self._lock:
            late = [
                (job_id, place)
                for place, (job_id, one) in enumerate(self._waiters.items(), start=1)
                if not one.is_told and now - one.since >= self._note_after_s
            ]
        for job_id, place in late:
            self._tell(job_id, place)

    def _add(self, name: str, message: IncomingMessage, arrived: _Waiter | None = None) -> int:
        """Add a waiter, who may have arrived before; gives how many wait now."""
        if message.details.get("task") == WITHDRAW:
            return 0
        with self._lock:
            self._waiters[name] = arrived or _Waiter(message, self._clock())
            _forget_oldest(self._waiters)
            return len(self._waiters)

    def _watch(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_S):
            try:
                self.look()
            except Exception:
                log.exception("waiters_not_told")

    def _tell(self, job_id: str, place: int) -> None:
        message = self._mark(job_id, is_told=True)
        if message is None:
            return
        try:
            self._notes.submit(self._post, job_id, message, place)
        except RuntimeError:  # we are stopping
            log.info("note_not_posted", job=job_id)

    def _post(self, job_id: str, message: IncomingMessage, place: int) -> None:
        """Post the note so that the asker alone sees it; the answer comes all the same."""
        with self._lock:
            if job_id not in self._waiters:  # answered meanwhile
                return
        language = message_language(message)
        words = words_for(language)
        minutes = max(1, round(self._times.expected_s(place) / 60))
        is_stuck = self._is_store_gone or job_id.startswith(_NEW)
        said = words.queued_without_store if is_stuck else words.queued.format(minutes=minutes)
        alone = message.model_copy(update={"details": {**message.details, "visibility": "ephemeral"}})
        [post, *_] = render_words(said, language=language)
        payload = payload_of(
            post, message.channel, message.thread_ts, job_id=f"wait-{job_id}", part=1, parts=1
        )
        try:
            self._sender.send(alone, payload)
        except (SlackApiError, ResponseRefusedError, OSError, HTTPException) as failure:
            log.warning("note_not_posted", job=job_id, error=type(failure).__name__)
            if _may_pass(failure):  # tried again at the next look, as long as there is no answer
                self._mark(job_id, is_told=False)

    def _mark(self, job_id: str, *, is_told: bool) -> IncomingMessage | None:
        """Remember whether a waiter was told; gives the message when this is new."""
        with self._lock:
            waiter = self._waiters.get(job_id)
            if waiter is None or waiter.is_told == is_told:
                return None
            self._waiters[job_id] = replace(waiter, is_told=is_told)
            return waiter.message


def _forget_oldest(kept: "OrderedDict[str, Any]") -> None:
    while len(kept) > _MOST_KEPT:
        kept.popitem(last=False)


def _may_pass(failure: Exception) -> bool:
    """Tell whether the same note may be taken later."""
    if isinstance(failure, SlackApiError):
        return is_passing(failure)
    return not isinstance(failure, ResponseRefusedError) or failure.status >= 500
