"""Let a configured model say in two sentences what the pages of shown items say, verified like answers.

What is shown and sent is decided before, and nothing here can change it. Whatever fails leaves the
publisher's own first sentences, with word of why; all summaries of one digest together have a minute.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Protocol

import structlog
from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.drafting import Drafter
from bot.advisor.verifying import Closeness
from bot.digest.composing import first_sentences
from bot.digest.digest import Digest, Entry, News
from bot.digest.summary_drafting import prepare_summary, verified_sentences
from knowledge.documents.document import Language
from knowledge.regulation.pages import Page

log = structlog.get_logger(__name__)

_AT_ONCE = 4
_PASSING = frozenset({"asked_to_wait"})  # nothing was fetched yet


class Summary(BaseModel):
    """What a model said of a page, after every sentence was held against it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    drafted_by: str = Field(min_length=1)


class PageShelf(Protocol):
    """Keeps pages and summaries with their items; safe to share between threads."""

    def page(self, item: str) -> Page | None:
        """Give the page of an item; None when it was not read yet."""

    def keep_page(self, item: str, page: Page, *, now: datetime) -> None:
        """Keep what reading brought, also that it brought nothing; the first stays."""

    def summary(self, item: str, language: Language) -> Summary | None:
        """Give the summary of an item in a language; None when there is none."""

    def keep_summary(self, item: str, language: Language, summary: Summary) -> None:
        """Keep a summary that was verified; the first stays."""


@dataclass
class MemoryShelf:
    """A shelf for one process that is to write nothing, such as a preview on the command line."""

    pages: dict[str, Page] = field(default_factory=dict)
    summaries: dict[tuple[str, Language], Summary] = field(default_factory=dict)

    def page(self, item: str) -> Page | None:
        """Give the page of an item; None when it was not read yet."""
        return self.pages.get(item)

    def keep_page(self, item: str, page: Page, *, now: datetime) -> None:  # noqa: ARG002 - a port
        """Keep what reading brought, also that it brought nothing; the first stays."""
        self.pages.setdefault(item, page)

    def summary(self, item: str, language: Language) -> Summary | None:
        """Give the summary of an item in a language; None when there is none."""
        return self.summaries.get((item, language))

    def keep_summary(self, item: str, language: Language, summary: Summary) -> None:
        """Keep a summary that was verified; the first stays."""
        self.summaries.setdefault((item, language), summary)


@dataclass
class Summarising:
    """The use case of summarising one digest.

    Attributes:
        drafter: The model.
        deadline: Seconds for one draft, repair included.
        read_page: Reads the page of an item, within limits.
        shelf: What was read and said before.
        closeness: Compares a claim with a quote in another language.
        seconds: For one digest; what is not there by then is left out.
    """

    drafter: Drafter
    deadline: float
    read_page: Callable[[News, datetime], Page]
    shelf: PageShelf
    closeness: Closeness | None = None
    seconds: float = 60.0
    _turn: Lock = field(default_factory=Lock)  # two digests that show one item must not both fetch it

    def complete(self, digest: Digest, now: datetime) -> Digest:
        """Put summaries into a digest; its items, order and number stay."""
        with self._turn:
            pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="summary")
            try:
                tries = [pool.submit(self._try, one, digest, now) for one in digest.entries]
                wait(tries, timeout=self.seconds)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
            told = [_told(entry, one) for entry, one in zip(digest.entries, tries, strict=True)]
        log.info("digest_summarised", shown=len(told), summarised=sum(bool(one.summary_by) for one in told))
        return digest.model_copy(update={"entries": tuple(told)})

    def _try(self, entry: Entry, digest: Digest, now: datetime) -> Entry:
        try:
            return self._summarise(entry, digest.language, digest.day, now)
        except Exception as error:  # a summary must not take its digest with it
            log.exception("summary_failed", error=type(error).__name__)
            return entry.model_copy(update={"summary_note": "no_draft"})

    def _summarise(self, entry: Entry, language: Language, day: date, now: datetime) -> Entry:
        item = entry.item
        held = self.shelf.summary(item.id, language)
        if held is not None:
            return _with(entry, held)
        page = self._page_of(item, now)
        if not page.text:
            return entry.model_copy(update={"summary_note": "no_page"})
        own = entry.summary or first_sentences(page.text)
        drafting = prepare_summary(item, page.text, language, day, self.closeness)
        if drafting is None:
            return entry.model_copy(update={"summary": own, "summary_note": "no_page"})
        draft = self.drafter.draft(drafting.request, self.deadline)
        said, note = verified_sentences(draft, drafting.ground)
        if not said:
            return entry.model_copy(update={"summary": own, "summary_note": note})
        summary = Summary(text=said, drafted_by=self.drafter.name)
        self.shelf.keep_summary(item.id, language, summary)
        return _with(entry, summary)

    def _page_of(self, item: News, now: datetime) -> Page:
        held = self.shelf.page(item.id)
        if held is not None:
            return held
        page = self.read_page(item, now)
        if page.problem:
            log.info("page_not_read", source=item.source, problem=page.problem)
        if page.problem not in _PASSING:
            self.shelf.keep_page(item.id, page, now=now)
        return page


def _with(entry: Entry, summary: Summary) -> Entry:
    return entry.model_copy(update={"summary": summary.text, "summary_by": summary.drafted_by})


def _told(entry: Entry, tried: "Future[Entry]") -> Entry:
    """Give what became of an entry; one that is late or was never begun stays as it was."""
    if tried.done() and not tried.cancelled():
        return tried.result()
    return entry.model_copy(update={"summary_note": "no_draft"})
