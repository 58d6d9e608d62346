"""What the digest asks of the database for tasks."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.digest.subscription import Subscription
from bot.digest.tasks import TaskDraft
from bot.storage.engine import Database, open_database
from bot.storage.erasure import DatabaseEraser
from bot.storage.subscriptions import DatabaseSubscriptions
from bot.storage.tasks import DatabaseTasks
from bot.storage.team_erasure import erase_team
from tests.unit.digest.builders import DAY, NOW

CHANNEL = "slack:T1:C1"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(f"sqlite:///{tmp_path}/tasks.db")


def a_draft(item: str = "n1", channel: str = CHANNEL, **values: object) -> TaskDraft:
    return TaskDraft.model_validate({"channel": channel, "item": item, "title": "指針", **values})


def test_an_item_becomes_one_task_of_a_channel_however_often_it_is_saved(database: Database) -> None:
    book = DatabaseTasks(database)

    first, again = book.save(a_draft(due=DAY), now=NOW), book.save(a_draft(), now=NOW + timedelta(days=1))
    elsewhere = book.save(a_draft(channel="slack:T1:C2"), now=NOW)

    assert first[1]
    assert again == (first[0], False)
    assert elsewhere[1]
    assert book.of_channel(CHANNEL) == [first[0]]
    assert len(book.of_channel()) == 2


def test_a_change_is_read_back_and_what_the_publisher_said_stays(database: Database) -> None:
    book = DatabaseTasks(database)
    task, _ = book.save(a_draft(url="https://example.go.jp/1", what="読む"), now=NOW)
    changed = task.model_copy(
        update={"state": "actioned", "owner": "総務部長", "due": DAY, "step": 2, "note": "済", "title": "別"}
    )

    assert book.change(changed)

    assert book.find(task.number) == changed.model_copy(update={"title": "指針"})
    assert not book.change(changed.model_copy(update={"number": 99}))
    assert book.find(99) is None


def test_a_workspace_that_leaves_takes_its_tasks_along(database: Database) -> None:
    book = DatabaseTasks(database)
    book.save(a_draft(), now=NOW)
    kept, _ = book.save(a_draft(channel="slack:T2:C1"), now=NOW)

    erase_team(database, "T1")

    assert book.of_channel() == [kept]


def test_a_person_who_is_erased_is_no_owner_any_more_and_the_task_stays(database: Database) -> None:
    book = DatabaseTasks(database)
    theirs, _ = book.save(a_draft(owner="slack:T1:U1"), now=NOW)
    others, _ = book.save(a_draft("n2", owner="slack:T1:U2"), now=NOW)

    DatabaseEraser(database).erase_person(user="U1", team="T1")

    assert book.of_channel() == [theirs.model_copy(update={"owner": ""}), others]


def test_a_person_who_is_erased_is_named_in_no_subscription_and_the_digest_stays(database: Database) -> None:
    book = DatabaseSubscriptions(database)
    theirs = Subscription(
        channel="slack:T1:C1",
        since=NOW.date(),
        owners=frozenset({"slack:T1:U1", "slack:T1:U2"}),
        contact="slack:T1:U1",
    )
    others = theirs.model_copy(update={"channel": "slack:T2:C1", "owners": frozenset({"slack:T2:U1"})})
    for one in (theirs, others.model_copy(update={"contact": "slack:T2:U1"})):
        book.keep(one, now=NOW)

    DatabaseEraser(database).erase_person(user="U1", team="T1")

    mine, elsewhere = book.find("slack:T1:C1"), book.find("slack:T2:C1")
    assert mine == theirs.model_copy(update={"owners": frozenset({"slack:T1:U2"}), "contact": ""})
    assert elsewhere is not None
    assert elsewhere.contact == "slack:T2:U1"
