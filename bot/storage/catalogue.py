"""The catalogue of chunks, looked up in the database: for indexes so large that no process loads all chunks.

It implements `retrieval.interface.Catalogue` on the record's own tables; nothing is stored here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import RLock
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Column, Engine, Select, exists, func, select, tuple_

from bot.storage.engine import is_one_of, reading
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
        query = _WHOLE.where(is_one_of(self.engine, chunk_table.c.key, keys))
        with reading(self.engine).connect() as connection:
            return {one.key: one for one in _read(connection.execute(query).all())}

    def indexed_texts(self, keys: Sequence[str]) -> dict[str, str]:
        """Look up what both arms read of chunks; one that was removed meanwhile is absent."""
        if not keys:
            return {}
        wanted = is_one_of(self.engine, chunk_table.c.key, keys)
        query = select(chunk_table.c.key, chunk_table.c.indexed_text).where(wanted)
        with reading(self.engine).connect() as connection:
            return dict(connection.execute(query).tuples().all())

    def text_chunks(self, found: Chunk, language: Language) -> list[Chunk]:
        """List the text chunks of the section that a chunk belongs to, in reading order.

        Of a section held in several languages those in `language`, else those in the found chunk's own.
        """
        query = _WHOLE.where(
            (chunk_table.c.document_key == found.document_key)
            & (sections.c.id == found.section_id)
            & (chunk_table.c.kind == "text")
        ).order_by(chunk_table.c.position)
        with reading(self.engine).connect() as connection:
            held = _read(connection.execute(query).all())
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
        with reading(self.engine).connect() as connection:
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


_OF_SECTION = (sections.c.document_key == chunk_table.c.document_key) & (
    sections.c.position == chunk_table.c.section
)
_PARTS: tuple[tuple[Column[Any], ...], ...] = (  # of a chunk, its section and its document
    tuple(one for one in chunk_table.c if one.name not in {"vector", "terms", "hash"}),
    tuple(sections.c),
    tuple(documents.c),
)
_WHOLE = (
    select(*(one for part in _PARTS for one in part))
    .join(sections, _OF_SECTION)
    .join(documents, documents.c.key == chunk_table.c.document_key)
)


def _read(rows: Sequence[RawRow]) -> list[Chunk]:
    """Make chunks of rows that hold their sections and documents too."""
    chunks = []
    for row in rows:
        values = iter(row)
        own, section, document = (
            SimpleNamespace(**{column.name: next(values) for column in part}) for part in _PARTS
        )
        chunks.append(read_chunk(read_document(document, ()), read_section(section), own))
    return chunks


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
