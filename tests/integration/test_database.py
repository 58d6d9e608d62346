"""The database file itself: made once by migrations, and without what was removed."""

from pathlib import Path
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.storage import engine as engine_module
from bot.storage.chunk_record import DatabaseChunkRecord
from bot.storage.engine import open_database
from bot.storage.tables import REVISION, metadata
from tests.contract.test_chunk_record import a_document, indexed


def test_migrations_make_the_tables_that_the_code_describes(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")

    with database.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    database.dispose()

    scripts = ScriptDirectory(str(Path(engine_module.__file__).parent / "migrations"))
    assert differences == []
    assert scripts.get_current_head() == REVISION


def test_many_may_open_an_empty_place_at_once(tmp_path: Path) -> None:
    errors: list[BaseException] = []

    def open_it() -> None:
        try:
            open_database(f"sqlite:///{tmp_path / 'a.db'}").dispose()
        except BaseException as error:  # noqa: BLE001 - counted below
            errors.append(error)

    threads = [Thread(target=open_it) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert errors == []


def test_removed_text_is_gone_from_the_disk(tmp_path: Path) -> None:
    secret = "買収先は青葉精機である。"
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    record = DatabaseChunkRecord(database)
    document = a_document("secret", "1", secret)
    record.replace_document(document, indexed(document), model_id="m")
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    record.remove_document("secret@1")
    database.dispose()

    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert secret.encode() in held
    assert secret.encode() not in left


def test_a_chunk_of_another_document_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    record = DatabaseChunkRecord(database)
    document = a_document()
    record.replace_document(document, indexed(document), model_id="m")

    with pytest.raises(ValueError, match="is of no section"):
        record.replace_document(document, indexed(a_document("other")), model_id="m")

    assert len(list(record.chunks())) == 2
    database.dispose()
