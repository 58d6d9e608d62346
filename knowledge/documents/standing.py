"""Decide whether a document version is in force on a day, from dates and from the other versions.

Pure. Reading dates out of texts is the loaders' business; which clause of an amended version a supplement
changes is the advisor's.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from knowledge.documents.document import Document, SourceClass

Standing = Literal["in_force", "superseded", "not_yet_in_force", "not_applicable"]

_ONE_DAY = timedelta(days=1)


def standing_on(document: Document, day: date, others: Sequence[Document]) -> Standing:
    """Decide how a document version stands on a day.

    Args:
        document: The version asked about.
        day: The day that counts (`as_of`).
        others: All versions that may bear on it; `document` itself and strangers may be among them.

    Returns:
        `not_applicable` for a source without dates that is no policy, unless a later version replaces it.
        A version that is only amended by a supplement stays `in_force` while the supplement is; what has run
        out is `superseded`.
    """
    is_dated = document.effective_from is not None or document.effective_to is not None
    is_replaced = any(_replaces(other, document) and _has_begun(other, day) for other in others)
    if document.source_class != SourceClass.POLICY and not is_dated and not is_replaced:
        return "not_applicable"
    if document.effective_from is not None and day < document.effective_from:
        return "not_yet_in_force"
    if is_replaced:
        return "superseded"
    end = _last_day(document, others, seen=frozenset())
    return "superseded" if end is not None and day > end else "in_force"


def amendments_on(document: Document, day: date, others: Sequence[Document]) -> tuple[Document, ...]:
    """List the supplements in force on a day that change this version, earliest first; none is usual."""
    found = [
        other
        for other in others
        if _is_supplement_to(other, document) and standing_on(other, day, others) == "in_force"
    ]
    return tuple(sorted(found, key=lambda other: (other.effective_from or date.min, _rank(other.version))))


def _has_begun(document: Document, day: date) -> bool:
    return document.effective_from is None or document.effective_from <= day


def _is_supplement_to(other: Document, document: Document) -> bool:
    return other.id == document.id and other.shelf == document.shelf and other.amends == document.version


def _replaces(other: Document, document: Document) -> bool:
    if other.shelf != document.shelf or other.key == document.key:
        return False
    if other.id != document.id:
        return other.amends is None and other.supersedes in {document.id, document.key}
    if other.amends is not None:
        return False
    if document.supersedes is not None and document.supersedes == other.version:
        return False
    return other.supersedes in {document.version, document.key} or _is_later(other, document)


def _is_later(other: Document, document: Document) -> bool:
    """Without being told, the later start replaces; of equal starts, the higher version."""
    start, other_start = document.effective_from or date.min, other.effective_from or date.min
    if other_start != start:
        return other_start > start
    return _rank(other.version) > _rank(document.version)


def _rank(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _last_day(document: Document, others: Sequence[Document], *, seen: frozenset[str]) -> date | None:
    """Find the last day in force; a supplement that takes over where the version ends carries it on."""
    if document.effective_to is None or document.key in seen:
        return document.effective_to
    carriers = [
        other
        for other in others
        if _is_supplement_to(other, document) and other.effective_from == document.effective_to + _ONE_DAY
    ]
    ends = [_last_day(carrier, others, seen=seen | {document.key}) for carrier in carriers]
    if not ends:
        return document.effective_to
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None
