"""Take the main text out of a publisher's page: paragraphs of running words, without menus and footers.

One pass over tamed markup; what a page hides by scripts or styles is not known here, so that whoever uses the
text holds it for material of a stranger.
"""

from html.parser import HTMLParser

from knowledge.documents.canonical import canonical_text
from knowledge.regulation.taming import tame_markup

MAX_PAGE_CHARS = 20_000  # of main text: a long press release has a third of that
MAX_PAGE_TAGS = 100_000
_APART = frozenset(
    {
        "nav", "header", "footer", "aside", "script", "style", "template", "noscript", "iframe", "svg",
        "button", "select", "head", "dialog",
    }
)  # fmt: skip
_BREAKS = frozenset(
    {
        "p", "div", "li", "td", "th", "tr", "dd", "dt", "br", "section", "article", "main", "blockquote",
        "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "body", "figcaption",
    }
)  # fmt: skip
_LEAST_CHARS = 25  # of a line of running words that ends no sentence
_MOST_LINKED = 0.5  # of a line: more is a list of links
_LEAST_MAIN = 200  # characters in `<main>` or `<article>`, for these to be the text
_ENDS = ("。", ".", "！", "!", "？", "?", "」", "）", ")")


class _Line:
    def __init__(self, *, is_main: bool) -> None:
        self.parts: list[str] = []
        self.linked = 0
        self.is_main = is_main

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[_Line] = [_Line(is_main=False)]
        self._apart = 0
        self._hidden = ("", 0)  # the element that hides what is in it, and how many of its kind are open
        self._main = 0
        self._links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._apart = 0  # a head that was never closed
        name, depth = self._hidden
        if tag == name or (not name and tag not in {"input", "br", "img", "hr"} and _is_hidden(attrs)):
            self._hidden = (tag, depth + 1)
        self._apart += tag in _APART
        self._main += tag in {"main", "article"}
        self._links += tag == "a"
        if tag in _BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        name, depth = self._hidden
        if tag == name:
            self._hidden = (name, depth - 1) if depth > 1 else ("", 0)
        self._apart -= tag in _APART and self._apart > 0
        self._main -= tag in {"main", "article"} and self._main > 0
        self._links -= tag == "a" and self._links > 0
        if tag in _BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._apart and not self._hidden[0]:
            self.lines[-1].parts.append(data)
            self.lines[-1].linked += len(data.strip()) if self._links else 0

    def _break(self) -> None:
        if self.lines[-1].parts:
            self.lines.append(_Line(is_main=bool(self._main)))
        else:
            self.lines[-1].is_main = bool(self._main)


def main_text(markup: str) -> str:
    """Give the running words of a page, one paragraph a line; empty where it has none.

    Args:
        markup: Decoded; of any length and shape.
    """
    if markup.count("<") > MAX_PAGE_TAGS:
        return ""
    reader = _Reader()
    reader.feed(tame_markup(markup, keeps_sections=False))
    reader.close()
    running = [one for one in reader.lines if _is_running(one)]
    inside = [one for one in running if one.is_main]
    chosen = inside if sum(len(one.text) for one in inside) >= _LEAST_MAIN else running
    texts = dict.fromkeys(canonical_text(one.text) for one in chosen)  # a teaser says its text again
    return "\n".join(one for one in texts if one)[:MAX_PAGE_CHARS]


def _is_running(line: _Line) -> bool:
    text = line.text
    is_sentence = text.endswith(_ENDS) or len(text) >= _LEAST_CHARS
    return is_sentence and len(text) > 8 and line.linked <= _MOST_LINKED * len(text)


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    return any(name == "hidden" or (name == "aria-hidden" and value == "true") for name, value in attrs)
