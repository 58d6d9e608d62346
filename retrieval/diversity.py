"""Choose passages that say different things: maximal marginal relevance.

Pure. Vectors come from `Retriever.vectors_of`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.interface import Vectors

RELEVANCE_WEIGHT = 0.7


def diversify(
    relevances: Sequence[float], vectors: Vectors, *, k: int, relevance_weight: float = RELEVANCE_WEIGHT
) -> list[int]:
    """Choose k items, each relevant and unlike those already chosen.

    Args:
        relevances: One for each item, on any scale: they are scaled to 0 to 1 first.
        vectors: Shape (len(relevances), dimension), rows of length 1.
        k: How many to choose; fewer when there are fewer.
        relevance_weight: 1 for relevance alone, 0 for variety alone.

    Returns:
        Row numbers in the order chosen; the first is the most relevant one.
    """
    if len(relevances) != len(vectors):
        raise ValueError(f"{len(relevances)} relevances for {len(vectors)} vectors")
    if not len(relevances) or k <= 0:
        return []
    relevance = _scaled(np.asarray(relevances, dtype=np.float64))
    likeness = _scaled(np.asarray(vectors @ vectors.T, dtype=np.float64))
    chosen = [int(relevance.argmax())]
    while len(chosen) < min(k, len(relevance)):
        repetition = likeness[:, chosen].max(axis=1)
        gain = relevance_weight * relevance - (1 - relevance_weight) * repetition
        gain[chosen] = -np.inf
        chosen.append(int(gain.argmax()))
    return chosen


def _scaled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Stretch to 0 to 1: cosines of e5 all lie between 0.7 and 1 and would say nothing otherwise."""
    span = values.max() - values.min()
    return (values - values.min()) / span if span > 0 else np.zeros_like(values)
