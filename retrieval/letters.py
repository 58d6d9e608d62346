"""Rank candidates also by the pairs of letters they share with a question.

Words miss what is written or inflected otherwise; pairs of letters do not know words, so that they find
振り込み in 振込 and half of a compound. They are compared on the candidates of both arms only: no index is
needed, and how rare a pair is, is counted there. Pure; used by `retrieval.retriever`.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

import numpy as np

from retrieval.fusion import DENSE_WEIGHT, Candidate, Ranking

LETTERS_WEIGHT = 0.5  # of the lexical part; tuned on one half of the questions, measured on the other
_RUN = re.compile(r"\w+")


def rank_with_letters(ranking: Ranking, query: str, texts: Mapping[str, str]) -> Ranking:
    """Mix into each candidate's score how much of the question's pairs of letters its text holds.

    Args:
        ranking: Of both arms, in the question's language: another language shares no letters by meaning.
        query: The question.
        texts: Indexed texts by chunk key; a candidate without one keeps its score.

    Returns:
        The same candidates, best first; coverage and margin stay as they were.
    """
    shares = _shares(list(dict.fromkeys(_pairs(query))), texts)
    if not shares:
        return ranking
    found = [_with_share(one, shares.get(one.chunk_key, one.coverage)) for one in ranking.candidates]
    found.sort(key=lambda one: (-one.score, -one.similarity, one.chunk_key))
    return ranking.model_copy(update={"candidates": tuple(found)})


def _with_share(one: Candidate, share: float) -> Candidate:
    """Copy a candidate with another score; it was checked when it was made."""
    gain = (1 - DENSE_WEIGHT) * LETTERS_WEIGHT * (share - one.coverage)
    return Candidate.model_construct(
        chunk_key=one.chunk_key,
        score=one.score + gain,
        coverage=one.coverage,
        similarity=one.similarity,
        margin=one.margin,
    )


def _shares(pairs: list[str], texts: Mapping[str, str]) -> dict[str, float]:
    """Tell for each text which share of the pairs it holds, rare ones counting more: 0 to 1."""
    if not pairs or not texts:
        return {}
    folded = [text.lower() for text in texts.values()]
    held = np.array([[pair in text for pair in pairs] for text in folded], dtype=np.float64)
    counts = held.sum(axis=0)
    weights = np.log(1 + (len(folded) - counts + 0.5) / (counts + 0.5))
    shares = held @ weights / weights.sum()
    return dict(zip(texts, shares.tolist(), strict=True))


def _pairs(query: str) -> Iterator[str]:
    """Give the pairs of neighbouring letters; a Latin word or a number stays whole."""
    for run in _RUN.findall(unicodedata.normalize("NFKC", query).lower()):
        if run.isascii() or len(run) < 2:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
