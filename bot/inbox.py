"""What was asked of us and must be answered once: messages, the jobs they make, and what a thread has said.

Ports only. `bot.storage` keeps them durably, surfaces fill and work them off; neither knows the other.
"""

from datetime import datetime, timedelta
from typing import Literal, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bot.advisor.question import Turn

SurfaceName = Literal["slack", "teams", "web"]
Outcome = Literal["answered", "apologised", "withdrawn"]


class IncomingMessage(BaseModel):
    """One message that addresses us, as the surface read it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    surface: SurfaceName = "slack"
    event_id: str  # of the delivery; a second delivery of the same event carries the same
    team: str
    channel: str
    ts: str  # of the message
    thread_ts: str  # where the answer goes
    user: str
    text: str = Field(max_length=40_000)
    received_at: AwareDatetime
    details: dict[str, str] = {}  # whatever the surface needs to answer: kind, locale, bot user, …


class AnswerJob(BaseModel):
    """One message to answer, taken by a worker until its lease ends."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    message: IncomingMessage
    attempts: int = Field(ge=1)  # this one included


class Inbox(Protocol):
    """Messages received, each answered once; every method is one transaction."""

    def accept(self, message: IncomingMessage) -> str | None:
        """Store the message and its job; None when its event id or (team, channel, ts) is known already."""

    def claim(self, *, now: datetime, lease: timedelta) -> AnswerJob | None:
        """Take the oldest job that is free or whose lease has ended; None when there is none."""

    def renew(self, job_id: str, *, now: datetime, lease: timedelta) -> bool:
        """Keep a claimed job; False when another worker has taken it meanwhile."""

    def finish(self, job_id: str, outcome: Outcome, *, now: datetime) -> None:
        """Close the job: it is never claimed again."""

    def pending(self) -> int:
        """Count jobs that are not finished."""

    def remember_signature(self, signature: str, *, now: datetime) -> bool:
        """Keep a request's signature for five minutes; False when it was seen in that time."""


class ThreadMemory(Protocol):
    """What was said in each thread, so that a follow-up is understood without asking the platform."""

    def append(self, message: IncomingMessage, turn: Turn, *, at: datetime) -> None:
        """Add one turn to the thread of a message; a bot turn counts as said to that message's user."""

    def turns(self, message: IncomingMessage, *, limit: int = 12) -> tuple[Turn, ...]:
        """Give the last turns of the message's thread before it, oldest first."""

    def is_known_thread(self, *, team: str, channel: str, thread_ts: str) -> bool:
        """Tell whether we took part in the thread."""

    def askers(self, *, team: str, channel: str, thread_ts: str) -> frozenset[str]:
        """Give the users whom we answered in the thread; empty when we took no part in it."""

    def forget_user(self, *, team: str, user: str) -> int:
        """Erase everything said by or to a user, messages and finished jobs included; gives the count."""

    def purge(self, *, before: datetime) -> int:
        """Erase everything older, messages and finished jobs included; gives the count."""
