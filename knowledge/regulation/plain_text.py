"""Markup to plain text on one line; nothing of it is kept, not even links."""

from html.parser import HTMLParser

from knowledge.regulation.taming import tame_markup

_SILENT = frozenset({"script", "style", "template", "noscript", "iframe"})
_MAX_CHARS = 20_000


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self._silent += 1
        self.parts.append(" " if tag in {"br", "p", "div", "li", "td", "tr"} else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain_text(markup: str) -> str:
    """Give the words of a title or a summary, blanks folded."""
    reader = _Reader()
    head = markup[:_MAX_CHARS]
    if len(markup) > _MAX_CHARS and head.rfind("<") > head.rfind(">"):
        head = head[: head.rfind("<")]  # a tag that the limit cuts in two
    reader.feed(tame_markup(head, keeps_sections=False))
    reader.close()
    return " ".join("".join(reader.parts).split())
