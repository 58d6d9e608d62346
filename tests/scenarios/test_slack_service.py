"""`sandan serve --slack http` as it is run, with everything real but Slack, and broken in every way."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from tests.fake_slack.block_kit import all_texts, elements_of
from tests.fake_slack.deliveries import an_event, deliver
from tests.fake_slack.faults import Fault
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import BOT_TOKEN, BOT_USER, SIGNING_SECRET
from tests.scenarios.web_page import Browser

pytestmark = pytest.mark.slow  # prepares the shipped documents, and waits for what hangs

WITHIN = 20.0  # seconds in which whoever addressed us has words
READY = re.compile(r"on port (\d+)")
LIMIT = "200万円以下"


@dataclass(frozen=True)
class Service:
    """A running process, and the Slack it talks to."""

    fake: FakeSlack
    home: Path
    port: int

    def ask(self, words: str = "PoCの上限額はいくらですか") -> str:
        before = len(self.fake.workspace.posts())
        deliver(f"http://127.0.0.1:{self.port}/slack/events", an_event(text=f"<@{BOT_USER}> {words}"))
        posts = self.fake.workspace.wait_for_posts(before + 1, within=WITHIN)[before:]
        return "\n".join(text for post in posts for text in all_texts(post["blocks"]))


@contextmanager
def serving(home: Path, **variables: str) -> Iterator[Service]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANDAN_", "SLACK_"))}
    with FakeSlack() as fake:
        tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
        own = {"SANDAN_HOME": str(home), "SLACK_API_URL": fake.api_url, **tokens, **variables}
        with subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--slack", "http", "--port", "0"],
            env=kept | own,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr
            said = []
            for line in process.stderr:
                said.append(line)
                if READY.search(line):
                    break
            ready = READY.search(said[-1])
            assert ready, "".join(said)
            drain = Thread(target=process.stderr.read)  # a full pipe would stop the process
            drain.start()
            try:
                yield Service(fake, home, int(ready[1]))
            finally:
                process.terminate()
                drain.join(30)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Path(tmp_path_factory.mktemp("prepared")) / "home"
    with serving(home) as service:
        assert LIMIT in service.ask()
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "home"))


def overwrite(folder: Path) -> int:
    """Put zeros over every file; gives the count."""
    files = [one for one in folder.rglob("*") if one.is_file() and not one.name.startswith("owner.")]
    for one in files:
        with one.open("r+b") as opened:
            opened.write(b"\x00" * one.stat().st_size)
    return len(files)


@contextmanager
def a_model_that_hangs() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"  # takes connections, and says nothing


def test_with_the_index_overwritten_the_asker_has_words_in_time(home: Path) -> None:
    with serving(home) as service:
        count = overwrite(home / "index")
        words = service.ask()

    assert count > 3
    assert words


def test_with_the_store_gone_or_overwritten_the_asker_has_words_in_time(home: Path) -> None:
    with serving(home) as service:
        for suffix in ("-wal", "-shm"):
            (home / f"sandan.db{suffix}").unlink(missing_ok=True)
        shutil.move(home / "sandan.db", home / "moved.db")
        gone = service.ask()
        (home / "sandan.db").write_bytes(b"\x00" * 100_000)
        overwritten = service.ask()

    assert gone
    assert overwritten


def test_with_a_model_that_hangs_the_answer_of_the_rules_comes_in_time(home: Path) -> None:
    with (
        a_model_that_hangs() as address,
        serving(
            home,
            SANDAN_MODEL="openai:gpt-5-mini",
            SANDAN_MODEL_BASE_URL=address,
            SANDAN_MODEL_API_KEY="none",
        ) as service,
    ):
        words = service.ask()

    assert LIMIT in words


def test_an_answer_comes_once_slack_answers_again(home: Path) -> None:
    with serving(home) as service:
        service.fake.workspace.fail("chat.postMessage", *[Fault(500)] * 4)
        words = service.ask()

    assert LIMIT in words


def test_the_page_beside_slack_opens_the_passage_that_an_answer_links_to(home: Path) -> None:
    with serving(home, SANDAN_PUBLIC_URL="https://sandan.example.com/base") as service:
        service.ask()
        [post] = service.fake.workspace.posts()[:1]
        link = str(next(one["url"] for one in elements_of(post["blocks"]) if one["type"] == "link"))
        reader = Browser(service.port, host="sandan.example.com")
        opened = reader.get(urlsplit(link).path.removeprefix("/base"))  # as a proxy passes it on

    assert opened.status == 200
    assert "<mark" in opened.text
