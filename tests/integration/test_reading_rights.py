"""Nobody finds, lists or opens a document that is not for them, or can tell from a score that it is there.

Search, library and lists are real; the model is replaced by one that knows letters only, so that every
document resembles every other and nothing but the filter keeps them apart.
"""

import inspect
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.gathering import Place, gather_evidence
from bot.ingestion import Ingestion
from bot.library import Library, version_keys
from bot.wiring.shelf import list_documents, show_documents
from knowledge.documents.bundled import bundled_root
from knowledge.documents.document import EVERYONE, Shelf
from knowledge.documents.intake import IntakeOptions
from knowledge.framework.framework import load_framework
from knowledge.framework.guides import load_guides
from retrieval.adapters.exact import ExactChunkIndex
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.interface import Progress, Vectors
from retrieval.lexical import LexicalIndex
from retrieval.nulls import NullQuestions
from retrieval.retriever import Retriever
from tests.unit.test_ingestion import LetterTokenizer, Shelfful

TODAY = date(2026, 9, 15)
AUDIENCES = (EVERYONE, "board", "hr", "sales", "audit")
READERS = (
    frozenset({EVERYONE}),
    frozenset({EVERYONE, "board"}),
    frozenset({EVERYONE, "hr", "sales"}),
    frozenset({"audit"}),
)
_POLICY = ("effective_from: 2025-04-01", "class: policy")
KINDS = {
    "rules": _POLICY,
    "former": ("effective_from: 2023-04-01", "effective_to: 2025-03-31", "class: policy"),
    "coming": ("effective_from: 2027-04-01", "class: policy"),
    "offer": ("class: external",),
    "original": ("class: article",),
    "study": ("class: paper",),
}
CELLS = [(audience, kind) for audience in AUDIENCES for kind in KINDS]


@dataclass
class LetterEmbedder:
    """Which letters a text holds, as its direction."""

    model_id: str = "letters"
    dimension: int = 64

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        vectors = np.full((len(texts), self.dimension), 0.01, dtype=np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                vectors[row, ord(letter) % self.dimension] += 1.0
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_queries(texts)


@dataclass
class Archive:
    """Thirty documents of six kinds for five audiences, and every way to look into them."""

    record: Shelfful = field(default_factory=Shelfful)
    terms: LexicalIndex = field(default_factory=LexicalIndex)
    catalogue: ChunkCatalogue = field(default_factory=ChunkCatalogue)
    index: ExactChunkIndex = field(default_factory=lambda: ExactChunkIndex(64))
    embedder: LetterEmbedder = field(default_factory=LetterEmbedder)

    def fill(self, folder: Path, audiences: Sequence[str] = AUDIENCES) -> None:
        indexer = Indexer(
            self.embedder, LetterTokenizer(), self.record, self.terms, self.catalogue, index=self.index
        )
        for audience, kind in (cell for cell in CELLS if cell[0] in audiences):
            path = folder / f"{audience}-{kind}.md"
            keys = "\n".join(KINDS[kind])
            text = f"The limit of the {kind} is {canary(audience, kind)}."
            path.write_text(f"---\n{keys}\n---\n\n# {kind}\n\n## 1. Limit\n\n{text}\n")
            options = IntakeOptions(audience=audience)
            [outcome] = Ingestion(indexer, self.record).ingest([path], options, lambda *_: None)
            assert outcome.state == "ingested"

    @property
    def library(self) -> Library:
        root = bundled_root()
        return Library(self.record, load_framework(root), load_guides(root), "auto")

    @property
    def retriever(self) -> Retriever:
        nulls = NullQuestions([("What is the weather like?", "en")], self.embedder)
        return Retriever(self.embedder, LetterTokenizer(), self.index, self.terms, self.catalogue, nulls)

    def search(self, query: str, reader: frozenset[str], k: int = 40) -> str:
        """Everything that a search shows a reader."""
        found = self.retriever.retrieve(
            query, language="en", audiences=reader, shelves=frozenset(Shelf), document_keys=None, k=k
        )
        return found.model_copy(update={"query": ""}).model_dump_json()


def canary(audience: str, kind: str) -> str:
    return f"kanaria-{audience}-{kind}"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = Archive()
    made.fill(tmp_path_factory.mktemp("archive"))
    return made


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: "+".join(sorted(reader)))
def test_a_search_shows_each_of_thirty_documents_to_its_readers_and_to_nobody_else(
    reader: frozenset[str], archive: Archive
) -> None:
    for audience, kind in CELLS:
        shown = archive.search(f"limit of the {kind} {canary(audience, kind)}", reader)

        assert (canary(audience, kind) in shown) == (audience in reader), (audience, kind)
        others = [one for one in CELLS if one[0] not in reader and canary(*one) in shown]
        assert others == []


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: "+".join(sorted(reader)))
def test_library_and_lists_hold_for_a_reader_what_is_for_that_reader(
    reader: frozenset[str], archive: Archive
) -> None:
    library = archive.library
    holdings = library.holdings(reader, frozenset(Shelf))
    listed = list_documents(archive.record, reader, TODAY).documents
    wanted = {f"{audience}-{kind}" for audience, kind in CELLS if audience in reader}

    assert {one.id for one in holdings.documents} == wanted
    assert {one.id for one in listed} == wanted
    for audience, kind in CELLS:
        shown = show_documents(archive.record, f"{audience}-{kind}", reader, TODAY)
        assert bool(shown.documents) == (audience in reader)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: "+".join(sorted(reader)))
def test_what_is_gathered_for_an_answer_is_for_its_reader(reader: frozenset[str], archive: Archive) -> None:
    library = archive.library
    holdings = library.holdings(reader, frozenset(Shelf))
    place = Place(reader, frozenset(Shelf), holdings, version_keys(holdings, TODAY))

    evidence = gather_evidence(
        archive.retriever, "What is the limit of the rules, of the offer?", "en", place
    )

    passages = (*evidence.passages, *evidence.former)
    held = {one.key: one.audience for one in archive.record.documents()}
    assert passages
    assert {held[one.chunk.document_key] for one in passages} == reader


def test_a_reader_without_audiences_finds_nothing(archive: Archive) -> None:
    shown = archive.search("limit of the rules", frozenset())

    assert "kanaria" not in shown


def test_scores_do_not_tell_of_documents_for_others(archive: Archive, tmp_path: Path) -> None:
    alone = Archive()
    alone.fill(tmp_path, [EVERYONE])
    queries = [f"limit of the {kind} {canary(audience, kind)}" for audience, kind in CELLS]

    among_others = [archive.search(query, READERS[0]) for query in queries]
    by_themselves = [alone.search(query, READERS[0]) for query in queries]

    assert among_others == by_themselves


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_no_query_of_thousands_brings_up_what_is_for_others(count: int, archive: Archive) -> None:
    chance = random.Random(20261125)
    words = ["limit", "of", "the", "kanaria", *AUDIENCES, *KINDS, *(canary(*cell) for cell in CELLS)]
    seen: list[tuple[str, str]] = []

    for _ in range(count):
        reader = chance.choice(READERS)
        query = " ".join(chance.choices(words, k=chance.randint(1, 8)))
        shown = archive.search(query, reader)
        seen += [cell for cell in CELLS if cell[0] not in reader and canary(*cell) in shown]

    print(f"{count} queries, {len(seen)} canaries seen")  # noqa: T201 - the count to report
    assert seen == []


def test_access_has_no_default_wherever_documents_are_searched_or_listed() -> None:
    guarded = (Retriever.retrieve, Retriever.retrieve_all, Library.holdings, list_documents, show_documents)

    for function in guarded:
        parameter = inspect.signature(function).parameters["audiences"]
        assert parameter.default is inspect.Parameter.empty, function
