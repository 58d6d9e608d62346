"""What the Slack surface works with: where messages are kept, who answers, and what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.advisor.advice import Advice
from bot.advisor.question import Question
from bot.inbox import Inbox, ThreadMemory


class Answerer(Protocol):
    """Answers one question; `bot.conversation.Conversation` does."""

    def answer(self, question: Question) -> Advice:
        """Answer out of what the question's audiences may read."""


@dataclass(frozen=True)
class House:
    """Everything behind the surface; wiring fills it.

    Attributes:
        inbox: Keeps messages until they are answered, once.
        memory: Keeps what threads have said.
        answerer: Answers; may be called from several threads.
        now: The time, with a zone.
        today: The day whose rules count.
    """

    inbox: Inbox
    memory: ThreadMemory
    answerer: Answerer
    now: Callable[[], datetime]
    today: Callable[[], date]
