"""Retrieval out of the record, for a process that does not own the index: every vector in memory, exactly.

Up to some 50,000 chunks this starts faster than the index does. An index in PostgreSQL is searched where
it is, and nothing is loaded. What has been learnt about strangers is kept in the record, so that the next
process need not ask them again.
"""

from dataclasses import dataclass, field
from threading import Lock

from bot.wiring.finding import keeps_terms, make_retriever, shared_index
from bot.wiring.house import House
from retrieval.adapters.exact import ExactChunkIndex
from retrieval.calibration import Calibration
from retrieval.catalogue import ChunkCatalogue
from retrieval.lexical import LexicalIndex
from retrieval.retriever import Retriever

CALIBRATION = "calibration"


@dataclass
class Reader:
    """Gives a retriever over the record as it is now; safe to share between threads."""

    house: House
    calibration: Calibration
    _retriever: Retriever | None = None
    _kept: str = ""
    _lock: Lock = field(default_factory=Lock)

    def retriever(self) -> Retriever:
        """Give the retriever, made anew when the record has changed."""
        with self._lock:
            held = self._retriever
            if held is None or held.catalogue.generation != self.house.record.generation():
                self._retriever = held = self._load()
            return held

    def keep_calibration(self) -> None:
        """Write down what was learnt; or do not, since it can be learnt again."""
        learnt = self.calibration.dump()
        if learnt != self._kept:
            self.house.record.try_keep_value(CALIBRATION, learnt)
            self._kept = learnt

    def _load(self) -> Retriever:
        house = self.house
        shared = shared_index(house)
        indexer = house.make_indexer()
        if shared is not None and keeps_terms(house) and shared.is_searchable():
            shared.is_reader = True
            return make_retriever(house, shared, indexer.terms, indexer.catalogue, self.calibration)
        indexer.check_model()
        indexer.terms, indexer.catalogue = LexicalIndex(), ChunkCatalogue()
        index = ExactChunkIndex(house.embedder.dimension)
        indexer.load_terms(index)
        return make_retriever(house, index, indexer.terms, indexer.catalogue, self.calibration)


def open_reader(house: House) -> Reader:
    """Make a reader with what was learnt before."""
    dumped = house.record.value(CALIBRATION) or ""
    calibration = Calibration.load(dumped)
    return Reader(house, calibration, _kept=calibration.dump())
