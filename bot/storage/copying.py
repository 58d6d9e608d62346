"""Copy a running SQLite database into one file, and look whether such a file can be put in its place."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, make_url

from bot.storage.engine import migrations_up_to
from bot.storage.tables import REVISION


class UnusableCopyError(Exception):
    """A file cannot take the place of the database; `reason` is damaged or newer."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"copy of the database is {reason}")
        self.reason = reason


def database_file(url: str) -> Path | None:
    """Give the file of an SQLite database; None for another engine, which has tools of its own."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return None
    return Path(address.database)


def copy_database(engine: Engine, target: Path) -> None:
    """Write a copy as of one moment, while others go on reading and writing."""
    with engine.connect() as connection:
        connection.rollback()
        raw = connection.connection.driver_connection
        with closing(sqlite3.connect(target)) as copy:
            raw.backup(copy)  # type: ignore[union-attr]  # SQLite's connection has it
            copy.execute("PRAGMA journal_mode=DELETE").fetchall()


def check_copy(file: Path) -> None:
    """Look whether a copy is whole, and of tables that this release knows.

    Raises:
        UnusableCopyError: If it is not.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            [said] = copy.execute("PRAGMA integrity_check").fetchone()
            [revision] = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.DatabaseError, TypeError) as error:
        raise UnusableCopyError("damaged") from error
    if said != "ok":
        raise UnusableCopyError("damaged")
    if str(revision) not in migrations_up_to(REVISION):
        raise UnusableCopyError("newer")
