"""Break lines for a terminal where most characters are two cells wide and words have no spaces.

Pure. Libraries break at spaces only, which tears mixed Japanese and English lines apart.
"""

import re

from rich.cells import cell_len

_NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝」』】〉》’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…％)]},.!?:;%"
)
_NOT_LAST = frozenset("（［｛「『【〈《‘“([{")
# A run of Latin letters, digits and their marks stays together; all else may be parted.
_UNIT = re.compile(r"[ \t]+|[!-~\u00a0-\u024f]+|.", re.DOTALL)


def wrap_cells(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells.

    Args:
        text: Its own line ends are kept.
        width: In cells, at least 10.

    Returns:
        At least one line. Closing marks never begin a line and opening ones never end it, as far as
        the width allows; words longer than a line are cut.
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, max(width, 10))]


def _wrap_paragraph(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for unit in _units(paragraph, width):
        if line and cell_len(line) + cell_len(unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = unit.lstrip()
        else:
            line += unit
    return [*lines, line.rstrip()]


def _units(paragraph: str, width: int) -> list[str]:
    """Cut into the smallest parts that may stand alone on a line."""
    units: list[str] = []
    for piece in _UNIT.findall(paragraph):
        for part in _cut(piece, width):
            if units and cell_len(units[-1]) + cell_len(part) <= width and _belong_together(units[-1], part):
                units[-1] += part
            else:
                units.append(part)
    return units


def _belong_together(before: str, after: str) -> bool:
    return after[0] in _NOT_FIRST or before[-1] in _NOT_LAST


def _cut(piece: str, width: int) -> list[str]:
    return [piece[at : at + width] for at in range(0, len(piece), width)]
