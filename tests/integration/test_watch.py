"""A watched folder: what changes is put in again, what is deleted is told, Ctrl-C ends it cleanly."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest
from click.testing import CliRunner

from bot.surfaces.cli.ingest import ingest
from bot.surfaces.cli.reports import DocumentSummary, FileReport, IngestReport, Removal
from bot.surfaces.cli.watching import FolderWatch, WatchReport
from knowledge.documents.document import Shelf, SourceClass
from knowledge.documents.intake import IntakeOptions
from tests.integration.test_cli import run, start


class CountingDesk:
    """A desk that gives every file its next version, and remembers what it was told."""

    def __init__(self) -> None:
        self.versions: dict[str, int] = {}
        self.removed: list[str] = []

    def ingest(self, paths: Sequence[Path], options: IntakeOptions) -> IngestReport:
        return IngestReport(files=tuple(self._report(path) for path in paths))

    def remove(self, document: str) -> Removal:
        self.removed.append(document)
        return Removal(removed=(document,))

    def _report(self, path: Path) -> FileReport:
        if path.stem == "bad":
            return FileReport(file=path.name, state="failed", reason="no")
        version = self.versions[path.stem] = self.versions.get(path.stem, 0) + 1
        held = DocumentSummary(
            id=path.stem, version=str(version), title=path.stem, source_class=SourceClass.POLICY,
            shelf=Shelf.OWN, audience="everyone", status="in_force", sections=1,
        )  # fmt: skip
        return FileReport(file=path.name, state="ingested", documents=(held,))


def _watch(folder: Path, desk: Any, *, is_removing: bool = False) -> FolderWatch:
    return FolderWatch(desk, [folder], IntakeOptions(), is_removing=is_removing)


def test_what_is_there_and_what_changes_is_put_in_and_locks_and_other_kinds_are_not(tmp_path: Path) -> None:
    (tmp_path / "rules.md").write_text("old")
    stop = threading.Event()
    reports: Queue[WatchReport] = Queue()

    def keep() -> None:
        for report in _watch(tmp_path, CountingDesk()).reports(stop):
            reports.put(report)

    keeper = threading.Thread(target=keep)
    keeper.start()
    first = reports.get(timeout=20)
    for name in ("rules.md", "~$rules.docx", ".hidden.md", "rules.tmp", "new.txt"):
        (tmp_path / name).write_text("new")
    second = reports.get(timeout=20)
    stop.set()
    keeper.join(timeout=20)

    assert _files(first) == ["rules.md"]
    assert _files(second) == ["new.txt", "rules.md"]
    assert reports.empty()


@pytest.mark.parametrize("is_removing", [False, True])
def test_a_deleted_file_is_told_and_its_documents_go_only_where_that_was_asked(
    is_removing: bool, tmp_path: Path
) -> None:
    desk, path = CountingDesk(), tmp_path / "rules.md"
    watch = _watch(tmp_path, desk, is_removing=is_removing)
    path.write_text("one")
    watch.look([path])
    watch.look([path])
    path.unlink()

    report = watch.look([path])

    [gone] = report.gone
    assert (gone.file, gone.documents) == ("rules.md", ("rules@1", "rules@2"))
    assert desk.removed == list(gone.removed) == (["rules@1", "rules@2"] if is_removing else [])
    assert watch.look([path]).gone == ()


def test_a_look_that_fails_is_told_and_the_next_one_goes_on(tmp_path: Path) -> None:
    class FailingDesk(CountingDesk):
        def ingest(self, paths: Sequence[Path], options: IntakeOptions) -> IngestReport:
            if not self.versions:
                self.versions["failed"] = 1
                raise TimeoutError("secret words")
            return super().ingest(paths, options)

    path = tmp_path / "rules.md"
    path.write_text("one")
    watch = _watch(tmp_path, FailingDesk())

    failed, done = watch.look([path]), watch.look([path])

    assert "in time" in failed.problem
    assert "secret" not in failed.problem
    assert _files(done) == ["rules.md"]


@pytest.mark.slow  # a process with the real engines, for half a minute
def test_a_folder_is_watched_from_the_command_line(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "rules"
    folder.mkdir()
    path = folder / "travel.md"
    run(home, "search", "PoC")
    _write(path, "一万円")
    process = start(home, "ingest", str(folder), "--watch", "--class", "policy", "--json")
    lines: Queue[str] = Queue()
    assert process.stdout
    reader = threading.Thread(target=_gather, args=(process.stdout, lines))
    reader.start()

    first = _next(lines)
    _write(path, "二万円")
    second = _next(lines)
    path.unlink()
    third = _next(lines)
    os.kill(process.pid, signal.SIGINT)
    code = process.wait(timeout=30)
    reader.join(timeout=10)
    told = process.stderr.read() if process.stderr else ""
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()

    assert [one["version"] for one in first["ingested"]["files"][0]["documents"]] == ["1"]
    assert [one["version"] for one in second["ingested"]["files"][0]["documents"]] == ["2"]
    assert third["gone"] == [{"file": "travel.md", "documents": ["travel@1", "travel@2"], "removed": []}]
    assert code == 0
    assert "Traceback" not in told
    assert "Stopped." in told
    held = json.loads(run(home, "documents", "list", "--json").stdout)["documents"]
    own = {one["version"]: one["status"] for one in held if one["shelf"] == "own"}
    assert own == {"1": "superseded", "2": "in_force"}


def test_watching_goes_with_folders_and_with_what_holds_for_every_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    path.write_text("one")

    of_a_file, with_title, removing = (
        CliRunner().invoke(ingest, arguments)
        for arguments in (
            ["--watch", str(path)],
            ["--watch", "--title", "T", str(tmp_path)],
            ["--remove-deleted", str(tmp_path)],
        )
    )

    assert [one.exit_code for one in (of_a_file, with_title, removing)] == [2, 2, 2]
    assert "needs folders" in of_a_file.output
    assert "--class and --audience" in with_title.output
    assert "needs --watch" in removing.output


def _write(path: Path, limit: str) -> None:
    path.write_text(f"# 旅費規程\n\n## 第1条（宿泊）\n\n宿泊費は{limit}までとする。\n", encoding="utf-8")


def _files(report: WatchReport) -> list[str]:
    return [one.file for one in report.ingested.files] if report.ingested else []


def _gather(stream: Iterable[str], lines: "Queue[str]") -> None:
    for line in stream:
        lines.put(line)


def _next(lines: "Queue[str]") -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return dict(json.loads(lines.get(timeout=1)))
        except Empty:
            continue
    pytest.fail("nothing was reported within a minute")
