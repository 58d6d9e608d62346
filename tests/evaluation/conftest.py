"""The bundled corpus, searchable in memory, once for all tests of this folder."""

import pytest

from knowledge.documents.bundled import load_bundled
from knowledge.documents.phrasings import load_null_questions, load_phrasings
from retrieval.adapters.bundled_vectors import ShippedVectors, load_shipped_vectors
from retrieval.adapters.embedded import EmbeddedEmbedder
from retrieval.adapters.exact import ExactChunkIndex
from retrieval.adapters.sudachi import SudachiTokenizer
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.lexical import LexicalIndex
from retrieval.nulls import NullQuestions
from retrieval.retriever import Retriever
from tests.fakes import MemoryChunkRecord


def search_corpus(shipped: ShippedVectors, *, with_phrasings: bool = True) -> Retriever:
    """Index the bundled corpus in memory; what the shipped vectors lack is embedded, which takes time."""
    embedder, tokenizer = EmbeddedEmbedder(bulk_from=10**6), SudachiTokenizer()
    index, terms, catalogue = ExactChunkIndex(embedder.dimension), LexicalIndex(), ChunkCatalogue()
    indexer = Indexer(embedder, tokenizer, MemoryChunkRecord(), terms, catalogue, index, sources=(shipped,))
    indexer.index_documents(load_bundled(), load_phrasings() if with_phrasings else ())
    nulls = [(one.text, one.language) for one in load_null_questions()]
    return Retriever(
        embedder, tokenizer, index, terms, catalogue, NullQuestions(nulls, embedder, sources=(shipped,))
    )


@pytest.fixture(scope="session")
def corpus_retriever() -> Retriever:
    """Give the retriever over the bundled corpus as it ships."""
    return search_corpus(load_shipped_vectors())
