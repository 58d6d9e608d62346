"""Gather a catalogue in a process of its own, and tell what came of it and how much memory it took.

`python -m tests.integration.gathering_process CATALOGUE HOST:PORT` prints one JSON object.
"""

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from knowledge.regulation.addresses import parse_test_hosts
from knowledge.regulation.feed import read_catalogue
from knowledge.regulation.fetching import Fetcher
from knowledge.regulation.gathering import gather_news


def main(catalogue: Path, test_host: str) -> None:
    before = peak_mb()
    began = time.monotonic()
    fetcher = Fetcher(test_hosts=parse_test_hosts(test_host))
    report = gather_news(read_catalogue(catalogue), fetcher.fetch, {}, now=datetime.now(UTC))
    told = {
        "outcomes": {one.source: (one.state.problem, len(one.items)) for one in report.results},
        "before_mb": before,
        "peak_mb": peak_mb(),
        "seconds": round(time.monotonic() - began, 1),
    }
    sys.stdout.write(json.dumps(told))


def peak_mb() -> int:
    """Give the peak of this program alone; what `getrusage` tells includes the one that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
