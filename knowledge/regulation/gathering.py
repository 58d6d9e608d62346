"""Read all sources that are due, beside one another; one that fails takes nothing from the others.

Fetching is passed in, states are values in and out, and nothing is stored: whoever stores keeps the items
first and the states after them, since a state says that its items need not be fetched again.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import structlog
from pydantic import BaseModel, ConfigDict

from knowledge.regulation.decoding import decode
from knowledge.regulation.feed import Source, addresses_on
from knowledge.regulation.fetching import Answer, FetchError, Request
from knowledge.regulation.list_pages import parse_list_page
from knowledge.regulation.news_item import NewsItem
from knowledge.regulation.parsing import UnparsableFeedError, parse_feed
from knowledge.regulation.source_state import (
    Alert,
    Look,
    SourceState,
    address_now,
    after_failure,
    after_success,
    is_due,
    state_of,
)

log = structlog.get_logger(__name__)

WORKERS = 8

Fetch = Callable[[Request, datetime], Answer]


class SourceResult(BaseModel):
    """What one source brought, and how it stands now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    state: SourceState
    items: tuple[NewsItem, ...] = ()
    alert: Alert | None = None
    was_read: bool = True  # False: muted, or not due


class GatherReport(BaseModel):
    """All that one gathering brought, in the catalogue's order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    results: tuple[SourceResult, ...] = ()

    @property
    def items(self) -> tuple[NewsItem, ...]:
        """All items, in the catalogue's order."""
        return tuple(item for one in self.results for item in one.items)

    @property
    def states(self) -> tuple[SourceState, ...]:
        """The states to be kept, of those that were read."""
        return tuple(one.state for one in self.results if one.was_read)

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """What an administrator is told."""
        return tuple(one.alert for one in self.results if one.alert is not None)


def gather_news(
    sources: Sequence[Source],
    fetch: Fetch,
    states: Mapping[str, SourceState],
    *,
    now: datetime,
    all_now: bool = False,
) -> GatherReport:
    """Read every source that is due.

    Args:
        sources: The catalogue.
        fetch: Gives the answer of an address, or raises `FetchError`.
        states: How sources stood, by id; those missing are new.
        now: The moment of the gathering.
        all_now: Read what is not due too, and whole: nothing is asked conditionally.
    """
    held = [state_of(source, states) for source in sources]
    with ThreadPoolExecutor(1) as parser, ThreadPoolExecutor(WORKERS) as pool:
        reader = _SourceReader(fetch, parser, now, is_whole=all_now)
        waiting = [
            pool.submit(reader.read, source, state)
            if is_due(state, now) or (all_now and not state.is_muted)
            else None
            for source, state in zip(sources, held, strict=True)
        ]
        return GatherReport(
            results=tuple(
                one.result() if one else SourceResult(source=state.source, state=state, was_read=False)
                for one, state in zip(waiting, held, strict=True)
            )
        )


@dataclass(frozen=True)
class _SourceReader:
    fetch: Fetch
    parser: Executor  # one thread: parsing takes one core, and memory that each thread would keep
    now: datetime
    is_whole: bool

    def read(self, source: Source, state: SourceState) -> SourceResult:
        """Read one source; whatever happens becomes a state."""
        try:
            look = self._look(source, state)
        except (FetchError, UnparsableFeedError) as error:
            wait = error.wait if isinstance(error, FetchError) else None
            turn = after_failure(state, error.problem, now=self.now, wait=wait)
        except Exception as error:  # a source must not take the others with it
            log.exception("source_failed", source=source.id, error=type(error).__name__)
            turn = after_failure(state, "unexpected", now=self.now)
        else:
            turn = after_success(state, source, look, now=self.now)
            return SourceResult(source=source.id, state=turn.state, items=look.items, alert=turn.alert)
        return SourceResult(source=source.id, state=turn.state, alert=turn.alert)

    def _look(self, source: Source, state: SourceState) -> Look:
        """Read all addresses of a source; it has failed when none of them worked."""
        looks: list[Look] = []
        problem: FetchError | UnparsableFeedError | None = None
        for address in addresses_on(address_now(source, state), self.now.astimezone(source.zone).date()):
            try:
                looks.append(self._look_at(address, source, state))
            except (FetchError, UnparsableFeedError) as error:
                problem = problem or error
        if problem is not None and not looks:
            raise problem
        items = {item.id: item for look in looks for item in look.items}
        return looks[0].model_copy(update={"items": tuple(items.values())})

    def _look_at(self, address: str, source: Source, state: SourceState) -> Look:
        is_marked = address == state.marked_url and not self.is_whole
        request = Request(
            url=address,
            etag=state.etag if is_marked else "",
            last_modified=state.last_modified if is_marked else "",
            user_agent=source.ua,
        )
        answer = self.fetch(request, self.now)
        if answer.is_unchanged:
            return Look(is_unchanged=True)
        return Look(
            items=self.parser.submit(read_items, answer, source).result(),
            marked_url=address,
            etag=answer.etag,
            last_modified=answer.last_modified,
            moved_to=answer.moved_to,
        )


def read_items(answer: Answer, source: Source) -> tuple[NewsItem, ...]:
    """Make items of what a source answered, without those that its filter keeps out.

    Raises:
        UnparsableFeedError: If it is not what the catalogue says.
    """
    text = decode(answer.body, content_type=answer.content_type, is_japanese=source.is_japanese)
    parse = parse_list_page if source.kind == "list" else parse_feed
    items = parse(text, source, base=source.home or answer.url)
    return tuple(one for one in items if source.keeps(one.title))
