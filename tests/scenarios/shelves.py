"""A bookcase with one document, for scenarios in which sources are opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.surfaces.cli.reports import DocumentSummary, IngestReport
from bot.surfaces.slack.documents_ports import Progress
from bot.surfaces.slack.ports import HeldDocument, OpenedSource, SourceRef
from knowledge.documents.document import EVERYONE
from knowledge.documents.intake import IntakeOptions

SECTION = "第8条　PoCの上限は300万円とする。期間は3か月以内とする。"


@dataclass(frozen=True)
class OneBook:
    """Holds the rule that the played answers cite."""

    title: str = "AI利用規程"
    text: str = SECTION
    sign: Callable[[SourceRef, frozenset[str]], str] = lambda *_: ""

    def documents(self, audiences: frozenset[str]) -> Sequence[HeldDocument]:
        return (HeldDocument(title=self.title, version="3.0", effective_from=date(2026, 4, 1)),)

    def open(self, source: SourceRef, audiences: frozenset[str]) -> OpenedSource | None:
        if source.section != "A3-8":
            return None
        return OpenedSource(
            title=self.title,
            version=source.version,
            locator="第8条",
            text=self.text,
            effective_from=date(2026, 4, 1),
            is_excerpt=True,
        )

    def address(self, source: SourceRef, audiences: frozenset[str]) -> str:
        return self.sign(source, audiences)


@dataclass(frozen=True)
class NoShelves:
    """Holds no documents of one's own; tells of audiences as if it did."""

    held: frozenset[str] = frozenset({EVERYONE})

    def audiences(self) -> frozenset[str]:
        return self.held

    def documents(self, audiences: frozenset[str]) -> Sequence[DocumentSummary]:
        return ()

    def rules_read(self, document: str, audiences: frozenset[str]) -> tuple[int, int]:
        return 0, 0

    def add(self, paths: Sequence[Path], options: IntakeOptions, progress: Progress) -> IngestReport:
        return IngestReport()

    def remove(self, document: str) -> Sequence[str]:
        return ()
