"""Recognise how a heading or the start of a clause is numbered: 第8条, 3.2, Article 5, (a), 附則.

It reads one line at a time; what becomes a section is decided by the loaders.
"""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.documents.folding import fold_text

Family = Literal["part", "article", "named", "decimal", "letter", "supplement"]

_KANJI = "0-9一二三四五六七八九十百〇"
_ENGLISH = "article|section|clause|rule|paragraph|art\\.|sec\\.|§"
_ROMAN = "[ivxlc]{1,6}"
# Against folded text. Each pattern leaves the caption in the rest of the line.
_FAMILIES: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (
        "part",
        re.compile(rf"第\s*[{_KANJI}]+\s*[編部章節款](?![{_KANJI}])|(?:chapter|part)\s+(?:\d+|{_ROMAN})\b"),
    ),
    ("article", re.compile(rf"第\s*[{_KANJI}]+\s*条(?:\s*の\s*[{_KANJI}]+)*(?:\s*第\s*[{_KANJI}]+\s*項)?")),
    ("named", re.compile(rf"(?:{_ENGLISH})\s*(?:\d+(?:\.\d+)*[a-z]?|{_ROMAN})\b")),
    (
        "supplement",
        re.compile(
            rf"附\s*則|付\s*則|補\s*則|(?:別\s*[表紙記]|様式)\s*(?:(?:第\s*)?[{_KANJI}]+|(?=[\s(\[:]|$))"
            r"|supplementary provisions?|supplement(?![a-z])|amendments?(?![a-z])"
            r"|(?:appendix|annex|schedule)(?:\s+[a-z0-9]{1,3}\b)?"
        ),
    ),
    (
        "decimal",
        re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?(?=\s|[^\w.,%-]|[^\x00-\x7f])|\d{1,3}\.(?!\d)|\d{1,3}(?=\s+\S)"),
    ),
    ("letter", re.compile(rf"\((?:[a-z]|\d{{1,2}}|{_ROMAN})\)")),
)
_CAPTION_IN_BRACKETS = re.compile(r"\s*[(\[【〔](?P<caption>[^()\[\]【】〔〕]{1,60})[)\]】〕]\s*")
_SEPARATOR = re.compile(r"[\s:：.、,\-–—|]*")


class ClauseNumber(BaseModel):
    """How one line is numbered, and what stands beside the number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    family: Family
    number: str  # as written: "第8条", "3.2", "Article 5"
    caption: str  # "PoCの条件"; empty where there is none
    rest: str  # of the line, after number and bracketed caption
    depth: int  # 1 for "3", 2 for "3.2"; 1 for the other families


def read_number(line: str) -> ClauseNumber | None:
    """Read the number a line starts with.

    Args:
        line: One line of canonical text, without markup.

    Returns:
        None when the line does not start with a number of a clause or a supplement's name.
    """
    text = line.strip()
    folded = fold_text(text[:200])
    for family, pattern in _FAMILIES:
        match = pattern.match(folded.text)
        if match is None:
            continue
        _, end = folded.span(0, match.end())
        caption, rest = _split_caption(text[end:])
        number = text[:end].strip().rstrip(".．")
        depth = number.count(".") + number.count("．") + 1 if family == "decimal" else 1
        return ClauseNumber(family=family, number=number, caption=caption, rest=rest, depth=depth)
    return None


def is_supplement_name(line: str) -> bool:
    """Tell whether a line is no more than the heading of supplementary provisions: 附則, Supplement."""
    number = read_number(line)
    return (
        number is not None
        and number.family == "supplement"
        and re.match(r"[附付補]\s*則|suppl|amend", fold_text(number.number).text) is not None
        and len(number.rest) <= 40
    )


def _split_caption(rest: str) -> tuple[str, str]:
    folded = fold_text(rest[:80])
    bracketed = _CAPTION_IN_BRACKETS.match(folded.text)
    if bracketed is None:
        return "", rest[_skip(rest) :].strip()
    start, end = folded.span(*bracketed.span("caption"))
    _, after = folded.span(0, bracketed.end())
    remaining = rest[after:]
    return rest[start:end].strip(), remaining[_skip(remaining) :].strip()


def _skip(rest: str) -> int:
    match = _SEPARATOR.match(rest)
    return match.end() if match else 0
