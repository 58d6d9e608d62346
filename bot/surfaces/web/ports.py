"""What the local page works with: who answers, what is held, what day it is, and where it may be reached."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bot.advisor.advice import Advice, Standing
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.situation import PhraseWish
from bot.surfaces.cli.reports import DocumentDetails, DocumentList, IngestReport, Removal
from knowledge.documents.document import Language
from knowledge.documents.intake import IntakeOptions

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much


class PassageRef(BaseModel):
    """Which passage of which version an answer cited; travels in an address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str = Field(min_length=1, max_length=200)
    version: str = Field(min_length=1, max_length=60)
    section: str = Field(min_length=1, max_length=400)
    language: Language
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class OpenedPassage(BaseModel):
    """A section as it is held, to be shown with the passage set off."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    version: str
    locator: str
    heading: str = ""
    text: str
    language: Language
    standing: Standing  # today
    effective_from: date | None = None
    effective_to: date | None = None
    is_restated: bool = False  # 要約: our own words
    is_sample: bool = False
    is_excerpt: bool = False


class WebDesk(Protocol):
    """Everything behind the page; may be called from several threads."""

    def audiences(self) -> frozenset[str]:
        """List all audiences of the documents held: what the owner may read."""

    def answer(self, question: Question) -> Advice:
        """Answer one question."""

    def phrases(self, topic: Question, wish: PhraseWish) -> PhraseReply:
        """Suggest sentences for a meeting."""

    def check(self, statement: Question, topic: str) -> CheckReply:
        """Hold a statement against the sources."""

    def documents(self, *, audiences: frozenset[str]) -> DocumentList:
        """List the document versions that these audiences may read."""

    def show(self, document: str, *, audiences: frozenset[str]) -> DocumentDetails:
        """Show all versions of a document, or the one named `id@version`; none when it is not held."""

    def open(self, passage: PassageRef, *, audiences: frozenset[str]) -> OpenedPassage | None:
        """Give the section; None when it is no longer held, or not for these audiences."""

    def ingest(self, paths: Sequence[Path], options: IntakeOptions, progress: Progress) -> IngestReport:
        """Read files and make them searchable; a bad file does not stop the others."""

    def remove(self, document: str) -> Removal:
        """Remove all versions of a document, or the one named `id@version`, with everything made of it."""


@dataclass(frozen=True)
class WebConfig:
    """Where the page is reached, and by whom.

    Attributes:
        secret: Signs links and form tokens; at least 32 bytes.
        uploads: Folder for files until they are read.
        host: Address to listen on.
        port: 0 lets the system choose.
        password: Opens the page; None only on the loopback without a public address.
        public_url: Base address under which readers reach us, with a slash at the end; None: nobody does.
        answer_within: Seconds until the page says that it took too long.
    """

    secret: bytes
    uploads: Path
    today: Callable[[], date]
    host: str = "127.0.0.1"
    port: int = 3000
    password: SecretStr | None = None
    public_url: str | None = None
    answer_within: float = 20.0
