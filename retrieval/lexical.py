"""Score chunks by their words: BM25, and how much of a question a chunk covers.

Counts, document frequencies and lengths are taken over exactly the partitions that are searched, so that
chunks a reader may not see never shape a ranking. Terms come from a `Tokenizer`, mixing with vectors is
`retrieval.fusion`'s business.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from retrieval.interface import TermEntry
from retrieval.passage import Partition

K1 = 0.9
B = 0.4


@dataclass
class _Postings:
    rows: "array[int]" = field(default_factory=lambda: array("i"))
    counts: "array[float]" = field(default_factory=lambda: array("f"))


@dataclass
class _Block:
    """One partition: a row per chunk; removed rows stay, unmarked, until half of all are dead."""

    keys: list[str] = field(default_factory=list)
    row_of: dict[str, int] = field(default_factory=dict)
    documents: "array[int]" = field(default_factory=lambda: array("i"))
    lengths: "array[float]" = field(default_factory=lambda: array("f"))
    alive: bytearray = field(default_factory=bytearray)
    postings: dict[str, _Postings] = field(default_factory=dict)
    live: int = 0
    total_length: float = 0.0

    def add(self, key: str, document: int, terms: Sequence[str]) -> None:
        row = len(self.keys)
        self.keys.append(key)
        self.row_of[key] = row
        self.documents.append(document)
        self.lengths.append(len(terms))
        self.alive.append(1)
        self.live += 1
        self.total_length += len(terms)
        for term, count in Counter(terms).items():
            posting = self.postings.setdefault(term, _Postings())
            posting.rows.append(row)
            posting.counts.append(count)

    def remove(self, row: int) -> None:
        self.alive[row] = 0
        self.live -= 1
        self.total_length -= self.lengths[row]
        del self.row_of[self.keys[row]]

    def mask(self) -> NDArray[np.bool_] | None:
        """Tell which rows live; None for all."""
        return None if self.live == len(self.keys) else np.frombuffer(bytes(self.alive), dtype=np.bool_)

    def occurrences(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float32]] | None:
        """Give rows and counts of a term among the living; copies, since the arrays may grow."""
        posting = self.postings.get(term)
        if posting is None:
            return None
        rows = np.array(posting.rows, dtype=np.int32)
        counts = np.array(posting.counts, dtype=np.float32)
        mask = self.mask()
        if mask is None:
            return rows, counts
        return rows[mask[rows]], counts[mask[rows]]

    def compacted(self) -> "_Block":
        """Copy the living rows into a block of their own."""
        mask = np.frombuffer(bytes(self.alive), dtype=np.bool_)
        moved = np.cumsum(mask, dtype=np.int32) - 1
        kept = np.flatnonzero(mask).tolist()
        block = _Block(live=self.live, total_length=self.total_length)
        block.keys = [self.keys[row] for row in kept]
        block.row_of = {key: row for row, key in enumerate(block.keys)}
        block.documents = array("i", (self.documents[row] for row in kept))
        block.lengths = array("f", (self.lengths[row] for row in kept))
        block.alive = bytearray(b"\x01" * len(kept))
        for term in self.postings:
            found = self.occurrences(term)
            if found is not None and found[0].size:
                rows, counts = moved[found[0]], found[1]
                block.postings[term] = _Postings(array("i", rows.tobytes()), array("f", counts.tobytes()))
        return block


@dataclass(frozen=True)
class LexicalScores:
    """What the words of one query say about the chunks of the partitions searched."""

    coverages: dict[str, float]  # of the best chunks, best first; chunks without a shared term are absent
    idf_mass: float  # sum of idf of all query terms, repeats counted
    _blocks: tuple[tuple[dict[str, int], NDArray[np.float32]], ...] = ()

    def coverage(self, chunk_key: str) -> float:
        """Tell how much of the query a chunk covers, 0 to 1; 0 also for chunks not searched."""
        for row_of, scores in self._blocks:
            row = row_of.get(chunk_key)
            if row is not None and row < len(scores) and self.idf_mass:
                return float(scores[row]) / self.idf_mass
        return 0.0


@dataclass(frozen=True)
class _Scored:
    """A question that was looked up at once."""

    found: LexicalScores

    def scores(self, also: Sequence[str] = ()) -> LexicalScores:  # noqa: ARG002 - any chunk's can be had
        return self.found


@dataclass
class LexicalIndex:
    """Terms of all chunks, partition by partition, in memory; safe to share between threads."""

    _blocks: dict[Partition, _Block] = field(default_factory=dict)
    _document_ids: dict[str, int] = field(default_factory=dict)
    _held: dict[str, list[tuple[Partition, str]]] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def replace_document(self, document_key: str, entries: Iterable[TermEntry]) -> None:
        """Put these chunks in place of what is held of the document version."""
        with self._lock:
            self.remove_document(document_key)
            document = self._document_ids.setdefault(document_key, len(self._document_ids))
            held = self._held.setdefault(document_key, [])
            for key, partition, terms in entries:
                self._blocks.setdefault(partition, _Block()).add(key, document, terms)
                held.append((partition, key))

    def remove_document(self, document_key: str) -> None:
        """Drop all chunks of the document version."""
        with self._lock:
            touched = set()
            for partition, key in self._held.pop(document_key, ()):
                block = self._blocks[partition]
                block.remove(block.row_of[key])
                touched.add(partition)
            for partition in touched:
                self._tidy(partition)

    def count(self) -> int:
        """Count all chunks held."""
        with self._lock:
            return sum(block.live for block in self._blocks.values())

    def asked(
        self,
        query_terms: Sequence[str],
        *,
        partitions: Sequence[Partition],
        document_keys: frozenset[str] | None,
        k: int = 100,
    ) -> "_Scored":
        """Score the chunks of some partitions for a query; it is done here and now.

        Args:
            query_terms: From the same tokenizer as the chunks'; repeats weigh more.
            partitions: Where to look; they alone make up the statistics.
            document_keys: Only chunks of these document versions; None for all.
            k: How many of the best to list.

        Returns:
            Coverage, that is BM25 over the sum of idf of all query terms; a term that no chunk holds
            counts with the highest idf, so that a question full of unknown words is covered little.
        """
        return _Scored(self._score(Counter(query_terms), partitions, document_keys, k))

    def _score(
        self,
        query: Counter[str],
        partitions: Sequence[Partition],
        document_keys: frozenset[str] | None,
        k: int,
    ) -> LexicalScores:
        with self._lock:
            wanted = dict.fromkeys(partitions)
            blocks = [block for one in wanted if (block := self._blocks.get(one)) and block.live]
            allowed = self._allowed(document_keys)
            weights, scored = _bm25(blocks, query)
            scores = [_masked(block, values, allowed) for block, values in zip(blocks, scored, strict=True)]
            best = _best(blocks, scores, k)
            tables = tuple((block.row_of, values) for block, values in zip(blocks, scores, strict=True))
        coverages = {key: score / weights for key, score in best} if weights else {}
        return LexicalScores(coverages, weights, tables)

    def _allowed(self, document_keys: frozenset[str] | None) -> NDArray[np.bool_] | None:
        if document_keys is None:
            return None
        table = np.zeros(len(self._document_ids), dtype=np.bool_)
        table[[self._document_ids[key] for key in document_keys if key in self._document_ids]] = True
        return table

    def _tidy(self, partition: Partition) -> None:
        block = self._blocks[partition]
        if not block.live:
            del self._blocks[partition]
        elif block.live * 2 < len(block.keys):
            self._blocks[partition] = block.compacted()


def _bm25(blocks: Sequence[_Block], query: Counter[str]) -> tuple[float, list[NDArray[np.float32]]]:
    """Score all rows of all blocks as one collection; also give the idf mass of the query."""
    size = sum(block.live for block in blocks)
    mean_length = max(sum(block.total_length for block in blocks) / size, 1.0) if size else 1.0
    scores = [np.zeros(len(block.keys), dtype=np.float32) for block in blocks]
    norms = [_length_norm(block, mean_length) for block in blocks]
    mass = 0.0
    for term, repeats in query.items():
        found = [block.occurrences(term) for block in blocks]
        frequency = sum(one[0].size for one in found if one is not None)
        weight = repeats * math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))
        mass += weight
        for block_scores, norm, one in zip(scores, norms, found, strict=True):
            if one is not None:
                rows, counts = one
                block_scores[rows] += weight * counts / (counts + norm[rows])
    return mass, scores


def _length_norm(block: _Block, mean_length: float) -> NDArray[np.float32]:
    lengths = np.array(block.lengths, dtype=np.float32)
    return np.asarray(K1 * (1 - B + B * lengths / mean_length), dtype=np.float32)


def _masked(
    block: _Block, scores: NDArray[np.float32], allowed: NDArray[np.bool_] | None
) -> NDArray[np.float32]:
    if allowed is not None:
        scores[~allowed[np.array(block.documents, dtype=np.int32)]] = 0
    return scores


def _best(blocks: Sequence[_Block], scores: Sequence[NDArray[np.float32]], k: int) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for block, values in zip(blocks, scores, strict=True):
        rows = np.flatnonzero(values)
        if rows.size > k:
            rows = rows[np.argpartition(values[rows], -k)[-k:]]
        found.extend((block.keys[row], float(values[row])) for row in rows.tolist())
    return sorted(found, key=lambda one: (-one[1], one[0]))[:k]
