"""Read Word files: headings, numbering as shown, tables, notes, tracked changes as accepted."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element

from knowledge.documents.loaders.blocks import Block, outline, table_row
from knowledge.documents.loaders.docx_margins import read_margins
from knowledge.documents.loaders.docx_numbering import Numbering
from knowledge.documents.loaders.docx_text import TextReader
from knowledge.documents.loaders.docx_title import TitleFinder
from knowledge.documents.loaders.draft import Draft, Particulars
from knowledge.documents.numbering import read_number

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_BOX, _CONTENT, _CONTROL = qn("w:txbxContent"), qn("w:sdtContent"), qn("w:sdt")
_HEADING_STYLE = re.compile(r"(?:heading|見出し)\s*(\d)", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"(?:toc|目次)\s*\d", re.IGNORECASE)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def read(file: BinaryIO) -> Draft:
    """Read a Word file.

    Args:
        file: Whole and checked (`knowledge.documents.loaders.archive`).

    Returns:
        A draft; its sections are none when there is no text. Changes that are tracked are read as
        accepted and hidden text is left out, both with a warning.
    """
    reader = _Reader(docx.Document(file))
    blocks = reader.blocks()
    marked = reader.title or reader.finder.title()
    title, sections = outline(_without(blocks, marked), title=marked)
    margins = read_margins(reader.document, "\n".join((marked or "", *(one.text for one in blocks))))
    return Draft(
        particulars=Particulars(),
        found_title=title,
        sections=(*sections, *margins),
        warnings=tuple(reader.warnings()),
    )


def _without(blocks: list[Block], title: str | None) -> list[Block]:
    """Leave out the paragraph that was taken for the title."""
    at = next((at for at, one in enumerate(blocks[:10]) if one.text == title and not one.level), None)
    return blocks if at is None else [*blocks[:at], *blocks[at + 1 :]]


class _Reader:
    """Walks the body once, for numbers count on."""

    def __init__(self, document: WordDocument) -> None:
        self.title: str | None = None
        self.finder = TitleFinder()
        self.document = document
        self._styles = {
            one.get(qn("w:styleId"), ""): one for one in document.styles.element.iter(qn("w:style"))
        }
        self._names = {key: _value(one, "w:name") for key, one in self._styles.items()}
        hidden = frozenset(
            key for key, one in self._styles.items() if one.find(f".//{qn('w:vanish')}") is not None
        )
        self._text = TextReader(hidden)
        self._numbering = Numbering(document)
        self._notes = dict(_notes(document))

    def blocks(self) -> list[Block]:
        return self._with_notes(list(self._walk(self.document.element.body)))

    def warnings(self) -> Iterator[str]:
        if self._text.has_changes:
            yield "tracked changes were read as accepted"
        if self._text.hidden_chars:
            yield f"{self._text.hidden_chars} characters of hidden text were left out"
        if any(one.reltype.endswith("/image") for one in self.document.part.rels.values()):
            yield "pictures were not read"

    def _walk(self, container: _Element) -> Iterator[Block]:
        for child in container:
            if child.tag == _PARAGRAPH:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                yield from self._table(child)
            elif child.tag == _CONTROL:
                yield from self._walk(child.find(_CONTENT) if child.find(_CONTENT) is not None else [])
            elif child.tag in {qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}:
                yield from self._walk(child)

    def _paragraph(self, element: _Element) -> Iterator[Block]:
        style = _value(element.find(qn("w:pPr")), "w:pStyle")
        name = self._names.get(style or "") or ""
        label = self._numbering.next_label(element, style)
        text = self._text.text_of(element)
        if text and not _CONTENTS_STYLE.match(name):
            yield from self._block(element, style, name, f"{label} {text}" if label else text)
        for box in element.iter(_BOX):
            if not any(True for _ in box.iterancestors("{*}Fallback")):
                yield from self._walk(box)

    def _block(self, element: _Element, style: str | None, name: str, text: str) -> Iterator[Block]:
        if name.lower() in {"title", "表題"} and self.title is None:
            self.title = " ".join(text.split())[:200]
            return
        number = read_number(text)
        level = self._level(element, style)
        self.finder.look(element, text, is_heading=level > 0)
        is_item = text.startswith("・") or (number is not None and number.family in {"letter", "decimal"})
        yield Block(text=text, level=level, kind="item" if is_item else "text")

    def _level(self, element: _Element, style: str | None) -> int:
        own = _outline_level(element.find(qn("w:pPr")))
        current = style
        for _ in range(12):  # a chain of styles may be a circle
            if own is not None or current is None or current not in self._styles:
                break
            if match := _HEADING_STYLE.match(self._names.get(current) or ""):
                return int(match[1])
            own = _outline_level(self._styles[current].find(qn("w:pPr")))
            current = _value(self._styles[current], "w:basedOn")
        return own or 0

    def _table(self, table: _Element) -> Iterator[Block]:
        for row in table.iter(_ROW):
            if next(row.iterancestors(_TABLE), None) is not table:
                continue  # a row of a table inside a cell: read with its cell
            cells = [
                self._cell(cell) for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW), None) is row
            ]
            if any(cells):
                yield Block(text=table_row(cells), kind="table")

    def _cell(self, cell: _Element) -> str:
        return " ".join(block.text for block in self._walk(cell))

    def _with_notes(self, blocks: list[Block]) -> list[Block]:
        """Put each note below the paragraph that refers to it, so that a quote finds both together."""
        placed: list[Block] = []
        shown = 0
        for block in blocks:
            placed.append(block)
            while shown < len(self._text.note_ids) and f"*{shown + 1}" in block.text:
                text = self._notes.get(self._text.note_ids[shown], "")
                shown += 1
                if text:
                    placed.append(Block(text=f"*{shown} {text}", kind="item"))
        return placed


def _notes(document: WordDocument) -> Iterator[tuple[str, str]]:
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1].removesuffix("s")
        if kind not in {"footnote", "endnote"} or relation.is_external:
            continue
        root = etree.fromstring(relation.target_part.blob, _PARSER)
        for note in root:
            reader = TextReader(frozenset())
            text = " ".join(filter(None, (reader.text_of(one) for one in note.iter(_PARAGRAPH))))
            yield f"{kind} {note.get(qn('w:id'), '')}", text


def _outline_level(properties: _Element | None) -> int | None:
    written = _value(properties, "w:outlineLvl")
    if written is None or not written.isdigit():
        return None
    return int(written) + 1 if int(written) < 9 else 0


def _value(element: _Element | None, name: str) -> str | None:
    child = None if element is None else element.find(qn(name))
    value: str | None = None if child is None else child.get(qn("w:val"))
    return value
