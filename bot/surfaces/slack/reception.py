"""Take in messages that address us: keep each before Slack is told that it arrived.

A message that cannot be kept is apologised for at once, since no job will.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from uuid import uuid4

import structlog

from bot.inbox import AnswerJob, IncomingMessage
from bot.surfaces.apology import apologise
from bot.surfaces.slack.blocks import Post, render_words
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.posting import CannotPostError, Poster, StoppedError
from bot.surfaces.slack.queueing import Limiter
from bot.surfaces.slack.reading import message_language
from bot.surfaces.slack.waiting import WaitingRoom

log = structlog.get_logger(__name__)

_MOST_REMEMBERED = 10_000


class Recent:
    """Remembers the last few thousand keys, in this process only."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._keys: OrderedDict[tuple[str, ...], None] = OrderedDict()

    def add(self, *key: str) -> bool:
        """Remember a key; False when it was known."""
        with self._lock:
            is_new = key not in self._keys
            self._keys[key] = None
            self._keys.move_to_end(key)
            if len(self._keys) > _MOST_REMEMBERED:
                self._keys.popitem(last=False)
            return is_new

    def holds(self, *key: str) -> bool:
        """Tell whether a key is remembered."""
        with self._lock:
            return key in self._keys


@dataclass(frozen=True)
class Reception:
    """Keeps messages and knows in which threads we speak with whom.

    Attributes:
        house: What is behind the surface.
        poster: For apologies when nothing can be kept.
        run_later: Runs something beside the delivery, which must be answered within three seconds.
        waiting: Tells those who wait.
        limiter: Counts what each person asks.
    """

    house: House
    poster: Poster
    run_later: Callable[[Callable[[], None]], object]
    waiting: WaitingRoom
    limiter: Limiter = field(default_factory=Limiter)
    _askers: Recent = field(default_factory=Recent)
    _apologised: Recent = field(default_factory=Recent)

    def keep(self, message: IncomingMessage) -> bool:
        """Store a message and its job; False when it was stored before, or could not be."""
        now = self.house.now()
        limit = self.limiter.exceeded(message.team, message.user, now=now)
        if limit is not None:
            message = message.model_copy(update={"details": {**message.details, "is_limited": limit}})
        ticket = self.waiting.arrive(message)
        job_id: str | None = None
        try:
            job_id = self.house.inbox.accept(message)
        except Exception as error:  # without a store there is no job: say so now
            reference = uuid4().hex[:12]
            log.exception("message_not_kept", trace_id=reference, error=type(error).__name__)
            self._apologise_for(message, error, reference)
            return False
        finally:
            self.waiting.settle(ticket, job_id, message)
        self._askers.add(message.team, message.channel, message.thread_ts, message.user)
        log.info("message_received", kind=message.details.get("kind"), is_new=job_id is not None)
        if job_id is None:
            return False
        self.limiter.count(message.team, message.user, now=now)
        return True

    def speaks_with_us(self, *, team: str, channel: str, thread_ts: str, user: str) -> bool:
        """Tell whether a user has asked us in this thread."""
        if self._askers.holds(team, channel, thread_ts, user):
            return True
        try:
            return user in self.house.memory.askers(team=team, channel=channel, thread_ts=thread_ts)
        except Exception:  # an unmentioned reply may go unanswered; a mention is told of the trouble
            log.exception("thread_not_known")
            return False

    def _apologise_for(self, message: IncomingMessage, error: Exception, reference: str) -> None:
        is_new = self._apologised.add("event", message.event_id)
        if not self._apologised.add("place", message.team, message.channel, message.ts) or not is_new:
            return
        language = message_language(message)
        posts = render_words(apologise(error, language, reference=reference), language=language)
        self._post_later(message, posts, reference)

    def _post_later(self, message: IncomingMessage, posts: Sequence[Post], name: str) -> None:
        job = AnswerJob(id=name, message=message, attempts=1)

        def post() -> None:
            try:
                self.poster.post(job, posts)
            except (CannotPostError, StoppedError) as failure:
                log.warning("note_not_posted", name=name, error=type(failure).__name__)

        self.run_later(post)
