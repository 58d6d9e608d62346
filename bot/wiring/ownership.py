"""Own the index, or find out who does: a service that takes errands, or a command that will be done soon."""

import time
from collections.abc import Callable

from bot.wiring.house import House, Progress
from bot.wiring.refusals import ServiceRunsError
from retrieval.adapters.ownership import IndexOwnedError, IndexOwner

_PAUSE_S = 0.1
_PATIENCE_S = 1_800.0  # a first build with a slow model; longer is no waiting but hanging
_SERVICE = "service"  # value of the record: the process that serves


def acquire(house: House) -> IndexOwner:
    """Take the right to write.

    Raises:
        IndexOwnedError: If another living process holds it.
    """
    return IndexOwner(house.index_root).acquire()


def acquire_when_free(
    house: House, progress: Progress, *, unless: Callable[[], bool] = lambda: False
) -> IndexOwner | None:
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
