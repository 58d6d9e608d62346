"""Own the index, or find out who does: a service that takes errands, or a command that will be done soon."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from bot.wiring.house import House, Progress
from bot.wiring.index_place import is_postgres
from bot.wiring.refusals import ServiceRunsError
from retrieval.adapters.ownership import IndexOwnedError, IndexOwner
from retrieval.adapters.postgres_owner import PostgresOwner

_PAUSE_S = 0.1
_PATIENCE_S = 1_800.0  # a first build with a slow model; longer is no waiting but hanging
_SERVICE = "service"  # value of the record: the process that serves


class Right(Protocol):
    """The right to write, held until released or until the process ends."""

    def release(self) -> None:
        """Give it back."""

    def __enter__(self) -> Self:
        """Hold it while a block runs."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back."""


def acquire(house: House) -> Right:
    """Take the right to write: on this machine and, in a PostgreSQL that is shared, on all.

    Raises:
        IndexOwnedError: If another living process holds it.
    """
    here = IndexOwner(house.index_root).acquire()
    url = _shared_database(house)
    if url is None:
        return here
    try:
        return _BothRights(here, PostgresOwner(url).acquire())
    except BaseException:
        here.release()
        raise


def acquire_when_free(
    house: House, progress: Progress, *, unless: Callable[[], bool] = lambda: False
) -> Right | None:
    """Wait until the right to write is free, as long as only a command holds it.

    Args:
        house: Whose index.
        progress: Told that somebody is waited for.
        unless: Looked at now and then; when true there is no need any more.

    Returns:
        The right, or None when there is no need any more.

    Raises:
        ServiceRunsError: If a service holds it, which does not end by itself.
        TimeoutError: After half an hour.
    """
    patience = _PATIENCE_S
    while True:
        try:
            return acquire(house)
        except IndexOwnedError as error:
            if unless():
                return None
            if service_pid(house) is not None and service_pid(house) == error.pid:
                raise ServiceRunsError(error.pid) from error
            progress(f"waiting for process {error.pid or '?'}", 0, 0)
        patience -= _PAUSE_S
        if patience <= 0:
            raise TimeoutError("another process has been writing for half an hour")
        time.sleep(_PAUSE_S)


def announce_service(house: House, pid: int | None) -> None:
    """Say that a process serves, so that others leave writing to it; None when it ends."""
    house.record.keep_value(_SERVICE, None if pid is None else str(pid))


def service_pid(house: House) -> int | None:
    """Give the process that said it serves; it may have died since."""
    held = house.record.value(_SERVICE)
    return int(held) if held and held.isdigit() else None


@dataclass(frozen=True)
class _BothRights:
    """The right on this machine, and the one among all machines."""

    here: IndexOwner
    everywhere: PostgresOwner

    def release(self) -> None:
        self.everywhere.release()
        self.here.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _shared_database(house: House) -> str | None:
    """Give the PostgreSQL that several machines may share: the record's, else the index'."""
    index = house.settings.index_url
    urls = (house.settings.record_url, "" if index is None else index.get_secret_value())
    return next((url for url in urls if is_postgres(url)), None)
