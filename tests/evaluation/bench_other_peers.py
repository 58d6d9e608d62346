"""Set up other libraries' hybrid retrieval as their documentation has it, on passages and vectors given.

They are no dependencies: `pip install '.[peers]'` adds them, and one that is absent is said to be absent.
Nothing is downloaded and nothing sent: vectors are given, the language model that LlamaIndex wants to see is
its own stand-in, and question generation is off. Words are split as each library splits them by default.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from retrieval.interface import Vectors

DEPTH = 10
Search = Callable[[str], Sequence[str]]
_OFFLINE = {"HAYSTACK_TELEMETRY_ENABLED": "False", "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}


class Given(Protocol):
    """Vectors computed before."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Look up passages."""

    def embed_query(self, text: str) -> list[float]:
        """Look up a question."""


def set_up(texts: Mapping[str, str], given: Given) -> dict[str, Search | None]:
    """Set up every library that is installed.

    Args:
        texts: Passages by their ids.
        given: Vectors of the passages, and of the questions that will be asked.

    Returns:
        How to search by the name of each system; None for one that is not installed.
    """
    os.environ.update(_OFFLINE)
    makers = {
        "LlamaIndex: QueryFusionRetriever": _llama_index,
        "Haystack: DocumentJoiner, concatenate": lambda *its: _haystack(*its, join_mode="concatenate"),
        "Haystack: DocumentJoiner, reciprocal rank": (
            lambda *its: _haystack(*its, join_mode="reciprocal_rank_fusion")
        ),
        "txtai: hybrid": _txtai,
    }
    found: dict[str, Search | None] = {}
    for name, make in makers.items():
        try:
            found[name] = make(texts, given)
        except ImportError:
            found[name] = None
    return found


def _llama_index(texts: Mapping[str, str], given: Given) -> Search:
    """Fuse its vector index with its BM25 by reciprocal rank, without generated questions."""
    from llama_index.core import VectorStoreIndex  # noqa: PLC0415 - an extra that few install
    from llama_index.core.embeddings import MockEmbedding  # noqa: PLC0415 - as above
    from llama_index.core.llms import MockLLM  # noqa: PLC0415 - as above
    from llama_index.core.retrievers import QueryFusionRetriever  # noqa: PLC0415 - as above
    from llama_index.core.schema import QueryBundle, TextNode  # noqa: PLC0415 - as above
    from llama_index.retrievers.bm25 import BM25Retriever  # noqa: PLC0415 - as above

    vectors = given.embed_documents(list(texts.values()))
    nodes = [
        TextNode(id_=name, text=text, embedding=vector)
        for (name, text), vector in zip(texts.items(), vectors, strict=True)
    ]
    index = VectorStoreIndex(nodes, embed_model=MockEmbedding(embed_dim=given.dimension))
    fused = QueryFusionRetriever(
        [
            index.as_retriever(similarity_top_k=DEPTH),
            BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=DEPTH),
        ],
        llm=MockLLM(),
        mode="reciprocal_rerank",
        similarity_top_k=DEPTH,
        num_queries=1,
        use_async=False,
    )

    def search(query: str) -> Sequence[str]:
        bundle = QueryBundle(query, embedding=given.embed_query(query))
        return [str(one.node.node_id) for one in fused.retrieve(bundle)]

    return search


def _haystack(texts: Mapping[str, str], given: Given, *, join_mode: str) -> Search:
    """Join its two retrievers in memory."""
    from haystack import Document, Pipeline  # noqa: PLC0415 - an extra that few install
    from haystack.components.joiners import DocumentJoiner  # noqa: PLC0415 - as above
    from haystack.components.retrievers.in_memory import (  # noqa: PLC0415 - as above
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore  # noqa: PLC0415 - as above

    store = InMemoryDocumentStore()
    vectors = given.embed_documents(list(texts.values()))
    store.write_documents(
        [
            Document(id=name, content=text, embedding=vector)
            for (name, text), vector in zip(texts.items(), vectors, strict=True)
        ]
    )
    pipeline = Pipeline()
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=DEPTH))
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=DEPTH))
    pipeline.add_component("joiner", DocumentJoiner(join_mode=join_mode))
    pipeline.connect("words", "joiner")
    pipeline.connect("dense", "joiner")

    def search(query: str) -> Sequence[str]:
        inputs = {"dense": {"query_embedding": given.embed_query(query)}, "words": {"query": query}}
        return [str(one.id) for one in pipeline.run(inputs)["joiner"]["documents"][:DEPTH]]

    return search


def _txtai(texts: Mapping[str, str], given: Given) -> Search:
    """Let it mix its sparse and its dense index half and half."""
    from txtai.embeddings import Embeddings  # noqa: PLC0415 - an extra that few install

    known = set(texts.values())

    def transform(data: Sequence[Any]) -> Vectors:
        if data[0] in known:
            return np.array(given.embed_documents(list(data)), dtype=np.float32)
        return np.array([given.embed_query(one) for one in data], dtype=np.float32)

    embeddings = Embeddings(method="external", transform=transform, hybrid=True)
    embeddings.index((name, text, None) for name, text in texts.items())
    return lambda query: [str(name) for name, _ in embeddings.search(query, DEPTH)]
