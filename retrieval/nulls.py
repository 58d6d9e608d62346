"""Hold the questions that surely do not belong, with their vectors.

They calibrate what evidence is worth (`retrieval.calibration`), and are strangers to compare a question with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

import numpy as np

from knowledge.documents.document import Language
from retrieval.interface import Embedder, Vectors, VectorSource, content_hash, query_hash
from retrieval.restoring import restored_vectors


@dataclass
class NullQuestions:
    """Null questions of all languages; embedded when first needed.

    Attributes:
        questions: Text and language of each.
        embedder: Of the same model as the index.
        sources: Where vectors computed earlier are looked up first.
    """

    questions: Sequence[tuple[str, Language]]
    embedder: Embedder
    sources: Sequence[VectorSource] = ()
    _as_queries: dict[Language, Vectors] = field(default_factory=dict)
    _as_passages: dict[Language, Vectors] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def digest(self) -> str:
        """Name this set by what it says."""
        return sha256(
            "\x00".join(f"{language}:{text}" for text, language in self.questions).encode()
        ).hexdigest()

    def texts(self, language: Language) -> list[str]:
        """List the null questions of a language."""
        return [text for text, one in self.questions if one == language]

    def as_queries(self, language: Language) -> Vectors:
        """Give their vectors as questions: shape (n, dimension), in the order of `texts`."""
        return self._vectors(language, self._as_queries, query_hash, self.embedder.embed_queries)

    def nearest(self, vector: Vectors, language: Language) -> float:
        """Tell how near the nearest null question is, embedded as passages are; 0 when there are none."""
        vectors = self._vectors(language, self._as_passages, content_hash, self.embedder.embed_passages)
        return float((vectors @ vector).max()) if len(vectors) else 0.0

    def nearest_others(self, language: Language) -> list[float]:
        """Tell for each null question how near the nearest other one is; in the order of `texts`."""
        queries = self.as_queries(language)
        passages = self._vectors(language, self._as_passages, content_hash, self.embedder.embed_passages)
        if len(queries) < 2:
            return [0.0] * len(queries)
        similarities = queries @ passages.T
        np.fill_diagonal(similarities, -1.0)
        return [float(one) for one in similarities.max(axis=1)]

    def _vectors(
        self,
        language: Language,
        known: dict[Language, Vectors],
        name: Callable[[str], str],
        embed: Callable[[Sequence[str]], Vectors],
    ) -> Vectors:
        with self._lock:
            if language not in known:
                known[language] = self._look_up_or_embed(self.texts(language), name, embed)
            return known[language]

    def _look_up_or_embed(
        self, texts: list[str], name: Callable[[str], str], embed: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        hashes = [name(text) for text in texts]
        held = {}
        for source in self.sources:
            held.update(source.vectors_by_hash(hashes, model_id=self.embedder.model_id))
        missing = [row for row, one in enumerate(hashes) if one not in held]
        vectors = np.zeros((len(texts), self.embedder.dimension), dtype=np.float32)
        found = [row for row, one in enumerate(hashes) if one in held]
        vectors[found] = restored_vectors([held[hashes[row]] for row in found], self.embedder.dimension)
        if missing:
            vectors[missing] = embed([texts[row] for row in missing])
        return vectors
