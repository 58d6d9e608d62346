"""Tell how alike a question is to the prototypes of each intent, by vectors.

Likeness nudges (`bot.advisor.intents`); alone it is right on about half of the questions of other people.
Vectors of prototypes come from the given sources where they are held, else from the embedder, once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import get_args

import numpy as np

from bot.advisor.advice import Intent
from knowledge.documents.document import Language
from knowledge.documents.intent_prototypes import IntentPrototype
from retrieval.interface import Embedder, Vectors, VectorSource, query_hash
from retrieval.restoring import restored_vectors

_MAX_CHARS = 2_000  # as retrieval cuts a question, so that both share one vector
_NEAREST = 2  # the mean of the two nearest prototypes counts
# Centred cosines: three quarters of wrong intents lie below the first, nine tenths of right ones below
# the second (measured with multilingual-e5-small on our own question set).
_NONE_BELOW, _FULL_AT = 0.15, 0.50


@dataclass(frozen=True)
class _Prototypes:
    """The prototypes of one language: centred unit vectors, and the rows of each intent."""

    centre: Vectors
    vectors: Vectors
    rows: Mapping[Intent, tuple[int, ...]]


@dataclass
class IntentLikeness:
    """Compares questions with prototypes; safe to share between threads.

    Attributes:
        prototypes: Of both languages.
        embedder: Of the model that the questions are embedded with.
        sources: Where vectors computed earlier are looked up first.
    """

    prototypes: Sequence[IntentPrototype]
    embedder: Embedder
    sources: Sequence[VectorSource] = ()
    _known: dict[Language, _Prototypes] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def score(self, vector: Vectors, language: Language) -> dict[Intent, float]:
        """Score each intent, 0 to 1.

        Args:
            vector: The question embedded as a query, shape (dimension,), length 1.
            language: The question's; only prototypes of the same language are compared.

        Returns:
            Empty where there are no prototypes of the language.
        """
        held = self._of(language)
        if not len(held.vectors):
            return {}
        centred = vector.astype(np.float32) - held.centre
        length = float(np.linalg.norm(centred))
        if length == 0.0:
            return {}
        cosines = held.vectors @ (centred / length)
        return {intent: _likeness(cosines[list(rows)]) for intent, rows in held.rows.items()}

    def of_text(self, text: str, language: Language) -> dict[Intent, float]:
        """Embed a question and score each intent."""
        [vector] = self.embedder.embed_queries([text[:_MAX_CHARS]])
        return self.score(vector, language)

    def _of(self, language: Language) -> _Prototypes:
        with self._lock:
            if language not in self._known:
                self._known[language] = self._prepare(language)
            return self._known[language]

    def _prepare(self, language: Language) -> _Prototypes:
        intents = get_args(Intent)
        chosen = [one for one in self.prototypes if one.language == language and one.intent in intents]
        vectors = self._vectors([one.text for one in chosen])
        rows = {
            intent: found
            for intent in intents
            if (found := tuple(row for row, one in enumerate(chosen) if one.intent == intent))
        }
        if not chosen:
            return _Prototypes(np.zeros(self.embedder.dimension, np.float32), vectors, rows)
        centre = vectors.mean(axis=0)
        centred = vectors - centre
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        return _Prototypes(centre, centred / np.maximum(lengths, 1e-9), rows)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        hashes = [query_hash(text) for text in texts]
        held: dict[str, np.typing.NDArray[np.float16]] = {}
        for source in self.sources:
            held.update(source.vectors_by_hash(hashes, model_id=self.embedder.model_id))
        missing = [row for row, one in enumerate(hashes) if one not in held]
        vectors = np.zeros((len(texts), self.embedder.dimension), dtype=np.float32)
        found = [row for row, one in enumerate(hashes) if one in held]
        vectors[found] = restored_vectors([held[hashes[row]] for row in found], self.embedder.dimension)
        if missing:
            vectors[missing] = self.embedder.embed_queries([texts[row] for row in missing])
        return vectors


def _likeness(cosines: Vectors) -> float:
    nearest = np.sort(cosines)[-_NEAREST:]
    scaled = (float(nearest.mean()) - _NONE_BELOW) / (_FULL_AT - _NONE_BELOW)
    return min(1.0, max(0.0, scaled))
