"""Files on their way in: kept in a folder until they are read, one upload after the other, with progress."""

import shutil
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from uuid import uuid4

import structlog

from bot.surfaces.apology import apologise
from bot.surfaces.cli.reports import IngestReport
from bot.surfaces.file_name import safe_name
from bot.surfaces.web.multipart import UploadedFile
from bot.surfaces.web.ports import Progress
from knowledge.documents.document import Language
from knowledge.documents.intake import IntakeOptions

log = structlog.get_logger(__name__)

_MOST_REMEMBERED = 50
Ingest = Callable[[Sequence[Path], IntakeOptions, Progress], IngestReport]


@dataclass(frozen=True)
class Upload:
    """How one upload stands."""

    id: str
    what: str = ""
    done: int = 0
    total: int = 0
    report: IngestReport | None = None
    problem: str = ""  # in words, when nothing came out

    @property
    def is_done(self) -> bool:
        """Tell whether there is nothing more to wait for."""
        return self.report is not None or bool(self.problem)


@dataclass
class Uploads:
    """All uploads, the latest remembered; safe to share between threads."""

    folder: Path
    ingest: Ingest
    _held: "OrderedDict[str, Upload]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _worker: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix="upload")
    )

    def begin(self, files: Sequence[UploadedFile], options: IntakeOptions, language: Language) -> str:
        """Keep the files and begin to read them; gives the name of the upload."""
        identity = uuid4().hex
        folder = self.folder / identity
        paths = tuple(_write(folder / str(number), one) for number, one in enumerate(files, 1))
        self._keep(Upload(id=identity))
        self._worker.submit(self._read, identity, paths, options, language)
        return identity

    def look(self, identity: str) -> Upload | None:
        """Tell how an upload stands; None when it is not known any more."""
        with self._lock:
            return self._held.get(identity)

    def close(self) -> None:
        """Finish what is being read, and drop what was not begun."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self, identity: str, paths: Sequence[Path], options: IntakeOptions, language: Language) -> None:
        def tell(what: str, done: int, total: int) -> None:
            self._keep(Upload(id=identity, what=what, done=done, total=total))

        try:
            report = self.ingest(paths, options, tell)
            self._keep(Upload(id=identity, report=_named(report)))
        except Exception as error:  # the one place where a failed upload becomes words
            reference = uuid4().hex[:12]
            log.exception("upload_failed", trace_id=reference, error=type(error).__name__)
            self._keep(Upload(id=identity, problem=apologise(error, language, reference=reference)))
        finally:
            shutil.rmtree(self.folder / identity, ignore_errors=True)

    def _keep(self, upload: Upload) -> None:
        with self._lock:
            self._held[upload.id] = upload
            while len(self._held) > _MOST_REMEMBERED:
                self._held.popitem(last=False)


def _write(folder: Path, file: UploadedFile) -> Path:
    folder.mkdir(parents=True)
    path = folder / safe_name(file.name)
    path.write_bytes(file.content)
    return path


def _named(report: IngestReport) -> IngestReport:
    """Name files as they were sent, not by the folder they were kept in."""
    files = tuple(one.model_copy(update={"file": Path(one.file).name}) for one in report.files)
    return report.model_copy(update={"files": files})
