"""Read the page of an item: the same safe fetch as of feeds, where its publisher lets robots in.

A host that asks to be left alone for a while is not asked again before; a page is asked for once, and
whoever stores what came never asks again. What the text is good for is others' business.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from pydantic import BaseModel, ConfigDict

from knowledge.regulation.decoding import decode
from knowledge.regulation.fetching import Answer, FetchError, Request
from knowledge.regulation.main_text import main_text

ROBOT = "Sandan"  # as the first word of our user agent
_RULES_LAST = timedelta(hours=24)
_MAX_ROBOTS = 500_000  # bytes, as RFC 9309 wants at least
_HTML = re.compile(r"\s*(?:<\?xml[^>]{0,300}\?>\s*)?<(?:!doctype\s+html|html)", re.IGNORECASE)

Fetch = Callable[[Request, datetime], Answer]


class Page(BaseModel):
    """What an address held when it was read, once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = ""  # the main text, a paragraph a line
    problem: str = ""  # why there is none, in one word


class _Rules(NamedTuple):
    allowed: RobotFileParser | None  # None: stay away
    until: datetime


@dataclass
class PageReader:
    """Reads pages; safe to share between threads.

    Attributes:
        fetch: Gives the answer of an address, or raises `FetchError`.
    """

    fetch: Fetch
    _robots: dict[str, _Rules] = field(default_factory=dict)  # by origin
    _not_before: dict[str, datetime] = field(default_factory=dict)  # by origin
    _lock: Lock = field(default_factory=Lock)

    def read(self, url: str, *, user_agent: str, is_japanese: bool, now: datetime) -> Page:
        """Read a page; whatever fails becomes a word.

        Args:
            url: Of an item.
            user_agent: The source's own; empty for ours.
            is_japanese: Whether Japanese encodings may be tried.
            now: For times to stay away.
        """
        origin = _origin(url)
        if not origin:
            return Page(problem="no_address")
        if not self._may_read(url, origin, user_agent, now):
            return Page(problem="robots_refused")
        if now < self._not_before.get(origin, now):
            return Page(problem="asked_to_wait")
        try:
            answer = self.fetch(Request(url=url, user_agent=user_agent), now)
        except FetchError as error:
            if error.wait is not None:
                self._not_before[origin] = now + error.wait
            return Page(problem=error.problem)
        return _page(answer, is_japanese=is_japanese)

    def _may_read(self, url: str, origin: str, user_agent: str, now: datetime) -> bool:
        with self._lock:  # one look at the rules of a host, whoever comes first
            rules = self._robots.get(origin)
            if rules is None or rules.until <= now:
                rules = _Rules(self._read_robots(origin, user_agent, now), now + _RULES_LAST)
                self._robots[origin] = rules
        return rules.allowed is not None and rules.allowed.can_fetch(ROBOT, url)

    def _read_robots(self, origin: str, user_agent: str, now: datetime) -> RobotFileParser | None:
        """Read a host's rules; none means that all is allowed, what cannot be read that nothing is."""
        rules = RobotFileParser()
        try:
            answer = self.fetch(Request(url=f"{origin}/robots.txt", user_agent=user_agent), now)
        except FetchError as error:
            if error.wait is not None:
                self._not_before[origin] = now + error.wait
            if error.status is None or not 400 <= error.status < 500 or error.status == 429:
                return None
            rules.parse([])
            return rules
        written = answer.body[:_MAX_ROBOTS].decode("utf-8", "replace")
        rules.parse([] if _HTML.match(written) else written.splitlines())
        return rules


def _page(answer: Answer, *, is_japanese: bool) -> Page:
    text = decode(answer.body, content_type=answer.content_type, is_japanese=is_japanese)
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind not in {"text/html", "application/xhtml+xml"} and not (not kind and _HTML.match(text)):
        return Page(problem="not_a_page")
    found = main_text(text)
    return Page(text=found) if found else Page(problem="no_text")


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, "", "", "")) if host else ""
