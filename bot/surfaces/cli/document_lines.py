"""One line for one document version, the same wherever the terminal lists documents."""

from bot.advisor.evidence import CARD_CLASSES
from bot.surfaces.cli.reports import DocumentSummary
from knowledge.documents.document import Shelf

_STANDING = {
    "in_force": "in force",
    "superseded": "superseded",
    "not_yet_in_force": "not yet in force",
    "not_applicable": "undated",
}


def describe_document(document: DocumentSummary) -> str:
    """Say which version it is, whose, since when, and how much of it there is."""
    days = (
        f"{document.effective_from or ''}–{document.effective_to or ''}".strip("–")
        if _is_dated(document)
        else ""
    )
    if days and document.effective_from and not document.effective_to:
        days = f"from {days}"
    elif days and not document.effective_from:
        days = f"until {days}"
    parts = (
        f"{document.id}@{document.version}",
        document.title,
        _nature(document),
        document.source_class,
        f"shelf {document.shelf}",
        f"for {document.audience}",
        days,
        _STANDING[document.status],
        "excerpt" if document.is_excerpt else "",
        f"{document.sections} sections",
    )
    return " | ".join(part for part in parts if part)


def _is_dated(document: DocumentSummary) -> bool:
    return document.effective_from is not None or document.effective_to is not None


def _nature(document: DocumentSummary) -> str:
    """Tell apart what ships under one title: the claims restated in our words, and the record of the work."""
    if document.shelf != Shelf.KNOWLEDGE or document.source_class not in CARD_CLASSES:
        return ""
    return "bibliographic record" if document.id.endswith("-record") else "restated in our words"
