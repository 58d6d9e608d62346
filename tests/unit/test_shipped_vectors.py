"""The shipped vectors are those of the bundled corpus, all of them, and can be made again."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from knowledge.documents.bundled import bundled_root
from retrieval.adapters.bundled_vectors import (
    FILE_NAME,
    bundled_texts,
    load_shipped_vectors,
    write_shipped_vectors,
)
from retrieval.adapters.embedded import EmbeddedEmbedder
from retrieval.restoring import restored_vectors

MIN_COSINE = 0.999
SAMPLE = 12


@pytest.fixture(scope="module")
def embedder() -> EmbeddedEmbedder:
    return EmbeddedEmbedder()


def evenly_spread(texts: dict[str, str], count: int) -> dict[str, str]:
    names = sorted(texts)
    return {name: texts[name] for name in names[:: max(1, len(names) // count)][:count]}


def small_corpus(folder: Path, *, lines: int) -> Path:
    """Copy the corpus with the first lines of each file only, and one policy."""
    shutil.copytree(bundled_root(), folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "*.npz"))
    for file in folder.glob("*.jsonl"):
        kept = file.read_text(encoding="utf-8").splitlines(keepends=True)[:lines]
        file.write_text("".join(kept), encoding="utf-8")
    for file in (folder / "policies").glob("*.md"):
        if file.name != "ai-use-policy-v2.md":
            file.unlink()
    return folder


def test_every_text_that_the_corpus_needs_has_a_vector(embedder: EmbeddedEmbedder) -> None:
    passages, questions = bundled_texts()
    needed = [*passages, *questions]

    held = load_shipped_vectors().vectors_by_hash(needed, model_id=embedder.model_id)

    missing = [text for name, text in {**passages, **questions}.items() if name not in held]
    assert missing == []


def test_no_vector_is_shipped_that_no_text_needs() -> None:
    passages, questions = bundled_texts()

    assert load_shipped_vectors().count() == len({*passages, *questions})


def test_a_sample_embedded_again_gives_the_shipped_vectors(embedder: EmbeddedEmbedder) -> None:
    passages, questions = (evenly_spread(texts, SAMPLE // 2) for texts in bundled_texts())
    names = [*passages, *questions]

    again = np.concatenate(
        [embedder.embed_passages(list(passages.values())), embedder.embed_queries(list(questions.values()))]
    )

    shipped = load_shipped_vectors().vectors_by_hash(names, model_id=embedder.model_id)
    restored = restored_vectors([shipped[name] for name in names], embedder.dimension)
    cosines = np.sum(again * restored, axis=1) / np.linalg.norm(again, axis=1)
    assert len(names) == SAMPLE
    assert cosines.min() >= MIN_COSINE


def test_the_same_corpus_gives_the_same_bytes_embedded_at_once_or_in_parts(
    tmp_path: Path, embedder: EmbeddedEmbedder
) -> None:
    part = small_corpus(tmp_path / "part", lines=1)
    whole = small_corpus(tmp_path / "whole", lines=2)
    at_once, in_parts = tmp_path / "at-once.npz", tmp_path / "in-parts.npz"

    write_shipped_vectors(at_once, embedder, whole)
    first = write_shipped_vectors(in_parts, embedder, part)
    second = write_shipped_vectors(in_parts, embedder, whole)

    assert second > first
    assert in_parts.read_bytes() == at_once.read_bytes()


def test_writing_the_shipped_file_again_changes_nothing(tmp_path: Path, embedder: EmbeddedEmbedder) -> None:
    shipped = (bundled_root() / FILE_NAME).read_bytes()
    again = tmp_path / FILE_NAME
    again.write_bytes(shipped)

    write_shipped_vectors(again, embedder)

    assert again.read_bytes() == shipped


def test_vectors_of_another_model_are_not_used(embedder: EmbeddedEmbedder) -> None:
    passages, _ = bundled_texts()

    assert load_shipped_vectors().vectors_by_hash(list(passages), model_id=f"{embedder.model_id}-2") == {}
