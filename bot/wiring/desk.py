"""The commands' desk: read from the record, write as its owner, or through the service that owns it."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from bot.advisor.advice import Advice
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question, Scope
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.situation import PhraseWish
from bot.conversation import Conversation
from bot.library import Library
from bot.settings import Settings
from bot.speaking import Speaking
from bot.surfaces.cli.reports import DocumentDetails, DocumentList, IngestReport, Removal, SearchReply
from bot.wiring.house import House, Progress, open_house
from bot.wiring.readiness import make_ready
from bot.wiring.reading import Reader, open_reader
from bot.wiring.shelf import list_documents, show_documents
from bot.wiring.summaries import as_hit
from bot.wiring.talking import make_conversation, make_library
from bot.wiring.writing import ingest_somehow, remove_somehow
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.language import detect_language


@dataclass
class HouseDesk:
    """Asks, searches and puts in, for one process."""

    house: House
    reader: Reader
    today: date
    progress: Progress

    @cached_property
    def library(self) -> Library:
        """All documents."""
        return make_library(self.house)

    @cached_property
    def conversation(self) -> Conversation:
        """The use case of one question."""
        return make_conversation(self.house, self.library, self.reader.retriever)

    def audiences(self) -> frozenset[str]:
        """List all audiences of the documents held: what the owner may read."""
        return self.house.record.audiences()

    def answer(self, question: Question) -> Advice:
        """Answer one question."""
        advice = self.conversation.answer(question)
        self.reader.keep_calibration()
        return advice

    @cached_property
    def speaking(self) -> Speaking:
        """The use cases of speaking."""
        return Speaking(self.library, self.reader.retriever)

    def phrases(self, topic: Question, wish: PhraseWish) -> PhraseReply:
        """Suggest sentences for a meeting."""
        reply = self.speaking.phrases(topic, wish)
        self.reader.keep_calibration()
        return reply

    def check(self, statement: Question, topic: str) -> CheckReply:
        """Hold a statement against the sources."""
        reply = self.speaking.check(statement, topic)
        self.reader.keep_calibration()
        return reply

    def search(self, query: str, *, audiences: frozenset[str], scope: Scope, k: int) -> SearchReply:
        """Find the k best sections for a query."""
        began = time.perf_counter()
        finding = self.reader.retriever().retrieve(
            query,
            language=detect_language(query),
            audiences=audiences,
            shelves=self.library.shelves(scope, audiences),
            document_keys=None,
            k=k,
        )
        hits = tuple(as_hit(one) for one in finding.passages)
        ms = round((time.perf_counter() - began) * 1000, 3)
        self.reader.keep_calibration()
        return SearchReply(query=query, hits=hits, ms=ms, standing=finding.standing)

    def ingest(self, paths: Sequence[Path], options: IntakeOptions) -> IngestReport:
        """Read files, folders and rows, and make them searchable; a bad file does not stop the others."""
        return ingest_somehow(self.house, paths, options, today=self.today, progress=self.progress)

    def documents(self, *, audiences: frozenset[str]) -> DocumentList:
        """List the document versions that these audiences may read."""
        return list_documents(self.house.record, audiences, self.today)

    def show(self, document: str, *, audiences: frozenset[str]) -> DocumentDetails:
        """Show all versions of a document, or the one named `id@version`; none when it is not held."""
        return show_documents(self.house.record, document, audiences, self.today)

    def remove(self, document: str) -> Removal:
        """Remove all versions of a document, or the one named `id@version`, with everything made of it."""
        return remove_somehow(self.house, document, today=self.today, progress=self.progress)


@contextmanager
def open_desk(settings: Settings, progress: Progress, *, today: date) -> Iterator[HouseDesk]:
    """Open the desk; on first use the shipped documents are prepared first."""
    with open_house(settings) as house:
        make_ready(house, progress)
        yield HouseDesk(house, open_reader(house), today, progress)
