"""Read what stands in the headers and footers of a Word file: class of secrecy, number, version, date."""

import re
from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from knowledge.documents.canonical import canonical_text
from knowledge.documents.language import detect_language
from knowledge.documents.loaders.docx_text import TextReader
from knowledge.documents.loaders.draft import DraftSection

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:p(?:age)?\.?)?\s*\d{0,4}\s*(?:(?:/|of)\s*\d{0,4})?[-–—\s]*(?:頁|ページ)?", re.IGNORECASE
)
_NAMES = {"ja": "ヘッダー・フッター", "en": "header and footer"}
_MAX_LINES = 40


def read_margins(document: WordDocument, body: str) -> tuple[DraftSection, ...]:
    """Make one section of all headers and footers.

    Args:
        document: The opened file.
        body: Its text; what stands there word for word is left out, and it decides the language.

    Returns:
        One section, counted with the cover; none where nothing but page numbers stands there.
    """
    lines = [line for line in dict.fromkeys(_lines(document)) if line not in body][:_MAX_LINES]
    if not lines:
        return ()
    name = _NAMES[detect_language(body or "\n".join(lines))]
    return (DraftSection(text="\n".join(lines), heading=name, locator=name, is_cover=True),)


def _lines(document: WordDocument) -> Iterator[str]:
    relations = [one for _, one in sorted(document.part.rels.items()) if not one.is_external]
    wanted = [one for kind in ("/header", "/footer") for one in relations if one.reltype.endswith(kind)]
    for relation in wanted:
        root = etree.fromstring(relation.target_part.blob, _PARSER)
        reader = TextReader(frozenset())
        for paragraph in root.iter(qn("w:p")):
            line = " ".join(canonical_text(reader.text_of(paragraph)).split())
            if line and not _PAGE_NUMBER.fullmatch(line):
                yield line
