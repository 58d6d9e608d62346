"""Where hostile and damaged files are ingested: a record in memory, the real ingestion, measured."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bot.ingestion import FileOutcome, Ingestion
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import load_file
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.lexical import LexicalIndex
from tests.unit.test_ingestion import LengthEmbedder, LetterTokenizer, Shelfful

MAX_SECONDS = 35.0
MAX_GROWTH_BYTES = 50_000_000
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Reading:
    """What one file came to."""

    outcome: FileOutcome
    seconds: float
    growth: int  # of this process's memory at its peak, in bytes; 0 where it cannot be measured


@dataclass
class ReadingPlace:
    """A folder and a store."""

    folder: Path
    record: Shelfful = field(default_factory=Shelfful)

    def ingest(self, name: str, content: bytes) -> Reading:
        """Put one file through the whole of ingestion."""
        path = self._write(name, content)
        del content
        indexer = Indexer(LengthEmbedder(), LetterTokenizer(), self.record, LexicalIndex(), ChunkCatalogue())
        ingestion = Ingestion(indexer, self.record)
        before = _resident_after_reset()
        start = time.monotonic()
        [outcome] = ingestion.ingest([path], IntakeOptions(), lambda *_: None)
        seconds = time.monotonic() - start
        return Reading(outcome, seconds, max(_memory("VmHWM") - before, 0))

    def holds_all_or_nothing(self, outcome: FileOutcome) -> bool:
        """Tell whether the record holds the outcome's documents whole, or, when it failed, none at all."""
        held = {one.key: one for one in self.record.documents()}
        if outcome.state == "failed":
            return not held and bool(outcome.reason)
        return all(held[one.key].sections == one.sections for one in outcome.documents) and held.keys() == {
            one.key for one in outcome.documents
        }

    def read_all(self, files: dict[str, bytes]) -> dict[str, tuple[str, float]]:
        """Read files two at a time; gives for each how it ended and how many seconds it took."""
        paths = [self._write(name, content) for name, content in files.items()]
        with ThreadPoolExecutor(max_workers=2) as pool:
            return dict(zip(files, pool.map(_read, paths), strict=True))

    def _write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path


def _read(path: Path) -> tuple[str, float]:
    """`read`, or the code of the problem; a report without either cannot be built."""
    start = time.monotonic()
    report = load_file(path, IntakeOptions())
    return (report.problems[0].code if report.problems else "read"), time.monotonic() - start


def _resident_after_reset() -> int:
    if not _RESET.exists():
        return 0
    _RESET.write_text("5")
    return _memory("VmRSS")


def _memory(name: str) -> int:
    if not _RESET.exists():
        return 0
    found = re.search(rf"{name}:\s+(\d+) kB", _STATUS.read_text())
    return int(found[1]) * 1_024 if found else 0
