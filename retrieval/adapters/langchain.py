"""Offer our retriever to those who build LangChain chains.

Reading rights are fixed when it is made, so that no chain can widen them. Nothing of ours depends on it.
"""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from knowledge.documents.document import Language, Shelf
from knowledge.documents.language import detect_language
from retrieval.passage import Passage
from retrieval.retriever import Retriever


class PassageRetriever(BaseRetriever):
    """Passages as LangChain documents; each says where it stands and how it was found.

    Attributes:
        audiences: Whose documents may be read.
        shelves: Where to look.
        document_keys: Only these document versions; None for all.
        language: Of the questions; None to tell it from each.
        k: At most so many.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    audiences: frozenset[str]
    shelves: frozenset[Shelf]
    document_keys: frozenset[str] | None = None
    language: Language | None = None
    k: int = Field(default=10, ge=1)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it
    ) -> list[LangChainDocument]:
        finding = self.retriever.retrieve(
            query,
            language=self.language or detect_language(query),
            audiences=self.audiences,
            shelves=self.shelves,
            document_keys=self.document_keys,
            k=self.k,
        )
        return [_as_langchain(passage) for passage in finding.passages]


def _as_langchain(passage: Passage) -> LangChainDocument:
    chunk = passage.chunk
    return LangChainDocument(
        id=chunk.key,
        page_content=chunk.text,
        metadata={
            "section_id": chunk.section_id,
            "document": chunk.document_id,
            "version": chunk.version,
            "title": chunk.title,
            "heading": chunk.heading,
            "locator": chunk.locator,
            "source_class": chunk.source_class.value,
            "language": chunk.section_language,
            "start": chunk.start,
            "end": chunk.end,
            "score": passage.score,
            "coverage": passage.coverage,
            "similarity": passage.similarity,
        },
    )
