"""Put passages into another order with a sentence-transformers cross-encoder, by folder or by name on a hub.

A cross-encoder reads question and passage together: better than any vector, and far slower. It is off unless
one is configured; the retriever asks it about the best twenty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from retrieval.adapters.sanitising import sanitised
from retrieval.adapters.sentence_transformer import ModelUnavailableError, quiet_transformers

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 20


@dataclass
class CrossEncoderReranker:
    """A cross-encoder of one's own choice; loaded on first use, safe to share between threads.

    Attributes:
        name: Folder, or name on the hub.
        may_download: Whether the hub may be asked for what is not on disk.
        revision: Of a model on the hub.
    """

    name: str
    may_download: bool
    revision: str | None = None
    _model: "CrossEncoder | None" = None
    _lock: Lock = field(default_factory=Lock)

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Score each text for the query, higher is better; same length and order as `texts`.

        Raises:
            ModelUnavailableError: If the model cannot be loaded, or is none that gives one score.
        """
        if not texts:
            return []
        pairs = [(sanitised(query), sanitised(text)) for text in texts]
        with self._lock:
            if self._model is None:
                self._model = self._load()
            scores = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        return [float(one) for one in scores]

    def _load(self) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder  # noqa: PLC0415 - four seconds, only where configured

        try:
            with quiet_transformers():
                model: CrossEncoder = CrossEncoder(
                    self.name,
                    device="cpu",
                    revision=self.revision,
                    local_files_only=not self.may_download,
                    trust_remote_code=False,
                )
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelUnavailableError(self.name, str(error)) from error
        if model.num_labels != 1:
            raise ModelUnavailableError(self.name, f"it gives {model.num_labels} scores a pair, not one")
        return model
