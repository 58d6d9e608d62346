"""Compare hybrid retrieval with other libraries' stock pipelines on the same passages, questions and vectors.

Stock means as documented. LangChain: Chroma as vector store, BM25Retriever with its defaults,
EnsembleRetriever with equal weights; the others stand in `bench_other_peers`. Vectors are computed before,
so that the times are those of searching alone.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import EVERYONE, Document, Section, Shelf, SourceClass
from retrieval.adapters.exact import ExactChunkIndex
from retrieval.adapters.sudachi import SudachiTokenizer
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.interface import Embedder, Progress, Vectors
from retrieval.lexical import LexicalIndex
from retrieval.nulls import NullQuestions
from retrieval.retriever import Retriever
from tests.evaluation.bench_corpus import Passages
from tests.evaluation.bench_other_peers import DEPTH, Search, set_up
from tests.evaluation.score_retrieval import ndcg, recall
from tests.fakes import MemoryChunkRecord

_BATCH = 5_000


class PeerFigures(BaseModel):
    """How one system did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ndcg: float
    recall: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True)
class KnownVectors(Embeddings):
    """Vectors computed before, for all; what is not known is embedded."""

    inner: Embedder
    passages: Mapping[str, Vectors]
    questions: Mapping[str, Vectors]

    @property
    def model_id(self) -> str:
        """Name the model that computed them."""
        return self.inner.model_id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.inner.dimension

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Look up passages, as LangChain and others ask for them."""
        return [[float(one) for one in vector] for vector in self.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Look up a question, as LangChain and others ask for it."""
        return [float(one) for one in self.embed_queries([text])[0]]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Look up passages, as our indexer asks for them."""
        missing = [text for text in texts if text not in self.passages]
        held = dict(self.passages)
        held.update(zip(missing, self.inner.embed_passages(missing, progress), strict=True))
        return np.array([held[text] for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Look up questions, as our retriever asks for them."""
        return np.array([self.questions[text] for text in texts], dtype=np.float32)


def compare(
    passages: Passages, vectors: Vectors, embedder: Embedder, *, folder: Path, count: int
) -> dict[str, PeerFigures | None]:
    """Ask the same questions of each system.

    Args:
        passages: With questions.
        vectors: Of the passages.
        embedder: That computed them.
        folder: For Chroma.
        count: How many questions, spread over all.

    Returns:
        Figures by the name of each system; None for one that is not installed.
    """
    step = max(1, len(passages.questions) // count)
    asked = passages.questions[::step][:count]
    queries = [text for text, _ in asked]
    known = KnownVectors(
        embedder,
        dict(zip(passages.indexed, vectors, strict=True)),
        dict(zip(queries, embedder.embed_queries(queries), strict=True)),
    )
    systems: dict[str, Search | None] = {
        **_stock(passages, known, folder),
        **set_up(dict(zip(passages.ids, passages.indexed, strict=True)), known),
        "Sandan, as configured by default": _ours(passages, known),
    }
    gold = [passages.ids[row] for _, row in asked]
    return {
        name: _figures(search, queries, gold) if search is not None else None
        for name, search in systems.items()
    }


def _stock(passages: Passages, known: KnownVectors, folder: Path) -> dict[str, Search]:
    documents = [
        LangChainDocument(page_content=text, metadata={"id": name})
        for text, name in zip(passages.indexed, passages.ids, strict=True)
    ]
    store = Chroma(
        collection_name="stock",
        embedding_function=known,
        persist_directory=str(folder),
        collection_metadata={"hnsw:space": "cosine"},
    )
    for first in range(0, len(documents), _BATCH):
        store.add_documents(documents[first : first + _BATCH])
    dense = store.as_retriever(search_kwargs={"k": DEPTH})
    words = BM25Retriever.from_documents(documents)
    words.k = DEPTH
    both = EnsembleRetriever(retrievers=[words, dense], weights=[0.5, 0.5])
    return {
        "LangChain: Chroma": _asking(dense),
        "LangChain: BM25Retriever": _asking(words),
        "LangChain: EnsembleRetriever of both": _asking(both),
    }


def _asking(retriever: BaseRetriever) -> Search:
    return lambda query: [str(one.metadata["id"]) for one in retriever.invoke(query)][:DEPTH]


def _ours(passages: Passages, known: KnownVectors) -> Search:
    tokenizer, index = SudachiTokenizer(), ExactChunkIndex(known.dimension)
    terms, catalogue = LexicalIndex(), ChunkCatalogue()
    parts = zip(passages.ids, passages.titles, passages.texts, strict=True)
    document = Document(
        id="bench", version="1", title="bench", source_class=SourceClass.EXTERNAL, shelf=Shelf.OWN,
        audience=EVERYONE, content_hash="0" * 64, origin="bench",
        sections=tuple(
            Section(id=name, text=text, title=title, language="ja", locator=name)
            for name, title, text in parts
        ),
    )  # fmt: skip
    Indexer(known, tokenizer, MemoryChunkRecord(), terms, catalogue, index).index_document(document)
    retriever = Retriever(known, tokenizer, index, terms, catalogue, NullQuestions((), known))

    def search(query: str) -> Sequence[str]:
        finding = retriever.retrieve(
            query,
            language="ja",
            audiences=frozenset({EVERYONE}),
            shelves=frozenset({Shelf.OWN}),
            document_keys=None,
            k=DEPTH,
        )
        return [one.chunk.section_id for one in finding.passages]

    return search


def _figures(search: Search, queries: Sequence[str], gold: Sequence[str]) -> PeerFigures:
    found, times = [], []
    for query in queries:
        began = time.perf_counter()
        found.append(search(query))
        times.append((time.perf_counter() - began) * 1000)
    pairs = [(ids, frozenset({right})) for ids, right in zip(found, gold, strict=True)]
    return PeerFigures(
        ndcg=float(np.mean([ndcg(*pair) for pair in pairs])),
        recall=float(np.mean([recall(*pair) for pair in pairs])),
        p50_ms=float(np.percentile(times, 50)),
        p95_ms=float(np.percentile(times, 95)),
    )
