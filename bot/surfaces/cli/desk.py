"""What the commands need from the rest of the product; `bot.wiring` provides it.

The commands read arguments, call one of these, and print what comes back.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from bot.advisor.advice import Advice
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question, Scope
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.situation import PhraseWish
from bot.surfaces.cli.care_desk import Care
from bot.surfaces.cli.digest_desk import DigestDesk
from bot.surfaces.cli.reports import (
    DoctorReport,
    DocumentDetails,
    DocumentList,
    IngestReport,
    Removal,
    SearchReply,
)
from knowledge.documents.intake import IntakeOptions

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much (0: not known)
SlackMode = Literal["socket", "http"]


class Desk(Protocol):
    """One opened place to ask, search and put in documents."""

    def audiences(self) -> frozenset[str]:
        """List all audiences of the documents held: what the owner may read."""

    def answer(self, question: Question) -> Advice:
        """Answer one question."""

    def phrases(self, topic: Question, wish: PhraseWish) -> PhraseReply:
        """Suggest sentences for a meeting."""

    def check(self, statement: Question, topic: str) -> CheckReply:
        """Hold a statement against the sources."""

    def search(self, query: str, *, audiences: frozenset[str], scope: Scope, k: int) -> SearchReply:
        """Find the k best sections for a query; `ms` is the time this took."""

    def ingest(self, paths: Sequence[Path], options: IntakeOptions) -> IngestReport:
        """Read files, folders and rows, and make them searchable; a bad file does not stop the others."""

    def documents(self, *, audiences: frozenset[str]) -> DocumentList:
        """List the document versions that these audiences may read."""

    def show(self, document: str, *, audiences: frozenset[str]) -> DocumentDetails:
        """Show all versions of a document, or the one named `id@version`; none when it is not held."""

    def remove(self, document: str) -> Removal:
        """Remove all versions of a document, or the one named `id@version`, with everything made of it."""


@dataclass(frozen=True)
class Launcher:
    """How the commands get hold of running objects; nothing is opened before it is needed."""

    open_desk: Callable[[Progress], AbstractContextManager[Desk]]
    today: Callable[[], date]
    open_digest_desk: Callable[[Progress], AbstractContextManager[DigestDesk]]
    diagnose: Callable[[], DoctorReport]
    serve_slack: Callable[[SlackMode, str, int, Progress], None]  # mode, host of the page, port, …
    serve_web: Callable[[str, int, Progress, Callable[[str], None]], None]  # host, port, …, told the address
    open_care: Callable[[], Care]
