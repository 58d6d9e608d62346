"""Killed at any moment of an ingestion, the store is whole at the next start, and nothing is done twice."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.integration.killing import kill_ingestions
from tests.integration.test_cli import run

pytestmark = pytest.mark.slow  # a process is killed and another one looks, a hundred times

_TRIALS = 100
_COUNTED = ("killed", "index", "held", "missing", "embedded_again")


def test_no_moment_of_an_ingestion_is_a_bad_one_to_be_killed_in(tmp_path: Path) -> None:
    template = tmp_path / "template"
    assert run(template, "search", "PoC").returncode == 0
    trials = []

    for trial in kill_ingestions(template, tmp_path, trials=_TRIALS, seed=20261125):
        print(json.dumps(trial, ensure_ascii=False), flush=True)  # noqa: T201 - the counts to report
        trials.append(trial)

    summary = {name: dict(Counter(str(one.get(name)) for one in trials)) for name in _COUNTED}
    print(json.dumps(summary))  # noqa: T201 - as above
    assert [one for one in trials if one["problems"]] == []
    assert sum(bool(one["killed"]) for one in trials) >= _TRIALS / 2
