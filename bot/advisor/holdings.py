"""What may be cited for one answer: the documents that the asker may read, with every section by its id.

Built by the conversation from the record; pure from here on. Which version counts on a day is
`knowledge.documents.standing`'s.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.advisor.advice import Standing
from knowledge.documents.document import Document, Language, Section, SourceClass
from knowledge.documents.standing import standing_on
from knowledge.framework.framework import FRAMEWORK, Framework
from knowledge.framework.guides import Guide, load_guides


@dataclass(frozen=True)
class Place:
    """One section with the document version it stands in."""

    document: Document
    section: Section


@dataclass(frozen=True)
class Holdings:
    """Documents of all classes, and the framework data that belongs to their corpus."""

    documents: tuple[Document, ...]
    framework: Framework
    guides: Mapping[str, Guide]

    @cached_property
    def _places(self) -> dict[str, list[Place]]:
        places: dict[str, list[Place]] = {}
        for document in self.documents:
            for section in document.sections:
                places.setdefault(section.id, []).append(Place(document, section))
        return places

    @cached_property
    def _families(self) -> dict[str, list[Document]]:
        families: dict[str, list[Document]] = {}
        for document in self.documents:
            families.setdefault(document.id, []).append(document)
        return families

    def place(self, section_id: str, language: Language, *, document_key: str | None = None) -> Place | None:
        """Find a section, in the language where it is held in several; None when it is not held."""
        found = self._places.get(section_id, [])
        fitting = [one for one in found if document_key is None or document_key in _names(one.document)]
        return min(fitting, key=lambda one: one.section.language != language, default=None)

    def standing(self, document: Document, day: date) -> Standing:
        """Tell whether a version counts on a day."""
        return standing_on(document, day, self._related(document))

    def in_force(self, day: date, *, source_class: SourceClass = SourceClass.POLICY) -> tuple[Document, ...]:
        """List the versions of a class that count on a day."""
        return tuple(
            one
            for one in self.documents
            if one.source_class == source_class and self.standing(one, day) == "in_force"
        )

    def of_class(self, *classes: SourceClass) -> tuple[Document, ...]:
        """List all versions of some classes."""
        return tuple(one for one in self.documents if one.source_class in classes)

    def versions(self, document_id: str) -> tuple[Document, ...]:
        """List all versions of one document, earliest first."""
        held = self._families.get(document_id, [])
        return tuple(sorted(held, key=lambda one: (one.effective_from or date.min, one.version)))

    def _related(self, document: Document) -> list[Document]:
        """Versions that may bear on it: of its family, and any that names it as replaced."""
        return [
            one
            for one in self.documents
            if one.id == document.id or one.supersedes in {document.id, document.key}
        ]


def _names(document: Document) -> tuple[str, str]:
    """Give the key, and the name without the shelf, which a citation carries."""
    return document.key, f"{document.id}@{document.version}"


def hold_documents(
    documents: Iterable[Document],
    *,
    framework: Framework = FRAMEWORK,
    guides: Mapping[str, Guide] | None = None,
) -> Holdings:
    """Gather documents for answering."""
    return Holdings(tuple(documents), framework, load_guides() if guides is None else guides)
