"""Rewrite the database file, so that no byte of what was deleted is left in it.

SQLite overwrites deleted rows when it is told to, yet moves rows about inside a page, and what a row left
behind there stays readable until the file is written anew.
"""

import time
from contextlib import suppress
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError

from sqlalchemy import Engine

_ATTEMPTS = 20
_PAUSE_S = 0.25


def compact(engine: Engine) -> bool:
    """Write the file anew and empty its log.

    It takes as much memory as the file is large. Another engine than SQLite is left alone: PostgreSQL's own
    `VACUUM FULL` is its administrator's.

    Returns:
        False when somebody kept reading for five seconds, so that old pages stay, and for any other engine.
    """
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if not isinstance(raw, SqliteConnection):
            return False
        connection.rollback()
        with suppress(OperationalError):
            raw.execute("VACUUM")
            return _empty_log(raw)
    return False


def _empty_log(raw: SqliteConnection) -> bool:
    for _ in range(_ATTEMPTS):
        if _is_emptied(raw):
            return True
        time.sleep(_PAUSE_S)
    return False


def _is_emptied(raw: SqliteConnection) -> bool:
    [busy, _, _] = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
