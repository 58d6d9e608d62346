"""Measure `sandan serve --slack http` under load: acknowledgements, answers, notes and memory.

    python -m tests.evaluation.bench_slack [--rate 50] [--seconds 60] [--home FOLDER]

Events come at a steady rate whether or not the last one was answered, from many users in many channels; the
Slack that they come from and that takes the answers is our fake one, on the same machine. Nothing is judged
here: the figures are printed with the machine they were measured on.
"""

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from tests.fake_slack.deliveries import an_event, deliver
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import BOT_TOKEN, BOT_USER, SIGNING_SECRET, Json, Workspace

_QUESTIONS = Path(__file__).with_name("questions_main.jsonl")
_USERS, _CHANNELS = 500, 100
_PATIENCE_S = 900.0  # for the last answer
_PROMISE_S = 20.0
_READY = re.compile(r"on port (\d+)")


@dataclass
class TimedWorkspace(Workspace):
    """A workspace that remembers when each thread got its words."""

    answers: dict[str, list[float]] = field(default_factory=dict)
    notes: dict[str, list[float]] = field(default_factory=dict)

    def record(self, method: str, arguments: Json) -> None:
        """Keep when a call came; what it said is not kept."""
        kinds = {"chat.postMessage": self.answers, "chat.postEphemeral": self.notes}
        if method in kinds and arguments.get("thread_ts"):
            part = ((arguments.get("metadata") or {}).get("event_payload") or {}).get("part", 1)
            if part == 1:
                kinds[method].setdefault(str(arguments["thread_ts"]), []).append(time.monotonic())


@dataclass
class Load:
    """What was sent, and what came of it."""

    sent: dict[str, float] = field(default_factory=dict)  # by thread: when
    acknowledged: list[float] = field(default_factory=list)  # seconds
    refused: int = 0
    late: list[float] = field(default_factory=list)  # how far behind its time each event was sent


def main() -> None:
    """Run the service, load it, and print one line a figure."""
    arguments = _arguments()
    with _home(arguments.home) as home, FakeSlack() as fake:
        fake.workspace = workspace = TimedWorkspace()
        with _service(home, fake) as (process, url):
            memory = _Memory(process.pid)
            _warm_up(workspace, url)
            load = Load()
            with memory.watched():
                began = time.monotonic()
                _send(load, url, rate=arguments.rate, seconds=arguments.seconds)
                _wait_for_answers(load, workspace)
                ended = time.monotonic()
        _report(load, workspace, memory, ended - began)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=int, default=50, help="events a second")
    parser.add_argument("--seconds", type=int, default=60, help="for how long they come")
    parser.add_argument("--home", type=Path, help="a prepared home; default: a new one")
    return parser.parse_args()


@contextmanager
def _home(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "home"


@contextmanager
def _service(home: Path, fake: FakeSlack) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANDAN_", "SLACK_"))}
    own = {
        "SANDAN_HOME": str(home),
        "SLACK_API_URL": fake.api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
    }
    command = [sys.executable, "-m", "bot", "serve", "--slack", "http", "--port", "0"]
    with subprocess.Popen(command, env=kept | own, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        port = next(found[1] for line in process.stderr if (found := _READY.search(line)))
        drain = Thread(target=process.stderr.read)
        drain.start()
        try:
            yield process, f"http://127.0.0.1:{port}/slack/events"
        finally:
            process.terminate()
            drain.join()


def _questions() -> list[str]:
    return [json.loads(line)["question"] for line in _QUESTIONS.read_text("utf-8").splitlines() if line]


def _warm_up(workspace: TimedWorkspace, url: str) -> None:
    """Ask every question once first: what is loaded once is no growth."""
    questions = _questions()
    for number, question in enumerate(questions):
        deliver(url, an_event(text=f"<@{BOT_USER}> {question}", user=f"U0WARM{number}"))
    deadline = time.monotonic() + 120
    while len(workspace.answers) < len(questions) and time.monotonic() < deadline:
        time.sleep(0.1)


def _send(load: Load, url: str, *, rate: int, seconds: int) -> None:
    questions = _questions()
    began = time.monotonic()
    with ThreadPoolExecutor(64) as senders:
        for number in range(rate * seconds):
            due = began + number / rate
            time.sleep(max(0.0, due - time.monotonic()))
            load.late.append(time.monotonic() - due)
            event = an_event(
                text=f"<@{BOT_USER}> {questions[number % len(questions)]}",
                user=f"U0LOAD{number % _USERS:04}",
                channel=f"C0LOAD{number % _CHANNELS:04}",
                ts=f"1759999100.{number:06}",
            )
            senders.submit(_send_one, load, url, event)


def _send_one(load: Load, url: str, event: Json) -> None:
    began = time.monotonic()
    load.sent[event["event"]["ts"]] = began
    try:
        status, _ = deliver(url, event)
    except OSError:
        status = 0
    load.acknowledged.append(time.monotonic() - began)
    load.refused += status != 200


def _wait_for_answers(load: Load, workspace: TimedWorkspace) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline and any(one not in workspace.answers for one in load.sent):
        time.sleep(0.2)


class _Memory:
    """The resident memory of a process, looked at twice a second."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.seen: list[float] = []

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look while the block runs."""
        ended = Event()

        def look() -> None:
            while not ended.wait(0.5):
                self.seen.append(self._mb())

        self.seen.append(self._mb())
        watching = Thread(target=look)
        watching.start()
        try:
            yield
        finally:
            ended.set()
            watching.join()

    def _mb(self) -> float:
        status = Path(f"/proc/{self._pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _report(load: Load, workspace: TimedWorkspace, memory: _Memory, took: float) -> None:
    answered = {ts: times for ts, times in workspace.answers.items() if ts in load.sent}
    noted = {ts: times for ts, times in workspace.notes.items() if ts in load.sent}
    waits = [times[0] - load.sent[ts] for ts, times in answered.items()]
    first_words = [
        min(answered.get(ts, [float("inf")])[0], noted.get(ts, [float("inf")])[0]) - sent
        for ts, sent in load.sent.items()
    ]
    in_time = sum(one <= _PROMISE_S for one in first_words)
    seen, twice = memory.seen, sum(len(one) > 1 for one in answered.values())
    lines = (
        f"machine: {machine()}",
        f"events: {len(load.sent)}, refused or failed: {load.refused}; sent late by {max(load.late):.3f} s",
        f"acknowledgement: {_spread(load.acknowledged)}",
        f"answers: {len(answered)}, twice: {twice}; {_spread(waits)}",
        f"notes that a question is queued: {len(noted)}",
        f"first words, answer or note: {_spread(first_words)}; in {_PROMISE_S:.0f} s: {in_time}",
        f"last answer: {took:.1f} s after the first event",
        f"memory: {seen[0]:.0f} MB before, {max(seen):.0f} MB at most, {seen[-1]:.0f} MB after",
    )
    print("\n".join(lines))  # noqa: T201 - this is what it is run for


def _spread(seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return "none"
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return f"p50 {cuts[49]:.3f} s, p99 {cuts[98]:.3f} s, max {max(seconds):.3f} s"


def machine() -> str:
    """Name the machine, as a measurement should."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    names = re.findall(r"model name\s*:\s*(.+)", info)
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(encoding="ascii"))
    gigabytes = int(memory[1]) / 1024**2 if memory else 0
    load = os.getloadavg()[0]
    name = names[0] if names else platform.processor()
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores {name}, {gigabytes:.0f} GB, load {load:.1f}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
