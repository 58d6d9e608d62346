"""Make the record ready on first use, and again when corpus, model or code have changed.

Whatever was killed in between starts over: that the record is ready is written last. Vectors that are known
are not computed again.
"""

import structlog

from bot.wiring.finding import open_owned_index
from bot.wiring.house import House, Progress, counting
from bot.wiring.ownership import acquire_when_free
from bot.wiring.refusals import ServiceRunsError
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Shelf
from knowledge.documents.phrasings import load_phrasings
from retrieval.indexer import Indexer
from retrieval.interface import IndexUnavailableError

log = structlog.get_logger(__name__)

_READY = "ready"  # value of the record: fingerprint of what it was built with
_RECIPE = "recipe"


def is_ready(house: House) -> bool:
    """Tell whether the record was built with this corpus, model and code."""
    return house.record.value(_READY) == house.fingerprint


def make_ready(house: House, progress: Progress) -> None:
    """Build what is missing; several processes may ask for it at once, and one does it.

    While a service runs, the record is taken as it keeps it.

    Raises:
        ServiceRunsError: If a service owns the store and has built nothing yet.
    """
    if is_ready(house):
        return
    try:
        owner = acquire_when_free(house, progress, unless=lambda: is_ready(house))
    except ServiceRunsError:
        if house.record.value(_READY) is None:
            raise
        return
    if owner is not None:
        with owner:
            if not is_ready(house):
                build(house, progress)
                build_index(house, progress)


def build(house: House, progress: Progress) -> None:
    """Bring the whole record up to date; the caller owns it."""
    indexer = house.make_indexer()
    house.record.keep_value(_READY, None)
    _renew_own(house, indexer, progress)
    bundled = load_bundled(house.corpus_root)
    wanted = {document.key for document in bundled}
    for held in house.record.documents():
        if held.shelf != Shelf.OWN and held.key not in wanted:
            house.record.remove_document(held.key)
    phrasings = load_phrasings(house.corpus_root)
    indexer.index_documents(bundled, phrasings, counting(progress, "Preparing the shipped documents"))
    house.record.keep_value(_RECIPE, indexer.recipe_id)
    house.record.keep_value(_READY, house.fingerprint)
    house.journal.erase()
    log.info("corpus_built", documents=len(bundled))


def build_index(house: House, progress: Progress) -> None:
    """Make the index equal to the record; a failure is only noted, since it can be made at any time."""
    try:
        open_owned_index(house, progress).close()
    except IndexUnavailableError:
        log.exception("index_not_built")


def _renew_own(house: House, indexer: Indexer, progress: Progress) -> None:
    """Embed and split anew what another model or other code has made."""
    held = house.record.model_ids()
    if held - {house.embedder.model_id}:
        indexer.reembed_all(counting(progress, "Embedding all documents with the other model"))
    elif held and house.record.value(_RECIPE) != indexer.recipe_id:
        indexer.reindex_all(counting(progress, "Splitting all documents anew"))
