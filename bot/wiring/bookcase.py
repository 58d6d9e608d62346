"""Show documents to people on a surface: the list of what is held, and one section of one version."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.library import Library
from bot.surfaces.slack.ports import HeldDocument, OpenedSource, SourceRef
from knowledge.documents.document import EVERYONE, Document, Shelf

Signer = Callable[[SourceRef, frozenset[str]], str]


@dataclass(frozen=True)
class LibraryBookcase:
    """The library as a bookcase.

    Attributes:
        library: All documents.
        sign: Writes the address of a passage on the page, for some audiences; empty without a page.
    """

    library: Library
    sign: Signer = lambda *_: ""

    def documents(self, audiences: frozenset[str]) -> Sequence[HeldDocument]:
        """List what these audiences may read, by title and version."""
        held = self._readable(audiences)
        listed = sorted(held, key=lambda one: (one.shelf != Shelf.OWN, one.title, one.version))
        return tuple(dict.fromkeys(_listed(one) for one in listed))  # a bilingual text is two documents

    def open(self, source: SourceRef, audiences: frozenset[str]) -> OpenedSource | None:
        """Give the section; None when it is no longer held, or not for these audiences."""
        shelves = self.library.shelves("all", audiences)
        holdings = self.library.holdings(audiences, shelves)
        key = f"{source.document}@{source.version}"
        place = holdings.place(source.section, source.language, document_key=key)
        if place is None:
            return None
        document, section = place.document, place.section
        return OpenedSource(
            title=section.title or document.title,
            version="" if section.card else document.version,
            locator=section.locator or section.id,
            text=section.text,
            effective_from=document.effective_from,
            effective_to=document.effective_to,
            is_restated=section.card is not None,
            is_sample=document.shelf == Shelf.SAMPLE,
            is_excerpt=document.is_excerpt,
        )

    def address(self, source: SourceRef, audiences: frozenset[str]) -> str:
        """Give an address that opens the section in a browser for a time; empty where there is none.

        A link outlives the rights of who was given it: only what everyone may read has one.
        """
        is_open = EVERYONE in audiences and self.open(source, frozenset({EVERYONE})) is not None
        return self.sign(source, audiences) if is_open else ""

    def _readable(self, audiences: frozenset[str]) -> tuple[Document, ...]:
        return self.library.holdings(audiences, self.library.shelves("all", audiences)).documents


def _listed(document: Document) -> HeldDocument:
    is_restated = any(section.card for section in document.sections)
    return HeldDocument(
        title=document.title,
        version="" if is_restated else document.version,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        is_sample=document.shelf == Shelf.SAMPLE,
    )
