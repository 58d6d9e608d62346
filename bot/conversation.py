"""Answer one question: look where the asker may read, search, and let the advisor decide what to say.

Surfaces call `Conversation.answer` and render what comes back.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4

import structlog

from bot.advisor.advice import Advice, Statement, Timings
from bot.advisor.citations import CitationBook, check_citations
from bot.advisor.evidence import Evidence
from bot.advisor.holdings import Holdings
from bot.advisor.question import Question
from bot.gathering import Place, gather_evidence
from bot.library import Library, version_keys
from knowledge.documents.language import detect_language
from retrieval.retriever import Retriever

log = structlog.get_logger(__name__)

_NEAREST = 3


class Adviser(Protocol):
    """Decides what to say."""

    def advise(self, question: Question, evidence: Evidence, holdings: Holdings) -> Advice:
        """Answer from what was found; pure."""


class NearestPassages:
    """Shows the nearest passages and concludes nothing."""

    def advise(self, question: Question, evidence: Evidence, holdings: Holdings) -> Advice:
        """Quote the best passages."""
        language = question.language or detect_language(question.text)
        book = CitationBook(holdings, language=language, day=question.as_of)
        cited = [
            (one.chunk.text, book.cite(one.chunk.section_id, document_key=one.chunk.document_key))
            for one in evidence.passages[:_NEAREST]
        ]
        points = tuple(Statement(text=text.strip(), citations=numbers) for text, numbers in cited if numbers)
        words = "最も近い箇所は次のとおりです。" if language == "ja" else "The nearest passages are these."
        return Advice(
            id=question.id,
            question=question.text,
            language=language,
            as_of=question.as_of,
            state="partly" if points else "not_covered",
            abstained="partial" if points else "full",
            summary=Statement(kind="notice", text=words),
            key_points=points,
            citations=check_citations(book.citations(), holdings),
        )


@dataclass(frozen=True)
class Conversation:
    """The use case of one question; safe to share between threads.

    Attributes:
        library: What may be read.
        retriever: Gives the retriever over the record as it is now.
        adviser: Decides what to say.
    """

    library: Library
    retriever: Callable[[], Retriever]
    adviser: Adviser = field(default_factory=NearestPassages)

    def answer(self, question: Question) -> Advice:
        """Answer one question out of what its audiences may read on its day."""
        began = time.perf_counter()
        language = question.language or detect_language(question.text)
        shelves = self.library.shelves(question.scope, question.audiences)
        holdings = self.library.holdings(question.audiences, shelves)
        place = Place(question.audiences, shelves, holdings, version_keys(holdings, question.as_of))
        understood = time.perf_counter()
        evidence = gather_evidence(self.retriever(), question.text, language, place)
        retrieved = time.perf_counter()
        advice = self.adviser.advise(question, evidence, holdings)
        timings = Timings(
            understand=_ms(understood - began),
            retrieve=_ms(retrieved - understood),
            advise=_ms(time.perf_counter() - retrieved),
            total=_ms(time.perf_counter() - began),
        )
        trace_id = uuid4().hex[:12]
        log.info("question_answered", trace_id=trace_id, state=advice.state, passages=len(evidence.passages))
        return advice.model_copy(update={"timings_ms": timings, "trace_id": trace_id})


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
