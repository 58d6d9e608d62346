"""Whoever is killed while it prepares the store leaves nothing that stops the next one."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.integration.test_cli import run, start


@pytest.mark.slow
def test_a_process_killed_while_building_starts_over(tmp_path: Path) -> None:
    for seconds in (0.6, 1.0, 1.6):
        process = start(tmp_path, "search", "PoC", "--json")
        time.sleep(seconds)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)

    done = run(tmp_path, "search", "PoC", "--json")
    listed = json.loads(run(tmp_path, "documents", "list", "--json").stdout)

    assert done.returncode == 0
    assert json.loads(done.stdout)["hits"]
    assert {"article", "paper", "successor", "ai-use-policy"} <= {one["id"] for one in listed["documents"]}
