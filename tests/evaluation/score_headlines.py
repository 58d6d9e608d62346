"""Score the ranking of news on labelled headlines.

`python -m tests.evaluation.score_headlines FILE.jsonl` prints average precision, nDCG@10 and P@10 with
bootstrap intervals, for the ranking as shipped and with what five-fold feedback taught it, and how often
topic and step are right. Relevant is grade 2 or 3. The file is not ours to ship.
"""

import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.profile import sample_profile
from knowledge.regulation.relevance import Headline, Ranking, Relevance
from knowledge.regulation.relevance_affinity import AffinityScale
from knowledge.regulation.relevance_learning import Label, Traits, learn
from retrieval.adapters.embedded import EmbeddedEmbedder

Floats = NDArray[np.float64]
Measure = Callable[[Floats, Floats], float]
_RESAMPLES = 1_000
_FOLDS = 5


def average_precision(grades: Floats, scores: Floats) -> float:
    """Give the mean precision at each relevant item."""
    relevant = (grades >= 2)[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(relevant) / np.arange(1, len(relevant) + 1)
    return float(precision[relevant].mean()) if relevant.any() else 0.0


def ndcg_at_10(grades: Floats, scores: Floats) -> float:
    """Give the discounted gain of the first ten over the best possible; the gain of a grade is itself."""
    discounts = 1 / np.log2(np.arange(2, 12))
    found, best = grades[np.argsort(-scores, kind="stable")][:10], np.sort(grades)[::-1][:10]
    ideal = float(best @ discounts[: len(best)])
    return float(found @ discounts[: len(found)]) / ideal if ideal else 0.0


def precision_at_10(grades: Floats, scores: Floats) -> float:
    """Give the share of relevant items among the first ten."""
    return float((grades[np.argsort(-scores, kind="stable")][:10] >= 2).mean())


def interval(measure: Measure, grades: Floats, scores: Floats) -> tuple[float, float]:
    """Give the 95 % bootstrap interval; the same for the same data."""
    lot = np.random.default_rng(7)
    picks = (lot.integers(0, len(grades), len(grades)) for _ in range(_RESAMPLES))
    low, high = np.percentile([measure(grades[one], scores[one]) for one in picks], [2.5, 97.5])
    return float(low), float(high)


def learnt_scores(rows: Sequence[dict[str, Any]], judged: Sequence[Relevance]) -> Floats:
    """Score every headline with what the labels of the other folds taught."""
    labels = [
        Label(
            traits=Traits(
                score=one.score,
                word_score=one.word_score,
                nearness=one.nearness,
                topic=one.topic,
                source=row["source"],
            ),
            is_useful=row["grade"] >= 2,
        )
        for row, one in zip(rows, judged, strict=True)
    ]
    order = list(range(len(labels)))
    random.Random(7).shuffle(order)
    scores = np.zeros(len(labels))
    for fold in range(_FOLDS):
        held_out = set(order[fold::_FOLDS])
        learnt = learn([labels[n] for n in order if n not in held_out])
        for n in held_out:
            scores[n] = learnt.rescore(labels[n].traits)
    return scores


def describe(rows: Sequence[dict[str, Any]], judged: Sequence[Relevance]) -> list[str]:
    """Make the lines to print."""
    grades = np.array([row["grade"] for row in rows], dtype=np.float64)
    ways = {
        "words alone": np.array([one.word_score for one in judged]),
        "meaning alone": np.array([one.nearness for one in judged]),
        "as shipped": np.array([one.score for one in judged]),
        "with feedback (5-fold)": learnt_scores(rows, judged),
    }
    measures: dict[str, Measure] = {
        "AP": average_precision, "nDCG@10": ndcg_at_10, "P@10": precision_at_10,
    }  # fmt: skip
    lines = []
    for way, scores in ways.items():
        for name, measure in measures.items():
            low, high = interval(measure, grades, scores)
            lines.append(f"{way:24} {name:8} {measure(grades, scores):.3f}  [{low:.3f}, {high:.3f}]")
    told = [(row, one) for row, one in zip(rows, judged, strict=True) if row["grade"] >= 1]
    first = [row["grade"] >= 2 for row, one in zip(rows, judged, strict=True) if one.tier == "for_you"]
    topics = sum(row["topic"] == one.topic for row, one in told) / len(told)
    steps = sum(row["step"] == one.step for row, one in told) / len(told)
    either = sum(one.step in (row["step"], row["step_alt"]) for row, one in told) / len(told)
    lines.append(f"topic {topics:.3f}, step {steps:.3f}, step or its alternate {either:.3f}")
    recall = sum(first) / max(1, int((grades >= 2).sum()))
    lines.append(
        f"for you: {len(first)}, precision {sum(first) / max(1, len(first)):.3f}, recall {recall:.3f}"
    )
    return lines


def main(path: Path) -> None:
    """Score the file and print."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as cache:
        embedder = EmbeddedEmbedder(cache=Path(cache))
        ranking = Ranking(AffinityScale(embedder.embed_queries, sample_profile()))
        judged = ranking.rank([Headline(title=row["title"], source=row["source"]) for row in rows])
    sys.stdout.write("\n".join((f"{len(rows)} headlines", *describe(rows, judged), "")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
