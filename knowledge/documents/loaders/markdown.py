"""Read Markdown: front matter, headings as sections, the rest as text without markup.

Quotes come from the plain text a reader sees: emphasis, link targets and markup are left out, list marks
stay, a table row becomes one line with its cells parted by " | ".
"""

import re
from itertools import zip_longest

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.documents.canonical import canonical_text
from knowledge.documents.intake import IntakeError
from knowledge.documents.loaders.clauses import split_clauses
from knowledge.documents.loaders.draft import Draft, DraftSection
from knowledge.documents.loaders.markdown_text import plain_inline, plain_text
from knowledge.documents.loaders.particulars import read_particulars
from knowledge.documents.numbering import is_supplement_name, read_number

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_FRONT_MATTER_CHARS = 8_000
# HTML is read as text here and taken off in `markdown_text`: the parser's patterns for it can be made to
# run for minutes.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_HEADER_ID = re.compile(r"\s*\{#(?P<id>[^\s{}]+)\}\s*$")


class BadFrontMatterError(IntakeError):
    """The front matter is not a list of keys and values."""

    code = "bad_front_matter"


class _Heading:
    """A heading while the sections below it are collected."""

    def __init__(self, token: Token, inline: Token) -> None:
        text = plain_inline(inline)
        match = _HEADER_ID.search(text)
        self.id = match["id"] if match else None
        self.text = _HEADER_ID.sub("", text).strip()
        self.level = int(token.tag[1])
        self.body: list[Token] = []


def read_markdown(raw: str) -> Draft:
    """Read a Markdown text.

    Args:
        raw: As decoded, front matter included.

    Returns:
        A draft; its sections are none when there is no text.

    Raises:
        BadFrontMatterError: If the front matter cannot be read.
        BadValueError: If one of its values cannot, such as a date that is none.
    """
    keys, body = _take_front_matter(canonical_text(raw).lstrip("\n"))
    particulars, warnings = read_particulars(keys, where="front matter")
    cover, headings = _outline(_PARSER.parse(body))
    title = _take_title(headings)
    sections = _cover_sections(cover, title)
    above: list[_Heading] = []
    for heading, following in zip_longest(headings, headings[1:]):
        while above and above[-1].level >= heading.level:
            above.pop()
        if heading is not title:
            is_leaf = following is None or following.level <= heading.level
            path = tuple(one.text for one in above if one is not title)
            sections += _sections_of(heading, path, is_leaf=is_leaf)
        above.append(heading)
    if not sections and title is not None:
        sections = [DraftSection(text=title.text, id=title.id, is_cover=True)]
    return Draft(
        particulars=particulars,
        found_title=title.text if title else None,
        sections=tuple(sections),
        warnings=warnings,
    )


def _take_front_matter(text: str) -> tuple[dict[str, object], str]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    remedy = "write one `key: value` per line between two lines of ---"
    if len(match["yaml"]) > _MAX_FRONT_MATTER_CHARS:
        raise BadFrontMatterError("the front matter is too long", remedy=remedy)
    try:
        # BaseLoader builds strings only, so that version 2.10 does not become 2.1; it is safe.
        keys = yaml.load(match["yaml"], Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        raise BadFrontMatterError("the front matter is not YAML", remedy=remedy) from error
    if keys is not None and not isinstance(keys, dict):
        raise BadFrontMatterError("the front matter has no keys", remedy=remedy)
    return {str(key): value for key, value in (keys or {}).items()}, text[match.end() :]


def _outline(tokens: list[Token]) -> tuple[list[Token], list[_Heading]]:
    cover: list[Token] = []
    headings: list[_Heading] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open" and token.level == 0:
            headings.append(_Heading(token, tokens[position + 1]))
            position += 3
            continue
        (headings[-1].body if headings else cover).append(token)
        position += 1
    return cover, headings


def _take_title(headings: list[_Heading]) -> _Heading | None:
    """A single first heading of level 1 names the document, unless it is a clause itself."""
    if not headings or headings[0].level != 1 or sum(h.level == 1 for h in headings) > 1:
        return None
    return headings[0] if read_number(headings[0].text) is None else None


def _cover_sections(cover: list[Token], title: _Heading | None) -> list[DraftSection]:
    sections = []
    if text := plain_text(cover):
        sections += _divide(text, path=(), otherwise=DraftSection(text=text, is_cover=True))
    if title is not None and (text := plain_text(title.body)):
        whole = DraftSection(text=text, id=title.id, is_cover=True)
        sections += [whole] if title.id else _divide(text, path=(), otherwise=whole)
    return sections


def _sections_of(heading: _Heading, path: tuple[str, ...], *, is_leaf: bool) -> list[DraftSection]:
    text = plain_text(heading.body)
    if not text and not is_leaf:
        return []
    number = read_number(heading.text)
    caption = " ".join(part for part in (number.caption, number.rest) if part) if number else heading.text
    section = DraftSection(
        text=text or heading.text,
        id=heading.id,
        heading=caption or heading.text,
        path=path,
        locator=number.number if number else heading.text,
        is_supplement=is_supplement_name(heading.text),
    )
    if heading.id or not text:
        return [section]
    return _divide(text, path=(*path, heading.text), otherwise=section)


def _divide(text: str, *, path: tuple[str, ...], otherwise: DraftSection) -> list[DraftSection]:
    """Clauses written as paragraphs below a chapter's heading are sections of their own."""
    clauses = split_clauses(text, families=("article", "named"), path=path)
    if not any(clause.locator for clause in clauses):
        return [otherwise]
    first, rest = clauses[0], clauses[1:]
    if not first.is_cover:
        return list(clauses)
    return [otherwise.model_copy(update={"text": first.text}), *rest]
