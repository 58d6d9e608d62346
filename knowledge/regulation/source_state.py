"""How one source stands, and what one more look at it makes of that. Pure.

A source is known by its newest item, not by its status code: a feed that answers and stopped months ago is
`stale`. What is wrong for long is told once, and then once a week.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from knowledge.regulation.feed import Source
from knowledge.regulation.news_item import NewsItem

Condition = Literal[
    "unprobed", "ok", "failing", "dead", "stale", "blocked", "layout_changed", "moved", "muted"
]

FUTURE = timedelta(hours=48)  # a date further ahead is not believed
_FIRST_WAIT = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(hours=6)
_DEAD_AFTER = timedelta(hours=24)
_TELL_AGAIN = timedelta(days=7)
_OLDEST = timedelta(days=21)  # a newest item younger than this is never too old
_REFUSED = frozenset({"http_401", "http_403", "http_202", "http_451", "empty_body"})
_REFUSALS = 3
_MOVES = 3  # equal answers before a new address is taken for the source's
_ENOUGH_GAPS = 20
_KEPT_GAPS = 40
_TOLD: frozenset[Condition] = frozenset({"dead", "stale", "blocked", "layout_changed", "moved"})
FAILING: frozenset[Condition] = frozenset({"failing", "dead", "stale", "blocked", "layout_changed"})


class SourceState(BaseModel):
    """How one source stands; kept between gatherings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    url: str = ""  # of the catalogue when this was written: with another one it starts anew
    condition: Condition = "unprobed"
    problem: str = ""  # of the last look, one word
    checked_at: datetime | None = None
    not_before: datetime | None = None
    failing_since: datetime | None = None
    failures: int = Field(default=0, ge=0)  # in a row
    refusals: int = Field(default=0, ge=0)  # in a row, of those by which a site keeps us out
    marked_url: str = ""  # what `etag` and `last_modified` belong to
    etag: str = ""
    last_modified: str = ""
    newest: datetime | None = None  # date of the newest item ever seen
    gaps: tuple[int, ...] = ()  # days between newest items, latest last
    moved_to: str = ""
    moves: int = Field(default=0, ge=0)  # equal answers in a row
    told: Mapping[Condition, datetime] = {}  # alerts of this outage
    is_muted: bool = False


class Alert(BaseModel):
    """What an administrator is told of a source, once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    condition: Condition
    problem: str = ""
    since: datetime | None = None
    newest: datetime | None = None
    address: str = ""

    @property
    def text(self) -> str:
        """Say it in one line."""
        since = f" since {self.since:%Y-%m-%d %H:%M}" if self.since else ""
        newest = f"{self.newest:%Y-%m-%d}" if self.newest else "unknown"
        words: dict[Condition, str] = {
            "dead": f"cannot be read{since} ({self.problem})",
            "stale": f"answers, but its newest item is of {newest}",
            "blocked": f"keeps us out ({self.problem}) at {self.address}",
            "layout_changed": "lists nothing any more: the page has another shape",
            "moved": f"has moved to {self.address}",
        }
        return f"{self.source} {words.get(self.condition, self.condition)}"


class Turn(NamedTuple):
    """A state after one more look, and what is to be told of it."""

    state: SourceState
    alert: Alert | None


class Look(BaseModel):
    """What one successful look has shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: tuple[NewsItem, ...] = ()
    is_unchanged: bool = False
    marked_url: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""


def state_of(source: Source, states: Mapping[str, SourceState]) -> SourceState:
    """Give a source's state; a fresh one when it is new or the catalogue gives another address."""
    held = states.get(source.id)
    if held is not None and held.url == source.url:
        return held
    is_muted = source.status == "muted" or (held is not None and held.is_muted)
    return SourceState(source=source.id, url=source.url, is_muted=is_muted)


def is_due(state: SourceState, now: datetime) -> bool:
    """Tell whether a source is to be looked at now."""
    return not state.is_muted and (state.not_before is None or state.not_before <= now)


def condition_of(state: SourceState) -> Condition:
    """Give how a source stands, muted or not."""
    return "muted" if state.is_muted else state.condition


def address_now(source: Source, state: SourceState) -> str:
    """Give the address to read a source at: where it has moved to for good, or the catalogue's."""
    return state.moved_to if state.moves >= _MOVES else source.url


def after_failure(state: SourceState, problem: str, *, now: datetime, wait: timedelta | None = None) -> Turn:
    """Give the state after a look that brought nothing.

    Args:
        state: Before.
        problem: What went wrong, in one word.
        now: When.
        wait: How long the server asked us to stay away.
    """
    failures, since = state.failures + 1, state.failing_since or now
    refusals = state.refusals + 1 if problem in _REFUSED else 0
    condition: Condition = "dead" if now - since >= _DEAD_AFTER else "failing"
    if problem == "layout_changed":
        condition = "layout_changed"
    elif refusals >= _REFUSALS:
        condition = "blocked"
    pause = max(_backoff(state.source, failures), wait or timedelta(0))
    changes = {
        "condition": condition,
        "problem": problem,
        "checked_at": now,
        "not_before": now + pause,
        "failing_since": since,
        "failures": failures,
        "refusals": refusals,
    }
    return _told(state.model_copy(update=changes), now)


def after_success(state: SourceState, source: Source, look: Look, *, now: datetime) -> Turn:
    """Give the state after a look that worked, with items, without, or unchanged."""
    newest, gaps = _newest(state, look.items, now)
    changes: dict[str, object] = {
        "problem": "",
        "checked_at": now,
        "not_before": now + timedelta(minutes=source.poll_minutes),
        "failing_since": None,
        "failures": 0,
        "refusals": 0,
        "newest": newest,
        "gaps": gaps,
    }
    if not look.is_unchanged:
        marks = ("marked_url", "etag", "last_modified")
        changes |= {name: getattr(look, name) for name in marks}
    if look.moved_to:
        changes |= {
            "moved_to": look.moved_to,
            "moves": state.moves + 1 if look.moved_to == state.moved_to else 1,
        }
    elif state.moves < _MOVES:
        changes |= {"moved_to": "", "moves": 0}
    after = state.model_copy(update=changes)
    condition = _condition(after, source, now)
    told = {name: at for name, at in state.told.items() if name == condition}
    return _told(after.model_copy(update={"condition": condition, "told": told}), now)


def usual_gap(state: SourceState, source: Source) -> int:
    """Give the days between items that are usual: learned from twenty on, the catalogue's before."""
    if len(state.gaps) < _ENOUGH_GAPS:
        return source.usual_gap_days
    return max(1, sorted(state.gaps)[int(0.95 * (len(state.gaps) - 1))])


def _condition(state: SourceState, source: Source, now: datetime) -> Condition:
    limit = max(3 * timedelta(days=usual_gap(state, source)), _OLDEST)
    is_recorded = source.url.startswith("file:")  # a file does not promise to be new
    if not is_recorded and state.newest is not None and now - state.newest > limit:
        return "stale"
    return "moved" if state.moves >= _MOVES else "ok"


def _newest(
    state: SourceState, items: Sequence[NewsItem], now: datetime
) -> tuple[datetime | None, tuple[int, ...]]:
    dates = [one.published for one in items if one.published and one.published <= now + FUTURE]
    newest = max(dates, default=None)
    if newest is None or (state.newest is not None and newest <= state.newest):
        return state.newest, state.gaps
    if state.newest is None:
        return newest, state.gaps
    return newest, (*state.gaps, (newest - state.newest).days)[-_KEPT_GAPS:]


def _backoff(source: str, failures: int) -> timedelta:
    """Wait twice as long each time; a tenth more or less, so that sources do not come all at once."""
    wait: timedelta = min(_LONGEST_WAIT, _FIRST_WAIT * float(2 ** min(failures - 1, 10)))
    share = int.from_bytes(sha256(f"{source} {failures}".encode()).digest()[:2], "big") / 0xFFFF
    return wait * (0.9 + 0.2 * share)


def _told(state: SourceState, now: datetime) -> Turn:
    last = state.told.get(state.condition)
    if state.condition not in _TOLD or (last is not None and now - last < _TELL_AGAIN):
        return Turn(state, None)
    alert = Alert(
        source=state.source,
        condition=state.condition,
        problem=state.problem,
        since=state.failing_since,
        newest=state.newest,
        address=state.moved_to or state.url,
    )
    return Turn(state.model_copy(update={"told": {**state.told, state.condition: now}}), alert)
