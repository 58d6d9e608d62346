"""Read plain text: numbered clauses where there are any, else paragraphs."""

import re
from itertools import takewhile

from knowledge.documents.canonical import canonical_text
from knowledge.documents.loaders.clauses import split_clauses
from knowledge.documents.loaders.draft import Draft, DraftSection, Particulars
from knowledge.documents.numbering import read_number

_MAX_TITLE_CHARS = 80
_BLANK_LINES = re.compile(r"\n[ \t\u3000]*(?:\n[ \t\u3000]*)+")
_SENTENCE_END = re.compile(r"[。．.!?！？、,;；]\s*$")


def read_text(raw: str) -> Draft:
    """Read a plain text.

    Args:
        raw: As decoded.

    Returns:
        A draft; its sections are none when the text is blank.
    """
    text = canonical_text(raw).strip()
    title, body = _take_title(text)
    sections = split_clauses(body) or _paragraphs(body)
    if not sections and title is not None:
        sections = (DraftSection(text=title, is_cover=True),)
    return Draft(particulars=Particulars(), found_title=title, sections=sections)


def reads_like_title(line: str) -> bool:
    """Tell whether a line is short, unnumbered and no sentence or item."""
    is_short = 0 < len(line.strip()) <= _MAX_TITLE_CHARS
    is_item = re.match(r"\s*[-*+・•●#|>(（]", line) is not None
    return is_short and not is_item and not _SENTENCE_END.search(line) and read_number(line) is None


def _take_title(text: str) -> tuple[str | None, str]:
    """The first line is the title when it reads like one and stands above the text, not in it."""
    first, _, rest = text.partition("\n")
    if not rest.strip() or not reads_like_title(first):
        return None, text
    block = rest.split("\n\n", 1)[0].strip("\n")
    lines_below = [] if rest.startswith("\n") else block.split("\n")
    is_above = all(
        len(line) <= _MAX_TITLE_CHARS and not _SENTENCE_END.search(line)
        for line in takewhile(lambda line: read_number(line) is None, lines_below)
    )
    has_text_below = len(block) < len(rest.strip("\n")) or any(map(read_number, lines_below))
    if rest.startswith("\n") or (is_above and has_text_below):
        return first.strip(), rest.strip("\n")
    return None, text


def _paragraphs(text: str) -> tuple[DraftSection, ...]:
    paragraphs = [piece.strip() for piece in _BLANK_LINES.split(text) if piece.strip()]
    return tuple(
        DraftSection(text=piece, locator=f"¶{ordinal}", is_cover=ordinal == 1 and len(paragraphs) > 1)
        for ordinal, piece in enumerate(paragraphs, start=1)
    )
