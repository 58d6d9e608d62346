"""Make paragraphs, headings and tables of a PDF's lines, and leave out what repeats on every page."""

import re
from collections import Counter
from dataclasses import dataclass

from knowledge.documents.loaders.blocks import Block
from knowledge.documents.loaders.pdf_lines import Line
from knowledge.documents.numbering import read_number

_HEADING_RATIO = 1.15
_MAX_HEADING = 60
_MAX_LEVELS = 4
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:p(?:age)?\.?\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s]*(?:頁|ページ)?", re.I
)
_ITEM = re.compile(
    r"[・•●○◆■□*※\-–]|[(（][0-9０-９a-zA-Zア-ン一二三四五六七八九十]{1,3}[)）]|[①-⑳]|[0-9０-９]{1,2}[.．)）]"
)
_ENDS = re.compile(r"[。．.!?！？:：]$")
_WIDE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class PagedBlock:
    """A block and the page it begins on."""

    block: Block
    page: int


def drop_repeated(pages: list[list[Line]]) -> list[list[Line]]:
    """Leave out page numbers, and heads and feet that repeat on most pages."""
    counts = Counter(mark for lines in pages for mark in {_mark(line) for line in (*lines[:2], *lines[-2:])})
    needed = max(2, len(pages) // 2 + 1)
    kept = []
    for lines in pages:
        ends = {id(line) for line in (*lines[:2], *lines[-2:])}
        kept.append(
            [
                line
                for line in lines
                if id(line) not in ends
                or not (counts[_mark(line)] >= needed or _PAGE_NUMBER.fullmatch(line.text))
            ]
        )
    return kept


def lay_out(pages: list[list[Line]]) -> list[PagedBlock]:
    """Join lines into paragraphs and tell headings by size, weight and what follows them."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    sizes = _body_size(lines), _heading_sizes(lines)
    margins = {page[0].page: max(line.right for line in page) for page in pages if page}
    blocks: list[PagedBlock] = []
    group: list[Line] = []
    for line in lines:
        if group and not _joins(group, line, margins[group[-1].page], sizes[0]):
            blocks.append(_block(group, *sizes))
            group = []
        group.append(line)
    blocks.append(_block(group, *sizes))
    return blocks


def _mark(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _body_size(lines: list[Line]) -> float:
    counts: Counter[float] = Counter()
    for line in lines:
        counts[_rounded(line)] += len(line.text)
    return counts.most_common(1)[0][0]


def _heading_sizes(lines: list[Line]) -> list[float]:
    body = _body_size(lines)
    large = {_rounded(line) for line in lines if _rounded(line) >= _HEADING_RATIO * body}
    return sorted(large, reverse=True)[: _MAX_LEVELS - 1]


def _rounded(line: Line) -> float:
    return round(line.size * 2) / 2 or 0.5


def _joins(group: list[Line], line: Line, margin: float, body: float) -> bool:
    """Tell whether a line goes on with the paragraph above it."""
    last, first = group[-1], group[0]
    if last.cells > 1 or line.cells > 1 or abs(last.size - line.size) > 0.15 * body:
        return False
    if last.page != line.page:
        if _ENDS.search(last.text) or line.is_bold != last.is_bold:
            return False
    elif not -0.5 * body < last.bottom - line.top < 1.1 * body:
        return False
    if line.is_bold != last.is_bold or _starts(line.text):
        return False
    is_item = _starts(first.text)
    if line.left > last.left + 0.8 * body and not (is_item and len(group) == 1):
        return False
    return margin - last.right < _first_word(line)


def _starts(text: str) -> bool:
    """Tell whether a line begins something of its own; a bare "3 " in running text does not."""
    if _ITEM.match(text):
        return True
    number = read_number(text)
    return number is not None and not (number.family == "decimal" and number.depth == 1)


def _first_word(line: Line) -> float:
    """Width that would have been needed above for what the line begins with."""
    if _WIDE.match(line.text):
        return 2.5 * line.size
    word = line.text.split(" ", 1)[0]
    return (line.right - line.left) * (len(word) + 1) / max(len(line.text), 1) + line.size


def _block(group: list[Line], body: float, heading_sizes: list[float]) -> PagedBlock:
    first = group[0]
    text = first.text
    for line in group[1:]:
        is_wide = _WIDE.match(line.text) is not None or _WIDE.match(text[-1:]) is not None
        text += line.text if is_wide else f" {line.text}"
    level = _level(first, text, body, heading_sizes)
    kind = "table" if first.cells > 1 else "item" if _ITEM.match(text) and not level else "text"
    return PagedBlock(Block(text=text, level=level, kind=kind), first.page)


def _level(line: Line, text: str, body: float, heading_sizes: list[float]) -> int:
    if len(text) > _MAX_HEADING or line.cells > 1 or not re.search(r"\w", text):
        return 0
    size = _rounded(line)
    if size in heading_sizes:
        return heading_sizes.index(size) + 1
    is_title_like = line.is_bold and not _ENDS.search(text) and size >= 0.95 * body
    return len(heading_sizes) + 1 if is_title_like else 0
