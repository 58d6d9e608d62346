"""Make sections of a text that came in blocks: headings, paragraphs and tables in reading order.

Which blocks there are is the loaders' finding; cutting at numbered clauses is `clauses`' work.
"""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents.canonical import canonical_text
from knowledge.documents.loaders.clauses import split_clauses
from knowledge.documents.loaders.draft import DraftSection
from knowledge.documents.numbering import is_supplement_name, read_number

MAX_HEADING_CHARS = 120
_CAPTION = re.compile(r"[(（【][^()（）【】\n]{1,40}[)）】]")


class Block(BaseModel):
    """One paragraph, table or heading in reading order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    level: int = Field(ge=0, le=9, default=0)  # 0: no heading; 1 is the highest
    kind: Literal["text", "item", "table"] = "text"


class _Part:
    """A heading with what stands below it."""

    def __init__(self, heading: Block | None) -> None:
        self.heading = heading
        self.body: list[Block] = []

    @property
    def level(self) -> int:
        return self.heading.level if self.heading else 0

    @property
    def name(self) -> str:
        return self.heading.text if self.heading else ""


def outline(blocks: list[Block], *, title: str | None = None) -> tuple[str | None, tuple[DraftSection, ...]]:
    """Cut blocks into sections at their headings, and below these at numbered clauses.

    Args:
        blocks: In reading order; texts need not be canonical.
        title: Of the document where the file marks one; else a single first heading of the highest level
            is taken for it, unless it is a clause itself.

    Returns:
        The title and the sections in reading order; none when the blocks hold no text.
    """
    parts = _parts([_clean(block) for block in blocks])
    named = None if title else _title_part(parts)
    found = title or (named.name if named else None)
    sections: list[DraftSection] = []
    above: list[_Part] = []
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        while above and above[-1].level >= part.level:
            above.pop()
        is_leaf = following is None or following.level <= part.level
        path = tuple(one.name for one in above if one is not named)
        is_cover = part.heading is None or part is named
        sections += _cover(part) if is_cover else _sections(part, path, is_leaf=is_leaf)
        if part.heading is not None:
            above.append(part)
    if not sections and found:
        sections = [DraftSection(text=found, is_cover=True)]
    return found, tuple(sections)


def join_blocks(blocks: list[Block]) -> str:
    """Join blocks as they are read: blank lines between paragraphs, none in lists, tables, below captions."""
    text = ""
    before: Block | None = None
    for block in blocks:
        if not block.text:
            continue
        text += ("\n" if before and _stand_together(before, block) else "\n\n") * bool(text) + block.text
        before = block
    return text.strip()


def _stand_together(before: Block, block: Block) -> bool:
    if block.kind == "item" or _CAPTION.fullmatch(before.text):
        return True
    return before.kind == block.kind == "table"


def table_row(cells: list[str]) -> str:
    """Put the cells of a row into one line, as Markdown's tables are put: parted by " | "."""
    return " | ".join(" ".join(cell.split()) for cell in cells)


def _clean(block: Block) -> Block:
    text = "\n".join(line.rstrip() for line in canonical_text(block.text).strip().split("\n"))
    is_heading = 0 < len(text) <= MAX_HEADING_CHARS
    if block.level and is_heading:
        return block.model_copy(update={"text": " ".join(text.split("\n"))})
    return block.model_copy(update={"text": text, "level": 0})


def _parts(blocks: list[Block]) -> list[_Part]:
    parts = [_Part(None)]
    for block in blocks:
        if block.level:
            parts.append(_Part(block))
        elif block.text:
            parts[-1].body.append(block)
    return parts if parts[0].body or len(parts) == 1 else parts[1:]


def _title_part(parts: list[_Part]) -> _Part | None:
    headings = [part for part in parts if part.heading]
    if not headings:
        return None
    first, others = headings[0], headings[1:]
    is_highest = all(part.level > first.level for part in others)
    return first if is_highest and read_number(first.name) is None else None


def _cover(part: _Part) -> list[DraftSection]:
    text = join_blocks(part.body)
    if not text:
        return []
    return list(split_clauses(text)) or [DraftSection(text=text, is_cover=True)]


def _sections(part: _Part, path: tuple[str, ...], *, is_leaf: bool) -> list[DraftSection]:
    text = join_blocks(part.body)
    if not text and not is_leaf:
        return []
    number = read_number(part.name)
    caption = " ".join(one for one in (number.caption, number.rest) if one) if number else part.name
    own = DraftSection(
        text=text or part.name,
        heading=caption or part.name,
        path=path,
        locator=number.number if number else part.name,
        is_supplement=is_supplement_name(part.name) or any(map(is_supplement_name, path)),
    )
    clauses = split_clauses(text, families=("article", "named"), path=(*path, part.name)) if text else ()
    if not any(clause.locator for clause in clauses):
        return [own]
    first, rest = clauses[0], clauses[1:]
    kept = [own.model_copy(update={"text": first.text})] if first.is_cover else [first]
    supplement = (
        own.is_supplement and re.search(r"[附付補]|suppl|amend", part.name, re.IGNORECASE) is not None
    )
    marked = [one.model_copy(update={"is_supplement": True}) for one in rest] if supplement else list(rest)
    return [*kept, *marked]
