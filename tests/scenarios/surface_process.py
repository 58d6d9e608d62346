"""Run the Slack surface over HTTP in a process of its own, to be killed at any moment.

python -m tests.scenarios.surface_process DATABASE_FILE API_URL PORT
"""

import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta

from pydantic import SecretStr

from bot.advisor.advice import Advice
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.situation import PhraseWish
from bot.storage.engine import open_database
from bot.storage.erasure import DatabaseEraser
from bot.storage.inbox import DatabaseInbox
from bot.storage.notes import DatabaseNotes
from bot.storage.open_questions import DatabaseOpenQuestions
from bot.storage.thread_memory import DatabaseThreadMemory
from bot.surfaces.slack.app import build_app
from bot.surfaces.slack.config import SlackConfig
from bot.surfaces.slack.ports import House
from tests.fake_slack.workspace import BOT_TOKEN, SIGNING_SECRET
from tests.scenarios.advices import a_check, a_phrase_reply, an_advice
from tests.scenarios.shelves import NoShelves, OneBook

_THINKING_S = 0.02  # so that kills fall into every part of the work


class SlowOracle:
    """Takes a moment for each question."""

    def answer(self, question: Question) -> Advice:
        time.sleep(_THINKING_S)
        return an_advice(question)

    def phrases(self, topic: Question, wish: PhraseWish) -> PhraseReply:
        return a_phrase_reply(topic)

    def check(self, statement: Question, topic: str = "") -> CheckReply:
        return a_check(statement)


def main() -> None:
    database, api_url, port = sys.argv[1:]
    engine = open_database(f"sqlite:///{database}")
    house = House(
        inbox=DatabaseInbox(engine),
        memory=DatabaseThreadMemory(engine),
        eraser=DatabaseEraser(engine),
        answerer=SlowOracle(),
        speaker=SlowOracle(),
        bookcase=OneBook(),
        shelving=NoShelves(),
        open_questions=DatabaseOpenQuestions(engine),
        notes=DatabaseNotes(engine),
        now=lambda: datetime.now(UTC),
        today=lambda: date(2026, 9, 15),
    )
    config = SlackConfig(
        bot_token=SecretStr(BOT_TOKEN),
        signing_secret=SecretStr(SIGNING_SECRET),
        api_url=api_url,
        workers=4,
        lease=timedelta(seconds=2),
        longest_pause_s=0.5,
    )
    app = build_app(config, house)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    app.run_http(int(port), host="127.0.0.1")


def _end_with_parent() -> None:
    sys.stdin.buffer.read()  # ends when the test does, however that ends
    sys.exit(0)


if __name__ == "__main__":
    main()
