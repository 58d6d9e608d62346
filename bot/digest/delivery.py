"""Send each channel's digest once: bind first, then send; what is not sure is looked up first.

What the steps need of a database and of a platform are ports here. Nothing here reads a clock.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, Protocol

import structlog
from pydantic import BaseModel, ConfigDict, Field

from bot.digest.digest import Digest, Way
from bot.digest.schedule import due_day, is_quiet
from bot.digest.subscription import Subscription

log = structlog.get_logger(__name__)

State = Literal["planned", "sending", "sent", "empty", "uncertain"]
PlanOutcome = Literal["planned", "exists", "stale"]

LEASE = timedelta(minutes=2)  # well above what one post may take
FIRST_WAIT = timedelta(minutes=1)  # after a refusal; doubles
LONGEST_WAIT = timedelta(hours=1)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Plan(_Frozen):
    """A digest and the items it binds."""

    digest: Digest
    items: dict[str, Way] = {}  # item id to how it is told; see `Selection.bound`
    revisions: dict[str, int] = {}  # of changed items, which change is told; 0 where none is named
    is_silent: bool = False  # an empty day of a channel that wants no word of it


class LedgerRow(_Frozen):
    """How one digest stands."""

    key: str
    channel: str
    day: date
    state: State
    owner: str = ""
    leased_until: datetime | None = None
    not_before: datetime | None = None
    attempts: int = Field(default=0, ge=0)
    message: str = ""  # id of the post
    reason: str = ""  # why it is not sent
    digest: Digest


class RefusedPostError(Exception):
    """The platform surely did not post; the same call may succeed later."""

    def __init__(self, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(f"post refused: {reason}")
        self.reason = reason
        self.retry_after = retry_after


class AmbiguousPostError(Exception):
    """Nobody knows whether the platform posted."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"post not confirmed: {reason}")
        self.reason = reason


class Publisher(Protocol):
    """A platform where digests are posted."""

    @property
    def can_find(self) -> bool:
        """Tell whether a post can be looked up by its key."""

    def publish(self, digest: Digest) -> str:
        """Post a digest with its key in it; gives the id of the post.

        Raises:
            RefusedPostError: If it surely was not posted.
            AmbiguousPostError: If that is not known.
        """

    def find_key(self, channel: str, key: str) -> str | None:
        """Look for a post by its key; gives its id, or None when there surely is none.

        Raises:
            RefusedPostError: If it cannot be looked up now.
        """


class Standing(NamedTuple):
    """Where a channel stands in the ledger."""

    last_day: date | None
    is_open: bool  # a digest of it is planned or being sent


class DeliveryLog(Protocol):
    """The ledger, in the same database as the items; every method is one transaction."""

    def standings(self) -> dict[str, Standing]:
        """Tell in one look where all channels stand; channels without a digest are missing."""

    def last_day(self, channel: str) -> date | None:
        """Give the newest day that has a digest, in whatever state."""

    def plan(self, plan: Plan, *, now: datetime) -> PlanOutcome:
        """Write the day's digest and bind its items, both or neither.

        Returns:
            `exists` when the day has one, `stale` when an item was bound meanwhile.
        """

    def open_rows(self, channel: str) -> list[LedgerRow]:
        """Give the channel's digests that are planned or being sent, oldest day first."""

    def claim(self, key: str, owner: str, *, now: datetime, lease: timedelta) -> State | None:
        """Take a digest for sending: a planned one that may be tried, or one whose lease has ended.

        Returns:
            The state it was in; None when it cannot be taken now.
        """

    def holds(self, key: str, owner: str, *, now: datetime) -> bool:
        """Tell whether the owner still has the digest to send; asked right before the post."""

    def confirm(self, key: str, owner: str, message: str) -> None:
        """Write down that it is posted; also by an owner whose lease has ended."""

    def release(self, key: str, owner: str, *, not_before: datetime, reason: str) -> None:
        """Give a digest back to be tried later: it surely is not posted."""

    def give_up(self, key: str, owner: str, *, reason: str) -> None:
        """Mark a digest as uncertain: a person decides whether it is sent again."""


Compose = Callable[[Subscription, date, bool], Plan]  # the day's digest; True: the channel's first


def starts_anew(subscription: Subscription, last_day: date | None) -> bool:
    """Tell whether a channel's next digest is its first, or its first after a pause: no backlog then."""
    resumed = subscription.resumed_on
    return last_day is None or (resumed is not None and last_day < resumed)


@dataclass(frozen=True)
class Delivery:
    """Sends what is due for all channels; safe to run in several processes at once."""

    ledger: DeliveryLog
    compose: Compose
    publisher: Publisher
    owner: str  # of this process, unique

    def run(self, subscriptions: Sequence[Subscription], now: datetime) -> Mapping[str, Exception]:
        """Plan and send whatever is due; a channel that fails does not hold up the others.

        Returns:
            What went wrong, by channel; empty when all is well.
        """
        failed: dict[str, Exception] = {}
        standings = self.ledger.standings()
        for subscription in subscriptions:
            last_day, is_open = standings.get(subscription.channel, Standing(None, is_open=False))
            if not is_open and due_day(subscription, now, last_day) is None:
                continue
            try:
                self.run_channel(subscription, now)
            except Exception as error:  # one channel's trouble is its own
                log.exception("digest_failed", channel=subscription.channel, error=type(error).__name__)
                failed[subscription.channel] = error
        return failed

    def run_channel(self, subscription: Subscription, now: datetime) -> None:
        """Send what is open in one channel; if nothing is, plan and send what is due."""
        if subscription.is_paused or is_quiet(subscription, now):
            return
        if self._send_open(subscription.channel, now):
            return
        last_day = self.ledger.last_day(subscription.channel)
        day = due_day(subscription, now, last_day)
        if day is None:
            return
        plan = self.compose(subscription, day, starts_anew(subscription, last_day))
        if self.ledger.plan(plan, now=now) == "planned":
            self._send_open(subscription.channel, now)

    def _send_open(self, channel: str, now: datetime) -> bool:
        """Send the oldest open digest; False when none is open."""
        rows = self.ledger.open_rows(channel)
        if not rows:
            return False
        row = rows[0]
        before = self.ledger.claim(row.key, self.owner, now=now, lease=LEASE)
        if before == "planned" or (before == "sending" and self._is_surely_absent(row)):
            self._send(row, now)
        return True

    def _send(self, row: LedgerRow, now: datetime) -> None:
        if not self.ledger.holds(row.key, self.owner, now=now):
            return
        try:
            message = self.publisher.publish(row.digest)
        except RefusedPostError as refusal:
            wait = refusal.retry_after or min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.attempts, 10))
            self.ledger.release(row.key, self.owner, not_before=now + wait, reason=refusal.reason)
        except AmbiguousPostError as doubt:
            log.warning("digest_unconfirmed", channel=row.channel)
            if not self.publisher.can_find:
                self.ledger.give_up(row.key, self.owner, reason=doubt.reason)
        else:
            self.ledger.confirm(row.key, self.owner, message)

    def _is_surely_absent(self, row: LedgerRow) -> bool:
        """Look up a digest that somebody may have posted, and write down what is found."""
        if not self.publisher.can_find:
            self.ledger.give_up(row.key, self.owner, reason="whether it was posted is not known")
            return False
        try:
            message = self.publisher.find_key(row.channel, row.key)
        except RefusedPostError as refusal:
            log.warning("digest_not_looked_up", channel=row.channel, reason=refusal.reason)
            return False  # the lease ends again, and it is looked up again
        if message is None:
            return True
        self.ledger.confirm(row.key, self.owner, message)
        return False
