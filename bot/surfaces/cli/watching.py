"""Keep watch over folders: what changes there is put in again, what is gone is told, or removed if so wished.

Putting in is the desk's work, which owns the store for each piece of work only: others may write in between.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from uuid import uuid4

import structlog
from pydantic import BaseModel, ConfigDict
from watchfiles import watch

from bot.surfaces.apology import apologise
from bot.surfaces.cli.desk import Desk
from bot.surfaces.cli.reports import FileReport, IngestReport
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.load import is_passed_over, is_readable, list_files

log = structlog.get_logger(__name__)

_QUIET_MS = 1_000  # a file being saved is left alone until nothing has happened for so long
_IDLE_MS = 500


class GoneFile(BaseModel):
    """A file that is in the folder no more, and what becomes of its documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    documents: tuple[str, ...] = ()  # id@version, as far as this watch has seen the file
    removed: tuple[str, ...] = ()  # those that were removed, where removing was asked for


class WatchReport(BaseModel):
    """What one look at the folders came to; with `--json` one line for each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ingested: IngestReport | None = None
    gone: tuple[GoneFile, ...] = ()
    problem: str = ""  # in words, when this look failed; the watch goes on


@dataclass
class FolderWatch:
    """Folders under watch.

    Attributes:
        desk: Puts in and removes.
        folders: With everything below them.
        options: For every file.
        is_removing: Whether documents go when their file does.
    """

    desk: Desk
    folders: Sequence[Path]
    options: IntakeOptions
    is_removing: bool = False
    _versions: dict[Path, tuple[str, ...]] = field(default_factory=dict)

    def reports(self, stop: Event | None = None) -> Iterator[WatchReport]:
        """Put in everything that is there, then whatever changes, until told to stop or interrupted."""
        settled = watch(
            *self.folders,
            watch_filter=lambda _, path: self._is_watched(Path(path)),
            debounce=_QUIET_MS,
            stop_event=stop,
            rust_timeout=_IDLE_MS,
            yield_on_timeout=True,  # at first when it listens: from then on nothing is missed
        )
        has_begun = False
        for changes in settled:
            touched = [Path(path) for _, path in changes]
            if not has_begun:
                touched += [file for folder in self.folders for file in list_files(folder)]
            if touched or not has_begun:
                yield self.look(touched)
            has_begun = True

    def look(self, paths: Iterable[Path]) -> WatchReport:
        """Put in those of the files that exist, and tell of the others; it raises nothing."""
        touched = sorted(set(paths))
        there = [path for path in touched if path.is_file()]
        gone = [path for path in touched if not path.exists() and path in self._versions]
        try:
            report = self._put_in(there) if there else None
            return WatchReport(ingested=report, gone=tuple(self._tell_gone(path) for path in gone))
        except Exception as error:  # the one place where a failed look becomes words
            reference = uuid4().hex[:12]
            log.exception("watch_failed", trace_id=reference, error=type(error).__name__)
            return WatchReport(problem=apologise(error, "en", reference=reference))

    def _put_in(self, paths: Sequence[Path]) -> IngestReport:
        report = self.desk.ingest(paths, self.options)
        for path, one in zip(paths, report.files, strict=True):
            if one.state != "failed":
                self._versions[path] = tuple(dict.fromkeys((*self._versions.get(path, ()), *_names(one))))
        return report

    def _tell_gone(self, path: Path) -> GoneFile:
        documents = self._versions.pop(path)
        removed: list[str] = []
        if self.is_removing:
            for name in documents:
                removed += self.desk.remove(name).removed
        return GoneFile(file=path.name, documents=documents, removed=tuple(removed))

    def _is_watched(self, path: Path) -> bool:
        if not is_readable(path):
            return False
        inside = (path.relative_to(folder) for folder in self.folders if path.is_relative_to(folder))
        return not any(is_passed_over(one) for one in inside)


def _names(report: FileReport) -> Iterator[str]:
    return (f"{one.id}@{one.version}" for one in report.documents)
