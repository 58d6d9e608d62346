"""The vectors of the last questions are kept; the work behind them is not repeated."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from retrieval.adapters.remembering import RememberingEmbedder
from retrieval.interface import Progress, Vectors


@dataclass
class CountingEmbedder:
    """One number a text, and a list of what it was asked for."""

    asked: list[str] = field(default_factory=list)
    model_id: str = "counting"
    dimension: int = 2

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_queries(texts)


def test_a_question_is_embedded_once_however_often_it_is_searched() -> None:
    inner = CountingEmbedder()
    embedder = RememberingEmbedder(inner)

    first, again = embedder.embed_queries(["a", "bb", "a"]), embedder.embed_queries(["bb"])

    assert inner.asked == ["a", "bb"]
    assert first[:, 0].tolist() == [1.0, 2.0, 1.0]
    assert again[:, 0].tolist() == [2.0]


def test_no_more_questions_are_kept_than_there_is_room_for() -> None:
    inner = CountingEmbedder()
    embedder = RememberingEmbedder(inner, capacity=2)

    embedder.embed_queries(["a", "b", "c"])
    embedder.embed_queries(["a"])

    assert inner.asked == ["a", "b", "c", "a"]


def test_no_questions_give_no_vectors() -> None:
    assert RememberingEmbedder(CountingEmbedder()).embed_queries([]).shape == (0, 2)
