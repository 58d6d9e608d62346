"""Embed with any sentence-transformers model, by folder or by name on a hub.

The library takes seconds and hundreds of megabytes to load, so that happens on first use. The bundled
weights are `retrieval.adapters.embedded`'s business; it uses this module for bulk work.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from retrieval.adapters.sanitising import sanitised
from retrieval.interface import Progress, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32  # texts at once; more does not run faster on a processor
_QUERY_NAMES = ("query", "search_query", "retrieval.query")
_PASSAGE_NAMES = ("document", "passage", "search_document", "retrieval.passage")


class ModelUnavailableError(Exception):
    """A configured model cannot be loaded."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"model {name} cannot be loaded: {reason}")
        self.name = name


@dataclass
class SentenceTransformerEmbedder:
    """A model of one's own choice; its own prompts are used unless others are given.

    Attributes:
        name: Folder, or name on the hub.
        may_download: Whether the hub may be asked for what is not on disk.
        revision: Of a model on the hub; state it, or the vectors may change under the index.
        query_prompt: Put before every question; None for what the model brings.
        passage_prompt: Put before every passage; None for what the model brings.
    """

    name: str
    may_download: bool
    revision: str | None = None
    query_prompt: str | None = None
    passage_prompt: str | None = None
    _model: "SentenceTransformer | None" = None
    _lock: RLock = field(default_factory=RLock)

    @property
    def model_id(self) -> str:
        """Name model, revision, prompts and dimension in one line; loads the model."""
        query, passage = self._prompts()
        name = f"{self.name}@{self.revision}" if self.revision else self.name
        return f"sentence-transformers:{name};query={query!r};passage={passage!r};{self.dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector; loads the model."""
        dimension = self._loaded().get_embedding_dimension()
        if dimension is None:
            raise ModelUnavailableError(self.name, "it does not tell the length of its vectors")
        return dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions; shape (len(texts), dimension), also for no texts."""
        return self._embed(texts, self._prompts()[0], None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed texts to be found; shape (len(texts), dimension), also for no texts."""
        return self._embed(texts, self._prompts()[1], progress)

    def release(self) -> None:
        """Forget the loaded model, which takes hundreds of megabytes; the next call loads it again."""
        with self._lock:
            self._model = None

    def _prompts(self) -> tuple[str, str]:
        held = {name: text for name, text in self._loaded().prompts.items() if text}
        query = next((held[name] for name in _QUERY_NAMES if name in held), "")
        passage = next((held[name] for name in _PASSAGE_NAMES if name in held), "")
        return (
            query if self.query_prompt is None else self.query_prompt,
            passage if self.passage_prompt is None else self.passage_prompt,
        )

    def _embed(self, texts: Sequence[str], prompt: str, progress: Progress | None) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        for first in range(0, len(texts), _BATCH):
            rows = by_length[first : first + _BATCH]
            vectors[rows] = self._encode([sanitised(texts[row]) for row in rows], prompt)
            if progress:
                progress(min(first + _BATCH, len(texts)), len(texts))
        return vectors

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        with self._lock:
            raw = self._loaded().encode(
                texts, prompt=prompt, batch_size=_BATCH, convert_to_numpy=True, show_progress_bar=False
            )
        vectors = np.asarray(raw, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # bfloat16 leaves them 0.1 % off
        return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)

    def _loaded(self) -> "SentenceTransformer":
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> "SentenceTransformer":
        import torch  # noqa: PLC0415 - takes a second, and most processes embed no passages
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - as above, four seconds

        dtype = torch.bfloat16 if _runs_bfloat16(torch.cpu.get_capabilities()) else torch.float32
        try:
            with quiet_transformers():
                return SentenceTransformer(
                    self.name,
                    device="cpu",
                    revision=self.revision,
                    local_files_only=not self.may_download,
                    trust_remote_code=False,
                    model_kwargs={"dtype": dtype},
                )
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelUnavailableError(self.name, str(error)) from error


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """Keep the library's progress bars and reports off our terminal while a model is loaded or saved."""
    from transformers.utils import logging as transformers_logging  # noqa: PLC0415 - as above

    level = transformers_logging.get_verbosity()
    had_bars = transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity(logging.ERROR)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # left untyped there
    try:
        yield
    finally:
        transformers_logging.set_verbosity(level)
        if had_bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]  # left untyped there


def _runs_bfloat16(capabilities: Mapping[str, object]) -> bool:
    """Tell whether the processor multiplies bfloat16 in hardware; elsewhere it is slower than float32."""
    return any(bool(capabilities.get(name)) for name in ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16"))
