"""The commands as a person runs them: a process of its own on an empty home, with the real engines."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

_SERVE = """
import sys, threading
from datetime import date
from bot.settings import read_settings
from bot.wiring.service import running_service
with running_service(read_settings(), lambda *_: None, today=lambda: date(2026, 9, 15)) as service:
    print("ready", flush=True)
    sys.stdin.read()
"""


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANDAN_", "SLACK_"))}
    return kept | {"SANDAN_HOME": str(home)}


def start(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def run(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    process = start(home, *arguments)
    output, errors = process.communicate(timeout=120)
    return subprocess.CompletedProcess(arguments, process.returncode, output, errors)


@contextmanager
def serving(home: Path) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE],
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    assert "ready\n" in process.stdout  # after what the service logs
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(timeout=60)
        process.stdout.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the shipped documents are ready."""
    path = tmp_path_factory.mktemp("home")
    assert run(path, "search", "PoC").returncode == 0
    return path


def test_two_questions_at_once_on_an_empty_home_are_both_answered(tmp_path: Path) -> None:
    processes = [start(tmp_path, "search", "PoC", "--json") for _ in range(2)]

    outputs = [one.communicate(timeout=180)[0] for one in processes]

    assert [one.returncode for one in processes] == [0, 0]
    assert json.loads(outputs[0])["hits"] == json.loads(outputs[1])["hits"] != []


def test_a_warm_search_starts_without_the_heavy_engines(home: Path) -> None:
    code = (
        "import sys; sys.argv = ['sandan', 'search', 'PoC']\n"
        "from bot.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "assert not {'chromadb', 'torch', 'langchain', 'langchain_core', 'alembic'} & set(sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home), capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()


def test_a_policy_is_put_in_found_listed_shown_and_removed(home: Path, tmp_path: Path) -> None:
    policy = tmp_path / "expenses.md"
    policy.write_text(
        "# 経費規程\n\n## 第1条(宿泊)\n\n宿泊費は一泊一万二千円までとする。\n", encoding="utf-8"
    )

    first = json.loads(run(home, "ingest", str(policy), "--json").stdout)
    again = json.loads(run(home, "ingest", str(policy), "--json").stdout)
    found = json.loads(run(home, "search", "宿泊費", "--scope", "ingested", "--json").stdout)
    shown = json.loads(run(home, "documents", "show", "expenses", "--json").stdout)
    removed = json.loads(run(home, "documents", "remove", "expenses", "--json").stdout)
    gone = json.loads(run(home, "search", "宿泊費", "--scope", "ingested", "--json").stdout)

    assert [one["state"] for one in first["files"]] == ["ingested"]
    assert "class external (assumed)" in first["files"][0]["warnings"]
    assert [one["state"] for one in again["files"]] == ["unchanged"]
    assert found["hits"][0]["document"] == "expenses"
    assert "一万二千円" in json.dumps(shown, ensure_ascii=False)
    assert removed["removed"] == ["expenses@1"]
    assert gone["hits"] == []


@pytest.mark.slow
def test_while_a_service_runs_it_carries_out_what_others_write(home: Path, tmp_path: Path) -> None:
    policy = tmp_path / "gifts.md"
    policy.write_text("# 贈答規程\n\n## 第1条\n\n贈答品は三千円までとする。\n", encoding="utf-8")

    with serving(home):
        put_in = json.loads(run(home, "ingest", str(policy), "--json").stdout)
        found = json.loads(run(home, "search", "贈答品", "--scope", "ingested", "--json").stdout)
        second = subprocess.run(
            [sys.executable, "-c", _SERVE], env=environment(home), capture_output=True, text=True, check=False
        )
        removed = json.loads(run(home, "documents", "remove", "gifts", "--json").stdout)

    assert put_in["done_by"] == "the running service"
    assert [hit["document"] for hit in found["hits"]] == ["gifts"]
    assert "ServiceRunsError: `sandan serve` runs already" in second.stderr
    assert removed["removed"] == ["gifts@1"]
    assert removed["done_by"] == "the running service"


def wait_for_errand(home: Path) -> None:
    """Wait until the service has begun on what another process left for it."""
    with closing(sqlite3.connect(home / "sandan.db", timeout=30)) as database:
        end = time.monotonic() + 60
        while database.execute("select state from errands").fetchall() != [("running",)]:
            assert time.monotonic() < end, "nobody took the errand"
            time.sleep(0.05)


def test_a_caller_is_told_when_the_service_dies_before_it_is_done(home: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    lines = (
        json.dumps({"id": f"r{row}", "text": f"行{row}の内容は{row * 7}である。"}) for row in range(5_000)
    )
    rows.write_text("\n".join(lines), encoding="utf-8")

    with serving(home) as service:
        caller = start(home, "ingest", str(rows), "--json")
        wait_for_errand(home)
        service.kill()
        _, errors = caller.communicate(timeout=60)

    assert caller.returncode == 1
    assert "ended before this was done" in errors


def test_an_unusable_setting_is_named_with_what_to_do(tmp_path: Path) -> None:
    settings = environment(tmp_path) | {"SANDAN_TIMEZONE": "Mars/Olympus"}
    command = [sys.executable, "-m", "bot", "ask", "PoC"]

    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "SANDAN_TIMEZONE" in done.stderr
    assert "Asia/Tokyo" in done.stderr


def test_doctor_tells_what_is_missing_and_changes_nothing(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "doctor", "--json")

    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert not report["slack_ready"]
    assert {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "record"} <= {one["name"] for one in report["checks"]}
    assert not (tmp_path / "home").exists()
