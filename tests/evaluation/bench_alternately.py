"""Ask several filled engines the same questions in turns, so that other work on the machine meets all alike.

    python -m tests.evaluation.bench_alternately ENGINE SIZE FOLDER ADDRESS [ENGINE SIZE FOLDER ADDRESS …]

`bench_engines` must have filled them. Prints one object for each: engine, size, p50_ms, p95_ms.
"""

import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from tests.evaluation.bench_engines import WARM_UP, ask, open_filled, set_up

_PARTS = 4  # of the command line for each engine


def main() -> None:
    """Ask all, and print."""
    bench, places = set_up(), sys.argv[1:]
    with ExitStack() as stack:
        names, retrievers = [], []
        for first in range(0, len(places), _PARTS):
            engine, size, folder, address = places[first : first + _PARTS]
            names.append({"engine": engine, "size": int(size)})
            opened = stack.enter_context(open_filled(bench, engine, Path(folder), address))
            retrievers.append(bench.retriever(opened))
        times: list[list[float]] = [[] for _ in retrievers]
        for row, query in enumerate(bench.queries):
            order = list(enumerate(retrievers))
            for number, retriever in order if row % 2 else reversed(order):
                began = time.perf_counter()
                ask(retriever, query)
                if row >= WARM_UP:
                    times[number].append((time.perf_counter() - began) * 1000)
    for name, own in zip(names, times, strict=True):
        p50, p95 = np.percentile(own, [50, 95])
        figures = {"p50_ms": round(float(p50), 1), "p95_ms": round(float(p95), 1)}
        sys.stdout.write(json.dumps({**name, **figures}) + "\n")


if __name__ == "__main__":
    main()
