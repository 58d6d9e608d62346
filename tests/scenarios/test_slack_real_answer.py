"""The whole way once: a signed event in, an answer out of the shipped documents in the thread."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from pydantic import SecretStr

from bot.advisor.advice import Advice
from bot.advisor.question import Question
from bot.conversation import Conversation
from bot.settings import Settings
from bot.storage.erasure import DatabaseEraser
from bot.storage.inbox import DatabaseInbox
from bot.storage.notes import DatabaseNotes
from bot.storage.open_questions import DatabaseOpenQuestions
from bot.storage.thread_memory import DatabaseThreadMemory
from bot.surfaces.slack.app import build_app
from bot.surfaces.slack.config import SlackConfig
from bot.surfaces.slack.ports import House
from bot.wiring.bookcase import LibraryBookcase
from bot.wiring.desk import open_desk
from tests.fake_slack.block_kit import all_texts
from tests.fake_slack.deliveries import CHANNEL, a_command, a_direct_message, a_shortcut, an_event, deliver
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.workspace import BOT_TOKEN, BOT_USER, SIGNING_SECRET, Json
from tests.scenarios.shelves import NoShelves
from tests.scenarios.web_page import PlayedDesk, open_page

DAY = date(2026, 9, 15)


@dataclass(frozen=True)
class Listening:
    """Answers, and keeps every advice."""

    conversation: Conversation
    advices: list[Advice] = field(default_factory=list)

    def answer(self, question: Question) -> Advice:
        self.advices.append(self.conversation.answer(question))
        return self.advices[-1]


class Played:
    """The surface over the shipped documents; asks and gives the words of the posts in the thread."""

    def __init__(self, fake: FakeSlack, url: str, answerer: Listening) -> None:
        self.fake = fake
        self.answerer = answerer
        self._url = url
        self._seen = 0

    def click(self, payload: Json) -> None:
        form = payload if "command" in payload else {"payload": json.dumps(payload)}
        assert deliver(self._url, form, is_form=True)[0] == 200

    def send(self, event: Json) -> None:
        assert deliver(self._url, event)[0] == 200

    def ask(self, words: str) -> tuple[list[Json], str]:
        event = an_event(text=f"<@{BOT_USER}> {words}")
        assert deliver(self._url, event)[0] == 200
        posts = self.fake.workspace.wait_for_posts(self._seen + 1, within=20)[self._seen :]
        self._seen += len(posts)
        assert {post["thread_ts"] for post in posts} == {event["event"]["ts"]}
        return posts, "\n".join(text for post in posts for text in all_texts(post["blocks"]))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    home = Path(tmp_path_factory.mktemp("home"))
    settings = Settings(home=home)
    with FakeSlack() as fake, open_desk(settings, lambda *_: None, today=DAY) as desk:
        answerer = Listening(desk.conversation)
        house = House(
            inbox=DatabaseInbox(desk.house.database),
            memory=DatabaseThreadMemory(desk.house.database),
            eraser=DatabaseEraser(desk.house.database),
            answerer=answerer,
            speaker=desk.speaking,
            bookcase=LibraryBookcase(desk.library),
            shelving=NoShelves(),
            open_questions=DatabaseOpenQuestions(desk.house.database),
            notes=DatabaseNotes(desk.house.database),
            now=lambda: datetime.now(UTC),
            today=lambda: DAY,
        )
        config = SlackConfig(
            bot_token=SecretStr(BOT_TOKEN),
            signing_secret=SecretStr(SIGNING_SECRET),
            api_url=fake.api_url,
            workers=2,
        )
        app = build_app(config, house)
        started = Event()
        serving = Thread(
            target=app.run_http, args=(0,), kwargs={"host": "127.0.0.1", "started": started}, daemon=True
        )
        serving.start()
        assert started.wait(10)
        yield Played(fake, f"http://127.0.0.1:{app.port}/slack/events", answerer)
        app.stop()
        serving.join(10)
        assert fake.workspace.problems == []


def test_a_question_on_the_rules_is_answered_with_sources_from_the_shipped_documents(played: Played) -> None:
    posts, words = played.ask("PoCはいくらまでできますか")

    assert len(posts) == 1
    assert "出典" in words
    assert "[1]" in words
    assert "見本の規程" in words


def test_an_english_question_is_answered_in_english(played: Played) -> None:
    _, words = played.ask("What are the three steps of adopting AI?")

    assert "Sources" in words
    assert "出典" not in words


def test_a_question_that_the_documents_do_not_answer_is_told_so(played: Played) -> None:
    posts, words = played.ask("明日の名古屋の天気は?")

    assert len(posts) == 1
    assert words.strip()


def test_the_same_question_gets_the_same_advice_wherever_it_is_asked(played: Played, tmp_path: Path) -> None:
    question = "月12万円、自動更新のAI議事録サービスを契約したい。誰の決裁？"
    fake, before = played.fake, len(played.answerer.advices)
    message = {"type": "message", "text": question, "ts": "1.5", "user": "U0OTHER"}

    _, mentioned = played.ask(question)
    played.send(a_direct_message(question))
    fake.workspace.wait_for_calls("chat.stopStream")
    [direct] = fake.workspace.posts("D0ASKER")
    played.click(a_command(question, fake.hook_url))
    played.click(a_shortcut("consult", fake.hook_url, message=message, channel={"id": CHANNEL}))
    whispered = fake.workspace.wait_for_calls("response_url", 2)
    with open_page(tmp_path, PlayedDesk(reply=played.answerer.answer)) as browser:
        page = browser.post("/ask", {"question": question}).text

    advices = [
        one.model_dump(exclude={"id", "trace_id", "timings_ms"}) for one in played.answerer.advices[before:]
    ]
    assert len(advices) == 5
    assert all(one == advices[0] for one in advices)
    conclusion = played.answerer.advices[-1].summary.text
    said = [mentioned, *("\n".join(all_texts(one["blocks"])) for one in (direct, *whispered)), page]
    assert all(conclusion in words for words in said)
