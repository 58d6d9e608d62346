"""Make large collections for the benchmarks out of few real texts, with vectors near real ones.

A derived chunk joins sentences of two real passages. Its vector, in place of the one that the model would
give, is their real vectors mixed, moved along the difference of two other real ones: even noise in all
directions would be no text's, and no approximate index can search it. Every run makes the same.
"""

import json
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Document, Section, Shelf, SourceClass
from knowledge.documents.sentences import split_sentences
from retrieval.adapters.sudachi import SudachiTokenizer
from retrieval.chunking import indexed_text
from retrieval.interface import Embedder, IndexedChunk, Vectors
from retrieval.passage import Chunk, Partition

AUDIENCES = ("half-a", "half-b")  # every other document: a reader of one may see 50 %
PER_DOCUMENT = 100
_MOVED = 0.35  # of a unit vector's length; two passages of one article lie about 0.5 apart
_MAX_CHARS = 400


@dataclass(frozen=True)
class Passages:
    """Real texts, and questions that some of them answer.

    Attributes:
        origin: What they are, for the report.
        titles: Of the passages' articles.
        questions: With the number of the passage that answers.
    """

    origin: str
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    questions: tuple[tuple[str, int], ...]

    @property
    def indexed(self) -> list[str]:
        """What both arms read."""
        return [indexed_text(title, (), text) for title, text in zip(self.titles, self.texts, strict=True)]


def load_passages() -> Passages:
    """Read JSQuAD from the outside test data; without it, the Japanese sections of the bundled corpus."""
    outside = os.environ.get("SANDAN_TEST_DATA")
    return _jsquad(Path(outside) / "jsquad") if outside else _bundled()


def load_reworded(passages: Passages) -> dict[str, list[tuple[str, int]]]:
    """Read our own questions on JSQuAD, in English and in other words; none where it is not measured."""
    row_of = {name: row for row, name in enumerate(passages.ids)}
    lines = Path(__file__).with_name("foreign_and_reworded.jsonl").read_text("utf-8").splitlines()
    found: dict[str, list[tuple[str, int]]] = {"en": [], "ja": []}
    for one in map(json.loads, lines):
        if one["gold"][0] in row_of:
            found[one["id"][:2]].append((one["query"], row_of[one["gold"][0]]))
    return found


def _jsquad(folder: Path) -> Passages:
    rows = [json.loads(line) for line in (folder / "passages.jsonl").read_text("utf-8").splitlines()]
    row_of = {row["id"]: number for number, row in enumerate(rows)}
    asked = [json.loads(line) for line in (folder / "queries.jsonl").read_text("utf-8").splitlines()]
    return Passages(
        origin=f"JSQuAD, {len(rows):,} passages",
        ids=tuple(row["id"] for row in rows),
        titles=tuple(row["title"] for row in rows),
        texts=tuple(row["text"] for row in rows),
        questions=tuple((one["text"], row_of[one["gold"][0]]) for one in asked),
    )


def _bundled() -> Passages:
    held = [
        (document.title, section)
        for document in load_bundled()
        for section in document.sections
        if section.language == "ja" and section.text.strip()
    ]
    return Passages(
        origin=f"bundled corpus, {len(held):,} sections (each asked for by its own first sentence)",
        ids=tuple(f"{row}" for row in range(len(held))),
        titles=tuple(title for title, _ in held),
        texts=tuple(section.text for _, section in held),
        questions=tuple(
            (section.text[: split_sentences(section.text)[0].end], row)
            for row, (_, section) in enumerate(held)
        ),
    )


@dataclass(frozen=True)
class _Parts:
    """A real passage in sentences, each with its terms."""

    title: str
    title_terms: tuple[str, ...]
    sentences: tuple[tuple[str, tuple[str, ...]], ...]


class DerivedCorpus:
    """As many documents as wanted, in two audiences; the first ones hold the real passages unchanged."""

    def __init__(self, passages: Passages, embedder: Embedder, vectors: Vectors, size: int) -> None:
        self._passages, self._vectors, self._size = passages, vectors, size
        self.model_id = embedder.model_id
        tokenizer = SudachiTokenizer()
        self._parts = [
            _parts(title, text, tokenizer)
            for title, text in zip(passages.titles, passages.texts, strict=True)
        ]
        self._random = np.random.default_rng(20_231_102)

    def documents(self) -> Iterator[tuple[Document, list[IndexedChunk]]]:
        """Give document after document with its chunks."""
        for number in range(-(-self._size // PER_DOCUMENT)):
            first = number * PER_DOCUMENT
            rows = range(first, min(first + PER_DOCUMENT, self._size))
            pieces = [self._piece(row) for row in rows]
            yield _document(number, pieces)

    def _piece(self, row: int) -> tuple[str, str, tuple[str, ...], Vectors]:
        """Give title, text, terms and vector of one chunk."""
        if row < len(self._parts):
            return _joined(
                self._parts[row].title, self._parts[row].sentences, self._vectors[row], self._parts[row]
            )
        one, other = self._random.integers(len(self._parts), size=2)
        head, tail = self._parts[one], self._parts[other]
        share = float(self._random.uniform(0.3, 0.7))
        sentences = (*_some(head.sentences, share), *_some(tail.sentences, 1 - share))
        here, there = self._vectors[self._random.choice(len(self._parts), size=2, replace=False)]
        mixed = share * self._vectors[one] + (1 - share) * self._vectors[other]
        raw = mixed + _MOVED * (there - here) / max(float(np.linalg.norm(there - here)), 1e-6)
        vector = np.asarray(raw / np.linalg.norm(raw), dtype=np.float32)
        return _joined(head.title, sentences, vector, head)


def _parts(title: str, text: str, tokenizer: SudachiTokenizer) -> _Parts:
    spans = [text[span.start : span.end] for span in split_sentences(text)] or [text]
    return _Parts(
        title,
        tuple(tokenizer.split_terms(title)),
        tuple((one, tuple(tokenizer.split_terms(one))) for one in spans),
    )


def _some(
    sentences: Sequence[tuple[str, tuple[str, ...]]], share: float
) -> Sequence[tuple[str, tuple[str, ...]]]:
    return sentences[: max(1, round(len(sentences) * share))]


def _joined(
    title: str, sentences: Sequence[tuple[str, tuple[str, ...]]], vector: Vectors, head: _Parts
) -> tuple[str, str, tuple[str, ...], Vectors]:
    text = "".join(one for one, _ in sentences)[:_MAX_CHARS]
    terms = (*head.title_terms, *(term for _, held in sentences for term in held))
    return title, text, terms, vector


def _document(
    number: int, pieces: Sequence[tuple[str, str, tuple[str, ...], Vectors]]
) -> tuple[Document, list[IndexedChunk]]:
    sections = tuple(
        Section(id=f"s{number}-{row}", text=text, language="ja", locator=f"{row}", title=title)
        for row, (title, text, _, _) in enumerate(pieces)
    )
    document = Document(
        id=f"d{number}",
        version="1",
        title=f"文書{number}",
        source_class=SourceClass.EXTERNAL,
        shelf=Shelf.OWN,
        audience=AUDIENCES[number % 2],
        sections=sections,
        content_hash=f"{number:064x}",
        origin=f"d{number}",
    )
    partition = Partition(shelf=document.shelf, audience=document.audience, language="ja")
    chunks = [
        IndexedChunk.model_construct(
            chunk=_chunk(document, section, row, partition),
            terms=terms,
            vector=vector.astype(np.float16),
        )
        for row, (section, (_, _, terms, vector)) in enumerate(zip(sections, pieces, strict=True))
    ]
    return document, chunks


def _chunk(document: Document, section: Section, row: int, partition: Partition) -> Chunk:
    line = unicodedata.normalize("NFKC", f"{section.title}\n{section.text}")
    return Chunk.model_construct(
        key=f"{document.key}#{row}",
        section_id=section.id,
        document_id=document.id,
        version=document.version,
        title=section.title or "",
        locator=section.locator,
        partition=partition,
        source_class=document.source_class,
        text=section.text,
        indexed_text=line,
        end=len(section.text),
        section_text=section.text,
    )
