"""What the Slack surface asks of whoever keeps documents: put in, take out, list; `bot.wiring` fills it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from bot.surfaces.cli.reports import DocumentSummary, IngestReport
from knowledge.documents.intake import IntakeOptions

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much


class Shelving(Protocol):
    """The documents of one's own, as they are put in and taken out; safe to share between threads."""

    def audiences(self) -> frozenset[str]:
        """List the audiences of all documents held."""

    def documents(self, audiences: frozenset[str]) -> Sequence[DocumentSummary]:
        """List one's own document versions that these audiences may read; none that ship."""

    def rules_read(self, document: str, audiences: frozenset[str]) -> tuple[int, int]:
        """Count the rules that were read of a version `id@version`, and the sentences not understood."""

    def add(self, paths: Sequence[Path], options: IntakeOptions, progress: Progress) -> IngestReport:
        """Read files and make them searchable; a bad file does not stop the others."""

    def remove(self, document: str) -> Sequence[str]:
        """Take out `id@version`, or all versions of an id, without trace; gives what was taken out."""
