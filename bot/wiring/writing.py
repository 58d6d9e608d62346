"""Write as the owner of the store, or leave it to the service that owns it and wait for what comes out."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from bot.storage.errands import Errand, ErrandBox, ErrandKind
from bot.surfaces.cli.reports import IngestReport, Removal
from bot.wiring.house import House, Progress
from bot.wiring.ownership import acquire, acquire_when_free
from bot.wiring.owning import Owner, open_owner
from bot.wiring.refusals import ErrandFailedError, ServiceGoneError, ServiceRunsError
from knowledge.documents.intake import IntakeOptions
from retrieval.adapters.ownership import IndexOwnedError

_PAUSE_S = 0.1
_CHECK_EVERY = 10  # pauses
_Result = TypeVar("_Result", IngestReport, Removal)


class IngestOrder(BaseModel):
    """What is to be put in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    paths: tuple[Path, ...]
    options: IntakeOptions


class RemovalOrder(BaseModel):
    """What is to be taken out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str


def ingest_somehow(
    house: House, paths: Sequence[Path], options: IntakeOptions, *, today: date, progress: Progress
) -> IngestReport:
    """Put files in, here or through the running service.

    Raises:
        RefusedError: If the service ended or failed meanwhile.
    """
    order = IngestOrder(paths=tuple(path.absolute() for path in paths), options=options)
    try:
        return _here(house, today, progress, lambda owner: owner.ingest(paths, options, progress))
    except ServiceRunsError:
        return _there(house, "ingest", order, IngestReport, progress)


def remove_somehow(house: House, document: str, *, today: date, progress: Progress) -> Removal:
    """Take a document out, here or through the running service.

    Raises:
        RefusedError: If the service ended or failed meanwhile.
    """
    order = RemovalOrder(document=document)
    try:
        return _here(house, today, progress, lambda owner: owner.remove(document, progress))
    except ServiceRunsError:
        return _there(house, "remove", order, Removal, progress)


def _here(house: House, today: date, progress: Progress, work: Callable[[Owner], _Result]) -> _Result:
    right = acquire_when_free(house, progress)
    if right is None:
        raise TimeoutError
    with right, open_owner(house, progress, today=lambda: today, load=False) as owner:
        return work(owner)


def _there(
    house: House, kind: ErrandKind, order: BaseModel, result: type[_Result], progress: Progress
) -> _Result:
    box = ErrandBox(house.database)
    identity = box.leave(kind, order.model_dump_json(exclude_unset=True))
    try:
        errand = _wait_for(house, box, identity, progress)
    finally:
        box.collect(identity)
    if errand.state == "failed":
        raise ErrandFailedError(errand.result)
    return result.model_validate_json(errand.result).model_copy(update={"done_by": "the running service"})


def _wait_for(house: House, box: ErrandBox, identity: str, progress: Progress) -> Errand:
    pauses = 0
    while True:
        errand = box.look(identity)
        if errand is None:
            raise ServiceGoneError
        if errand.state in {"done", "failed"}:
            return errand
        what, done, total = errand.progress
        progress(what or "Waiting for the running service", done, total)
        pauses += 1
        if pauses % _CHECK_EVERY == 0 and _owner_is_gone(house):
            last = box.look(identity)
            if last is None or last.state not in {"done", "failed"}:
                raise ServiceGoneError
            return last
        time.sleep(_PAUSE_S)


def _owner_is_gone(house: House) -> bool:
    try:
        acquire(house).release()
    except IndexOwnedError:
        return False
    return True
