"""Write as the owner of the store, or leave it to the service that owns it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.surfaces.cli.reports import IngestReport, Removal
from bot.wiring.house import House, Progress
from knowledge.documents.intake import IntakeOptions


def ingest_somehow(
    house: House, paths: Sequence[Path], options: IntakeOptions, *, today: date, progress: Progress
) -> IngestReport:
    """Put files in, here or through the running service."""
    raise NotImplementedError


def remove_somehow(house: House, document: str, *, progress: Progress) -> Removal:
    """Take a document out, here or through the running service."""
    raise NotImplementedError
