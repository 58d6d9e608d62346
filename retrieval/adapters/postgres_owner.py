"""Let one process, on whatever machine, write to an index in PostgreSQL; a second one is refused."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from retrieval.adapters.ownership import IndexOwnedError
from retrieval.adapters.postgres import plain_url
from retrieval.interface import IndexUnavailableError

if TYPE_CHECKING:
    from psycopg import Connection

_RIGHT = 0x5A4DA5  # key of the advisory lock that is the right to write
_NAME = "sandan-owner-"
_PATIENCE_S = 10


@dataclass
class PostgresOwner:
    """The right to write, held by a connection of its own: it ends with the process."""

    url: str
    _connection: "Connection[Any] | None" = None

    def acquire(self) -> Self:
        """Take the right.

        Raises:
            IndexOwnedError: If a living process holds it.
            IndexUnavailableError: If the database cannot be reached.
        """
        import psycopg  # noqa: PLC0415 - an extra that few install

        try:
            connection = psycopg.connect(
                plain_url(self.url),
                autocommit=True,
                connect_timeout=_PATIENCE_S,
                application_name=f"{_NAME}{os.getpid()}",
            )
        except psycopg.Error as error:
            raise IndexUnavailableError(f"PostgreSQL: {type(error).__name__}") from error
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (_RIGHT,)).fetchone()
        if row is None or not row[0]:
            holder = _holder(connection)
            connection.close()
            raise IndexOwnedError(Path("PostgreSQL"), holder)
        self._connection = connection
        return self

    def release(self) -> None:
        """Give the right back; nothing happens when it is not held."""
        import psycopg  # noqa: PLC0415 - as above

        if self._connection is not None:
            # Closing alone ends the right a moment later, when the server notices.
            with suppress(psycopg.Error), self._connection as connection:
                connection.execute("SELECT pg_advisory_unlock(%s)", (_RIGHT,))
            self._connection = None

    @property
    def is_held(self) -> bool:
        """Tell whether this object holds the right."""
        return self._connection is not None and not self._connection.closed

    def __enter__(self) -> Self:
        return self if self.is_held else self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _holder(connection: "Connection[Any]") -> int | None:
    """Give the process that holds the right, as it named its connection."""
    row = connection.execute(
        "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) "
        "WHERE locktype = 'advisory' AND objid = %s AND granted LIMIT 1",
        (_RIGHT,),
    ).fetchone()
    number = str(row[0]).removeprefix(_NAME) if row else ""
    return int(number) if number.isdigit() else None
