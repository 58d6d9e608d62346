"""Check an index by looking for chunks that it holds: each must find itself."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from retrieval.interface import ChunkIndex, Vectors
from retrieval.passage import Chunk, Partition

MAX_PROBES = 20
_SAME = 0.999  # a cosine above it is the same text, perhaps of another chunk


class Probe(BaseModel):
    """A chunk that must find itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chunk_key: str
    document_key: str
    partition: Partition


def choose_probes(chunks: Sequence[Chunk]) -> tuple[Probe, ...]:
    """Choose chunks spread over all; every partition is among them."""
    chosen = {chunk.partition: chunk for chunk in chunks}
    spread = chunks[:: max(1, len(chunks) // MAX_PROBES)]
    probes = dict.fromkeys(chunk.key for chunk in (*chosen.values(), *spread))
    by_key = {chunk.key: chunk for chunk in chunks}
    return tuple(
        Probe(chunk_key=key, document_key=by_key[key].document_key, partition=by_key[key].partition)
        for key in list(probes)[: max(MAX_PROBES, len(chosen))]
    )


def find_themselves(index: ChunkIndex, probes: Sequence[Probe]) -> bool:
    """Tell whether the index holds all probes and finds each of them by its own vector."""
    vectors = index.vectors([probe.chunk_key for probe in probes])
    return all(
        probe.chunk_key in vectors and _finds_itself(index, probe, vectors[probe.chunk_key])
        for probe in probes
    )


def _finds_itself(index: ChunkIndex, probe: Probe, vector: Vectors) -> bool:
    found = index.nearest(vector, partitions=(probe.partition,), document_keys=None, k=5)
    return any(one.chunk_key == probe.chunk_key or one.similarity > _SAME for one in found)
