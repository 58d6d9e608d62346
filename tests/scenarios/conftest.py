"""A running Slack surface with everything real but Slack and the answerer."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import structlog
from pydantic import SecretStr

from bot.advisor.advice import Advice
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.situation import PhraseWish
from bot.digest.newsroom import Newsroom
from bot.inbox import Inbox, ThreadMemory
from bot.storage.engine import open_database
from bot.storage.erasure import DatabaseEraser
from bot.storage.inbox import DatabaseInbox
from bot.storage.installations import DatabaseInstallations
from bot.storage.notes import DatabaseNotes
from bot.storage.open_questions import DatabaseOpenQuestions
from bot.storage.sealing import Sealer
from bot.storage.thread_memory import DatabaseThreadMemory
from bot.surfaces.slack.app import SlackApp, build_app
from bot.surfaces.slack.config import SlackConfig
from bot.surfaces.slack.documents_ports import Shelving
from bot.surfaces.slack.ports import Bookcase, House, RunNews
from bot.surfaces.slack.serving import Page
from tests.fake_slack.deliveries import deliver
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Json, Workspace
from tests.scenarios.advices import a_check, a_phrase_reply, an_advice
from tests.scenarios.shelves import NoShelves, OneBook


@pytest.fixture(scope="session", autouse=True)
def _plain_log() -> Iterator[None]:
    """Write plain lines: the framed tracebacks of structlog's default take a second each."""
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])
    yield
    structlog.reset_defaults()


@dataclass
class Oracle:
    """Answers every question with the same advice, or with an error, and keeps what it was asked."""

    reply: Callable[[Question], Advice] = an_advice
    asked: list[Question] = field(default_factory=list)

    def answer(self, question: Question) -> Advice:
        self.asked.append(question)
        return self.reply(question)

    def phrases(self, topic: Question, wish: PhraseWish) -> PhraseReply:
        self.asked.append(topic)
        return a_phrase_reply(topic)

    def check(self, statement: Question, topic: str = "") -> CheckReply:
        self.asked.append(statement)
        return a_check(statement)


@dataclass(frozen=True)
class Stage:
    """What a scenario plays on."""

    slack: FakeSlack
    app: SlackApp
    oracle: Oracle
    house: House
    mode: str

    @property
    def workspace(self) -> Workspace:
        return self.slack.workspace

    def deliver(self, event: Json) -> int:
        """Deliver an event in the stage's mode, if Slack would; gives the status that Slack sees."""
        channel = self.workspace.directory.channels.get(str(event["event"].get("channel")))
        is_private = channel is not None and channel.is_private
        if not self.workspace.grants.delivers(event["event"], is_private=is_private):
            return 0
        if self.mode == "socket":
            self.slack.send("events_api", event)
            return 200
        return deliver(self.url, event)[0]

    def interact(self, payload: Json) -> int:
        """Deliver a click, a submission or a shortcut."""
        if self.mode == "socket":
            self.slack.send("interactive", payload)
            return 200
        return deliver(self.url, {"payload": json.dumps(payload)}, is_form=True)[0]

    def command(self, fields: Json) -> int:
        """Deliver a command, if it exists."""
        if not self.workspace.grants.takes_commands():
            return 0
        if self.mode == "socket":
            self.slack.send("slash_commands", fields)
            return 200
        return deliver(self.url, fields, is_form=True)[0]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.app.port}/slack/events"


@contextmanager
def playing(
    mode: str,
    folder: Path,
    *,
    inbox: Inbox | None = None,
    memory: ThreadMemory | None = None,
    slack: FakeSlack | None = None,
    bookcase: Bookcase | None = None,
    shelving: Shelving | None = None,
    page: Page | None = None,
    newsroom: Newsroom | None = None,
    run_news: RunNews | None = None,
    lease: timedelta = timedelta(seconds=60),
    within: timedelta = timedelta(seconds=10),
    **changes: Any,
) -> Iterator[Stage]:
    """Run the surface against the fake Slack, on a database in a folder; `changes` are of its config."""
    database = open_database(f"sqlite:///{folder / 'slack.db'}")
    oracle = Oracle()
    house = House(
        inbox=inbox or DatabaseInbox(database),
        memory=memory or DatabaseThreadMemory(database),
        eraser=DatabaseEraser(database),
        answerer=oracle,
        speaker=oracle,
        bookcase=bookcase or OneBook(),
        shelving=shelving or NoShelves(),
        open_questions=DatabaseOpenQuestions(database),
        notes=DatabaseNotes(database),
        now=lambda: datetime.now(UTC),
        today=lambda: date(2026, 9, 15),
        installations=DatabaseInstallations(database, Sealer("k" * 32)) if "oauth" in changes else None,
        newsroom=newsroom,
        run_news=run_news,
    )
    with slack or FakeSlack() as fake:
        settings = {
            "bot_token": SecretStr(BOT_TOKEN),
            "app_token": SecretStr(APP_TOKEN),
            "signing_secret": SecretStr(SIGNING_SECRET),
            "api_url": fake.api_url,
            "workers": 4,
            "lease": lease,
            "answer_within": within,
            "longest_pause_s": 0.5,
        }
        config = SlackConfig.model_validate(settings | changes)
        app = build_app(config, house, page)
        serving = _serve(app, mode, fake)
        try:
            yield Stage(fake, app, oracle, house, mode)
        finally:
            stopping = Thread(target=app.stop)
            stopping.start()
            while mode == "socket" and stopping.is_alive():  # the SDK waits 3 s for a silent socket
                fake.drop_connections()
                stopping.join(0.05)
            stopping.join(10)
            serving.join(10)
            database.dispose()


def _serve(app: SlackApp, mode: str, fake: FakeSlack) -> Thread:
    started = Event()
    if mode == "socket":
        run = Thread(target=app.run_socket, kwargs={"started": started}, daemon=True)
    else:
        run = Thread(
            target=app.run_http, args=(0,), kwargs={"host": "127.0.0.1", "started": started}, daemon=True
        )
    run.start()
    assert started.wait(10)
    if mode == "socket":
        fake.wait_for_connections(1)
    return run


@pytest.fixture(params=["http", "socket"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with playing(request.param, tmp_path) as stage:
        yield stage
        assert stage.workspace.problems == []


@pytest.fixture
def http_stage(tmp_path: Path) -> Iterator[Stage]:
    with playing("http", tmp_path) as stage:
        yield stage
        assert stage.workspace.problems == []


@pytest.fixture(params=["http", pytest.param("socket", marks=pytest.mark.slow)])
def quick_stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with playing(request.param, tmp_path) as stage:
        yield stage
        assert stage.workspace.problems == []
