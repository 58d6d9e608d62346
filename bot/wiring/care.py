"""Look after what is held: forget a person, forget what is old, write a backup and put it back."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import structlog
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bot.settings import Settings
from bot.storage.copying import UnusableCopyError, check_copy, copy_database, database_file
from bot.storage.erasure import DatabaseEraser
from bot.surfaces.cli.care_desk import BackupReport, ErasureReport, RestoreReport
from bot.surfaces.slack.audiences import read_audience
from bot.wiring.house import House, open_house
from bot.wiring.refusals import RefusedError
from bot.wiring.writing import remove_somehow
from knowledge.documents.document import Document
from knowledge.profile import FILE_NAME as PROFILE
from retrieval.adapters.ownership import IndexOwnedError, IndexOwner

log = structlog.get_logger(__name__)

_EVERY_S = 3_600.0
_ABOUT, _RECORD = "backup.json", "sandan.db"
_DERIVED = ("index", "vectors.journal")  # made anew from the record


def _is_of(document: Document, user: str, team: str | None) -> bool:
    """Tell whether a document is for one person of Slack alone."""
    audience = read_audience(document.audience)
    return audience is not None and audience.part == user and team in (None, audience.team)


class _About(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    made_at: AwareDatetime
    documents: int


@dataclass(frozen=True)
class HomeCare:
    """Looks after one home; each call opens what it needs."""

    settings: Settings

    def forget(self, user: str, team: str | None) -> ErasureReport:
        """Erase a person, in one workspace or in all; works beside a running service.

        Documents that only this person may read go too.
        """
        with open_house(self.settings) as house:
            erased = dict(DatabaseEraser(house.database).erase_person(user=user, team=team).erased)
            private = [one.key for one in house.record.documents() if _is_of(one, user, team)]
            for key in private:
                remove_somehow(house, key, today=datetime.now(UTC).date(), progress=lambda *_: None)
        if private:
            erased["documents"] = len(private)
        total = sum(erased.values())
        log.info("person_erased", records=total)
        return ErasureReport(user=user, erased=erased, total=total)

    def backup(self, file: Path) -> BackupReport:
        """Write everything held into a file, as of one moment.

        Raises:
            RefusedError: If nothing is held, or the record is in a database with tools of its own.
        """
        record = self._record_file()
        if not record.exists():
            raise RefusedError(f"Nothing is held in {record.parent} yet: there is nothing to write.")
        with open_house(self.settings) as house:
            documents = len(house.record.documents())
            self._write(house, file, _About(made_at=datetime.now(UTC), documents=documents))
        return BackupReport(file=str(file), documents=documents, bytes=file.stat().st_size)

    def restore(self, file: Path, *, replace: bool) -> RestoreReport:
        """Put back what was written; what is held now is replaced only when told so.

        Raises:
            RefusedError: If the file is no backup, something is held, or another process is at work.
        """
        record = self._record_file()
        if record.exists() and not replace:
            raise RefusedError(
                f"{record} exists. Give --replace to put the backup in its place; what it holds is lost."
            )
        record.parent.mkdir(parents=True, exist_ok=True)
        try:
            with IndexOwner(self.settings.home / "index").acquire():
                about = self._put_back(file, record)
        except IndexOwnedError as error:
            raise RefusedError(
                f"Process {error.pid or 'unknown'} is at work on this home. Stop it first."
            ) from error
        return RestoreReport(file=str(file), documents=about.documents, made_at=about.made_at)

    def _record_file(self) -> Path:
        file = database_file(self.settings.record_url)
        if file is None:
            raise RefusedError(
                "The record is in the database that SANDAN_DATABASE_URL names: use its own tools, such as "
                "pg_dump and pg_restore. The index is built anew from the record."
            )
        return file

    def _write(self, house: House, file: Path, about: _About) -> None:
        """Write beside the target first: a file of that name is always a whole backup."""
        unfinished = file.with_name(f".{file.name}.unfinished")
        with TemporaryDirectory(dir=house.settings.home) as folder:
            copy = Path(folder) / _RECORD
            copy_database(house.database, copy)
            with ZipFile(_private(unfinished), "w", ZIP_DEFLATED) as archive:
                archive.writestr(_ABOUT, about.model_dump_json())
                archive.write(copy, _RECORD)
                profile = house.settings.home / PROFILE
                if profile.exists():
                    archive.write(profile, PROFILE)
        unfinished.replace(file)

    def _put_back(self, file: Path, record: Path) -> _About:
        with TemporaryDirectory(dir=record.parent) as folder:
            about = _unpack(file, Path(folder))
            for name in ("-wal", "-shm"):
                record.with_name(record.name + name).unlink(missing_ok=True)
            (Path(folder) / _RECORD).replace(record)
            kept, profile = Path(folder) / PROFILE, self.settings.home / PROFILE
            if kept.exists():
                kept.replace(profile)
            else:
                profile.unlink(missing_ok=True)
        for name in _DERIVED:
            _clear(self.settings.home / name)
        return about


@contextmanager
def forgetting_what_is_old(house: House) -> Iterator[None]:
    """Erase questions past their time while the block runs: at once, and then every hour."""
    eraser, stop = DatabaseEraser(house.database), Event()
    days = timedelta(days=house.settings.keep_questions_days)

    def work() -> None:
        while True:
            try:
                erasure = eraser.purge(before=datetime.now(UTC) - days)
                log.info("old_questions_erased", records=erasure.total)
            except Exception:  # the next hour may be a better one
                log.exception("old_questions_not_erased")
            if stop.wait(_EVERY_S):
                return

    worker = Thread(target=work, name="forgetting", daemon=True)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def _unpack(file: Path, folder: Path) -> _About:
    """Take the known parts out of a backup, and look at them before anything is replaced."""
    try:
        with ZipFile(file) as archive:
            about = _About.model_validate_json(archive.read(_ABOUT))
            names = {_RECORD, PROFILE} & set(archive.namelist())
            for name in names:
                with archive.open(name) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target)
        check_copy(folder / _RECORD)
    except (BadZipFile, KeyError, EOFError, ValidationError) as error:
        raise RefusedError(f"{file} is no backup that `sandan backup` wrote, or is damaged.") from error
    except UnusableCopyError as error:
        words = "was written by a newer release" if error.reason == "newer" else "is damaged"
        raise RefusedError(f"{file} {words}. Nothing was changed.") from error
    (folder / _RECORD).chmod(0o600)
    return about


def _private(path: Path) -> Path:
    """Make an empty file that only its owner can read."""
    path.unlink(missing_ok=True)
    with closing(os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))):
        return path


def _clear(path: Path) -> None:
    """Take away what is derived; the lock file of the index stays, as we hold it."""
    if path.is_dir():
        for one in path.iterdir():
            if one.is_dir():
                shutil.rmtree(one)
            elif not one.name.startswith("owner."):
                one.unlink()
    else:
        path.unlink(missing_ok=True)
