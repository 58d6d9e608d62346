"""What the tests of this folder share: stages, presses, and readings of what a person sees."""

import time
from html.parser import HTMLParser

from bot.surfaces.web.ports import PassageRef
from tests.scenarios.web_page import Browser, Seen

PASSAGE = PassageRef(document="ai-use-policy", version="3.0", section="A3-8", language="ja", start=9, end=25)


class _Elements(HTMLParser):
    """Every element of a page with its attributes, and the text that a person reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def _upload_result(browser: Browser, seen: Seen, path: str) -> Seen:
    deadline = time.monotonic() + 10
    while "progress" in seen.text and time.monotonic() < deadline:
        time.sleep(0.02)
        seen = browser.get(path)
    return seen


def _upload_name(seen: Seen) -> str:
    return seen.text.partition("/documents/uploads/")[2].partition(".json")[0]


def _assert_inert(elements: _Elements) -> None:
    for tag, attributes in elements.found:
        assert tag not in {"img", "iframe", "object", "embed", "svg", "math", "base", "video", "audio"}
        assert tag != "script" or attributes.get("src") == "/static/page.js"
        assert not [name for name in attributes if name.startswith("on")]
        address = attributes.get("href") or attributes.get("src") or attributes.get("action") or "/"
        assert address.startswith(("/", "#", "?"))
        assert not address.startswith("//")
