"""Render Markdown tokens as the plain text a reader sees."""

import re

from markdown_it.token import Token

from knowledge.documents.canonical import canonical_text

_DROPPED_WITH_CONTENT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\s*>\s*<t[dh]\b[^>]*>", re.IGNORECASE)
# Only what is surely markup: "<上限>" or "<limit>" is somebody's placeholder and stays.
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|body|br|caption|center|code|col|colgroup|dd|del|details|div|dl|dt|em|figure"
    r"|font|h[1-6]|head|hr|html|i|img|ins|kbd|li|mark|ol|p|pre|q|rp|rt|ruby|s|small|span|strong|sub|summary"
    r"|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)


def plain_text(tokens: list[Token]) -> str:
    """Render block tokens; blocks are parted by a blank line, list items and table rows by a line end.

    Returns:
        Canonical text without outer white space; empty when there is nothing to read.
    """
    lines = _Lines()
    for token in tokens:
        lines.take(token)
    return canonical_text(lines.text()).strip()


def plain_inline(token: Token) -> str:
    """Render the inline content of one token."""
    return _drop_markup("".join(_piece(child) for child in token.children or []))


class _Lines:
    """Collects lines while lists and tables are open."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0
        self._marker = ""
        self._cells: list[str] = []

    def text(self) -> str:
        return "\n".join(self._lines)

    def take(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self._part()
            self._depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._depth -= 1
        elif token.type == "list_item_open":
            self._marker = f"{token.info}{token.markup} "
        elif token.type == "tr_close":
            self._add(" | ".join(self._cells))
            self._cells = []
        elif token.type == "table_open":
            self._part()
        elif token.type in {"td_open", "th_open"}:
            self._cells.append("")
        elif token.content:
            self._take_content(token)

    def _take_content(self, token: Token) -> None:
        content = plain_inline(token) if token.type == "inline" else token.content.rstrip("\n")
        if self._cells:
            self._cells[-1] = " ".join(content.split("\n"))
        elif content.strip():
            self._part()
            self._add(content)

    def _part(self) -> None:
        if self._lines and self._depth == 0 and self._lines[-1]:
            self._lines.append("")

    def _add(self, content: str) -> None:
        indent = "  " * max(self._depth - 1, 0)
        hanging = indent + " " * len(self._marker)
        first, *others = content.split("\n")
        self._lines.append(indent + self._marker + first)
        self._lines.extend(hanging + other for other in others)
        self._marker = ""


def _piece(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    if token.type == "image":
        return "".join(_piece(child) for child in token.children or [])
    return token.content


def _drop_markup(text: str) -> str:
    if "<" not in text:
        return text
    without = _DROPPED_WITH_CONTENT.sub("", _drop_comments(text))
    return _TAG.sub("", _BREAK.sub("\n", _CELL.sub(" | ", without)))


def _drop_comments(text: str) -> str:
    """A search, not a pattern: thousands of comments that are never closed would take a pattern minutes."""
    kept: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join([*kept, text[position:]])
