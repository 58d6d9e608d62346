"""Tell whether a question belongs to one section of a document, by the embedding model.

Nearest sections alone would admit anything in a document of three: a question must also stand nearer to its
section than nine strangers in ten stand to the document, as the bounds of `retrieval.calibration` do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.documents.document import Language
from retrieval.interface import Embedder, Vectors
from retrieval.nulls import NullQuestions

_NEAREST = 3
_PERCENTILE = 90


@dataclass
class SectionNearness:
    """Compares questions with the sections of one document.

    Attributes:
        section_ids: Of each row of `vectors`; a section may have several.
        vectors: Of the document's text, embedded as passages: shape (n, dimension).
        embedder: Of the same model.
        nulls: Questions that surely do not belong; None compares with other sections only.
    """

    section_ids: Sequence[str]
    vectors: Vectors
    embedder: Embedder
    nulls: NullQuestions | None = None
    _rows: dict[str, int] = field(init=False)  # of each section, in order
    _bounds: dict[Language, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows = {name: row for row, name in enumerate(dict.fromkeys(self.section_ids))}

    def belonging(self, questions: Sequence[tuple[str, Language, str]]) -> list[bool]:
        """Tell for each question, its language and its section's id whether it belongs there."""
        if not questions:
            return []
        vectors = self.embedder.embed_queries([text for text, _, _ in questions])
        pairs = zip(questions, vectors, strict=True)
        return [self._belongs(vector, language, section) for (_, language, section), vector in pairs]

    def _belongs(self, vector: Vectors, language: Language, section: str) -> bool:
        if section not in self._rows:
            return False
        best = np.full(len(self._rows), -1.0, dtype=np.float32)
        np.maximum.at(best, [self._rows[one] for one in self.section_ids], self.vectors @ vector)
        own = float(best[self._rows[section]])
        if (best > own).sum() >= _NEAREST:
            return False
        return self.nulls is None or own - self.nulls.nearest(vector, language) > self._bound(language)

    def _bound(self, language: Language) -> float:
        """Give the lead over other strangers that few strangers reach in this document."""
        if language not in self._bounds:
            self._bounds[language] = self._learn(language)
        return self._bounds[language]

    def _learn(self, language: Language) -> float:
        nulls = self.nulls.as_queries(language) if self.nulls else np.zeros((0, 1), dtype=np.float32)
        if self.nulls is None or len(nulls) < 2 or not len(self.vectors):
            return -1.0
        leads = (nulls @ self.vectors.T).max(axis=1) - np.array(self.nulls.nearest_others(language))
        return float(np.percentile(leads, _PERCENTILE))
