"""Several processes put in on one home at once: each is served, and no document, term or vector is lost."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.killing import canary, write_files
from tests.integration.test_cli import environment, run, serving, start

pytestmark = pytest.mark.slow  # processes with the real engines

_WRITERS = 3


def test_three_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    home, folders = _prepare(tmp_path)

    _write_at_once(home, folders)

    _check_whole(home, folders, tmp_path)


def test_three_processes_that_write_beside_a_service_lose_nothing(tmp_path: Path) -> None:
    home, folders = _prepare(tmp_path)

    with serving(home):
        _write_at_once(home, folders)

    _check_whole(home, folders, tmp_path)


def _prepare(place: Path) -> tuple[Path, list[Path]]:
    home = place / "home"
    assert run(home, "search", "PoC").returncode == 0
    folders = []
    for number in range(_WRITERS):
        folder = place / f"files-{number}"
        folder.mkdir()
        write_files(folder, number)
        (folder / "changing.md").unlink()
        folders.append(folder)
    return home, folders


def _write_at_once(home: Path, folders: list[Path]) -> None:
    writers = [start(home, "ingest", str(folder), "--json") for folder in folders]
    readers = [start(home, "search", "合言葉", "--json") for _ in range(2)]
    for process in (*writers, *readers):
        output, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        assert json.loads(output)


def _check_whole(home: Path, folders: list[Path], place: Path) -> None:
    """Every document is found by its word, and the index holds every vector of the record."""
    together = place / "together"
    together.mkdir()
    for folder in folders:
        for path in folder.iterdir():
            shutil.copy(path, together)
    for number in range(_WRITERS):
        word = canary(f"new-{number}-a", number)
        hits = json.loads(run(home, "search", word, "--scope", "ingested", "--json").stdout)["hits"]
        assert hits[0]["document"] == f"new-{number}-a"
    command = [sys.executable, "-m", "tests.integration.killing", str(home), str(together)]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(found))  # noqa: T201 - the counts to report
    assert found["problems"] == []
    assert (found["held"], found["missing"], found["embedded_again"]) == (2 * _WRITERS, 0, 0)
