"""Find the lines of a PDF page from its characters' places and sizes.

A PDF knows no words, lines or cells. Characters are taken in the order they are drawn in, which is the
reading order in what office programs print; what stands far to the right on the same line is a cell.
"""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_CELL_GAP_EMS = 2.0
_SPACE_GAP_EMS = 0.22
_MIN_SIZE = 1.5  # points; smaller is not for readers
_BOLD = 600
_REPLACED = frozenset({0, 0xFFFE, 0xFFFF, 0x02})


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its box, in points from the lower left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    weight: int


@dataclass(slots=True)
class Line:
    """One line as printed; cells are parted by " | "."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int
    is_bold: bool = False
    cells: int = 1

    @property
    def size(self) -> float:
        """Height of the characters' boxes, which grows with the font's size."""
        return self.top - self.bottom


def page_lines(page: pypdfium2.PdfPage, number: int) -> tuple[list[Line], int]:
    """Read the lines of a page.

    Returns:
        The lines in reading order, and how many characters were left out as too small to be read.
    """
    text_page = page.get_textpage()
    glyphs, tiny = _glyphs(text_page)
    runs = _runs(glyphs)
    if len(runs) > 20 and len(glyphs) < 2 * len(
        runs
    ):  # written downwards: the library's own lines are better
        return _plain_lines(text_page.get_text_range(), number), tiny
    return [_line(run, number) for run in runs], tiny


def _glyphs(text_page: pypdfium2.PdfTextPage) -> tuple[list[Glyph], int]:
    handle = text_page.raw
    box = pdfium.FS_RECTF()
    glyphs: list[Glyph] = []
    tiny = 0
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if code in _REPLACED or code in {10, 13}:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box)):
            continue
        if 0 < box.top - box.bottom < _MIN_SIZE:
            tiny += 1
            continue
        if glyphs and box.top <= box.bottom:  # a space that the library put in has no box of its own
            last = glyphs[-1]
            glyphs.append(Glyph(chr(code), last.right, last.right, last.bottom, last.top, last.weight))
            continue
        weight = pdfium.FPDFText_GetFontWeight(handle, index)
        glyphs.append(Glyph(_character(code, glyphs), box.left, box.right, box.bottom, box.top, weight))
    return [glyph for glyph in glyphs if glyph.text], tiny


def _character(code: int, before: list[Glyph]) -> str:
    """Characters beyond the first plane may come as two halves."""
    if 0xDC00 <= code <= 0xDFFF and before and 0xD800 <= ord(before[-1].text[-1:] or " ") <= 0xDBFF:
        high = ord(before.pop().text)
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
    return chr(code)


def _runs(glyphs: list[Glyph]) -> list[list[Glyph]]:
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _goes_on(runs[-1], glyph):
            runs[-1].append(glyph)
        elif glyph.text.strip():
            runs.append([glyph])
    return runs


def _goes_on(run: list[Glyph], glyph: Glyph) -> bool:
    last = run[-1]
    height = max(min(last.top - last.bottom, glyph.top - glyph.bottom), 0.1)
    overlap = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    return overlap > 0.5 * height and glyph.left > last.left - 0.5 * height


def _line(run: list[Glyph], page: int) -> Line:
    size = sorted(glyph.top - glyph.bottom for glyph in run)[len(run) // 2] or 1.0
    text, cells = "", 1
    before: Glyph | None = None
    for glyph in run:
        gap = glyph.left - before.right if before and glyph.right > glyph.left else 0.0
        if gap > _CELL_GAP_EMS * size and text.strip():
            text, cells = f"{text.rstrip()} | ", cells + 1
        elif gap > _SPACE_GAP_EMS * size and not text.endswith(" ") and _are_latin(text[-1:], glyph.text):
            text += " "
        text += glyph.text
        before = glyph if glyph.text.strip() else before
    visible = [glyph for glyph in run if glyph.text.strip()]
    return Line(
        text=text.strip(),
        left=visible[0].left,
        right=max(glyph.right for glyph in visible),
        bottom=min(glyph.bottom for glyph in visible),
        top=min(glyph.bottom for glyph in visible) + size,
        page=page,
        is_bold=sum(glyph.weight >= _BOLD for glyph in visible) > 0.9 * len(visible),
        cells=cells,
    )


def _are_latin(before: str, after: str) -> bool:
    return before.isascii() and after.isascii()


def _plain_lines(text: str, page: int) -> list[Line]:
    pieces = [piece.strip() for piece in text.splitlines() if piece.strip()]
    return [
        Line(text=piece, left=0, right=100, bottom=-10.0 * at, top=-10.0 * at + 10, page=page)
        for at, piece in enumerate(pieces)
    ]
