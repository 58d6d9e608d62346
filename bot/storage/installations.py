"""Workspaces that installed the app: what Slack gave us for each, sealed; and installations under way.

It implements the `Installations` that the Slack surface asks for.
"""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Engine, delete, insert, select

from bot.storage.engine import erase_traces, writing
from bot.storage.inbox import as_stamp
from bot.storage.sealing import Sealer
from bot.storage.tables import install_states, installations


class DatabaseInstallations:
    """Installations in the database; safe to share between threads and processes."""

    def __init__(self, engine: Engine, sealer: Sealer) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._sealer = sealer

    def keep(self, team: str, body: str, *, at: datetime) -> None:
        """Keep what a workspace's installation brought, in place of an earlier one."""
        sealed = self._sealer.seal(body, purpose=team)
        with self._writing.begin() as connection:
            connection.execute(delete(installations).where(installations.c.team == team))
            values = {"team": team, "installed_at": as_stamp(at), "body": sealed}
            connection.execute(insert(installations), values)
        erase_traces(self._engine)  # of the former tokens

    def renew(self, team: str, body: str) -> bool:
        """Put other tokens in place of an installation's; False when the workspace has gone meanwhile."""
        sealed = self._sealer.seal(body, purpose=team)
        with self._writing.begin() as connection:
            where = installations.c.team == team
            changed = connection.execute(installations.update().where(where).values(body=sealed)).rowcount
        erase_traces(self._engine)
        return bool(changed)

    def find(self, team: str) -> str | None:
        """Give what is kept of a workspace; None when it is not installed there.

        Raises:
            CannotOpenError: If it was sealed with another key.
        """
        with self._engine.connect() as connection:
            sealed = connection.scalar(select(installations.c.body).where(installations.c.team == team))
        return None if sealed is None else self._sealer.open(sealed, purpose=team)

    def installed_at(self, team: str) -> datetime | None:
        """Tell when a workspace was last installed."""
        with self._engine.connect() as connection:
            stamp = connection.scalar(
                select(installations.c.installed_at).where(installations.c.team == team)
            )
        return None if stamp is None else datetime.fromisoformat(stamp)

    def teams(self) -> tuple[str, ...]:
        """List the workspaces that are installed."""
        with self._engine.connect() as connection:
            return tuple(connection.scalars(select(installations.c.team).order_by(installations.c.team)))

    def keep_state(self, state: str, *, now: datetime, expires_at: datetime) -> None:
        """Remember that an installation has begun, under a name nobody can guess."""
        with self._writing.begin() as connection:
            connection.execute(delete(install_states).where(install_states.c.expires_at < as_stamp(now)))
            values = {"state": _digest(state), "expires_at": as_stamp(expires_at)}
            connection.execute(insert(install_states), values)

    def take_state(self, state: str, *, now: datetime) -> bool:
        """End an installation under way; False when there was none, it took too long, or it was taken."""
        where = install_states.c.state == _digest(state)
        fresh = where & (install_states.c.expires_at >= as_stamp(now))
        with self._writing.begin() as connection:
            return bool(connection.execute(delete(install_states).where(fresh)).rowcount)


def _digest(state: str) -> str:
    return sha256(state.encode()).hexdigest()
