"""Vectors computed before a process was killed are not computed again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.adapters.journal import JournallingEmbedder
from retrieval.interface import Progress, Vectors, content_hash

_TEXTS = [f"passage {number} {'x' * (number % 7)}" for number in range(100)]


@dataclass
class MortalEmbedder:
    """Gives each text a vector of its length and its last letter, and dies after so many texts."""

    lives: int = 1_000_000
    model_id: str = "mortal"
    dimension: int = 2
    asked: list[str] = field(default_factory=list)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return np.array([[len(text), ord(text[-1])] for text in texts], dtype=np.float32).reshape(-1, 2)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if len(self.asked) + len(texts) > self.lives:
            raise KeyboardInterrupt
        self.asked.extend(texts)
        if progress:
            progress(len(texts), len(texts))
        return self.embed_queries(texts)


def test_each_text_gets_its_own_vector_in_whatever_order_they_were_embedded(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    inner = MortalEmbedder()
    embedder = JournallingEmbedder(inner, tmp_path / "journal")

    vectors = embedder.embed_passages(_TEXTS, lambda done, total: told.append((done, total)))

    assert np.array_equal(vectors, inner.embed_queries(_TEXTS))
    assert told[-1] == (100, 100)
    assert told == sorted(told)
    assert embedder.embed_passages([]).shape == (0, 2)


def test_what_was_embedded_before_a_kill_is_found_by_the_next_process(tmp_path: Path) -> None:
    dying = MortalEmbedder(lives=60)
    with pytest.raises(KeyboardInterrupt):
        JournallingEmbedder(dying, tmp_path / "journal").embed_passages(_TEXTS)

    found = _find(JournallingEmbedder(MortalEmbedder(), tmp_path / "journal"))

    assert len(found) == len(dying.asked) > 0
    assert all(found[content_hash(text)][0] == len(text) for text in dying.asked)


@pytest.mark.parametrize("lost", [1, 20, 35])
def test_an_entry_cut_short_is_passed_over_and_does_not_spoil_the_next(lost: int, tmp_path: Path) -> None:
    embedder = JournallingEmbedder(MortalEmbedder(), tmp_path / "journal")
    embedder.embed_passages(_TEXTS[:10])
    whole = embedder.path.read_bytes()
    embedder.path.write_bytes(whole[:-lost])

    embedder.embed_passages(_TEXTS[10:20])

    found = _find(embedder)
    assert len(found) == 20 - (1 if lost <= 36 else 2)
    assert all(found[content_hash(text)][0] == len(text) for text in _TEXTS[10:20])


def test_a_journal_of_another_model_is_begun_anew(tmp_path: Path) -> None:
    JournallingEmbedder(MortalEmbedder(model_id="old"), tmp_path / "journal").embed_passages(_TEXTS[:50])
    embedder = JournallingEmbedder(MortalEmbedder(), tmp_path / "journal")

    before = _find(embedder)
    embedder.embed_passages(_TEXTS[50:])

    assert before == {}
    assert _find(embedder).keys() == {content_hash(text) for text in _TEXTS[50:]}
    assert embedder.vectors_by_hash([content_hash(_TEXTS[60])], model_id="old") == {}


def test_an_erased_journal_leaves_no_file(tmp_path: Path) -> None:
    embedder = JournallingEmbedder(MortalEmbedder(), tmp_path / "journal")
    embedder.embed_passages(_TEXTS)

    embedder.erase()
    embedder.erase()

    assert list(tmp_path.iterdir()) == []
    assert _find(embedder) == {}


def _find(embedder: JournallingEmbedder) -> dict[str, NDArray[np.float16]]:
    return dict(embedder.vectors_by_hash([content_hash(text) for text in _TEXTS], model_id=embedder.model_id))
