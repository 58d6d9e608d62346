"""The digest of a running service: the newsroom behind its surfaces, and the loop that posts in Slack."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Event

from bot.digest.composing import FindClause
from bot.digest.delivery import Publisher
from bot.wiring.news_clauses import find_clauses_with
from bot.wiring.news_gathering import open_gathering
from bot.wiring.news_loop import NewsLoop
from bot.wiring.newsroom import HouseNewsroom
from bot.wiring.service import Service
from knowledge.regulation.relevance import PolicyClause


def make_newsroom(service: Service, today: Callable[[], date]) -> HouseNewsroom:
    """Make the newsroom over a running service; nothing is gathered yet."""
    return HouseNewsroom(
        house=service.house,
        gathering=open_gathering(service.house),
        find_clause=_clause_finder(service, today),
        now=lambda: datetime.now(UTC),
    )


def run_news_of(room: HouseNewsroom) -> Callable[[Callable[[str], Publisher | None], Event], None]:
    """Give what posts a newsroom's digests until it is told to stop."""

    def run(publisher_for: Callable[[str], Publisher | None], stopping: Event) -> None:
        NewsLoop(room, publisher_for).run(stopping)

    return run


def _clause_finder(service: Service, today: Callable[[], date]) -> FindClause:
    """Find clauses by the service's own retriever, in what is held and in force when it is asked."""

    def find(title: str) -> PolicyClause | None:
        retriever = service.conversation.retriever()
        return find_clauses_with(retriever, service.library, today()).find(title)

    return find
