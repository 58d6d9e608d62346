"""Read web pages: the main text with its headings and tables, without menus and what is hidden."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import html as lxml_html
from lxml.etree import _Element

from knowledge.documents.loaders.blocks import Block, outline, table_row
from knowledge.documents.loaders.decoding import decode_text
from knowledge.documents.loaders.draft import Draft, Particulars

_DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "iframe", "svg", "math",
        "button", "select", "object", "embed", "canvas", "head", "rt", "rp", "dialog", "video", "audio",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
    }
)  # fmt: skip
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE
)
_MENU = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|breadcrumbs?|sidebar|footer|cookie|share|social)(?:$|[\s_-])", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_MAIN_SHARE = 0.25
_MAX_DEPTH = 200


def read(file: BinaryIO) -> Draft:
    """Read a web page.

    Returns:
        A draft; its title is the page's main heading, else its <title>.

    Raises:
        IntakeError: If the bytes are no text in a known encoding.
    """
    text, warnings = _decode(file.read())
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    root = lxml_html.document_fromstring(text, parser=parser) if text.strip() else None
    if root is None:
        return Draft(particulars=Particulars(), sections=())
    walker = _Walker()
    walker.take(_main(root))
    title, sections = outline(walker.finish())
    if walker.hidden_chars:
        warnings = (*warnings, f"{walker.hidden_chars} characters of hidden text were left out")
    page_title = " ".join((root.findtext(".//title") or "").split())[:200]
    return Draft(
        particulars=Particulars(),
        found_title=title or page_title or None,
        sections=sections,
        warnings=warnings,
    )


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    declared = _CHARSET.search(data[:4_096])
    if declared is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii", errors="ignore").lower()
        name = {"shift_jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}.get(name, name)
        try:
            return _without_declaration(data.decode(name)), ()
        except (LookupError, UnicodeDecodeError):
            pass  # declared wrongly: told by its bytes
    decoded = decode_text(data)
    return _without_declaration(decoded.text.removeprefix("\ufeff")), decoded.warnings


def _without_declaration(text: str) -> str:
    """The parser refuses decoded text that still declares an encoding."""
    return re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", text).replace("\x00", "")


def _main(root: _Element) -> _Element:
    body = root.find("body")
    whole = body if body is not None else root
    size = _size(whole)
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if len(found) == 1 and _size(found[0]) >= _MAIN_SHARE * size:
            return found[0]
    return whole


def _size(element: _Element) -> int:
    return sum(len("".join(text.split())) for text in element.itertext())


class _Walker:
    """Collects blocks while it goes through a page."""

    def __init__(self) -> None:
        self.hidden_chars = 0
        self._blocks: list[Block] = []
        self._text = ""
        self._prefix = ""
        self._ordinals: list[int | None] = []

    def finish(self) -> list[Block]:
        self._close()
        return self._blocks

    def take(self, element: _Element, depth: int = 0) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _DROPPED or depth > _MAX_DEPTH or _is_menu(element):
            return
        if _is_hidden(element):
            self.hidden_chars += _size(element)
        elif tag == "br":
            self._text = self._text.rstrip(" ") + "\n"
        elif re.fullmatch("h[1-6]", tag):
            self._close()
            self._blocks.append(Block(text=_inline(element), level=int(tag[1])))
        elif tag == "tr" and _is_data_row(element):
            self._close()
            cells = [_inline(cell) for cell in element if cell.tag in {"td", "th"}]
            if any(cells):
                self._blocks.append(Block(text=table_row(cells), kind="table"))
        elif tag == "pre":
            self._close()
            self._blocks.append(Block(text="".join(element.itertext())))
        else:
            self._inside(element, tag, depth)

    def _inside(self, element: _Element, tag: str, depth: int) -> None:
        is_block = tag in _BLOCKS
        if is_block:
            self._close()
        if tag in {"ol", "ul"}:
            start = element.get("start", "1")
            self._ordinals.append((int(start) if start.isdecimal() else 1) - 1 if tag == "ol" else None)
        if tag == "li":
            self._prefix = self._marker()
        self._add(element.text)
        for child in element:
            self.take(child, depth + 1)
            self._add(child.tail)
        if is_block:
            self._close()
        if tag in {"ol", "ul"}:
            self._ordinals.pop()

    def _marker(self) -> str:
        indent = "  " * max(len(self._ordinals) - 1, 0)
        if not self._ordinals or self._ordinals[-1] is None:
            return f"{indent}- "
        self._ordinals[-1] += 1
        return f"{indent}{self._ordinals[-1]}. "

    def _add(self, text: str | None) -> None:
        if text:
            squeezed = re.sub(r"[ \t\r\n\f]+", " ", text)
            self._text += squeezed.lstrip(" ") if self._text[-1:] in {"", " ", "\n"} else squeezed

    def _close(self) -> None:
        text = self._text.strip()
        if text:
            kind = "item" if self._prefix else "text"
            self._blocks.append(Block(text=self._prefix + text, kind=kind))
            self._prefix = ""
        self._text = ""


def _is_hidden(element: _Element) -> bool:
    has_mark = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return has_mark or _HIDDEN_STYLE.search(element.get("style", "")) is not None


def _is_menu(element: _Element) -> bool:
    named = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
    if element.tag in {"html", "body", "main", "article"} or not _MENU.search(named):
        return False
    links = sum(_size(link) for link in element.iter("a"))
    return links > 0.5 * _size(element)


def _is_data_row(row: _Element) -> bool:
    """A table that holds headings or tables is there for layout: its cells are read as blocks."""
    return not any(True for _ in row.iter("table", "h1", "h2", "h3", "h4", "h5", "h6"))


def _inline(element: _Element) -> str:
    return " ".join("".join(_texts(element)).split())


def _texts(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _DROPPED and not _is_hidden(child):
            yield " " if child.tag in _BLOCKS or child.tag == "br" else ""
            yield from _texts(child)
        yield child.tail or ""
