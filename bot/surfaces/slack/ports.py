"""What the Slack surface works with: where messages are kept, who answers, what is held, what time it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Event
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.advice import Advice
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.situation import PhraseWish
from bot.digest.delivery import Publisher
from bot.digest.newsroom import Newsroom
from bot.inbox import Eraser, Inbox, OpenQuestions, ThreadMemory
from bot.surfaces.slack.documents_ports import Shelving
from bot.surfaces.slack.installing_ports import Installations
from knowledge.documents.document import Language


class Answerer(Protocol):
    """Answers one question; `bot.conversation.Conversation` does."""

    def answer(self, question: Question) -> Advice:
        """Answer out of what the question's audiences may read."""


class Speaker(Protocol):
    """Helps people speak; `bot.speaking.Speaking` does."""

    def phrases(self, topic: Question, wish: PhraseWish) -> PhraseReply:
        """Suggest sentences for a meeting."""

    def check(self, statement: Question, topic: str = "") -> CheckReply:
        """Hold what somebody means to say against the sources."""


class SourceRef(BaseModel):
    """Which passage of which version an answer cited; travels in a button."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    version: str
    section: str
    language: Language
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class OpenedSource(BaseModel):
    """A section as it is held, to be shown with the passage set off."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    version: str  # empty: a restatement has no versions worth telling
    locator: str
    text: str
    effective_from: date | None = None
    effective_to: date | None = None
    is_restated: bool = False  # 要約: our own words
    is_sample: bool = False
    is_excerpt: bool = False


class HeldDocument(BaseModel):
    """One document version, as the home tab lists it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    version: str  # empty: a restatement has no versions worth telling
    effective_from: date | None = None
    effective_to: date | None = None
    is_sample: bool = False


class Bookcase(Protocol):
    """The documents as people look at them."""

    def documents(self, audiences: frozenset[str]) -> Sequence[HeldDocument]:
        """List what these audiences may read, by title and version."""

    def open(self, source: SourceRef, audiences: frozenset[str]) -> OpenedSource | None:
        """Give the section; None when it is no longer held, or not for these audiences."""

    def address(self, source: SourceRef, audiences: frozenset[str]) -> str:
        """Give an address that opens the section in a browser for a time; empty where there is none."""


class Notes(Protocol):
    """Small things kept by name: what a channel wants, what people thought of an answer."""

    def note(self, name: str) -> str | None:
        """Give what is kept under a name."""

    def keep_note(self, name: str, value: str) -> None:
        """Keep a text under a name, in place of what was there."""

    def drop_notes(self, prefix: str) -> int:
        """Erase everything whose name begins so; gives the count."""

    def notes(self, prefix: str) -> Mapping[str, str]:
        """Give everything whose name begins so, by name."""


RunNews = Callable[
    [Callable[[str], Publisher | None], Event], None
]  # the platform of a channel; when to stop


@dataclass(frozen=True)
class House:
    """Everything behind the surface; wiring fills it.

    Attributes:
        inbox: Keeps messages until they are answered, once.
        memory: Keeps what threads have said.
        eraser: Erases what is kept of a person.
        answerer: Answers; may be called from several threads.
        speaker: Suggests sentences and checks them; may be called from several threads.
        bookcase: Shows documents.
        shelving: Puts documents in and takes them out.
        open_questions: Knows what had no answer.
        notes: Keeps settings of channels and opinions of people.
        now: The time, with a zone.
        today: The day whose rules count.
        installations: Keeps workspaces that installed us by OAuth; None where there is one, by its token.
        newsroom: The digest; None where there is none.
        run_news: Posts what is due until it is told to stop.
    """

    inbox: Inbox
    memory: ThreadMemory
    eraser: Eraser
    answerer: Answerer
    speaker: Speaker
    bookcase: Bookcase
    shelving: Shelving
    open_questions: OpenQuestions
    notes: Notes
    now: Callable[[], datetime]
    today: Callable[[], date]
    installations: Installations | None = None
    newsroom: Newsroom | None = None
    run_news: RunNews | None = None
