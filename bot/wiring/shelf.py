"""List and show the documents of the record, for every surface that does."""

from datetime import date

from bot.surfaces.cli.reports import DocumentDetails, DocumentList
from bot.wiring.summaries import detail, summarise
from knowledge.documents.document import Document
from retrieval.interface import ChunkRecord
from retrieval.passage import Chunk


def list_documents(record: ChunkRecord, audiences: frozenset[str], today: date) -> DocumentList:
    """List the document versions that these audiences may read."""
    readable = [one for one in record.documents() if one.audience in audiences]
    return DocumentList(documents=tuple(summarise(one, today=today, held=readable) for one in readable))


def show_documents(
    record: ChunkRecord, document: str, audiences: frozenset[str], today: date
) -> DocumentDetails:
    """Show all versions of a document, or the one named `id@version`; none when it is not held."""
    readable = [one for one in record.documents() if one.audience in audiences]
    found = sorted(
        (one for one in readable if document in _names(one)),
        key=lambda one: (one.effective_from or date.min, one.version),
    )
    return DocumentDetails(
        documents=tuple(detail(one, today=today, held=readable, chunks=_chunks(record, one)) for one in found)
    )


def _names(document: Document) -> frozenset[str]:
    return frozenset({document.id, f"{document.id}@{document.version}"})


def _chunks(record: ChunkRecord, document: Document) -> list[Chunk]:
    return [one.chunk for one in record.chunks(document.key)]
