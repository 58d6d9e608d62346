"""The catalogue of chunks, looked up in the database: for indexes so large that no process loads all chunks.

It implements `retrieval.interface.Catalogue` on the record's own tables; nothing is stored here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import RLock

from sqlalchemy import Connection, Engine, Select, exists, func, select, tuple_

from bot.storage.rows import RawRow, read_chunk, read_document, read_section
from bot.storage.tables import chunks as chunk_table
from bot.storage.tables import documents, sections
from bot.storage.values import read_value
from knowledge.documents.document import Language, Shelf
from retrieval.passage import Chunk, Partition

_GENERATION = "generation"


@dataclass
class DatabaseCatalogue:
    """All chunks of the record; safe to share between threads and processes.

    Attributes:
        generation: Of the record, when partitions were last asked for.
    """

    engine: Engine
    generation: int = -1
    _partitions: tuple[Partition, ...] = ()
    _held_in: dict[tuple[Partition, tuple[Partition, ...]], bool] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def replace_document(self, document_key: str, chunks: Iterable[Chunk]) -> None:  # noqa: ARG002 - ours
        """Look again next time: the record holds these chunks already."""
        self.remove_document(document_key)

    def remove_document(self, document_key: str) -> None:  # noqa: ARG002 - the record has dropped it
        """Look again next time."""
        with self._lock:
            self.generation = -1

    def chunks(self, keys: Sequence[str]) -> dict[str, Chunk]:
        """Look up chunks; one that was removed meanwhile is absent."""
        if not keys:
            return {}
        with self.engine.connect() as connection:
            rows = connection.execute(select(*_SHOWN).where(chunk_table.c.key.in_(list(keys)))).all()
            return {one.key: one for one in _read(connection, rows)}

    def indexed_texts(self, keys: Sequence[str]) -> dict[str, str]:
        """Look up what both arms read of chunks; one that was removed meanwhile is absent."""
        if not keys:
            return {}
        query = select(chunk_table.c.key, chunk_table.c.indexed_text).where(chunk_table.c.key.in_(list(keys)))
        with self.engine.connect() as connection:
            return {row.key: row.indexed_text for row in connection.execute(query)}

    def text_chunks(self, found: Chunk, language: Language) -> list[Chunk]:
        """List the text chunks of the section that a chunk belongs to, in reading order.

        Of a section held in several languages those in `language`, else those in the found chunk's own.
        """
        query = (
            select(*_SHOWN)
            .join(sections, _OF_SECTION)
            .where(
                (chunk_table.c.document_key == found.document_key)
                & (sections.c.id == found.section_id)
                & (chunk_table.c.kind == "text")
            )
            .order_by(chunk_table.c.position)
        )
        with self.engine.connect() as connection:
            held = _read(connection, connection.execute(query).all())
        for wanted in (language, found.section_language):
            matching = [one for one in held if one.section_language == wanted]
            if matching:
                return matching
        return held

    def partitions(self, audiences: frozenset[str], shelves: frozenset[Shelf]) -> tuple[Partition, ...]:
        """List the partitions that hold anything and that these audiences may read, in a fixed order."""
        with self._lock:
            self._refresh()
            held = self._partitions
        return tuple(one for one in held if one.audience in audiences and one.shelf in shelves)

    def is_held_in(self, partition: Partition, others: Sequence[Partition]) -> bool:
        """Tell whether every section of a partition has a chunk in one of the others, too."""
        subject = (partition, tuple(others))
        with self._lock:
            if subject not in self._held_in:
                with self.engine.connect() as connection:
                    row = connection.execute(_only_in(partition, others)).first()
                self._held_in[subject] = row is None
            return self._held_in[subject]

    def count(self) -> int:
        """Count all chunks held."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(chunk_table)).scalar_one()

    def _refresh(self) -> None:
        with self.engine.connect() as connection:
            generation = int(read_value(connection, _GENERATION) or 0)
            if generation == self.generation:
                return
            query = (
                select(documents.c.shelf, documents.c.audience, chunk_table.c.language)
                .join(chunk_table, chunk_table.c.document_key == documents.c.key)
                .distinct()
            )
            found = [
                Partition(shelf=Shelf(row.shelf), audience=row.audience, language=row.language)
                for row in connection.execute(query)
            ]
        self._partitions = tuple(sorted(found, key=lambda one: (one.shelf, one.audience, one.language)))
        self._held_in.clear()
        self.generation = generation


_SHOWN = tuple(one for one in chunk_table.c if one.name not in {"vector", "terms", "hash"})
_OF_SECTION = (sections.c.document_key == chunk_table.c.document_key) & (
    sections.c.position == chunk_table.c.section
)


def _read(connection: Connection, rows: Sequence[RawRow]) -> list[Chunk]:
    """Make chunks of their rows, with those of their sections and documents."""
    places = {(row.document_key, row.section) for row in rows}
    keys = {row.document_key for row in rows}
    place = tuple_(sections.c.document_key, sections.c.position)
    held = {
        (row.document_key, row.position): read_section(row)
        for row in connection.execute(select(sections).where(place.in_(sorted(places))))
    }
    heads = {
        row.key: read_document(row, ())
        for row in connection.execute(select(documents).where(documents.c.key.in_(sorted(keys))))
    }
    return [
        read_chunk(heads[row.document_key], held[row.document_key, row.section], row)
        for row in rows
        if row.document_key in heads and (row.document_key, row.section) in held
    ]


def _only_in(partition: Partition, others: Sequence[Partition]) -> Select[tuple[str]]:
    """Ask for one section of a partition that no other holds."""
    elsewhere, of_elsewhere, place = chunk_table.alias(), documents.alias(), sections.alias()
    wanted = [(one.shelf.value, one.audience, one.language) for one in others]
    held = exists().where(
        (place.c.id == sections.c.id)
        & (elsewhere.c.document_key == place.c.document_key)
        & (elsewhere.c.section == place.c.position)
        & (of_elsewhere.c.key == elsewhere.c.document_key)
        & tuple_(of_elsewhere.c.shelf, of_elsewhere.c.audience, elsewhere.c.language).in_(wanted)
    )
    return (
        select(sections.c.id)
        .join(chunk_table, _OF_SECTION)
        .join(documents, documents.c.key == chunk_table.c.document_key)
        .where(
            (documents.c.shelf == partition.shelf.value)
            & (documents.c.audience == partition.audience)
            & (chunk_table.c.language == partition.language)
            & ~held
        )
        .limit(1)
    )
