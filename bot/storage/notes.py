"""Small texts kept by name, beside everything that has a table of its own.

It implements the `Notes` that surfaces ask for.
"""

from sqlalchemy import Engine, delete, insert, select

from bot.storage.engine import erase_traces, writing
from bot.storage.tables import state

_NAMESPACE = "note:"  # the record keeps values of its own in the same table


class DatabaseNotes:
    """Notes in the database; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def note(self, name: str) -> str | None:
        """Give what is kept under a name."""
        with self._engine.connect() as connection:
            found: str | None = connection.scalar(
                select(state.c.value).where(state.c.name == _NAMESPACE + name)
            )
            return found

    def keep_note(self, name: str, value: str) -> None:
        """Keep a text under a name, in place of what was there."""
        with self._writing.begin() as connection:
            connection.execute(delete(state).where(state.c.name == _NAMESPACE + name))
            connection.execute(insert(state), {"name": _NAMESPACE + name, "value": value})

    def notes(self, prefix: str) -> dict[str, str]:
        """Give everything whose name begins so, by name."""
        where = state.c.name.startswith(_NAMESPACE + prefix, autoescape=True)
        with self._engine.connect() as connection:
            rows = connection.execute(select(state.c.name, state.c.value).where(where).order_by(state.c.name))
            return {row.name.removeprefix(_NAMESPACE): row.value for row in rows}

    def drop_notes(self, prefix: str) -> int:
        """Erase everything whose name begins so; gives the count."""
        where = state.c.name.startswith(_NAMESPACE + prefix, autoescape=True)
        with self._writing.begin() as connection:
            count = connection.execute(delete(state).where(where)).rowcount
        if count:
            erase_traces(self._engine)
        return int(count)
