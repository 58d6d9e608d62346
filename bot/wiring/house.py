"""Open what every command needs: the record, the engines that read text, and the corpus that ships.

Nothing is built, loaded or owned here; see `bot.wiring.readiness`, `reading` and `owning`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from bot.advisor.drafting import Drafter
from bot.drafters.langchain_chat import LangChainDrafter
from bot.drafters.structured_chat import ModelChoice
from bot.settings import EMBEDDED, Settings
from bot.storage.catalogue import DatabaseCatalogue
from bot.storage.chunk_record import DatabaseChunkRecord
from bot.storage.engine import Database, open_database
from bot.wiring.index_place import SharedPlace, open_place
from knowledge.documents.bundled import bundled_root, corpus_hash
from knowledge.documents.phrasings import load_null_questions
from retrieval.adapters.bundled_vectors import ShippedVectors, load_shipped_vectors
from retrieval.adapters.cross_encoder import CrossEncoderReranker
from retrieval.adapters.embedded import EmbeddedEmbedder
from retrieval.adapters.journal import JournallingEmbedder
from retrieval.adapters.remembering import RememberingEmbedder
from retrieval.adapters.sentence_transformer import SentenceTransformerEmbedder
from retrieval.adapters.sudachi import SudachiTokenizer
from retrieval.catalogue import ChunkCatalogue
from retrieval.indexer import Indexer
from retrieval.interface import Embedder, Reranker
from retrieval.interface import Progress as CountProgress
from retrieval.lexical import LexicalIndex
from retrieval.nulls import NullQuestions

_CODE = "1"  # raise it when the same corpus gives another record
Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much (0: not known)


@dataclass
class House:
    """What is opened once for a process; parts that cost time are made when first asked for."""

    settings: Settings
    database: Database
    record: DatabaseChunkRecord

    @cached_property
    def corpus_root(self) -> Path:
        """The folder of the corpus that ships, or of the altered copy that is set."""
        return self.settings.corpus or bundled_root()

    @cached_property
    def embedder(self) -> Embedder:
        """The configured model; loaded when it first embeds."""
        name = self.settings.embedding_model
        if name == EMBEDDED:
            return RememberingEmbedder(EmbeddedEmbedder(cache=self.settings.home / "models"))
        return RememberingEmbedder(SentenceTransformerEmbedder(name, may_download=True))

    @cached_property
    def reranker(self) -> Reranker | None:
        """The configured cross-encoder; loaded when it first ranks."""
        name = self.settings.reranker
        return None if name is None else CrossEncoderReranker(name, may_download=True)

    @cached_property
    def drafter(self) -> Drafter | None:
        """The configured language model; None while none is. Its client is made beside the first use."""
        choice = choose_model(self.settings, self.settings.model_deadline)
        return None if choice is None else LangChainDrafter(choice)

    def closeness(self, claim: str, quote: str) -> float:
        """Compare two texts by the embedding model; its vectors are of length one."""
        one, other = self.embedder.embed_queries([claim, quote])
        return float(one @ other)

    @cached_property
    def journal(self) -> JournallingEmbedder:
        """The same model, with the vectors of an ingestion under way kept on disk; for the owner."""
        return JournallingEmbedder(self.embedder, self.settings.home / "vectors.journal")

    @cached_property
    def tokenizer(self) -> SudachiTokenizer:
        """The splitter of words."""
        return SudachiTokenizer()

    @cached_property
    def shipped_vectors(self) -> ShippedVectors:
        """Vectors that ship with the corpus."""
        return load_shipped_vectors(self.corpus_root / "vectors.npz")

    @cached_property
    def nulls(self) -> NullQuestions:
        """Questions that surely do not belong."""
        questions = [(one.text, one.language) for one in load_null_questions(self.corpus_root)]
        return NullQuestions(questions, self.embedder, (self.shipped_vectors,))

    @property
    def index_root(self) -> Path:
        """The folder that one process at a time owns."""
        return self.settings.home / "index"

    @cached_property
    def shared(self) -> SharedPlace | None:
        """The address where the index lives; None when it lives in the home folder."""
        url = self.settings.index_url
        return None if url is None else open_place(url.get_secret_value(), self.embedder)

    def make_indexer(self) -> Indexer:
        """Make an indexer without an index; terms and catalogue are empty, or those of the shared place."""
        terms = self.shared.terms if self.shared else None
        return Indexer(
            self.journal,
            self.tokenizer,
            self.record,
            terms or LexicalIndex(),
            DatabaseCatalogue(self.database) if terms else ChunkCatalogue(),
            sources=(self.shipped_vectors, self.journal),
        )

    @cached_property
    def fingerprint(self) -> str:
        """Name corpus, model and code: while the record was built with the same, it is ready."""
        parts = (_CODE, corpus_hash(self.corpus_root), self.embedder.model_id, self.make_indexer().recipe_id)
        return sha256("\x00".join(parts).encode()).hexdigest()


def choose_model(settings: Settings, timeout: float) -> ModelChoice | None:
    """Name the configured language model with the seconds of one attempt; None while none is."""
    if settings.model is None:
        return None
    return ModelChoice(
        settings.model, timeout=timeout, base_url=settings.model_base_url, api_key=settings.model_api_key
    )


@contextmanager
def open_house(settings: Settings) -> Iterator[House]:
    """Open the record under the home folder, and close it in the end."""
    settings.home.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.record_url)
    try:
        yield House(settings, database, DatabaseChunkRecord(database))
    finally:
        database.dispose()


def counting(progress: Progress, what: str) -> CountProgress:
    """Report the progress of one piece of work under its name."""
    return lambda done, total: progress(what, done, total)
