"""Prototypes of intents are complete and varied, and likeness to them is a nudge between 0 and 1."""

from collections import Counter
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from bot.advisor.advice import Intent
from bot.advisor.intent_likeness import IntentLikeness
from knowledge.documents.cards import CorpusError
from knowledge.documents.intent_prototypes import load_intent_prototypes
from retrieval.adapters.bundled_vectors import load_shipped_vectors
from retrieval.adapters.embedded import EmbeddedEmbedder
from retrieval.interface import query_hash


@pytest.fixture(scope="module")
def embedder() -> EmbeddedEmbedder:
    return EmbeddedEmbedder()


@pytest.fixture(scope="module")
def likeness(embedder: EmbeddedEmbedder) -> IntentLikeness:
    return IntentLikeness(load_intent_prototypes(), embedder, (load_shipped_vectors(),))


def test_every_intent_has_prototypes_in_both_languages() -> None:
    counts = Counter((one.intent, one.language) for one in load_intent_prototypes())

    assert {intent for intent, _ in counts} == set(get_args(Intent))
    assert min(counts[intent, "ja"] for intent in get_args(Intent)) >= 12
    assert min(counts[intent, "en"] for intent in get_args(Intent)) >= 8


def test_no_prototype_stands_twice() -> None:
    texts = [one.text for one in load_intent_prototypes()]

    assert len(texts) == len(set(texts))


def test_the_vectors_of_all_prototypes_are_shipped(embedder: EmbeddedEmbedder) -> None:
    hashes = [query_hash(one.text) for one in load_intent_prototypes()]

    held = load_shipped_vectors().vectors_by_hash(hashes, model_id=embedder.model_id)

    assert held.keys() == set(hashes)


def test_a_line_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "intents.jsonl").write_text('{"intent": "roi_metrics", "lang": "fr", "text": "Combien?"}\n')

    with pytest.raises(CorpusError, match=r"intents\.jsonl:1"):
        load_intent_prototypes(tmp_path)


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("誰の承認をもらえば買えるんでしょうか", "ja", "approval_route"),
        ("論文を書いた人の名前が知りたい", "ja", "source_question"),
        ("明日の空模様はどうですか", "ja", "out_of_scope"),
        ("How do I get my staff to learn this?", "en", "education_org"),
        ("Which authors published the study?", "en", "source_question"),
    ],
)
def test_a_question_is_most_like_its_own_intent(
    likeness: IntentLikeness, embedder: EmbeddedEmbedder, text: str, language: str, intent: Intent
) -> None:
    scores = likeness.score(embedder.embed_queries([text])[0], "ja" if language == "ja" else "en")

    assert max(scores, key=lambda one: scores[one]) == intent
    assert all(0 <= score <= 1 for score in scores.values())


def test_without_prototypes_nothing_is_alike(embedder: EmbeddedEmbedder) -> None:
    empty = IntentLikeness((), embedder)

    assert empty.score(np.ones(embedder.dimension, dtype=np.float32), "ja") == {}
