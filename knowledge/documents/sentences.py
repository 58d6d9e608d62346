"""Split a text into sentences, Japanese or English, without losing where each one stands.

Line structure counts: a blank line, a list item or a table row ends a sentence, a wrapped line does not.
Headings are taken off by the loaders before.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """Where a piece of text stands; a tuple, because a long text has tens of thousands of them."""

    start: int
    end: int


_MAX_PROTECTED_CHARS = 400  # a bracket that spans more holds paragraphs, not an aside
_OPENING = "「『（(［[【〔〈《“"
_CLOSING = "」』）)］]】〕〉》”"
_PAIR = dict(zip(_CLOSING, _OPENING, strict=True))
_FULL_STOPS = "。！？!?｡．"
_AFTER_STOP = "。！？!?｡．.…"
_TRAILING = _CLOSING + "\"'’"
_QUOTE_GOES_ON = re.compile("[とはがをにのもで、，,っだなやへかとい]")
# A line that starts one of these begins a sentence of its own.
_ITEM = re.compile(
    r"[ \t\u3000]*(?:[•・●○◆◇■□▪◦‣※|｜][ \t\u3000]*\S|[-*+ー―–—][ \t\u3000]+\S"
    r"|[(（][0-9０-９a-zA-Zア-ンivx一二三四五六七八九十]{1,4}[)）]"
    r"|[0-9０-９]{1,3}[)）.．、][ \t\u3000]*(?![0-9０-９])\S|[a-zA-Z][)）][ \t\u3000]"
    r"|[一二三四五六七八九十]{1,3}(?:[、．.][ \t\u3000]*|[ \t\u3000]+)\S"
    r"|[ア-ン](?:[．.、)）][ \t\u3000]*|[ \t\u3000]+)\S|[①-⑳]"
    r"|第[0-9０-９一二三四五六七八九十百]{1,4}[章節条項])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|[Mm]ax|etc|al|ca|approx|incl|resp|Fig|Figs|Eq|Eqs|Sec|Secs|Art|Arts|Ch|App|Tab"
    r"|Ref|Refs"
    r"|No|Nos|Vol|pp|p|para|paras|cl|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|Inc|Ltd|Co|Corp|Dept|Est|Rev|Ver"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|U\.S|U\.K|E\.U)|(?<![A-Za-z.])[A-Z]|\b[A-Z]\.[A-Z])\.$",
)
# These may well end a sentence: they do when a capital letter follows.
_MAY_END = re.compile(r"\b(?:etc|al|Inc|Ltd|Co|Corp|Jr|Sr)\.$")
_ITEM_NUMBER = re.compile(r"\s*\(?[0-9a-zA-Z]{1,3}\.")
_MAX_ITEM_CHARS = 12
_FULL_STOP = re.compile(f"[{re.escape(_FULL_STOPS)}.]")


def split_sentences(text: str) -> tuple[Span, ...]:
    """Split a text into sentences.

    Args:
        text: Canonical text of any length.

    Returns:
        Spans in reading order that do not overlap; what lies between them is white space only, so that
        together they cover the text. None for a blank text.
    """
    found: list[Span] = []
    for block in _blocks(text):
        protected = _protected(text, block)
        start = block.start
        for end in _ends(text, block, protected):
            _add_trimmed(found, text, start, end)
            start = end
        _add_trimmed(found, text, start, block.end)
    return tuple(found)


def _add_trimmed(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    body = piece.strip()
    if body:
        first = start + len(piece) - len(piece.lstrip())
        found.append(Span(first, first + len(body)))


def _blocks(text: str) -> Iterator[Span]:
    """Cut at blank lines and before list items and table rows; wrapped lines stay together."""
    start = position = 0
    was_blank = False
    for line in text.splitlines(keepends=True):
        if position > start and (was_blank or not line.strip() or _ITEM.match(line) or _is_row(line)):
            yield Span(start, position)
            start = position
        was_blank = not line.strip() or _is_row(line)
        position += len(line)
    yield Span(start, position)


def _is_row(line: str) -> bool:
    return " | " in line or "\t" in line.strip()


def _protected(text: str, block: Span) -> list[Span]:
    """Find the outermost matched brackets of a block; a bracket without its partner protects nothing."""
    open_at: list[int] = []
    spans: list[Span] = []
    for match in re.finditer(f"[{re.escape(_OPENING + _CLOSING)}]", text[block.start : block.end]):
        position, character = block.start + match.start(), match.group()
        if character in _OPENING:
            open_at.append(position)
            continue
        while open_at and text[open_at[-1]] != _PAIR[character]:
            open_at.pop()
        if not open_at:
            continue
        start = open_at.pop()
        while spans and spans[-1].start > start:
            spans.pop()
        if position - start <= _MAX_PROTECTED_CHARS:
            spans.append(Span(start, position + 1))
    return spans


def _ends(text: str, block: Span, protected: list[Span]) -> Iterator[int]:
    position = block.start
    for quote in protected:
        yield from _ends_between(text, Span(position, quote.start), block)
        if _quote_ends_sentence(text, quote, block):
            yield _past_trailing(text, quote.end, block.end)
        position = quote.end
    yield from _ends_between(text, Span(position, block.end), block)


def _ends_between(text: str, stretch: Span, block: Span) -> Iterator[int]:
    reached = stretch.start  # a run of stops is one end, looked through once
    for match in _FULL_STOP.finditer(text, stretch.start, stretch.end):
        if match.start() >= reached and _ends_sentence(text, match.start(), block):
            reached = _past_trailing(text, match.end(), block.end)
            yield reached


def _quote_ends_sentence(text: str, quote: Span, block: Span) -> bool:
    """Tell whether 「…。」 ends a sentence; a particle after it says no: 「…。」と述べた."""
    if text[quote.end - 2] not in _AFTER_STOP:
        return False
    rest = text[quote.end : block.end]
    return bool(rest) and rest[0] not in _AFTER_STOP and _QUOTE_GOES_ON.match(rest) is None


def _past_trailing(text: str, position: int, limit: int) -> int:
    while position < limit and text[position] in _AFTER_STOP + _TRAILING:
        position += 1
    return position


def _ends_sentence(text: str, at: int, block: Span) -> bool:
    character = text[at]
    if character in "．.":
        return _full_stop_ends_sentence(text, at, block)
    if character in "!?" and at + 1 < block.end:
        return text[at + 1].isspace() or text[at + 1] in _AFTER_STOP + _TRAILING or ord(text[at + 1]) > 0x2E7F
    return True


def _full_stop_ends_sentence(text: str, at: int, block: Span) -> bool:
    before = text[at - 1] if at > block.start else ""
    after = text[at + 1] if at + 1 < block.end else ""
    if before.isdigit() and after.isdigit():
        return False  # 3.2, ３．２
    if text[at] == "．":
        # "１．目的" is a number, not a sentence.
        return at - block.start > _MAX_ITEM_CHARS or not text[block.start : at].strip().isdigit()
    if after and not after.isspace() and after not in _TRAILING and ord(after) <= 0x2E7F:
        return False  # example.com
    head = text[max(block.start, at - 12) : at + 1]
    follows = text[at + 1 : min(block.end, at + 40)].lstrip()
    if at - block.start <= _MAX_ITEM_CHARS and _ITEM_NUMBER.fullmatch(text[block.start : at + 1]):
        return False  # "1. Purpose" opens an item
    if _ABBREVIATION.search(head):
        return bool(_MAY_END.search(head)) and follows[:1].isupper()
    return not follows[:1].islower()
