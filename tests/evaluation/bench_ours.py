"""Our retrieval as configured by default, over passages whose vectors are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.documents.document import EVERYONE, Document, Section, Shelf, SourceClass
from knowledge.documents.language import detect_language
from retrieval.adapters.exact import ExactChunkIndex
from retrieval.adapters.sudachi import SudachiTokenizer
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.interface import Embedder, Progress, Vectors
from retrieval.lexical import LexicalIndex
from retrieval.nulls import NullQuestions
from retrieval.retriever import Retriever
from tests.evaluation.bench_corpus import Passages
from tests.evaluation.bench_other_peers import DEPTH, Search
from tests.fakes import MemoryChunkRecord


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


def ours(passages: Passages, known: KnownVectors) -> Search:
    """Put the passages in, and give the search over them."""
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
            language=detect_language(query),
            audiences=frozenset({EVERYONE}),
            shelves=frozenset({Shelf.OWN}),
            document_keys=None,
            k=DEPTH,
        )
        return [one.chunk.section_id for one in finding.passages]

    return search
