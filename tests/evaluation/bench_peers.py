"""Compare hybrid retrieval with other libraries' stock pipelines on the same passages, questions and vectors.

Stock means as documented. LangChain: Chroma as vector store, BM25Retriever with its defaults,
EnsembleRetriever with equal weights; the others stand in `bench_other_peers`. Vectors are computed before,
so that the times are those of searching alone.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import BaseModel, ConfigDict

from retrieval.interface import Embedder, Vectors
from tests.evaluation.bench_corpus import Passages, load_reworded
from tests.evaluation.bench_other_peers import DEPTH, Search, set_up
from tests.evaluation.bench_ours import KnownVectors, ours
from tests.evaluation.score_retrieval import ndcg, recall

_BATCH = 5_000


class PeerFigures(BaseModel):
    """How one system did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ndcg: float
    recall: float
    p50_ms: float
    p95_ms: float
    english: float | None  # nDCG@10 of English questions on the same passages
    reworded: float | None


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
    reworded = load_reworded(passages)
    queries = [text for text, _ in (*asked, *reworded["en"], *reworded["ja"])]
    known = KnownVectors(
        embedder,
        dict(zip(passages.indexed, vectors, strict=True)),
        dict(zip(queries, embedder.embed_queries(queries), strict=True)),
    )
    systems: dict[str, Search | None] = {
        **_stock(passages, known, folder),
        **set_up(dict(zip(passages.ids, passages.indexed, strict=True)), known),
        "Sandan, as configured by default": ours(passages, known),
    }
    sets = [[(text, passages.ids[row]) for text, row in one] for one in (asked, *reworded.values())]
    return {name: _figures(search, sets) if search is not None else None for name, search in systems.items()}


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


def _figures(search: Search, sets: Sequence[Sequence[tuple[str, str]]]) -> PeerFigures:
    """Ask the questions whose times count, then the English and the reworded ones."""
    times = []
    asked, english, reworded = sets
    pairs = []
    for query, right in asked:
        began = time.perf_counter()
        found = search(query)
        times.append((time.perf_counter() - began) * 1000)
        pairs.append((found, frozenset({right})))
    return PeerFigures(
        ndcg=float(np.mean([ndcg(*pair) for pair in pairs])),
        recall=float(np.mean([recall(*pair) for pair in pairs])),
        p50_ms=float(np.percentile(times, 50)),
        p95_ms=float(np.percentile(times, 95)),
        english=_ndcg(search, english),
        reworded=_ndcg(search, reworded),
    )


def _ndcg(search: Search, asked: Sequence[tuple[str, str]]) -> float | None:
    scores = [ndcg(search(query), frozenset({right})) for query, right in asked]
    return float(np.mean(scores)) if scores else None
