"""Own the store: the record, and the index that is derived from it, written by one process at a time."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock
from typing import TypeVar

import structlog

from bot.ingestion import FileOutcome, Ingestion
from bot.storage.quotes import DatabaseQuotes
from bot.surfaces.cli.reports import FileReport, IngestReport, Removal
from bot.wiring.erasing import announce_erasure, finish_erasure
from bot.wiring.finding import keeps_terms, open_owned_index
from bot.wiring.house import House, Progress, counting
from bot.wiring.index_place import OwnedIndex
from bot.wiring.language_model import WriterPlace
from bot.wiring.summaries import summarise
from knowledge.documents.intake import IntakeOptions
from retrieval.indexer import Indexer
from retrieval.interface import IndexUnavailableError

log = structlog.get_logger(__name__)

_Result = TypeVar("_Result")


@dataclass
class Owner:
    """Puts in and takes out; the process must own the index.

    Attributes:
        today: Which day it is, for the report.
    """

    house: House
    indexer: Indexer
    index: OwnedIndex
    today: Callable[[], date]
    _lock: RLock = field(default_factory=RLock)
    _writer: WriterPlace = field(init=False)

    def __post_init__(self) -> None:
        self._writer = WriterPlace(self.house.settings)

    def ingest(self, paths: Sequence[Path], options: IntakeOptions, progress: Progress) -> IngestReport:
        """Read files, folders and rows, and make them searchable."""
        began = time.perf_counter()
        generation = self._writer.make_generation()
        nulls = None if generation is None else self.house.nulls
        ingestion = Ingestion(self.indexer, self.house.record, generation, nulls)
        outcomes = self._whole(lambda: ingestion.ingest(paths, options, progress), progress)
        files = tuple(self._file_report(one) for one in outcomes)
        return IngestReport(
            files=files,
            documents=sum(len(one.documents) for one in files if one.state == "ingested"),
            sections=sum(
                document.sections for one in files if one.state == "ingested" for document in one.documents
            ),
            chunks=sum(one.chunks for one in files),
            failed=sum(one.state == "failed" for one in files),
            seconds=round(time.perf_counter() - began, 3),
        )

    def remove(self, document: str, progress: Progress) -> Removal:
        """Take out all own versions of a document, or one, with everything made of it."""
        ingestion = Ingestion(self.indexer, self.house.record)
        with self._lock:
            found = ingestion.find(document)
            if not found:
                return Removal()
            announce_erasure(self.house)
            texts = [section.text for one in found for section in one.sections]
            quotes = DatabaseQuotes(self.house.database).erase(texts)
            removed = self._whole(lambda: ingestion.remove(document), progress)
            is_erased = finish_erasure(self.house, self.index, progress)
            return Removal(removed=removed, erased_answers=quotes, is_erased=is_erased)

    def _whole(self, work: Callable[[], _Result], progress: Progress) -> _Result:
        """Work on record and index; when the index fails, finish the record and build the index anew.

        What was done before the failure is known by its content and not done again.
        """
        with self._lock:
            result = self._done(work, progress)
            self.house.journal.erase()
            return result

    def _done(self, work: Callable[[], _Result], progress: Progress) -> _Result:
        self.indexer.index = self.index
        try:
            return work()
        except IndexUnavailableError:
            log.exception("index_failed_while_writing")
        self.indexer.index = None
        result = work()
        self.index.rebuild(counting(progress, "Building the index"))
        self.indexer.index = self.index
        return result

    def _file_report(self, outcome: FileOutcome) -> FileReport:
        held = self.house.record.documents()
        return FileReport(
            file=outcome.origin,
            state=outcome.state,
            documents=tuple(
                summarise(one, today=self.today(), held=[*held, *outcome.documents])
                for one in outcome.documents
            ),
            chunks=outcome.chunks,
            warnings=outcome.warnings,
            extent=outcome.extent,
            reason=outcome.reason,
        )


@contextmanager
def open_owner(house: House, progress: Progress, *, today: Callable[[], date], load: bool) -> Iterator[Owner]:
    """Open the index, or build it, for a process that owns its path.

    Args:
        house: Opened and ready.
        progress: Told while the index is built.
        today: Which day it is.
        load: Whether terms and catalogue are filled too, for answering.
    """
    indexer = house.make_indexer()
    index = open_owned_index(house, progress)
    indexer.index = index
    try:
        finish_erasure(house, index, progress)
        if load and not keeps_terms(house):
            indexer.load_terms()
        yield Owner(house, indexer, index, today)
    finally:
        index.close()
