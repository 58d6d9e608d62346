"""Make ways to ask for the sections of a document of one's own, out of its headings and defined terms.

The shipped texts have authored phrasings; these stand in for them. Only a text that people look rules or
claims up in gets them: rows by the thousand would drown in their own titles.
"""

import re
from collections.abc import Iterator

from knowledge.documents.document import Document, Language, Section, SourceClass
from retrieval.indexer import KnownPhrasing

_CLASSES = frozenset({SourceClass.POLICY, SourceClass.ARTICLE, SourceClass.PAPER})
_MOST_SECTIONS = 1_000
_LEAST_CHARS = 4  # 「目的」 and "Scope" stand in every policy and find nothing
_MOST_CHARS = 80
_DEFINED = re.compile(r"「([^「」]{2,40})」とは|[“\"]([^“”\"]{2,60})[”\"] (?:means|shall mean|refers to)\b")
_ASKED: dict[Language, str] = {"ja": "{term}とは", "en": "What is {term}?"}


def bears_phrasings(document: Document) -> bool:
    """Tell whether a document is one that people look things up in, and no large collection."""
    return document.source_class in _CLASSES and len(document.sections) <= _MOST_SECTIONS


def derive_phrasings(document: Document) -> tuple[KnownPhrasing, ...]:
    """Make the phrasings of a document; none for material and for large collections."""
    if not bears_phrasings(document):
        return ()
    return tuple(
        KnownPhrasing(id=section.id, language=section.language, text=text)
        for section in document.sections
        for text in dict.fromkeys(_texts(section))
        if _LEAST_CHARS <= len(text) <= _MOST_CHARS
    )


def _texts(section: Section) -> Iterator[str]:
    if section.heading:
        yield section.heading
        if section.path:
            yield f"{section.path[-1]} {section.heading}"
    for match in _DEFINED.finditer(section.text):
        yield _ASKED[section.language].format(term=match[1] or match[2])
