"""Turn documents and chunks into rows and back, in bulk.

What a chunk says of its document and section stands in their rows only. Values were checked when they were
first made, so that reading builds them without checking again: ten thousand chunks are read at every start.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from sqlalchemy import Row

from knowledge.documents.document import Card, Document, Language, Section, Shelf, SourceClass
from retrieval.interface import IndexedChunk, content_hash
from retrieval.passage import Chunk, Partition

_SEPARATOR = "\x1f"  # no tokenizer keeps a control character in a term
_HALF = np.dtype("<f2")
_PLAIN = (
    "id", "version", "title", "audience", "effective_from", "effective_to", "supersedes", "amends",
    "is_excerpt", "content_hash", "origin",
)  # fmt: skip
Values = dict[str, Any]  # column to value
RawRow = Row[Any]
Part = RawRow | SimpleNamespace  # of a row: the columns of one table


def document_values(document: Document, *, ordinal: int, model_id: str) -> Values:
    """Make the row of a document version."""
    return {
        "key": document.key,
        "ordinal": ordinal,
        "shelf": document.shelf.value,
        "source_class": document.source_class.value,
        "warnings": json.dumps(document.warnings, ensure_ascii=False),
        "model_id": model_id,
        **{name: getattr(document, name) for name in _PLAIN},
    }


def section_values(document: Document) -> list[Values]:
    """Make the rows of a document's sections."""
    return [
        {
            "document_key": document.key,
            "position": position,
            "id": section.id,
            "language": section.language,
            "text": section.text,
            "heading": section.heading,
            "path": json.dumps(section.path, ensure_ascii=False),
            "locator": section.locator,
            "title": section.title,
            "card": None if section.card is None else section.card.model_dump_json(),
        }
        for position, section in enumerate(document.sections)
    ]


def chunk_values(document: Document, chunks: Sequence[IndexedChunk]) -> list[Values]:
    """Make the rows of a document's chunks.

    Raises:
        ValueError: If a chunk is of no section of this document.
    """
    places = {(one.id, one.language): row for row, one in reversed(list(enumerate(document.sections)))}
    return [_chunk_values(document, position, one, places) for position, one in enumerate(chunks)]


def read_document(row: Part, sections: Iterable[RawRow]) -> Document:
    """Make a document of its row and those of its sections, in order."""
    return Document.model_construct(
        **{name: getattr(row, name) for name in _PLAIN},
        shelf=Shelf(row.shelf),
        source_class=SourceClass(row.source_class),
        warnings=tuple(json.loads(row.warnings)),
        sections=tuple(map(read_section, sections)),
    )


def read_chunks(document: Document, rows: Iterable[RawRow]) -> Iterator[IndexedChunk]:
    """Make chunks of the rows of one document version, in order."""
    shared = _shared_values(document)
    of_section: dict[int, Values] = {}
    partitions: dict[str, Partition] = {}
    for row in rows:
        position = row.section
        if position not in of_section:
            of_section[position] = {**shared, **_values_of_section(document, document.sections[position])}
        if row.language not in partitions:
            partitions[row.language] = Partition(
                shelf=document.shelf, audience=document.audience, language=row.language
            )
        chunk = _chunk_of(of_section[position], row, partitions[row.language])
        yield IndexedChunk.model_construct(
            chunk=chunk,
            terms=tuple(row.terms.split(_SEPARATOR)) if row.terms else (),
            vector=np.frombuffer(row.vector, dtype=_HALF),
        )


def read_chunk(document: Document, section: Section, row: Part) -> Chunk:
    """Make a chunk of its row, its section and its document, whose sections are not looked at."""
    values = {**_shared_values(document), **_values_of_section(document, section)}
    partition = Partition(shelf=document.shelf, audience=document.audience, language=row.language)
    return _chunk_of(values, row, partition)


def read_section(row: Part) -> Section:
    """Make a section of its row."""
    return Section.model_construct(
        id=row.id,
        text=row.text,
        language=row.language,
        heading=row.heading,
        path=tuple(json.loads(row.path)) if row.path != "[]" else (),
        locator=row.locator,
        title=row.title,
        card=None if row.card is None else Card.model_validate_json(row.card),
    )


def _chunk_of(values: Values, row: Part, partition: Partition) -> Chunk:
    text = values["section_text"][row.start : row.end] if row.phrasing is None else row.phrasing
    return Chunk.model_construct(
        **values,
        key=row.key,
        kind=row.kind,
        text=text,
        indexed_text=row.indexed_text,
        start=row.start,
        end=row.end,
        partition=partition,
    )


def _chunk_values(
    document: Document, position: int, one: IndexedChunk, places: Mapping[tuple[str, Language], int]
) -> Values:
    chunk = one.chunk
    section = places.get((chunk.section_id, chunk.section_language))
    if section is None or chunk.document_key != document.key:
        raise ValueError(f"chunk {chunk.key} is of no section of {document.key}")
    return {
        "document_key": document.key,
        "position": position,
        "key": chunk.key,
        "section": section,
        "kind": chunk.kind,
        "language": chunk.partition.language,
        "phrasing": None if chunk.kind == "text" else chunk.text,
        "start": chunk.start,
        "end": chunk.end,
        "indexed_text": chunk.indexed_text,
        "hash": content_hash(chunk.indexed_text),
        "terms": _SEPARATOR.join(one.terms),
        "vector": np.ascontiguousarray(one.vector, dtype=_HALF).tobytes(),
    }


def _shared_values(document: Document) -> Values:
    return {
        "document_id": document.id,
        "version": document.version,
        "source_class": document.source_class,
        "effective_from": document.effective_from,
        "effective_to": document.effective_to,
        "amends": document.amends,
        "is_excerpt": document.is_excerpt,
    }


def _values_of_section(document: Document, section: Section) -> Values:
    return {
        "section_id": section.id,
        "title": section.title or document.title,
        "locator": section.locator,
        "heading": section.heading,
        "section_text": section.text,
        "section_language": section.language,
        "card": section.card,
    }
