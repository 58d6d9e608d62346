"""Erase a workspace from every table: whatever is kept under its team or in one of its channels.

Tables are found by their columns, so that a new one is erased too. Documents are taken out by the owner of
the index, before this.
"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Engine, Table, delete

from bot.storage.engine import erase_traces, writing
from bot.storage.tables import metadata, state


def erase_team(engine: Engine, team: str) -> int:
    """Erase everything of a workspace; gives the count of rows.

    Args:
        engine: The database.
        team: Slack's id of it.
    """
    with writing(engine).begin() as connection:
        count = 0
        for table, where in _belongings(team):
            count += connection.execute(delete(table).where(where)).rowcount
    if count:
        erase_traces(engine)
    return count


def _belongings(team: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    for table in reversed(metadata.sorted_tables):  # what refers to others first
        if "team" in table.c:
            yield table, table.c.team == team
        elif "channel" in table.c:  # of a surface's channel, as the digest names it
            yield table, table.c.channel.startswith(f"slack:{team}:", autoescape=True)
    of_slack = state.c.name.startswith("note:slack-", autoescape=True)
    yield state, of_slack & state.c.name.contains(f":{team}:", autoescape=True)
