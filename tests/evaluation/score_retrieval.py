"""Score `sandan search --batch` against known answers: nDCG@10, recall@10, time, rate and memory.

    python -m tests.evaluation.score_retrieval QUERIES.jsonl [--scope ingested] [--limit N]

Each line of the file holds id, text (or query) and gold: a list of ids that answer. The documents must have
been put in before.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

_DEPTH = 10


def ndcg(found: Sequence[str], gold: frozenset[str], depth: int = _DEPTH) -> float:
    """Score one ranking, every right id being worth the same: 1 for all right ids in front, 0 for none."""
    gains = (1 / math.log2(rank + 2) for rank, one in enumerate(found[:depth]) if one in gold)
    best = sum(1 / math.log2(rank + 2) for rank in range(min(len(gold), depth)))
    return sum(gains) / best if best else 0.0


def recall(found: Sequence[str], gold: frozenset[str], depth: int = _DEPTH) -> float:
    """Tell which share of the right ids stands among the first."""
    return len(gold & set(found[:depth])) / len(gold) if gold else 0.0


def main() -> None:
    """Run the command, score its output, print one line a figure."""
    arguments = _arguments()
    rows = [json.loads(line) for line in arguments.queries.read_text("utf-8").splitlines() if line.strip()]
    rows = rows[: arguments.limit]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        seconds = _search(rows, arguments.scope, output)
        output.seek(0)
        replies = [json.loads(line) for line in output]
    pairs = [
        ([hit["id"] for hit in reply["hits"]], frozenset(map(str, row["gold"])))
        for reply, row in zip(replies, rows, strict=True)
    ]
    times = sorted(reply["ms"] for reply in replies)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = {
        "queries": len(pairs),
        f"nDCG@{_DEPTH}": round(sum(ndcg(*pair) for pair in pairs) / len(pairs), 4),
        f"recall@{_DEPTH}": round(sum(recall(*pair) for pair in pairs) / len(pairs), 4),
        "ms a query (median)": round(times[len(times) // 2], 1),
        "ms a query (95 %)": round(times[int(len(times) * 0.95)], 1),
        "queries a second, start-up included": round(len(pairs) / seconds, 1),
        "peak memory MB": round(peak),
    }
    for name, value in figures.items():
        sys.stdout.write(f"{name}: {value}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--scope", default="ingested", choices=["all", "bundled", "ingested"])
    parser.add_argument("--limit", type=int, default=None)
    return parser.parse_args()


def _search(rows: Sequence[dict[str, object]], scope: str, output: TextIO) -> float:
    batch = "".join(
        json.dumps({"id": row["id"], "query": row.get("query") or row["text"]}, ensure_ascii=False) + "\n"
        for row in rows
    )
    command = [sys.executable, "-m", "bot", "search", "--json", "--batch", "-", "--scope", scope]
    began = time.perf_counter()
    subprocess.run(command, input=batch, text=True, encoding="utf-8", stdout=output, check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
