"""Notes in the database: one text by name, gone with its prefix."""

from pathlib import Path

from bot.storage.engine import open_database
from bot.storage.notes import DatabaseNotes


def test_a_note_is_kept_by_name_and_the_newest_counts(tmp_path: Path) -> None:
    notes = DatabaseNotes(open_database(f"sqlite:///{tmp_path / 'notes.db'}"))
    notes.keep_note("a:1", "old")

    notes.keep_note("a:1", "new")

    assert notes.note("a:1") == "new"
    assert notes.note("a:2") is None


def test_dropping_a_prefix_leaves_no_trace_of_it_and_all_else(tmp_path: Path) -> None:
    notes = DatabaseNotes(open_database(f"sqlite:///{tmp_path / 'notes.db'}"))
    notes.keep_note("u_1:x", "青葉の評価")
    notes.keep_note("u_1:y", "良い")
    notes.keep_note("uX1:x", "another's, which a wildcard would meet")

    count = notes.drop_notes("u_1:")

    assert count == 2
    assert notes.note("uX1:x") is not None
    assert "青葉".encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
