"""Apologies: words by kind of error, in both languages, and never the error's own text."""

import errno
import sqlite3
from pathlib import Path

import pytest

from bot.surfaces.apology import Trouble, apologise, recognise_trouble
from knowledge.documents.intake import UnsupportedTypeError
from retrieval.interface import EmbeddingMismatchError, IndexUnavailableError

SECRET = "xoxb-secret-in-an-error"


def _locked_database(folder: Path) -> sqlite3.Error:
    path = folder / "locked.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("CREATE TABLE t (x)")
    holder.execute("BEGIN EXCLUSIVE")
    other = sqlite3.connect(path, timeout=0)
    try:
        other.execute("INSERT INTO t VALUES (1)")
    except sqlite3.Error as error:
        return error
    finally:
        other.close()
        holder.close()
    raise AssertionError("the database was not locked")


def _broken_database(folder: Path) -> sqlite3.Error:
    path = folder / "broken.db"
    path.write_bytes(b"this is no database, by far" * 100)
    connection = sqlite3.connect(path)
    try:
        connection.execute("SELECT * FROM sqlite_master")
    except sqlite3.Error as error:
        return error
    finally:
        connection.close()
    raise AssertionError("the database was readable")


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (IndexUnavailableError(SECRET), Trouble.INDEX_UNAVAILABLE),
        (EmbeddingMismatchError(held=SECRET, configured="b"), Trouble.EMBEDDING_MISMATCH),
        (OSError(errno.ENOSPC, SECRET), Trouble.DISK_FULL),
        (PermissionError(errno.EACCES, SECRET), Trouble.NOT_PERMITTED),
        (FileNotFoundError(errno.ENOENT, SECRET), Trouble.UNREADABLE_FILE),
        (UnsupportedTypeError(SECRET, remedy=SECRET), Trouble.UNREADABLE_FILE),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, SECRET), Trouble.UNREADABLE_FILE),
        (TimeoutError(SECRET), Trouble.TOO_SLOW),
        (ConnectionRefusedError(errno.ECONNREFUSED, SECRET), Trouble.UNREACHABLE),
        (RuntimeError(SECRET), Trouble.UNKNOWN),
        (KeyError(SECRET), Trouble.UNKNOWN),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_error_becomes_words_without_its_own_text(
    error: Exception, trouble: Trouble, language: str
) -> None:
    words = apologise(error, "ja" if language == "ja" else "en")

    assert recognise_trouble(error) is trouble
    assert SECRET not in words
    assert words.startswith("申し訳ありません" if language == "ja" else "Sorry")


def test_a_locked_database_is_told_apart_from_a_broken_one(tmp_path: Path) -> None:
    locked, broken = _locked_database(tmp_path), _broken_database(tmp_path)

    assert recognise_trouble(locked) is Trouble.STORE_BUSY
    assert recognise_trouble(broken) is Trouble.STORE_UNREADABLE


def test_the_cause_behind_a_wrapping_error_is_recognised() -> None:
    wrapping = RuntimeError("while answering")
    wrapping.__cause__ = IndexUnavailableError("index")

    assert recognise_trouble(wrapping) is Trouble.INDEX_UNAVAILABLE


def test_what_was_set_aside_on_purpose_is_not_looked_at() -> None:
    wrapping = RuntimeError("while answering")
    wrapping.__context__ = TimeoutError("before")
    wrapping.__suppress_context__ = True

    assert recognise_trouble(wrapping) is Trouble.UNKNOWN


def test_causes_that_form_a_ring_end() -> None:
    first, second = RuntimeError("a"), RuntimeError("b")
    first.__cause__, second.__cause__ = second, first

    assert recognise_trouble(first) is Trouble.UNKNOWN


@pytest.mark.parametrize(
    ("language", "expected"), [("ja", "（お問い合わせ番号: 12ab）"), ("en", "(Reference: 12ab)")]
)
def test_the_reference_for_the_administrator_is_at_the_end(language: str, expected: str) -> None:
    words = apologise(RuntimeError(), "ja" if language == "ja" else "en", reference="12ab")

    assert words.endswith(expected)
