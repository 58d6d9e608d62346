"""What was asked of us and must be answered once: messages, the jobs they make, and what a thread has said.

Ports only. `bot.storage` keeps them durably, surfaces fill and work them off; neither knows the other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bot.advisor.question import Turn

SurfaceName = Literal["slack", "teams", "web"]
Outcome = Literal["answered", "uncovered", "apologised", "withdrawn"]  # uncovered: nothing held answers it


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


class KeptMessage(BaseModel):
    """One message as it is kept, and how it was answered; no outcome while it still waits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    job_id: str
    message: IncomingMessage
    outcome: Outcome | None = None


class Erasure(BaseModel):
    """How many records were erased, by what they were."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    erased: dict[str, int] = {}

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(self.erased.values())


class Inbox(Protocol):
    """Messages received, each answered once; every method is one transaction."""

    def accept(self, message: IncomingMessage) -> str | None:
        """Store the message and its job; None when its event id or (team, channel, ts) is known already."""

    def claim(self, *, now: datetime, lease: timedelta) -> AnswerJob | None:
        """Take the oldest job that is free or whose lease has ended; None when there is none."""

    def renew(self, job_id: str, *, now: datetime, lease: timedelta) -> bool:
        """Keep a claimed job; False when another worker has taken it meanwhile."""

    def finish(self, job_id: str, outcome: Outcome, *, now: datetime) -> Outcome | None:
        """Close the job: it is never claimed again.

        Returns:
            How it is closed: it may have been withdrawn meanwhile. None when it was erased.
        """

    def withdraw(self, job_id: str, *, now: datetime) -> None:
        """Close the job, whether or not it was answered, and erase the words that were asked and said.

        The message is still known, so that a late second delivery is not answered.
        """

    def find(self, *, team: str, channel: str, ts: str) -> KeptMessage | None:
        """Give the message at a place; None when it is not kept."""

    def waiting(self) -> Sequence[KeptMessage]:
        """List messages that are not answered, in the order of their acceptance."""

    def pending(self) -> int:
        """Count jobs that are not finished."""

    def remember_signature(self, signature: str, *, now: datetime) -> bool:
        """Keep a request's signature for five minutes; False when it was seen in that time."""


class OpenQuestion(BaseModel):
    """A question that has no answer: it waits, it failed, or nothing that is held covers it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message: IncomingMessage
    why: Literal["waiting", "failed", "uncovered"]


class OpenQuestions(Protocol):
    """Questions without an answer."""

    def open_questions(self, *, team: str, user: str, limit: int) -> Sequence[OpenQuestion]:
        """List a person's own, the latest first."""


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


class Eraser(Protocol):
    """Erases what people asked and what was said to them, wherever it is kept."""

    def erase_person(self, *, user: str, team: str | None = None) -> Erasure:
        """Erase everything kept of a person, questions that wait included; None: in every workspace."""

    def erase_team(self, team: str) -> int:
        """Erase everything kept of a workspace; gives the count."""

    def purge(self, *, before: datetime) -> Erasure:
        """Erase every question, with what was said on it, that is older; those that wait are kept."""
