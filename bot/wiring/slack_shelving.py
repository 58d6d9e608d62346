"""Keep documents for Slack: the running service as `bot.surfaces.slack` asks for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.surfaces.cli.reports import DocumentSummary, IngestReport
from bot.surfaces.slack.documents_ports import Progress
from bot.wiring.service import Service
from bot.wiring.shelf import list_documents, show_documents
from knowledge.documents.document import Shelf
from knowledge.documents.intake import IntakeOptions


@dataclass(frozen=True)
class ServiceShelving:
    """The service's documents; safe to share between threads.

    Attributes:
        service: Owns the store.
        today: Decides how versions stand.
    """

    service: Service
    today: Callable[[], date]

    def audiences(self) -> frozenset[str]:
        """List the audiences of all documents held."""
        return self.service.library.audiences()

    def documents(self, audiences: frozenset[str]) -> Sequence[DocumentSummary]:
        """List one's own document versions that these audiences may read; none that ship."""
        listed = list_documents(self.service.house.record, audiences, self.today()).documents
        own = (one for one in listed if one.shelf == Shelf.OWN)
        return tuple(sorted(own, key=lambda one: (one.title, one.version)))

    def rules_read(self, document: str, audiences: frozenset[str]) -> tuple[int, int]:
        """Count the rules that were read of a version `id@version`, and the sentences not understood."""
        found = show_documents(self.service.house.record, document, audiences, self.today()).documents
        rules = sum(len(one.rules) for one in found)
        return rules, sum(len(one.not_understood) for one in found)

    def add(self, paths: Sequence[Path], options: IntakeOptions, progress: Progress) -> IngestReport:
        """Read files and make them searchable; a bad file does not stop the others."""
        return self.service.owner.ingest(paths, options, progress)

    def remove(self, document: str) -> Sequence[str]:
        """Take out `id@version`, or all versions of an id, without trace; gives what was taken out."""
        return self.service.owner.remove(document, lambda *_: None).removed
