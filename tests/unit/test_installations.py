"""Tokens of workspaces are sealed at rest, and a workspace that leaves is erased without its neighbour."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from bot.advisor.question import Turn
from bot.inbox import IncomingMessage
from bot.storage.engine import open_database
from bot.storage.inbox import DatabaseInbox
from bot.storage.installations import DatabaseInstallations
from bot.storage.notes import DatabaseNotes
from bot.storage.sealing import CannotOpenError, Sealer
from bot.storage.tables import metadata, subscriptions
from bot.storage.team_erasure import erase_team
from bot.storage.thread_memory import DatabaseThreadMemory

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
SECRET = "a key of the settings, long enough to be one"


def _message(team: str) -> IncomingMessage:
    place = {"team": team, "channel": "C1", "ts": "1.1", "thread_ts": "1.1", "user": "U1"}
    return IncomingMessage(event_id=f"Ev-{team}", text="秘密の質問", received_at=NOW, **place)


def _fill(database: Engine, team: str) -> None:
    installations = DatabaseInstallations(database, Sealer(SECRET))
    installations.keep(team, '{"bot_token": "xoxb"}', at=NOW)
    message = _message(team)
    DatabaseInbox(database).accept(message)
    DatabaseThreadMemory(database).append(message, Turn(role="user", text=message.text), at=NOW)
    notes = DatabaseNotes(database)
    notes.keep_note(f"slack-channel:{team}:C1", "{}")
    notes.keep_note(f"slack-feedback:{team}:U1:job", "{}")
    with database.begin() as connection:
        values = {"channel": f"slack:{team}:C1", "body": "{}", "changed_at": "2026"}
        connection.execute(insert(subscriptions), values)


def _rows(database: Engine) -> dict[str, list[tuple[object, ...]]]:
    with database.connect() as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(select(table)))
            for table in metadata.sorted_tables
        }


def test_no_token_stands_on_disk(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    installations = DatabaseInstallations(database, Sealer(SECRET))

    installations.keep("T1", '{"bot_token": "xoxb-very-secret"}', at=NOW)

    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"xoxb-very-secret" not in on_disk
    assert installations.find("T1") == '{"bot_token": "xoxb-very-secret"}'


def test_a_sealed_text_opens_under_its_own_key_and_place_only() -> None:
    sealed = Sealer(SECRET).seal("xoxb-1", purpose="T1")

    with pytest.raises(CannotOpenError):
        Sealer(SECRET).open(sealed, purpose="T2")
    with pytest.raises(CannotOpenError):
        Sealer(SECRET + "!").open(sealed, purpose="T1")
    with pytest.raises(CannotOpenError):
        Sealer(SECRET).open(sealed[:-1] + bytes([sealed[-1] ^ 1]), purpose="T1")


def test_a_workspace_is_erased_from_every_table_and_its_neighbour_stays_as_it_is(tmp_path: Path) -> None:
    both = open_database(f"sqlite:///{tmp_path / 'both.db'}")
    _fill(both, "T1")
    _fill(both, "T10")

    erased = erase_team(both, "T1")

    left = _rows(both)
    assert erased == 6  # the job goes with its message
    assert not [row for rows in left.values() for row in rows if "T1" in row or ":T1:" in str(row)]
    assert {name for name, rows in left.items() if rows} == {
        "installations", "messages", "jobs", "turns", "state", "subscriptions",
    }  # fmt: skip
    assert erase_team(both, "T1") == 0
    assert _rows(both) == left
    both.dispose()


def test_a_token_is_not_renewed_for_a_workspace_that_has_gone(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    installations = DatabaseInstallations(database, Sealer(SECRET))
    installations.keep("T1", "{}", at=NOW)
    erase_team(database, "T1")

    is_renewed = installations.renew("T1", '{"bot_token": "xoxb"}')

    assert not is_renewed
    assert installations.teams() == ()


def test_an_installation_under_way_ends_once_and_in_time(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    installations = DatabaseInstallations(database, Sealer(SECRET))
    for name in ("one", "late"):
        installations.keep_state(name, now=NOW, expires_at=NOW + timedelta(minutes=10))

    taken = [installations.take_state("one", now=NOW), installations.take_state("one", now=NOW)]

    assert taken == [True, False]
    assert not installations.take_state("late", now=NOW + timedelta(minutes=11))
    assert not installations.take_state("never begun", now=NOW)
