"""Read thousands of changed files: `python -m tests.integration.fuzzing KIND COUNT` prints how they ended.

A new interpreter for each would take an hour. So this small process loads the parsers once and forks for
each file; the fork confines itself and reads as the real child does.
"""

import importlib
import io
import json
import os
import signal
import sys
import time
from collections import Counter

from knowledge.documents.intake import IntakeError
from knowledge.documents.loaders.child import answer
from knowledge.documents.loaders.confinement import confine
from knowledge.documents.loaders.kinds import HEAD_BYTES, kind_of
from knowledge.documents.loaders.reply import Limits, Request
from tests.integration.damaged_files import mutate, whole

_LIMITS = Limits()
_ENDS = ("read", "refused", "escaped")


def main() -> None:
    """Read the files and print the counts, the longest time and the seeds that ended otherwise."""
    kind, count = sys.argv[1], int(sys.argv[2])
    importlib.import_module(f"knowledge.documents.loaders.{kind}")
    data = whole(kind)
    ends: Counter[str] = Counter()
    odd: list[int] = []
    longest = 0.0
    for seed in range(count):
        start = time.monotonic()
        end = _read_forked(f"changed.{kind}", mutate(data, seed))
        longest = max(longest, time.monotonic() - start)
        ends[end] += 1
        if end not in {"read", "refused"}:
            odd.append(seed)
    sys.stdout.write(json.dumps({"ends": ends, "longest": longest, "odd": odd[:20]}))


def _read_forked(name: str, content: bytes) -> str:
    child = os.fork()
    if child == 0:
        os._exit(_read(name, content))
    deadline = time.monotonic() + _LIMITS.wall_seconds
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return _ENDS[code] if 0 <= code < len(_ENDS) else f"signal {-code}"
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "late"


def _read(name: str, content: bytes) -> int:
    try:
        kind = kind_of(name, content[:HEAD_BYTES])
        confine(_LIMITS)
        reply = answer(Request(kind=kind), io.BytesIO(content))
    except IntakeError:
        return 1
    except BaseException:  # noqa: BLE001 - what gets past the child's own catch is the finding
        return 2
    return 0 if reply.draft is not None else 1


if __name__ == "__main__":
    main()
