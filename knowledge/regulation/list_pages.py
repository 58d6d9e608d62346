"""Read news from a page that lists them, for publishers without a feed: one adapter, three settings.

Links that match the source's pattern are items. A date is looked for at the start of the link's text, in what
stood before it (heading, `<dt>`, `<time datetime>`, even a comment), and in its path. No links are a failure.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

from knowledge.regulation.feed import Source
from knowledge.regulation.news_dates import Moment, read_moment
from knowledge.regulation.news_item import NewsItem
from knowledge.regulation.parsing import MAX_TAGS, UnparsableFeedError, make_item, safe_link
from knowledge.regulation.taming import MAX_ENTRIES, tame_markup

_APART = frozenset({"nav", "header", "footer", "script", "style", "template", "noscript"})
_SHORTEST_TITLE = 6  # characters: "詳細" is no title
_LEADING_DATE = re.compile(
    r"^\s*[(（\[【]?\s*((?:令和|平成)?\s?(?:\d{1,4}|元)\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}\s?日?)"
    r"\s?[)）\]】]?[\s:：]*"
)
_IN_PATH = re.compile(
    r"/(?P<short>\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:[_/.-]|$)"
    r"|/(?P<year>20\d{2})(?P<rest>\d{4})(?!\d)"
)
_MONTH_HEADING = re.compile(r"(?:令和|平成)\s?(?:\d{1,2}|元)\s?年\s?\d{1,2}\s?月|20\d\d\s?年\s?\d{1,2}\s?月")
_MONTH_DAY = re.compile(r"^\s*(?:(?P<month>\d{1,2})\s?月)\s?(?P<day>\d{1,2})\s?日")


@dataclass
class _Link:
    href: str
    before: str  # the last date seen, as written
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


class _Reader(HTMLParser):
    """Collects links with the date that stood last before each."""

    def __init__(self, source: Source) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[_Link] = []
        self._source = source
        self._apart = 0
        self._open: _Link | None = None
        self._last_date = ""
        self._year = ""  # of a month's heading, for 「8月19日」 below it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _APART:
            self._apart += 1
        given = dict(attrs)
        if tag == "time" and given.get("datetime"):
            self._see_date(given["datetime"] or "")
        if tag == "a" and given.get("href"):
            self._open = _Link(href=(given["href"] or "").strip(), before=self._last_date)

    def handle_endtag(self, tag: str) -> None:
        if tag in _APART and self._apart:
            self._apart -= 1
        if tag == "a" and self._open is not None:
            if not self._apart:
                self.links.append(self._open)
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.parts.append(data)
        elif not self._apart:
            self._see_date(data)

    def handle_comment(self, data: str) -> None:
        self._see_date(data)

    def _see_date(self, text: str) -> None:
        if not re.search(r"\d", text) or len(text) > 400:
            return
        if read_moment(text, self._source.zone):
            self._last_date = text
        elif month := _MONTH_HEADING.search(text):
            self._year = re.split(r"年", month[0])[0] + "年"
        elif self._year and (day := _MONTH_DAY.match(text)):
            self._last_date = f"{self._year}{day['month']}月{day['day']}日"


def parse_list_page(text: str, source: Source, *, base: str = "") -> list[NewsItem]:
    """Read the items of a list page, in its order, each address once.

    Raises:
        UnparsableFeedError: `layout_changed` when no link matches; a list page is never empty.
    """
    if not text.strip():
        raise UnparsableFeedError("empty_body")
    if text.count("<") > MAX_TAGS:
        raise UnparsableFeedError("too_many_tags")
    reader = _Reader(source)
    reader.feed(tame_markup(text, keeps_sections=False))
    reader.close()
    items: dict[str, NewsItem] = {}
    for link in reader.links:
        item = _as_item(link, source, base)
        if item is not None:
            items.setdefault(item.id, item)
    if not items:
        raise UnparsableFeedError("layout_changed")
    return list(items.values())[:MAX_ENTRIES]


def _as_item(link: _Link, source: Source, base: str) -> NewsItem | None:
    address = safe_link(link.href, base)
    if not address and (base or ":" in link.href):
        return None
    path = urlsplit(address or link.href).path
    if source.link_re and not source.link_re.search(path):
        return None
    moment = _find_date(link, path, source)
    title = _without_leading_date(link.text, source)
    if len(title) < _SHORTEST_TITLE:
        return None
    return make_item(
        source, title=title, link=address, guid="" if address else link.href, moment=moment, summary=""
    )


def _find_date(link: _Link, path: str, source: Source) -> Moment | None:
    in_text = read_moment(link.text[:40], source.zone)
    before = read_moment(link.before, source.zone) if source.date_mode == "before" else None
    return in_text or before or _date_in_path(path, source)


def _date_in_path(path: str, source: Source) -> Moment | None:
    match = _IN_PATH.search(path)
    if match is None:
        return None
    digits = f"20{match['short']}" if match["short"] else f"{match['year']}{match['rest']}"
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return Moment(datetime(day.year, day.month, day.day, tzinfo=source.zone), "day")


def _without_leading_date(text: str, source: Source) -> str:
    """Take the date off that a list puts in front of each title, when nothing of the title is lost."""
    match = _LEADING_DATE.match(text)
    if match and read_moment(match[1], source.zone) and len(text) - match.end() >= _SHORTEST_TITLE:
        return text[match.end() :].strip()
    return text
