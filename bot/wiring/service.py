"""Serve: own the store, answer out of the index, and carry out what other processes ask to be written."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Event, Thread
from uuid import uuid4

import structlog

from bot.conversation import Conversation
from bot.library import Library
from bot.settings import Settings
from bot.storage.errands import Errand, ErrandBox
from bot.storage.inbox import DatabaseInbox
from bot.storage.thread_memory import DatabaseThreadMemory
from bot.surfaces.apology import apologise
from bot.wiring.care import forgetting_what_is_old
from bot.wiring.finding import make_retriever
from bot.wiring.house import House, Progress, open_house
from bot.wiring.ownership import acquire_when_free, announce_service
from bot.wiring.owning import Owner, open_owner
from bot.wiring.readiness import build, is_ready
from bot.wiring.reading import CALIBRATION
from bot.wiring.talking import make_conversation, make_library
from bot.wiring.writing import IngestOrder, RemovalOrder
from retrieval.calibration import Calibration

log = structlog.get_logger(__name__)

_PAUSE_S = 0.5
_RELEARN_S = 5.0  # after a write, before the bounds of strangers are learnt anew
_PROGRESS_EVERY_S = 0.3


@dataclass(frozen=True)
class Service:
    """What a surface needs to serve."""

    settings: Settings
    house: House
    conversation: Conversation
    library: Library
    owner: Owner
    inbox: DatabaseInbox
    memory: DatabaseThreadMemory


@contextmanager
def running_service(
    settings: Settings, progress: Progress, *, today: Callable[[], date]
) -> Iterator[Service]:
    """Own the store while the block runs; other processes leave their writing to this one.

    Raises:
        ServiceRunsError: If another service owns it.
    """
    with open_house(settings) as house:
        right = acquire_when_free(house, progress)
        if right is None:
            raise TimeoutError
        with right:
            if not is_ready(house):
                build(house, progress)
            with (
                open_owner(house, progress, today=today, load=True) as owner,
                _errands(house, owner),
                forgetting_what_is_old(house),
            ):
                yield _service(house, owner)


def _service(house: House, owner: Owner) -> Service:
    indexer = owner.indexer
    calibration = Calibration.load(house.record.value(CALIBRATION) or "")
    calibration.relearns_after_s = _RELEARN_S
    retriever = make_retriever(house, owner.index, indexer.terms, indexer.catalogue, calibration)
    library = make_library(house)
    return Service(
        settings=house.settings,
        house=house,
        conversation=make_conversation(house, library, lambda: retriever),
        library=library,
        owner=owner,
        inbox=DatabaseInbox(house.database),
        memory=DatabaseThreadMemory(house.database),
    )


@contextmanager
def _errands(house: House, owner: Owner) -> Iterator[None]:
    """Work off errands beside the block; the one that is running is finished before this returns."""
    box, stop = ErrandBox(house.database), Event()
    box.clear()
    announce_service(house, os.getpid())
    worker = Thread(target=_work, args=(box, owner, stop), name="errands", daemon=True)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()
        announce_service(house, None)


def _work(box: ErrandBox, owner: Owner, stop: Event) -> None:
    while not stop.is_set():
        try:
            errand = box.take()
            if errand is not None:
                _carry_out(errand, box, owner)
                continue
        except Exception:  # the next errand may be a better one
            log.exception("errands_failed")
        stop.wait(_PAUSE_S)


def _carry_out(errand: Errand, box: ErrandBox, owner: Owner) -> None:
    told = 0.0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > _PROGRESS_EVERY_S:
            told = time.monotonic()
            box.tell_progress(errand.id, what, done, total)

    try:
        if errand.kind == "ingest":
            order = IngestOrder.model_validate_json(errand.payload)
            result = owner.ingest(order.paths, order.options, tell).model_dump_json(by_alias=True)
        else:
            document = RemovalOrder.model_validate_json(errand.payload).document
            result = owner.remove(document, tell).model_dump_json(by_alias=True)
    except Exception as error:  # the one place where a failed errand becomes words
        reference = uuid4().hex[:12]
        log.exception("errand_failed", trace_id=reference, kind=errand.kind, error=type(error).__name__)
        box.fail(errand.id, apologise(error, "en", reference=reference))
        return
    log.info("errand_done", kind=errand.kind)
    box.finish(errand.id, result)
