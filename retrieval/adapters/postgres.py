"""Where the derived index lives in PostgreSQL: connections, partitions, and errors turned into ours.

Each partition is a table of its own, so that chunks a reader may not see neither slow a search nor shape
its statistics. Vectors and terms are `postgres_vectors`' and `postgres_terms`' business. It needs pgvector
0.8 and pg_textsearch (in `shared_preload_libraries`); who may not create extensions has them created once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from retrieval.interface import EmbeddingMismatchError, IndexUnavailableError
from retrieval.passage import Partition

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.sql import Composed, Identifier
    from psycopg_pool import ConnectionPool

Kind = Literal["vectors", "terms"]

KINDS: tuple[Kind, ...] = ("vectors", "terms")
_EXTENSIONS = ("vector", "pg_textsearch")
_SETTINGS = (
    "SET hnsw.ef_search = 200",  # we ask for 100 neighbours
    "SET hnsw.iterative_scan = relaxed_order",  # else a filter that keeps 1 % finds a tenth of them
    "SET plan_cache_mode = force_custom_plan",  # a plan for any filter is a bad one for most
)
_MOST_CONNECTIONS = 16
_PATIENCE_S = 10.0
_TURN = 0x5A4DA4  # key of the advisory lock under which tables are made


@dataclass
class PostgresPlace:
    """A schema in a database, with connections to it; safe to share between threads.

    Attributes:
        url: `postgresql://…`; may hold a password, so that it is never shown.
        schema: Everything lives in it; it may be dropped at any time, and is made again from the record.
        is_building: While many documents are put in, indexes wait for `finish`, which makes them at once.
    """

    url: str
    schema: str = "sandan_index"
    is_building: bool = False
    _pool: "ConnectionPool | None" = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def location(self) -> str:
        """Name the place without user and password."""
        parts = urlsplit(self.url)
        return f"postgresql://{parts.hostname or ''}{parts.path}/{self.schema}"

    @contextmanager
    def connected(self) -> Iterator["Connection[Any]"]:
        """Give a connection that commits each statement, unless a transaction is begun on it.

        Raises:
            IndexUnavailableError: For whatever the database or the driver raises.
        """
        import psycopg  # noqa: PLC0415 - an extra that few install
        from psycopg_pool import PoolTimeout  # noqa: PLC0415 - as above

        try:
            with self._opened().connection() as connection:
                yield connection
        except (EmbeddingMismatchError, IndexUnavailableError):
            raise
        except (psycopg.Error, PoolTimeout) as error:
            raise IndexUnavailableError(f"{self.location}: {type(error).__name__}: {error}") from error

    def names(
        self, connection: "Connection[Any]", kind: Kind, partitions: Sequence[Partition] | None = None
    ) -> dict[Partition, str]:
        """Look up the tables of partitions that hold anything; all of them for None."""
        rows = connection.execute(
            self.compose("SELECT name, shelf, audience, language FROM {} WHERE kind = %s", "partitions"),
            (kind,),
        ).fetchall()
        held = {
            Partition.model_validate({"shelf": shelf, "audience": audience, "language": language}): name
            for name, shelf, audience, language in rows
        }
        if partitions is None:
            return held
        return {one: held[one] for one in dict.fromkeys(partitions) if one in held}

    def register(self, connection: "Connection[Any]", kind: Kind, partition: Partition) -> tuple[str, bool]:
        """Give the table's name for a partition, and tell whether it must be made now."""
        text = "\x00".join((partition.shelf, partition.audience, partition.language))
        name = f"{kind[0]}_{sha256(text.encode('utf-8', 'replace')).hexdigest()[:40]}"
        made = connection.execute(
            self.compose("INSERT INTO {} VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING", "partitions"),
            (name, kind, partition.shelf.value, partition.audience, partition.language),
        ).rowcount
        return name, bool(made)

    def unregister(self, connection: "Connection[Any]", name: str) -> None:
        """Forget a partition; its tables are dropped by whoever made them."""
        connection.execute(self.compose("DELETE FROM {} WHERE name = %s", "partitions"), (name,))

    def compose(self, query: str, *tables: str) -> "Composed":
        """Put names of tables of ours into the places `{}` of a query."""
        from psycopg.sql import SQL  # noqa: PLC0415 - as above

        return SQL(query).format(*(self.table(name) for name in tables))

    def table(self, name: str) -> "Identifier":
        """Quote the name of a table of ours."""
        from psycopg.sql import Identifier  # noqa: PLC0415 - as above

        return Identifier(self.schema, name)

    def close(self) -> None:
        """Let go of all connections; the next use opens new ones."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None

    def _opened(self) -> "ConnectionPool":
        with self._lock:
            if self._pool is None:
                self._pool = self._open()
            return self._pool

    def _open(self) -> "ConnectionPool":
        import psycopg  # noqa: PLC0415 - as above
        from psycopg_pool import ConnectionPool  # noqa: PLC0415 - as above

        url = plain_url(self.url)
        with psycopg.connect(url, autocommit=True, connect_timeout=int(_PATIENCE_S)) as connection:
            self._prepare(connection)
        return ConnectionPool(
            url,
            min_size=1,
            max_size=_MOST_CONNECTIONS,
            timeout=_PATIENCE_S,
            open=True,
            kwargs={"autocommit": True},
            configure=_configure,
        )

    def _prepare(self, connection: "Connection[Any]") -> None:
        """Make extensions, schema and the list of partitions, one process after another."""
        from psycopg.sql import SQL, Identifier  # noqa: PLC0415 - as above

        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_TURN,))
            for name in _EXTENSIONS:
                connection.execute(SQL("CREATE EXTENSION IF NOT EXISTS {}").format(Identifier(name)))
            connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(self.schema)))
            connection.execute(
                self.compose(
                    "CREATE TABLE IF NOT EXISTS {} (name text PRIMARY KEY, kind text NOT NULL, "
                    "shelf text NOT NULL, audience text NOT NULL, language text NOT NULL)",
                    "partitions",
                )
            )


def plain_url(url: str) -> str:
    """Leave out the driver that SQLAlchemy wants named."""
    scheme, separator, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}{separator}{rest}"


def _configure(connection: "Connection[Any]") -> None:
    for setting in _SETTINGS:
        connection.execute(setting)
