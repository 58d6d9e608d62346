"""One visit of a browser: its request, its session, and how a page is written for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.surfaces.web.guard import Guard
from bot.surfaces.web.pages import render_page, words_for
from bot.surfaces.web.requests import Reply, Request
from bot.surfaces.web.sessions import Session
from bot.surfaces.web.wording import Words
from knowledge.documents.document import Language


@dataclass(frozen=True)
class Visit:
    """What a handler needs to know of who asks.

    Attributes:
        request: What was sent.
        name: Of the session.
        session: What is held under the name.
        guard: Makes form tokens.
        is_open: Whether this browser may use the whole page; else one passage at most.
    """

    request: Request
    name: str
    session: Session
    guard: Guard
    is_open: bool

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.request.language

    @property
    def words(self) -> Words:
        """The words of the page."""
        return words_for(self.language)

    def page(
        self, template: str, heading: str, values: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> Reply:
        """Write a page."""
        other: Language = "en" if self.language == "ja" else "ja"
        query = {name: value for name, value in self.request.query.items() if name != "lang"}
        common = {
            "words": self.words,
            "language": self.language,
            "other_language": other,
            "other_language_address": f"?{urlencode({**query, 'lang': other})}",
            "heading": heading,
            "path": self.request.path,
            "token": self.guard.token(self.name),
            "is_open": self.is_open,
            "needs_password": self.guard.needs_password,
            "problem": "",
        }
        return Reply(render_page(template, {**common, **(values or {})}).encode(), status=status)

    def refuse(self, why: str, *, status: int, **details: str) -> Reply:
        """Say in words why not; `why` names a field of `Words.refusals`."""
        problem = self.words.refusals[why].format(**details)
        return self.page("message.html", self.words.sorry, {"problem": problem}, status=status)
