"""Decoded feeds to news items: RSS, RDF and Atom by feedparser; JSON Feed and the Federal Register by us.

feedparser is given text that is already decoded, limited and repaired; its own reading of dates is not used.
Nothing is fetched here.
"""

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import feedparser  # type: ignore[import-untyped]  # it has no stubs

from knowledge.regulation.feed import Source
from knowledge.regulation.identity import is_hub
from knowledge.regulation.news_dates import Moment, read_moment
from knowledge.regulation.news_item import NewsItem
from knowledge.regulation.plain_text import plain_text
from knowledge.regulation.taming import MAX_DEPTH, MAX_ENTRIES, depth_of, first_entries, tame_markup

MAX_TAGS = 400_000
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_BARE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,30};)")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:<!doctype html|<html)", re.IGNORECASE)
_DATES = ("published", "updated", "created", "date")
_SAFE = "/:?#[]@!$&'()*+,;=%~-._"


class UnparsableFeedError(Exception):
    """A feed cannot be read; `problem` names why, as a source's state."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"feed cannot be parsed: {problem}")
        self.problem = problem


def parse_feed(text: str, source: Source, *, base: str = "") -> list[NewsItem]:
    """Read the entries of a feed, in its order.

    Args:
        text: Decoded.
        source: Whose zone counts for times that name none.
        base: The address it was fetched from, for relative links.

    Raises:
        UnparsableFeedError: If it is empty, a page, hostile or no feed at all. No entries are no error.
    """
    if not text.strip():
        raise UnparsableFeedError("empty_body")
    if text.lstrip()[0] in "{[":
        return _parse_json(text, source, base)
    if text.count("<") > MAX_TAGS:
        raise UnparsableFeedError("too_many_tags")
    if _ENTITY.search(text):
        raise UnparsableFeedError("defines_entities")
    if _HTML.match(_XML_DECLARATION.sub("", text)):
        raise UnparsableFeedError("html_not_feed")
    body = first_entries(tame_markup(_XML_DECLARATION.sub("", text, count=1).lstrip(), keeps_sections=True))
    if depth_of(body) > MAX_DEPTH:
        raise UnparsableFeedError("too_deep")
    parsed = _parse_xml(body, base)
    base = base or safe_link(str(parsed.feed.get("link", "")), "")
    if not parsed.version and not parsed.entries:
        raise UnparsableFeedError("not_a_feed")
    entries = (_from_entry(dict(one), source, base) for one in parsed.entries)
    return [one for one in entries if one is not None]


def make_item(
    source: Source, *, title: str, link: str, guid: str, moment: Moment | None, summary: str
) -> NewsItem:
    """Make an item of an entry; its id comes from what names it best: guid, address, title.

    A page on which many things are announced names none of them without its title.
    """
    name = guid or (f"{link}\x00{title}" if link and is_hub(link) else link) or title
    return NewsItem(
        id=sha256(f"{source.id}\x00{name}\x00{link}".encode("utf-8", "replace")).hexdigest()[:20],
        source=source.id,
        title=title[:2_000],
        url=link,
        guid=guid[:2_000],
        published=moment.at if moment else None,
        precision=moment.precision if moment else "unknown",
        summary=summary,
    )


def safe_link(written: str, base: str) -> str:
    """Give an absolute http address, or nothing: other schemes never pass."""
    if not written.strip():
        return ""
    try:
        address = urljoin(base, written.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    return quote(address, safe=_SAFE) if parts.scheme in {"http", "https"} and parts.hostname else ""


def _parse_xml(body: str, base: str) -> Any:
    parsed = _read_xml(body, base)
    if not parsed.bozo:
        return parsed
    repaired = _read_xml(_BARE_AMPERSAND.sub("&amp;", body), base)
    return repaired if len(repaired.entries) >= len(parsed.entries) else parsed


def _read_xml(body: str, base: str) -> Any:
    declared = f'<?xml version="1.0" encoding="utf-8"?>\n{body}'.encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"}
    if base:
        headers["content-location"] = base
    return feedparser.parse(
        declared,
        response_headers=headers,
        sanitize_html=False,  # `plain_text` keeps no markup at all
        resolve_relative_uris=False,  # of links inside texts, which are not kept either
    )


def _from_entry(entry: Mapping[str, Any], source: Source, base: str) -> NewsItem | None:
    summary = plain_text(str(entry.get("summary", "")))
    link = safe_link(str(entry.get("link", "")), base)
    guid = str(entry.get("id", ""))
    title = plain_text(str(entry.get("title", ""))) or summary[:120] or link or guid.strip()
    if not title:
        return None
    moment = _first_moment((entry.get(name) for name in _DATES), source)
    return make_item(source, title=title, link=link, guid=guid, moment=moment, summary=summary)


def _first_moment(written: Iterable[object], source: Source) -> Moment | None:
    for one in written:
        if isinstance(one, str) and (moment := read_moment(one, source.zone)):
            return moment
    return None


def _parse_json(text: str, source: Source, base: str) -> list[NewsItem]:
    if sum(text.count(one) for one in ",[{") > MAX_TAGS:
        raise UnparsableFeedError("too_many_tags")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnparsableFeedError("not_json") from error
    rows = raw
    if isinstance(raw, dict):
        rows = next(
            (raw[name] for name in ("items", "results", "entries") if isinstance(raw.get(name), list)), None
        )
    if not isinstance(rows, list):
        raise UnparsableFeedError("not_a_feed")
    items = (_from_row(row, source, base) for row in rows[:MAX_ENTRIES] if isinstance(row, dict))
    return [one for one in items if one is not None]


def _from_row(row: Mapping[str, Any], source: Source, base: str) -> NewsItem | None:
    def words(*names: str) -> str:
        return next((str(row[name]) for name in names if row.get(name)), "")

    link = safe_link(words("url", "html_url", "external_url", "link"), base)
    summary = plain_text(words("summary", "abstract", "content_text", "content_html"))
    title = plain_text(words("title")) or summary[:120] or link
    if not title:
        return None
    moment = _first_moment((words("date_published", "publication_date", "date_modified", "date"),), source)
    guid = words("id", "document_number")
    return make_item(source, title=title, link=link, guid=guid, moment=moment, summary=summary)
