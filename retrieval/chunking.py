"""Cut documents into chunks: whole sentences of one section, and phrasings by which it may be asked for.

Sentences come from `knowledge.documents.sentences`; embedding and indexing are `retrieval.indexer`'s.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from knowledge.documents.document import Document, Language, Section
from knowledge.documents.sentences import split_sentences
from retrieval.passage import Chunk, Partition

CHUNKING_VERSION = "1"  # raise it when other chunks come out of the same document
MAX_CHARS = 400
_MIN_CHARS = 40
_MAX_PREFIX_CHARS = 200  # a heading longer than this is not one, and would drown the text
_COMMAS = frozenset("、，,;；:：")


class Phrasing(Protocol):
    """One more way to ask for a section."""

    @property
    def id(self) -> str:
        """Name the section that answers."""

    @property
    def language(self) -> Language:
        """Tell the language of the phrasing, which may not be the section's."""

    @property
    def text(self) -> str:
        """Ask as a person would."""

    @property
    def is_generated(self) -> bool:
        """Tell whether a language model wrote it; else it is authored, or derived from the text."""


def split_document(document: Document, *, max_chars: int = MAX_CHARS) -> list[Chunk]:
    """Split a document into chunks in reading order.

    Args:
        document: The version to index.
        max_chars: Upper bound for one chunk, in characters after NFKC; whole sentences, never across a
            section. A sentence longer than that is cut at commas, or where it must be.

    Returns:
        At least one chunk per section. Joining a section's chunks gives back its text.

    Raises:
        ValueError: If `max_chars` is too small to hold a clause.
    """
    if max_chars < _MIN_CHARS:
        raise ValueError(f"max_chars must be at least {_MIN_CHARS}")
    return [
        _chunk_of(document, position, section, (number, start, end))
        for position, section in enumerate(document.sections)
        for number, (start, end) in enumerate(_cut(section.text, max_chars))
    ]


def phrasing_chunks(document: Document, phrasings: Sequence[Phrasing]) -> list[Chunk]:
    """Make a chunk of each phrasing that asks for a section of this document; others are left out.

    A phrasing belongs to the section in its own language where there is one: a bilingual card has two.
    """
    homes: dict[str, list[tuple[int, Section]]] = {}
    for position, section in enumerate(document.sections):
        homes.setdefault(section.id, []).append((position, section))
    chunks = []
    for number, phrasing in enumerate(phrasings):
        candidates = homes.get(phrasing.id)
        if candidates and phrasing.text.strip():
            position, section = min(candidates, key=lambda home: home[1].language != phrasing.language)
            chunks.append(_phrasing_chunk(document, position, section, (number, phrasing)))
    return chunks


def indexed_text(title: str, headings: Sequence[str], text: str) -> str:
    """Compose what both arms read: one line `title > section path`, then the text, NFKC."""
    parts = [" ".join(part.split()) for part in (title, *headings)]
    line = " > ".join(dict.fromkeys(part for part in parts if part))[:_MAX_PREFIX_CHARS]
    return unicodedata.normalize("NFKC", f"{line}\n{text}" if line else text)


def _chunk_of(document: Document, position: int, section: Section, cut: tuple[int, int, int]) -> Chunk:
    number, start, end = cut
    whole = _whole_section(document, section)
    text = section.text[start:end]
    return whole.model_copy(
        update={
            "key": f"{document.key}#{position}.{number}",
            "text": text,
            "indexed_text": indexed_text(whole.title, (*section.path, section.heading), text),
            "start": start,
            "end": end,
        }
    )


def _phrasing_chunk(
    document: Document, position: int, section: Section, numbered: tuple[int, Phrasing]
) -> Chunk:
    number, phrasing = numbered
    whole = _whole_section(document, section)
    return whole.model_copy(
        update={
            "key": f"{document.key}#{position}.p{number}",
            "kind": "generated" if phrasing.is_generated else "phrasing",
            "text": phrasing.text,
            "indexed_text": unicodedata.normalize("NFKC", phrasing.text),
            "partition": whole.partition.model_copy(update={"language": phrasing.language}),
        }
    )


def _whole_section(document: Document, section: Section) -> Chunk:
    return Chunk(
        key=document.key,
        section_id=section.id,
        document_id=document.id,
        version=document.version,
        title=section.title or document.title,
        locator=section.locator,
        heading=section.heading,
        partition=Partition(shelf=document.shelf, audience=document.audience, language=section.language),
        source_class=document.source_class,
        text=section.text,
        indexed_text=section.text,
        end=len(section.text),
        section_text=section.text,
        section_language=section.language,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        amends=document.amends,
        is_excerpt=document.is_excerpt,
        card=section.card,
    )


def _cut(text: str, max_chars: int) -> list[tuple[int, int]]:
    """Tile the text: greedy runs of whole pieces; what stands between sentences goes to the one before."""
    cuts: list[tuple[int, int]] = []
    start = end = width = 0
    for _, piece_end, piece_width in _pieces(text, max_chars):
        if end > start and width + piece_width > max_chars:
            cuts.append((start, end))
            start, width = end, 0
        end, width = piece_end, width + piece_width
    return [*cuts, (start, len(text))]


def _pieces(text: str, max_chars: int) -> Iterator[tuple[int, int, int]]:
    """Give sentences, over-long ones in parts, as start, end and width, without gaps."""
    starts = [span.start for span in split_sentences(text)]
    bounds = [0, *starts[1:], len(text)]
    for start, end in pairwise(bounds):
        width = _width(text[start:end])
        if width <= max_chars:
            yield start, end, width
        else:
            yield from _parts(text, (start, end), max_chars)


def _parts(text: str, sentence: tuple[int, int], max_chars: int) -> Iterator[tuple[int, int, int]]:
    """Cut an over-long sentence after its last comma that fits, or at the width."""
    start, end = sentence
    while start < end:
        cut = _fitting_cut(text, start, end, max_chars)
        yield start, cut, _width(text[start:cut])
        start = cut


def _fitting_cut(text: str, start: int, end: int, max_chars: int) -> int:
    width, comma, cut = 0, start, start
    for position in range(start, end):
        width += _width(text[position])
        if width > max_chars:
            break
        cut = position + 1
        if text[position] in _COMMAS:
            comma = cut
    else:
        return end
    if comma - start >= max_chars // 2:
        return comma
    while cut > start + 1 and unicodedata.combining(text[cut]):
        cut -= 1  # an accent stays with its letter
    return max(cut, start + 1)


def _width(text: str) -> int:
    """Count characters after NFKC."""
    return len(unicodedata.normalize("NFKC", text))
