"""What is written anew keeps the phrasings it had, and who wrote them."""

import pytest

from knowledge.documents.document import Document, Section, Shelf, SourceClass
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer, KnownPhrasing
from retrieval.lexical import LexicalIndex
from tests.fakes import MemoryChunkRecord
from tests.unit.test_ingestion import LengthEmbedder, LetterTokenizer

PHRASINGS = (
    KnownPhrasing(id="rules-1", language="en", text="Hotel costs"),
    KnownPhrasing(id="rules-1", language="en", text="How much may I spend on a room?", is_generated=True),
)


@pytest.fixture
def indexer() -> Indexer:
    terms, catalogue = LexicalIndex(), ChunkCatalogue()
    indexer = Indexer(LengthEmbedder(), LetterTokenizer(), MemoryChunkRecord(), terms, catalogue)
    indexer.index_document(a_document(), PHRASINGS)
    return indexer


def a_document(**values: object) -> Document:
    section = Section(id="rules-1", text="A night costs at most 120 euros.", language="en")
    plain = {"id": "rules", "version": "1", "title": "Rules", "shelf": Shelf.OWN, "sections": (section,)}
    return Document.model_validate({**plain, "source_class": SourceClass.POLICY, **values})


def kinds(indexer: Indexer) -> list[tuple[str, str]]:
    return [(one.chunk.kind, one.chunk.text) for one in indexer.record.chunks() if one.chunk.kind != "text"]


def test_splitting_everything_again_keeps_phrasings_and_who_wrote_them(indexer: Indexer) -> None:
    before = kinds(indexer)

    indexer.reindex_all()

    assert before == [("phrasing", PHRASINGS[0].text), ("generated", PHRASINGS[1].text)]
    assert kinds(indexer) == before


def test_a_version_that_is_renewed_changes_and_keeps_its_phrasings(indexer: Indexer) -> None:
    before = kinds(indexer)

    indexer.renew_document(a_document(amends="0"))

    assert [one.amends for one in indexer.record.documents()] == ["0"]
    assert kinds(indexer) == before
