"""Small values by name, inside a transaction that the caller has begun."""

from sqlalchemy import Connection, delete, insert, select

from bot.storage.tables import state


def read_value(connection: Connection, name: str) -> str | None:
    """Read a value; None when it was never written."""
    return connection.scalar(select(state.c.value).where(state.c.name == name))


def write_value(connection: Connection, name: str, value: str | None) -> None:
    """Write a value in place of the former one; None forgets it."""
    connection.execute(delete(state).where(state.c.name == name))
    if value is not None:
        connection.execute(insert(state), {"name": name, "value": value})
