"""Open the database and bring its tables up to date; the only place that knows one engine from another."""

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import Error as SqliteError
from threading import Lock

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Engine,
    String,
    any_,
    create_engine,
    event,
    literal,
    make_url,
    text,
)
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.tables import REVISION

Database = Engine  # what others hold without knowing SQLAlchemy

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_MS = 30_000  # how long a write waits for another process's
_HAS_TURN = "sandan_has_turn"  # in a connection's info
_WRITES = "sandan_writes"  # execution option: this connection is going to write


def open_database(url: str) -> Database:
    """Connect, and make or change the tables where they are not the newest.

    Two processes may do this at once: one waits for the other.

    Args:
        url: As SQLAlchemy writes it; the folder of an SQLite file is made. For PostgreSQL psycopg 3 is used
            unless another driver is named.
    """
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        _take_turns(engine)
    if _revision(engine) != REVISION:
        _migrate(engine)
    return engine


def writing(engine: Engine) -> Engine:
    """Give the same engine for transactions that write: they take their turn before they read."""
    return engine.execution_options(**{_WRITES: True})


def reading(engine: Engine) -> Engine:
    """Give the same engine for single statements that read: PostgreSQL begins and ends nothing for them."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine


def is_one_of(engine: Engine, column: Column[str], values: Sequence[str]) -> ColumnElement[bool]:
    """Compare a column with many values; PostgreSQL gets them as one, in half the time."""
    if engine.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(String)))
    return column.in_(list(values))


def erase_traces(engine: Engine) -> None:
    """Let no deleted text stay on disk: not in free pages, and not in the log of writes.

    With SQLite pages are overwritten when rows are deleted, and the log is emptied here; another process
    that is just reading may put that off to the next time.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection, suppress(OperationalError):
            raw = connection.connection.driver_connection
            if isinstance(raw, SqliteConnection):
                connection.rollback()
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def migrations_up_to(revision: str) -> frozenset[str]:
    """List a revision of the tables and all before it: what this release can bring up to date."""
    names = (file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("0*.py"))
    return frozenset(name for name in names if name <= revision)


def _prepare_sqlite(raw: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    raw.isolation_level = None  # transactions begin where we say so, see `_begin_sqlite`
    raw.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    _use_log(raw)
    raw.execute("PRAGMA synchronous=FULL")  # what was accepted survives a power cut
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA secure_delete=ON")  # removed text is overwritten
    raw.execute("PRAGMA temp_store=MEMORY")


def _use_log(raw: SqliteConnection) -> None:
    """Switch to the write-ahead log; that takes the file for itself once, and does not wait by itself."""
    for attempt in range(50):
        try:
            [mode] = raw.execute("PRAGMA journal_mode=WAL").fetchone()
        except SqliteError as error:
            if attempt == 49 or "locked" not in str(error):  # what is damaged does not pass
                raise
            mode = ""
        if mode in {"wal", "memory"}:
            return
        time.sleep(0.1)


def _take_turns(engine: Engine) -> None:
    """Let this process's writes wait for each other here: SQLite's own waiting is unfair.

    It sleeps ever longer between attempts, so that of twelve threads some waited for six seconds.
    """
    turn = Lock()

    def begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get(_WRITES, False)
        if is_writing and turn.acquire(timeout=_BUSY_MS / 1000):
            connection.info[_HAS_TURN] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    def give_back(_raw: object, entry: ConnectionPoolEntry) -> None:
        if entry.info.pop(_HAS_TURN, False):
            turn.release()

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", give_back)


def _revision(engine: Engine) -> str | None:
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except (OperationalError, ProgrammingError):
        return None
    except DatabaseError:
        engine.dispose()
        raise


def _migrate(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415 - a tenth of a second, only needed once
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
