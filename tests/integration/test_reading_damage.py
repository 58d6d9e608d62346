"""Files cut off or changed at random are read or refused, in time, without a crash."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.damaged_files import KINDS, cut, mutate, whole
from tests.integration.reading_place import MAX_SECONDS, ReadingPlace

_WITH_AN_END = frozenset({"docx", "pptx", "xlsx", "pdf"})  # a cut shows, whatever is left
_CODES = frozenset(
    {"read", "damaged", "empty", "too_large", "too_costly", "reader_died", "unsupported_type", "undecodable",
     "bad_value"}
)  # fmt: skip
_FEW, _SOME, _MANY = 4, 50, 2_000


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_off_at_every_fifth_is_refused_or_read(kind: str, tmp_path: Path) -> None:
    _check(kind, cut(kind, range(20, 100, 20)), tmp_path, may_be_read=kind not in _WITH_AN_END)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_off_at_every_percent_is_refused_or_read(kind: str, tmp_path: Path) -> None:
    _check(kind, cut(kind, range(100)), tmp_path, may_be_read=kind not in _WITH_AN_END)


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_file_is_refused_or_read_by_a_process_of_its_own(kind: str, tmp_path: Path) -> None:
    files = {f"changed_{seed}.{kind}": mutate(whole(kind), seed) for seed in range(_FEW)}

    _check(kind, files, tmp_path, may_be_read=True)


@pytest.mark.parametrize(
    ("kind", "count"),
    [(kind, _SOME) for kind in KINDS] + [pytest.param(kind, _MANY, marks=pytest.mark.slow) for kind in KINDS],
)
def test_no_random_change_crashes_a_parser_or_holds_it_up(kind: str, count: int) -> None:
    command = [sys.executable, "-m", "tests.integration.fuzzing", kind, str(count)]

    done = subprocess.run(command, capture_output=True, check=True, timeout=3_000, text=True)

    found = json.loads(done.stdout)
    assert set(found["ends"]) <= {"read", "refused"}, found
    assert sum(found["ends"].values()) == count
    assert found["longest"] <= MAX_SECONDS


def _check(kind: str, files: dict[str, bytes], folder: Path, *, may_be_read: bool) -> None:
    ends = ReadingPlace(folder).read_all(files)

    assert {code for code, _ in ends.values()} <= _CODES, kind
    assert max(seconds for _, seconds in ends.values()) <= MAX_SECONDS
    assert may_be_read or "read" not in {code for code, _ in ends.values()}
