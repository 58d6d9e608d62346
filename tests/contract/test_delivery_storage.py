"""What the digest asks of the database: news, subscriptions, feedback, scores beside the ledger."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.digest.delivery import Plan
from bot.digest.digest import FirstTold, News
from bot.storage.deliveries import DatabaseDeliveryLog
from bot.storage.engine import Database, open_database
from bot.storage.news import DatabaseNews
from bot.storage.subscriptions import DatabaseFeedback, DatabaseSubscriptions
from knowledge.regulation.relevance_learning import Label, Traits
from tests.contract.servers import new_database
from tests.unit.digest.builders import DAY, NOW, a_candidate, a_digest, a_relevance, a_subscription


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path}/digest.db")
    else:
        opened = open_database(new_database(request.getfixturevalue("postgres_url")))
    yield opened
    opened.dispose()


def some_news(identity: str) -> News:
    return News(**a_candidate(identity).model_dump(exclude={"relevance"}))


def test_news_stay_as_they_were_first_seen(database: Database) -> None:
    news = DatabaseNews(database)
    first = some_news("n1")

    added = [news.add([first]), news.add([first.model_copy(update={"title": "別の題"}), some_news("n2")])]

    assert added == [1, 1]
    assert news.find("n1") == first


@pytest.mark.criterion("T5")
def test_news_are_given_until_the_channel_has_bound_them_whatever_their_date(database: Database) -> None:
    news, ledger = DatabaseNews(database), DatabaseDeliveryLog(database)
    news.add([some_news("n1"), some_news("n2"), some_news("n3").model_copy(update={"first_seen": NOW})])

    ledger.plan(Plan(digest=a_digest("T1/C1"), items={"n1": "shown"}), now=NOW)

    assert [one.id for one in news.unbound("T1/C1", until=NOW)] == ["n2", "n3"]
    assert [one.id for one in news.unbound("T1/C2", until=NOW - timedelta(minutes=1))] == ["n1", "n2"]


def test_a_subscription_is_read_back_as_it_was_kept(database: Database) -> None:
    held = DatabaseSubscriptions(database)
    wanted = a_subscription(closed_days=frozenset({date(2026, 8, 13)}), topics=frozenset({"security"}))

    held.keep(a_subscription(), now=NOW)
    held.keep(wanted, now=NOW)

    assert held.find("T1/C1") == wanted
    assert held.all() == [wanted]


@pytest.mark.criterion("D1")
def test_subscribing_again_repeats_no_day(database: Database) -> None:
    held, ledger = DatabaseSubscriptions(database), DatabaseDeliveryLog(database)
    held.keep(a_subscription(), now=NOW)
    ledger.plan(Plan(digest=a_digest()), now=NOW)

    assert held.remove("T1/C1")
    assert not held.remove("T1/C1")
    held.keep(a_subscription(), now=NOW)

    assert ledger.last_day("T1/C1") == DAY


@pytest.mark.criterion("K3")
def test_feedback_belongs_to_its_channel_and_can_be_reset(database: Database) -> None:
    feedback = DatabaseFeedback(database)
    traits = Traits(score=0.5, word_score=0.5, nearness=0.5, topic="security", source="jpcert")
    for is_useful in (True, False):
        feedback.give("T1/C1", "n1", "U1", Label(traits=traits, is_useful=is_useful), now=NOW)

    labels = [feedback.labels(channel) for channel in ("T1/C1", "T1/C2")]

    assert labels == [[Label(traits=traits, is_useful=False)], []]
    assert feedback.reset("T1/C1") == 1
    assert feedback.labels("T1/C1") == []


@pytest.mark.criterion("K4")
def test_why_is_answered_from_what_was_ranked_then(database: Database) -> None:
    feedback = DatabaseFeedback(database)
    then, later = a_relevance(score=0.7), a_relevance(score=0.9)

    feedback.keep_scores("T1/C1", {"n1": then})
    feedback.keep_scores("T1/C2", {"n1": later})

    assert feedback.score_of("T1/C1", "n1") == then
    assert feedback.score_of("T1/C1", "n2") is None


@pytest.mark.criterion("E2")
def test_where_an_item_was_first_shown_is_known_once_that_digest_is_sent(database: Database) -> None:
    ledger = DatabaseDeliveryLog(database)
    later = DAY + timedelta(days=1)
    ledger.plan(Plan(digest=a_digest("T1/C1"), items={"n1": "shown", "n2": "listed"}), now=NOW)

    before = ledger.first_told("T1/C1", ["n1", "n2"])
    ledger.confirm(a_digest("T1/C1").key, "me", "17.1")
    ledger.plan(Plan(digest=a_digest("T1/C1", later), items={"n1": "updated"}, revisions={"n1": 1}), now=NOW)
    ledger.confirm(a_digest("T1/C1", later).key, "me", "17.2")

    assert before == {}
    assert ledger.first_told("T1/C1", ["n1", "n2", "n3"]) == {"n1": FirstTold(day=DAY, message="17.1")}
    assert ledger.first_told("T1/C2", ["n1"]) == {}
