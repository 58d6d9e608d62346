"""A shelf beside which a model writes what it is told to, and an embedder that knows five subjects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.generated_phrasings import PhrasingGeneration
from bot.ingestion import FileOutcome, Ingestion
from bot.phrasing_writer import (
    NoPhrasings,
    NoPhrasingsReason,
    PhrasingsRequest,
    WrittenPhrasing,
    WrittenPhrasings,
)
from knowledge.documents.document import Language
from knowledge.documents.intake import IntakeOptions
from retrieval.indexer import Indexer
from retrieval.interface import Progress, Vectors
from retrieval.nulls import NullQuestions
from tests.unit.test_ingestion import Shelfful

SUBJECTS = ("hotel", "train", "drawing", "password", "printer")
Reply = Callable[[PhrasingsRequest], WrittenPhrasings | NoPhrasings]


@dataclass
class SubjectEmbedder:
    """How often each subject is named, as a direction; strangers share one of their own."""

    model_id: str = "subjects"
    dimension: int = len(SUBJECTS) + 1

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        rows = [[text.lower().count(one) for one in SUBJECTS] for text in texts]
        vectors = np.array([[*row, 0.0 if any(row) else 1.0] for row in rows], dtype=np.float32)
        vectors = vectors.reshape(-1, self.dimension)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_queries(texts)


@dataclass
class Writer:
    """A model that says what it is told to, and keeps what it was asked."""

    reply: Reply
    name: str = "fake:writer"
    asked: list[PhrasingsRequest] = field(default_factory=list)
    deadlines: list[float] = field(default_factory=list)

    def write(self, request: PhrasingsRequest, deadline: float) -> WrittenPhrasings | NoPhrasings:
        self.asked.append(request)
        self.deadlines.append(deadline)
        return self.reply(request)


@dataclass
class Clock:
    """Every look at it costs some seconds."""

    step: float = 0.0
    now: float = 0.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@dataclass
class Place:
    """A folder, a record, and what puts the one into the other."""

    folder: Path
    record: Shelfful
    indexer: Indexer
    told: list[tuple[str, int, int]] = field(default_factory=list)

    def ingest(
        self,
        text: str,
        writer: Writer | None,
        *,
        clock: Clock | None = None,
        nulls: Sequence[str] = (),
        **options: object,
    ) -> FileOutcome:
        path = self.folder / "rules.md"
        path.write_text(text, encoding="utf-8")
        generation = None if writer is None else PhrasingGeneration(lambda: writer, clock or Clock())
        strangers = NullQuestions([(one, "en") for one in nulls], self.indexer.embedder) if nulls else None
        ingestion = Ingestion(self.indexer, self.record, generation, strangers)
        given = IntakeOptions.model_validate({"source_class": "policy", **options})
        [outcome] = ingestion.ingest([path], given, lambda *step: self.told.append(step))
        return outcome

    def generated(self) -> list[str]:
        return [one.chunk.text for one in self.record.chunks() if one.chunk.kind == "generated"]


def rules(*subjects: str) -> str:
    sections = (f"## {number}. Use\n\nA {one} is used with care.\n" for number, one in enumerate(subjects, 1))
    return "# Rules\n\n" + "\n".join(sections)


def says(*texts: str, label: str = "S1", language: Language = "en") -> Reply:
    written = tuple(WrittenPhrasing(label=label, language=language, text=text) for text in texts)
    return lambda _: WrittenPhrasings(phrasings=written)


def fails(reason: NoPhrasingsReason) -> Reply:
    return lambda _: NoPhrasings(reason=reason)
