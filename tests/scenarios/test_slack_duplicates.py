"""Every message is answered once: delivered four times and out of order, and with the process killed."""

import socket
import subprocess
import sys
import time
import urllib.error
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from random import Random
from typing import Self

import pytest

from bot.storage.engine import open_database
from bot.storage.inbox import DatabaseInbox
from tests.fake_slack.deliveries import a_direct_message, an_event, deliver
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import Json
from tests.scenarios.conftest import playing

_KILLS = 200
_EVENTS_PER_LIFE = 4


def _answers(fake: FakeSlack) -> Counter[str]:
    return Counter(str(post["thread_ts"]) for post in fake.workspace.posts())


@pytest.mark.slow
def test_a_thousand_events_delivered_four_times_over_two_connections_are_answered_once(
    tmp_path: Path,
) -> None:
    events = [an_event(user=f"U{number % 100:04}") for number in range(1_000)]
    deliveries = [event for event in events for _ in range(4)]
    Random(1).shuffle(deliveries)

    with ExitStack() as opened:
        fake = opened.enter_context(FakeSlack())
        stages = [opened.enter_context(playing("http", tmp_path, slack=_Borrowed(fake))) for _ in range(2)]
        with ThreadPoolExecutor(8) as senders:
            statuses = list(
                senders.map(
                    lambda numbered: stages[numbered[0] % 2].deliver(numbered[1]), enumerate(deliveries)
                )
            )
        deadline = time.monotonic() + 120
        while stages[0].house.inbox.pending() and time.monotonic() < deadline:
            time.sleep(0.1)
        answers = _answers(fake)

    assert set(statuses) == {200}
    assert answers == Counter(event["event"]["ts"] for event in events)
    assert fake.workspace.problems == []


class _Borrowed(FakeSlack):
    """A fake that somebody else starts and stops."""

    def __init__(self, fake: FakeSlack) -> None:
        self.__dict__ = fake.__dict__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_said_twice_when_the_process_is_killed(tmp_path: Path) -> None:
    chance = Random(7)
    accepted: list[Json] = []
    database = tmp_path / "slack.db"

    with FakeSlack() as fake:
        for life in range(_KILLS):
            events = [_an_event(life, number) for number in range(_EVENTS_PER_LIFE)]
            with ThreadPoolExecutor(2) as senders:
                with _living(database, fake) as url:
                    statuses = senders.map(_send, [url] * len(events), events)
                    time.sleep(chance.uniform(0, 0.3))  # then SIGKILL, with deliveries and posts on their way
                accepted += [one for one, status in zip(events, statuses, strict=True) if status == 200]
        with _living(database, fake):
            inbox = DatabaseInbox(open_database(f"sqlite:///{database}"))
            deadline = time.monotonic() + 60
            while inbox.pending() and time.monotonic() < deadline:
                time.sleep(0.1)
        answers = _answers(fake)
        said = [post for held in fake.workspace.messages.values() for post in held]

    assert len(accepted) > _KILLS
    assert [post["ts"] for post in said if not post.get("metadata")] == []  # no stream is left half-way
    assert [event["event"]["ts"] for event in accepted if answers[event["event"]["ts"]] != 1] == []
    assert {ts for ts, count in answers.items() if count > 1} == set()


def _an_event(life: int, number: int) -> Json:
    """Make a mention, or a direct message, whose answer is streamed."""
    user = f"U{life:04}"
    if number % 2:
        return a_direct_message("PoCはいくらまで？", user=user, channel=f"D{life:04}")
    return an_event(user=user)


def _send(url: str, event: Json) -> int:
    try:
        return deliver(url, event)[0]
    except (urllib.error.URLError, OSError, HTTPException):
        return 0


@contextmanager
def _living(database: Path, fake: FakeSlack) -> Iterator[str]:
    """Run the surface until the block ends, then kill it."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "tests.scenarios.surface_process",
        str(database),
        fake.api_url,
        str(port),
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}/slack/events"
        finally:
            process.kill()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = datetime.now(UTC).timestamp() + 30
    while datetime.now(UTC).timestamp() < deadline:
        assert process.poll() is None, "the process ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError
