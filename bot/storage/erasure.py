"""Erase what people asked, what was said to them and what they thought of it, without a trace on disk.

It implements `bot.inbox.Eraser`. A table that names a person does so in a column `user`; a note about a
person carries workspace and user in its name, and the time in its JSON.
"""

import json
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, or_, select, update

from bot.inbox import Erasure
from bot.storage.engine import erase_traces, writing
from bot.storage.inbox import as_stamp
from bot.storage.tables import jobs, messages, metadata, state, subscriptions, tasks, turns
from bot.storage.team_erasure import erase_team

_NOTES = "note:"


class DatabaseEraser:
    """Erases in the database; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def erase_person(self, *, user: str, team: str | None = None) -> Erasure:
        """Erase everything kept of a person, questions that wait included; None: in every workspace."""
        erased: dict[str, int] = {}
        with self._writing.begin() as connection:
            for table in personal_tables():
                done = connection.execute(delete(table).where(_is_of(table, user, team)))
                erased[table.name] = done.rowcount
            erased["notes"] = _erase_notes(connection, _names_of(connection, user, team))
            erased["tasks"] = _unassign(connection, user, team)
            erased["subscriptions"] = _unname(connection, user, team)
        return self._report(erased)

    def erase_team(self, team: str) -> int:
        """Erase everything kept of a workspace; gives the count."""
        return erase_team(self._engine, team)

    def purge(self, *, before: datetime) -> Erasure:
        """Erase every question, with what was said on it, that is older; those that wait are kept."""
        stamp = as_stamp(before)
        waiting = select(jobs.c.id).where(jobs.c.outcome.is_(None))
        old = (messages.c.received_at < stamp) & messages.c.id.not_in(waiting)
        with self._writing.begin() as connection:
            erased = {
                "messages": connection.execute(delete(messages).where(old)).rowcount,
                "turns": connection.execute(delete(turns).where(turns.c.said_at < stamp)).rowcount,
                "notes": _erase_notes(connection, _old_notes(connection, stamp)),
            }
        return self._report(erased)

    def _report(self, erased: dict[str, int]) -> Erasure:
        report = Erasure(erased={name: count for name, count in erased.items() if count})
        if report.total:
            erase_traces(self._engine)
        return report


def personal_tables() -> tuple[Table, ...]:
    """List the tables that say of which person a row is."""
    return tuple(table for table in metadata.sorted_tables if "user" in table.c)


def _is_of(table: Table, user: str, team: str | None) -> ColumnElement[bool]:
    """Tell which rows are a person's: by user and workspace, or by both in one text."""
    if "team" in table.c:
        is_theirs = table.c.user == user
        return is_theirs if team is None else is_theirs & (table.c.team == team)
    full = f":{user}" if team is None else f":{team}:{user}"
    is_named_fully = table.c.user.endswith(full, autoescape=True)
    return or_(is_named_fully, table.c.user == user, table.c.user == full.removeprefix(":"))


def _unassign(connection: Connection, user: str, team: str | None) -> int:
    """Take a person's name off tasks: the task is the channel's and stays."""
    where = tasks.c.owner.endswith(f":{user}" if team is None else f":{team}:{user}", autoescape=True)
    return connection.execute(update(tasks).where(where).values(owner="")).rowcount


def _unname(connection: Connection, user: str, team: str | None) -> int:
    """Take a person's name out of subscriptions: the digest is the channel's and stays."""
    count = 0
    for row in connection.execute(select(subscriptions.c.channel, subscriptions.c.body)).all():
        body = json.loads(row.body)
        kept = [one for one in body.get("owners", []) if not _is_person(str(one), row.channel, user, team)]
        is_contact = _is_person(str(body.get("contact", "")), row.channel, user, team)
        if len(kept) == len(body.get("owners", [])) and not is_contact:
            continue
        changed = body | {"owners": kept} | ({"contact": ""} if is_contact else {})
        where = subscriptions.c.channel == row.channel
        connection.execute(update(subscriptions).where(where).values(body=json.dumps(changed)))
        count += 1
    return count


def _is_person(name: str, channel: str, user: str, team: str | None) -> bool:
    """Tell whether a name in a channel's subscription is the person's, alone or with the workspace."""
    parts = name.split(":")
    return parts[-1] == user and (team is None or team in parts or f":{team}:" in f":{channel}:")


def _names_of(connection: Connection, user: str, team: str | None) -> list[str]:
    person = f":{user}:" if team is None else f":{team}:{user}:"
    names = connection.scalars(select(state.c.name).where(state.c.name.startswith(_NOTES, autoescape=True)))
    return [name for name in names if person in f"{name}:"]


def _old_notes(connection: Connection, stamp: str) -> list[str]:
    query = select(state.c.name, state.c.value).where(state.c.name.startswith(_NOTES, autoescape=True))
    return [row.name for row in connection.execute(query) if _is_older(row.value, stamp)]


def _is_older(value: str, stamp: str) -> bool:
    """Tell whether a note says when it was made, and that this was before; settings say no time."""
    try:
        made = json.loads(value)
        moment = datetime.fromisoformat(str(made["at"])) if isinstance(made, dict) else None
    except (ValueError, KeyError):
        return False
    return moment is not None and moment.tzinfo is not None and as_stamp(moment) < stamp


def _erase_notes(connection: Connection, names: list[str]) -> int:
    for name in names:
        connection.execute(delete(state).where(state.c.name == name))
    return len(names)
