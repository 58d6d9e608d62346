"""The record of documents, chunks, terms and vectors, kept in the database.

It implements `retrieval.interface.ChunkRecord` and adds what only the house asks for: which document holds a
section id, and small values by name. Every write is one transaction and counts the generation up by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import OperationalError

from bot.storage.engine import erase_traces, writing
from bot.storage.rows import RawRow, chunk_values, document_values, read_chunks, read_document, section_values
from bot.storage.tables import chunks as chunk_table
from bot.storage.tables import documents, sections
from bot.storage.values import read_value, write_value
from knowledge.documents.document import Document, Shelf
from retrieval.interface import IndexedChunk

_GENERATION = "generation"
_AT_ONCE = 500  # values in one list of a query: every engine takes that many


class DatabaseChunkRecord:
    """The durable record; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def generation(self) -> int:
        """Count writes so far: an index built at the same generation is current."""
        with self._engine.connect() as connection:
            return int(read_value(connection, _GENERATION) or 0)

    def replace_document(self, document: Document, chunks: Sequence[IndexedChunk], *, model_id: str) -> None:
        """Store the document version with its chunks in place of what was held of it.

        Raises:
            ValueError: If a chunk is of another document.
        """
        rows = chunk_values(document, chunks)
        with self._writing.begin() as connection:
            held = _ordinal_of(connection, document.key)
            _delete(connection, document.key)
            generation = _count_up(connection)
            values = document_values(document, ordinal=held or generation, model_id=model_id)
            connection.execute(insert(documents), values)
            connection.execute(insert(sections), section_values(document))
            if rows:
                connection.execute(insert(chunk_table), rows)

    def remove_document(self, document_key: str) -> bool:
        """Delete the version, its chunks, terms and vectors; False when nothing was held."""
        with self._writing.begin() as connection:
            was_held = _delete(connection, document_key)
            if was_held:
                _count_up(connection)
        if was_held:
            erase_traces(self._engine)
        return was_held

    def documents(self) -> list[Document]:
        """List all document versions held, by shelf, id and version."""
        with self._engine.connect() as connection:
            held = _read_documents(connection, None)
        return sorted(held, key=lambda one: (one.shelf, one.id, one.version))

    def chunks(self, document_key: str | None = None) -> Iterable[IndexedChunk]:
        """Read the chunks of one version, or all, in stored order."""
        with self._engine.connect() as connection:
            held = _read_documents(connection, document_key)
            query = select(chunk_table).order_by(chunk_table.c.document_key, chunk_table.c.position)
            if document_key is not None:
                query = query.where(chunk_table.c.document_key == document_key)
            rows = {
                key: list(group)
                for key, group in groupby(connection.execute(query), lambda row: row.document_key)
            }
        return _in_order(held, rows)

    def vectors_by_hash(self, hashes: Sequence[str], *, model_id: str) -> dict[str, NDArray[np.float16]]:
        """Find vectors already computed by this model, by sha256 of the indexed text."""
        found: dict[str, NDArray[np.float16]] = {}
        query = (
            select(chunk_table.c.hash, chunk_table.c.vector)
            .join(documents, documents.c.key == chunk_table.c.document_key)
            .where(documents.c.model_id == model_id)
        )
        with self._engine.connect() as connection:
            for first in range(0, len(hashes), _AT_ONCE):
                wanted = list(hashes[first : first + _AT_ONCE])
                for row in connection.execute(query.where(chunk_table.c.hash.in_(wanted))):
                    found[row.hash] = np.frombuffer(row.vector, dtype="<f2")
        return found

    def model_ids(self) -> set[str]:
        """List the models whose vectors are held."""
        with self._engine.connect() as connection:
            return set(connection.scalars(select(documents.c.model_id).distinct()))

    def audiences(self) -> frozenset[str]:
        """List the audiences of all documents held."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(documents.c.audience).distinct()))

    def holders(self, section_ids: Sequence[str], *, shelf: Shelf) -> dict[str, tuple[str, str]]:
        """Tell for section ids which document version of a shelf holds each: its key and origin."""
        found: dict[str, tuple[str, str]] = {}
        query = (
            select(sections.c.id, documents.c.key, documents.c.origin)
            .join(documents, documents.c.key == sections.c.document_key)
            .where(documents.c.shelf == shelf.value)
        )
        with self._engine.connect() as connection:
            for first in range(0, len(section_ids), _AT_ONCE):
                wanted = list(section_ids[first : first + _AT_ONCE])
                for row in connection.execute(query.where(sections.c.id.in_(wanted))):
                    found[row.id] = (row.key, row.origin)
        return found

    def value(self, name: str) -> str | None:
        """Read a small value by name; None when it was never written."""
        with self._engine.connect() as connection:
            return read_value(connection, name)

    def keep_value(self, name: str, value: str | None) -> None:
        """Write a small value, or forget it; the generation stays."""
        with self._writing.begin() as connection:
            write_value(connection, name, value)

    def try_keep_value(self, name: str, value: str) -> bool:
        """Write a small value that may also be lost; False when the database could not be written."""
        try:
            self.keep_value(name, value)
        except OperationalError:
            return False
        return True


def _in_order(held: list[Document], rows: dict[str, list[RawRow]]) -> Iterator[IndexedChunk]:
    for document in held:
        yield from read_chunks(document, rows.get(document.key, []))


def _read_documents(connection: Connection, key: str | None) -> list[Document]:
    heads = select(documents).order_by(documents.c.ordinal)
    parts = select(sections).order_by(sections.c.document_key, sections.c.position)
    if key is not None:
        heads, parts = heads.where(documents.c.key == key), parts.where(sections.c.document_key == key)
    grouped = groupby(connection.execute(parts), lambda row: row.document_key)
    of_document = {name: list(group) for name, group in grouped}
    return [read_document(row, of_document.get(row.key, ())) for row in connection.execute(heads)]


def _ordinal_of(connection: Connection, key: str) -> int | None:
    return connection.scalar(select(documents.c.ordinal).where(documents.c.key == key))


def _delete(connection: Connection, key: str) -> bool:
    return bool(connection.execute(delete(documents).where(documents.c.key == key)).rowcount)


def _count_up(connection: Connection) -> int:
    generation = int(read_value(connection, _GENERATION) or 0) + 1
    write_value(connection, _GENERATION, str(generation))
    return generation
