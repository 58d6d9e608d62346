"""Put together what finds passages: the index of its owner, and retrievers for owner and readers."""

from bot.wiring.house import House, Progress, counting
from bot.wiring.index_place import OwnedIndex
from retrieval.adapters.shared_index import SharedChunkIndex
from retrieval.adapters.versioned_index import open_index
from retrieval.calibration import Calibration
from retrieval.interface import Catalogue, ChunkIndex, TermIndex
from retrieval.retriever import Retriever


def open_owned_index(house: House, progress: Progress) -> OwnedIndex:
    """Open the index for the process that owns it; build it from the record on any doubt.

    Raises:
        EmbeddingMismatchError: If the record holds vectors of another model.
        IndexUnavailableError: If it cannot be reached, or no sound index can be built.
    """
    tell = counting(progress, "Building the index")
    shared = shared_index(house)
    if shared is not None:
        shared.open(tell)
        return shared
    return open_index(
        house.index_root,
        house.record,
        model_id=house.embedder.model_id,
        dimension=house.embedder.dimension,
        recipe_id=house.make_indexer().recipe_id,
        progress=tell,
    )


def shared_index(house: House) -> SharedChunkIndex | None:
    """Give the index at the configured address, not opened yet; None when it lives in the home folder."""
    place = house.shared
    if place is None:
        return None
    return SharedChunkIndex(
        house.record,
        house.record,
        place.engine,
        place.terms,
        place.location,
        house.embedder.model_id,
        house.embedder.dimension,
        house.make_indexer().recipe_id,
    )


def keeps_terms(house: House) -> bool:
    """Tell whether terms and catalogue are looked up where the index lives, and not held in memory."""
    return house.shared is not None and house.shared.terms is not None


def make_retriever(
    house: House, index: ChunkIndex, terms: TermIndex, catalogue: Catalogue, calibration: Calibration
) -> Retriever:
    """Make a retriever with the configured models."""
    return Retriever(
        house.embedder, house.tokenizer, index, terms, catalogue, house.nulls, calibration, house.reranker
    )
