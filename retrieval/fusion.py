"""Mix the dense and the lexical arm: coverage fusion.

Dividing BM25 by the idf mass of the whole question says how much of it a chunk covers, so the lexical arm
fades by itself for paraphrases and for questions in another language. Pure; the arms are searched by
`retrieval.retriever`.
"""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from retrieval.interface import Neighbour, TermScores

DENSE_WEIGHT = 0.2  # tuned once on Japanese questions and checked unchanged on three other sets
FOREIGN_DENSE_WEIGHT = 0.4  # words that two languages share are mostly chance; names and codes are not
ARM_SIZE = 100  # chunks taken from each arm


class Candidate(BaseModel):
    """One chunk with the evidence of both arms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chunk_key: str
    score: float  # 0 to 1
    coverage: float
    similarity: float  # of chunks that only the words found: that of the last dense neighbour
    margin: float  # similarity minus the last dense neighbour's


class Ranking(BaseModel):
    """Chunks of one language, best first, and the best that each arm has to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: tuple[Candidate, ...] = ()
    coverage: float = 0.0
    margin: float = 0.0
    similarity: float = 0.0


def fuse(
    neighbours: Sequence[Neighbour], lexical: TermScores, *, dense_weight: float = DENSE_WEIGHT
) -> Ranking:
    """Rank the chunks that either arm found.

    Args:
        neighbours: The dense arm, best first.
        lexical: The lexical arm for the same question and partitions.
        dense_weight: Of the dense arm, 0 to 1; the lexical one has the rest.

    Returns:
        All chunks of both arms by 0.2 × similarity scaled to its own list + 0.8 × coverage, or as weighed.
    """
    similarities = {one.chunk_key: one.similarity for one in neighbours}
    if not similarities and not lexical.coverages:
        return Ranking()
    highest, lowest = max(similarities.values(), default=0.0), min(similarities.values(), default=0.0)
    span = highest - lowest
    found = []
    for key in similarities | lexical.coverages:
        similarity, coverage = similarities.get(key, lowest), lexical.coverage(key)
        scaled = (similarity - lowest) / span if span > 0 else 0.0
        found.append(
            Candidate.model_construct(  # two hundred a question, all of them numbers made here
                chunk_key=key,
                score=dense_weight * scaled + (1 - dense_weight) * coverage,
                coverage=coverage,
                similarity=similarity,
                margin=similarity - lowest,
            )
        )
    found.sort(key=lambda one: (-one.score, -one.similarity, one.chunk_key))
    coverage = max(one.coverage for one in found)
    return Ranking(candidates=tuple(found), coverage=coverage, margin=span, similarity=highest)
