"""Errands that other processes leave for the owner of the store: what to do, how far it is, what came out.

Payloads and results are JSON that `bot.wiring` writes and reads. Every method is one transaction.
"""

import json
from typing import Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, Row, delete, func, insert, select, update

from bot.storage.engine import writing
from bot.storage.tables import errands

ErrandKind = Literal["ingest", "remove"]
ErrandState = Literal["waiting", "running", "done", "failed"]


class Errand(BaseModel):
    """One piece of work as it stands now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: ErrandKind
    payload: str
    state: ErrandState
    progress: tuple[str, int, int] = ("", 0, 0)  # what is being done, how much is done, of how much
    result: str = ""  # JSON when done, words when failed


class ErrandBox:
    """Errands in order of leaving; safe to share between threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def leave(self, kind: ErrandKind, payload: str) -> str:
        """Leave an errand; gives its id."""
        identity = uuid4().hex
        with self._writing.begin() as connection:
            last = connection.scalar(select(func.max(errands.c.number))) or 0
            values = {"id": identity, "number": last + 1, "kind": kind, "payload": payload}
            connection.execute(
                insert(errands), {**values, "state": "waiting", "progress": '["", 0, 0]', "result": ""}
            )
        return identity

    def take(self) -> Errand | None:
        """Take the oldest waiting errand; None when there is none."""
        oldest = select(errands).where(errands.c.state == "waiting").order_by(errands.c.number).limit(1)
        with self._engine.connect() as connection:
            if connection.execute(oldest).first() is None:
                return None
        with self._writing.begin() as connection:
            row = connection.execute(oldest).first()
            if row is None:
                return None
            connection.execute(update(errands).where(errands.c.id == row.id).values(state="running"))
            return _errand(row, state="running")

    def tell_progress(self, identity: str, what: str, done: int, total: int) -> None:
        """Say how far a running errand is."""
        with self._writing.begin() as connection:
            where = (errands.c.id == identity) & (errands.c.state == "running")
            progress = json.dumps([what, done, total], ensure_ascii=False)
            connection.execute(update(errands).where(where).values(progress=progress))

    def finish(self, identity: str, result: str) -> None:
        """Say what came out."""
        self._close(identity, "done", result)

    def fail(self, identity: str, words: str) -> None:
        """Say in words why nothing came out."""
        self._close(identity, "failed", words)

    def look(self, identity: str) -> Errand | None:
        """Look how an errand stands; None when it was collected or withdrawn."""
        with self._engine.connect() as connection:
            row = connection.execute(select(errands).where(errands.c.id == identity)).first()
        return None if row is None else _errand(row, state=row.state)

    def collect(self, identity: str) -> None:
        """Take an errand out of the box: its result was read, or nobody waits for it any more."""
        with self._writing.begin() as connection:
            connection.execute(delete(errands).where(errands.c.id == identity))

    def clear(self) -> None:
        """Fail whatever an owner that is gone has left undone; call when the store is owned anew."""
        words = "the service that should have done it has ended"
        with self._writing.begin() as connection:
            where = errands.c.state.in_(("waiting", "running"))
            connection.execute(update(errands).where(where).values(state="failed", result=words))

    def _close(self, identity: str, state: ErrandState, result: str) -> None:
        with self._writing.begin() as connection:
            where = errands.c.id == identity
            connection.execute(update(errands).where(where).values(state=state, result=result))


def _errand(row: Row[tuple[object, ...]], *, state: ErrandState) -> Errand:
    return Errand(
        id=row.id,
        kind=row.kind,
        payload=row.payload,
        state=state,
        progress=tuple(json.loads(row.progress)),
        result=row.result,
    )
