"""Documents really put in, for scenarios: every loader, the record, the rules; only the model is small."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from bot.ingestion import FileOutcome, Ingestion
from bot.storage.chunk_record import DatabaseChunkRecord
from bot.surfaces.cli.reports import DocumentSummary, FileReport, IngestReport
from bot.surfaces.slack.documents_ports import Progress
from bot.wiring.shelf import list_documents, show_documents
from bot.wiring.summaries import summarise
from knowledge.documents.document import EVERYONE, Document, Shelf
from knowledge.documents.intake import IntakeOptions
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.interface import Progress as CountProgress
from retrieval.interface import Vectors
from retrieval.lexical import LexicalIndex

DAY = date(2026, 9, 15)


class LengthEmbedder:
    """The length of a text as its direction."""

    model_id = "length"
    dimension = 2

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        vectors = np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str], progress: CountProgress | None = None) -> Vectors:
        return self.embed_queries(texts)


class LetterTokenizer:
    """Every letter is a term."""

    tokenizer_id = "letters"

    def split_terms(self, text: str) -> list[str]:
        return list(text)


@dataclass
class RealShelves:
    """One's own documents, in a database."""

    engine: Engine
    record: DatabaseChunkRecord = field(init=False)
    ingestion: Ingestion = field(init=False)

    def __post_init__(self) -> None:
        self.record = DatabaseChunkRecord(self.engine)
        tokenizer, lexical, catalogue = LetterTokenizer(), LexicalIndex(), ChunkCatalogue()
        self.ingestion = Ingestion(
            Indexer(LengthEmbedder(), tokenizer, self.record, lexical, catalogue), self.record
        )

    def held(self) -> list[Document]:
        return self.record.documents()

    def audiences(self) -> frozenset[str]:
        return frozenset(one.audience for one in self.held()) | {EVERYONE}

    def documents(self, audiences: frozenset[str]) -> Sequence[DocumentSummary]:
        listed = list_documents(self.record, audiences, DAY).documents
        return tuple(one for one in listed if one.shelf == Shelf.OWN)

    def rules_read(self, document: str, audiences: frozenset[str]) -> tuple[int, int]:
        found = show_documents(self.record, document, audiences, DAY).documents
        return sum(len(one.rules) for one in found), sum(len(one.not_understood) for one in found)

    def add(self, paths: Sequence[Path], options: IntakeOptions, progress: Progress) -> IngestReport:
        return IngestReport(
            files=tuple(_report(one) for one in self.ingestion.ingest(paths, options, progress))
        )

    def remove(self, document: str) -> Sequence[str]:
        return self.ingestion.remove(document)


def _report(outcome: FileOutcome) -> FileReport:
    documents = tuple(summarise(one, today=DAY, held=outcome.documents) for one in outcome.documents)
    plain = {name: getattr(outcome, name) for name in ("state", "chunks", "warnings", "extent", "reason")}
    return FileReport(file=outcome.origin, documents=documents, **plain)
