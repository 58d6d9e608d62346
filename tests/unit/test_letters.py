"""Pairs of letters help where words are written otherwise, and change nothing else."""

from collections.abc import Mapping, Sequence

import pytest

from retrieval.fusion import Candidate, Ranking
from retrieval.letters import rank_with_letters


def a_ranking(*candidates: tuple[str, float]) -> Ranking:
    """Rank candidates that only the vectors found, by their score."""
    found = [
        Candidate(chunk_key=key, score=score, coverage=0.0, similarity=0.8 + score, margin=score)
        for key, score in candidates
    ]
    return Ranking(candidates=tuple(found), coverage=0.0, margin=0.2, similarity=0.9)


def order(ranking: Ranking, query: str, texts: Mapping[str, str]) -> Sequence[str]:
    return [one.chunk_key for one in rank_with_letters(ranking, query, texts).candidates]


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("振込手数料", "手数料は振り込みをした側が払う。"),
        ("稟議の決裁", "稟議書は部長が決裁する。"),
        ("ＧＰＴの利用", "gptの利用は申請する。"),
        ("ISO 16949", "認証はISO 16949による。"),
    ],
)
def test_a_text_that_shares_letters_comes_before_one_that_does_not(query: str, right: str) -> None:
    ranking = a_ranking(("wrong", 0.11), ("right", 0.10), ("far", 0.01))
    texts = {"wrong": "出張は上長が承認する。", "right": right.lower(), "far": "会議室は予約する。"}

    assert order(ranking, query, texts)[0] == "right"


def test_pairs_that_all_texts_hold_say_next_to_nothing() -> None:
    ranking = a_ranking(("a", 0.10), ("b", 0.09), ("c", 0.08))
    texts = {"a": "規程の申請と承認", "b": "規程の申請", "c": "規程の申請と廃棄"}

    assert order(ranking, "規程の申請の廃棄", texts)[0] == "c"


def test_without_letters_or_texts_the_ranking_stays_as_it_was() -> None:
    ranking = a_ranking(("a", 0.10), ("b", 0.09))

    assert rank_with_letters(ranking, "？！", {"a": "規程", "b": "申請"}) == ranking
    assert rank_with_letters(ranking, "申請", {}) == ranking
    assert rank_with_letters(Ranking(), "申請", {}) == Ranking()


def test_coverage_and_margin_by_which_strangers_are_told_stay_as_they_were() -> None:
    ranking = a_ranking(("a", 0.10), ("b", 0.09))

    ranked = rank_with_letters(ranking, "申請", {"a": "規程", "b": "申請"})

    assert (ranked.coverage, ranked.margin, ranked.similarity) == (0.0, 0.2, 0.9)
    assert {one.chunk_key: one.margin for one in ranked.candidates} == {"a": 0.10, "b": 0.09}
    assert all(0 <= one.score <= 1 for one in ranked.candidates)
