"""Recognise a version that is only a supplement to the one before.

Where that is so on a day, and what follows from it, is `knowledge.documents.standing`'s.
"""

from collections.abc import Sequence
from datetime import date

from knowledge.documents.document import Document, Section
from knowledge.documents.numbering import is_supplement_name


def infer_amendments(documents: Sequence[Document], known: Sequence[Document]) -> tuple[Document, ...]:
    """Set `amends` on versions that hold nothing but supplementary provisions.

    Args:
        documents: Versions to complete; one that says itself what it amends stays as it is.
        known: Where to look for the version before; `documents` may be among them.

    Returns:
        The documents in the same order. Content hashes are not renewed.
    """
    return tuple(_with_amended_version(document, known) for document in documents)


def _with_amended_version(document: Document, known: Sequence[Document]) -> Document:
    if document.amends is not None or not all(_is_supplementary(section) for section in document.sections):
        return document
    before = [
        other
        for other in known
        if other.id == document.id
        and other.shelf == document.shelf
        and other.key != document.key
        and _start(other) < _start(document)
        and not all(_is_supplementary(section) for section in other.sections)
    ]
    if not before:
        return document
    return document.model_copy(update={"amends": max(before, key=_start).version})


def _is_supplementary(section: Section) -> bool:
    if "#cover" in section.id:
        return True
    names = (section.locator, section.heading, *section.path)
    return any(is_supplement_name(name) for name in names if name)


def _start(document: Document) -> date:
    return document.effective_from or date.min
