"""Tables of one kind in PostgreSQL, one for each partition: made, emptied, indexed and dropped here.

What stands in them and how it is searched is `postgres_vectors`' and `postgres_terms`' business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from retrieval.adapters.postgres import Kind, PostgresPlace
from retrieval.passage import Partition

if TYPE_CHECKING:
    from psycopg import Connection

_BUILD_MEMORY = "512MB"  # a graph that does not fit is built several times as slowly
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class PartitionTables:
    """The tables of one kind; safe to share between threads and processes.

    Attributes:
        place: Where.
        kind: Of what they hold.
        columns: Beside `chunk_key` and `document_key`, with their types.
        index: How they are searched: an access method with its column and options.
        beside: The columns of a table beside each, named like it with `_words` behind; None for none.
    """

    place: PostgresPlace
    kind: Kind
    columns: str
    index: str
    beside: str | None = None

    def held(
        self, connection: "Connection[Any]", partitions: Sequence[Partition] | None = None
    ) -> dict[Partition, str]:
        """Look up the tables of partitions that hold anything; all of them for None."""
        return self.place.names(connection, self.kind, partitions)

    def made(self, connection: "Connection[Any]", partition: Partition) -> str:
        """Give the table of a partition, made now when there is none."""
        name, is_new = self.place.register(connection, self.kind, partition)
        if is_new:
            create = (
                f"CREATE TABLE {{}} (chunk_key text PRIMARY KEY, document_key text NOT NULL, {self.columns})"
            )
            connection.execute(self.place.compose(create, name))
            if self.beside is not None:
                connection.execute(self.place.compose(f"CREATE TABLE {{}} ({self.beside})", beside(name)))
            if not self.place.is_building:
                self._index(connection, name)
        return name

    def delete(
        self,
        connection: "Connection[Any]",
        document_key: str,
        *,
        keep: frozenset[Partition] = frozenset(),
        returning: str = "chunk_key",
    ) -> dict[str, Rows]:
        """Delete the rows of a document version, and every table that is empty then.

        Args:
            connection: In a transaction.
            document_key: Of the version.
            keep: Partitions whose tables stay, since they are filled next.
            returning: Which columns of the deleted rows are wanted.

        Returns:
            The deleted rows by the name of their table, of those that still stand.
        """
        query = f"DELETE FROM {{}} WHERE document_key = %s RETURNING {returning}"  # noqa: S608 - no data
        deleted: dict[str, Rows] = {}
        for partition, name in self.held(connection).items():
            rows = connection.execute(self.place.compose(query, name), (document_key,)).fetchall()
            if not rows:
                continue
            left = connection.execute(self.place.compose("SELECT EXISTS (SELECT FROM {})", name)).fetchone()
            if partition not in keep and left and not left[0]:
                self._drop(connection, name)
            else:
                deleted[name] = rows
        return deleted

    def clear(self) -> None:
        """Drop everything, and put documents in without indexes until `finish`."""
        with self.place.connected() as connection, connection.transaction():
            for name in self.held(connection).values():
                self._drop(connection, name)
        self.place.is_building = True

    def finish(self) -> None:
        """Make the indexes that were put off."""
        self.place.is_building = False
        with self.place.connected() as connection:
            for name in self.held(connection).values():
                with connection.transaction():
                    connection.execute(f"SET LOCAL maintenance_work_mem = '{_BUILD_MEMORY}'")
                    self._index(connection, name)
                for table in self._all(name):
                    connection.execute(self.place.compose("ANALYZE {}", table))

    def index_of(self, name: str) -> str:
        """Name the index by which a table is searched."""
        return f"{name}_{self.index.partition(' ')[0]}"

    def _index(self, connection: "Connection[Any]", name: str) -> None:
        from psycopg.sql import SQL, Identifier  # noqa: PLC0415 - an extra that few install

        create = SQL(f"CREATE INDEX {{}} ON {{}} USING {self.index}")
        connection.execute(create.format(Identifier(self.index_of(name)), self.place.table(name)))
        connection.execute(self.place.compose("CREATE INDEX ON {} (document_key)", name))

    def _drop(self, connection: "Connection[Any]", name: str) -> None:
        for table in self._all(name):
            connection.execute(self.place.compose("DROP TABLE IF EXISTS {}", table))
        self.place.unregister(connection, name)

    def _all(self, name: str) -> tuple[str, ...]:
        return (name,) if self.beside is None else (name, beside(name))


def beside(name: str) -> str:
    """Name the table beside one of ours."""
    return f"{name}_words"
