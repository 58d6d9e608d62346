"""Remember the vectors of the last questions: one question is searched for in several places at once."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from retrieval.interface import Embedder, Progress, Vectors


@dataclass
class RememberingEmbedder:
    """Another embedder, with the vectors of its last questions kept; safe to share between threads.

    Attributes:
        inner: Does the work.
        capacity: How many questions are kept, about 1.5 kB each.
    """

    inner: Embedder
    capacity: int = 512
    _held: "OrderedDict[str, Vectors]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def model_id(self) -> str:
        """Name model, prompts and dimension in one line."""
        return self.inner.model_id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.inner.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions, those not remembered together; shape (len(texts), dimension)."""
        with self._lock:
            known = {text: self._held[text] for text in texts if text in self._held}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known.update(zip(missing, self.inner.embed_queries(missing), strict=True))
        with self._lock:
            for text in dict.fromkeys(texts):
                self._held[text] = known[text]
                self._held.move_to_end(text)
            while len(self._held) > self.capacity:
                self._held.popitem(last=False)
        rows = [known[text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimension)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed texts to be found; nothing is kept."""
        return self.inner.embed_passages(texts, progress)
