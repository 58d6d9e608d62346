"""The process that reads a file is limited, alone, and may die without harm."""

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.documents.loaders.apart import ReadApartError, read_apart
from knowledge.documents.loaders.reply import Limits

_TABLE = "item,limit\nPilot,450\n"
_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(_TABLE, encoding="utf-8")
    return path


def test_a_draft_comes_back_with_the_kind_it_was_read_as(table: Path) -> None:
    draft, kind = read_apart(table, "csv")

    assert kind == "csv"
    assert [section.text for section in draft.sections] == ["item: Pilot | limit: 450"]


def test_a_reader_that_takes_too_long_is_a_problem_with_a_remedy(table: Path) -> None:
    with pytest.raises(ReadApartError) as refused:
        read_apart(table, "csv", limits=Limits(wall_seconds=0.001))

    assert refused.value.problem.code == "too_costly"
    assert refused.value.problem.remedy


@_POSIX
def test_a_reader_without_memory_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"<html><body>" + b"<p>text</p>" * 400_000)

    with pytest.raises(ReadApartError) as refused:
        read_apart(page, "html", limits=Limits(address_bytes=150_000_000))

    assert refused.value.problem.code in {"too_costly", "reader_died"}


def test_text_beyond_the_limit_is_refused_whole(table: Path) -> None:
    with pytest.raises(ReadApartError) as refused:
        read_apart(table, "csv", limits=Limits(text_chars=5))

    assert refused.value.problem.code == "too_large"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_a_confined_process_reaches_no_network_and_starts_no_program(attempt: str) -> None:
    code = (
        "from knowledge.documents.loaders.confinement import ForbiddenError, confine\n"
        "from knowledge.documents.loaders.reply import Limits\n"
        f"confine(Limits())\ntry:\n    {attempt}\nexcept ForbiddenError:\n    print('forbidden')\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "forbidden"
