"""Ship the vectors of the bundled corpus, so that the first start need not embed it.

`python -m retrieval.adapters.bundled_vectors` writes `vectors.npz` into the corpus folder; run it after
the corpus or the phrasings changed. Texts that are missing from the file are embedded at start: it saves
time, no more.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.documents.bundled import bundled_root, load_bundled
from knowledge.documents.intent_prototypes import load_intent_prototypes
from knowledge.documents.phrasings import load_null_questions, load_phrasings
from retrieval.adapters.embedded import EmbeddedEmbedder
from retrieval.chunking import phrasing_chunks, split_document
from retrieval.interface import Embedder, content_hash, query_hash

FILE_NAME = "vectors.npz"
_HASH_BYTES = 32


@dataclass(frozen=True)
class ShippedVectors:
    """Vectors by hash, as read from the file; empty for another model than it was written with."""

    model_id: str = ""
    _vectors: Mapping[str, NDArray[np.float16]] = field(default_factory=dict)

    def vectors_by_hash(self, hashes: Sequence[str], *, model_id: str) -> dict[str, NDArray[np.float16]]:
        """Find vectors computed by this model, by `content_hash` or `query_hash`."""
        if model_id != self.model_id:
            return {}
        return {one: self._vectors[one] for one in hashes if one in self._vectors}

    def count(self) -> int:
        """Count all vectors held."""
        return len(self._vectors)


def load_shipped_vectors(path: Path | None = None) -> ShippedVectors:
    """Read the file; empty when it is missing or cannot be read, since everything can be embedded again."""
    file = path or bundled_root() / FILE_NAME
    try:
        with np.load(file, allow_pickle=False) as held:
            names = [row.tobytes().hex() for row in held["hashes"]]
            vectors = held["vectors"]
            return ShippedVectors(str(held["model_id"]), dict(zip(names, vectors, strict=True)))
    except (OSError, ValueError, KeyError, BadZipFile):
        return ShippedVectors()


def bundled_texts(root: Path | None = None) -> tuple[dict[str, str], dict[str, str]]:
    """Collect what the bundled corpus needs vectors for.

    Returns:
        Passages by `content_hash` (chunks, phrasings and null questions), questions
        (null questions and intent prototypes) by `query_hash`.
    """
    phrasings, nulls = load_phrasings(root), load_null_questions(root)
    passages = {
        content_hash(chunk.indexed_text): chunk.indexed_text
        for document in load_bundled(root)
        for chunk in (*split_document(document), *phrasing_chunks(document, phrasings))
    }
    passages.update({content_hash(one.text): one.text for one in nulls})
    questions = [*(one.text for one in nulls), *(one.text for one in load_intent_prototypes(root))]
    return passages, {query_hash(text): text for text in questions}


def write_shipped_vectors(path: Path, embedder: Embedder, root: Path | None = None) -> int:
    """Embed the bundled corpus and write the file; the same corpus gives the same bytes.

    Vectors that the file already holds are kept, so that a small change is quick.

    Returns:
        How many vectors it holds now.
    """
    passages, questions = bundled_texts(root)
    known = load_shipped_vectors(path).vectors_by_hash([*passages, *questions], model_id=embedder.model_id)
    new_passages = [one for one in passages if one not in known]
    new_questions = [one for one in questions if one not in known]
    computed = embedder.embed_passages([passages[one] for one in new_passages], _tell)
    known.update(zip(new_passages, computed.astype(np.float16), strict=True))
    computed = embedder.embed_queries([questions[one] for one in new_questions])
    known.update(zip(new_questions, computed.astype(np.float16), strict=True))
    names = sorted(known)
    hashes = np.frombuffer(bytes.fromhex("".join(names)), dtype=np.uint8).reshape(-1, _HASH_BYTES)
    vectors = np.array([known[one] for one in names], dtype=np.float16).reshape(-1, embedder.dimension)
    with path.open("wb") as file:
        np.savez(file, hashes=hashes, vectors=vectors, model_id=np.array(embedder.model_id))
    return len(names)


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"\rembedded {done} of {total}")
    sys.stderr.flush()


def main() -> None:
    """Write the file of the installed corpus."""
    path = bundled_root() / FILE_NAME
    count = write_shipped_vectors(path, EmbeddedEmbedder())
    sys.stderr.write(f"\n{count} vectors, {path.stat().st_size:,} bytes in {path}\n")


if __name__ == "__main__":
    main()
