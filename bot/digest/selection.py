"""Choose what a channel's digest shows: filters, mutes, age, clusters, order, limit.

Pure. An item is chosen because it is not yet bound to the channel, never because of its date: a list page
that knows only the day would lose what appears in the afternoon. Dates limit age, and the first digest.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from bot.digest.digest import Candidate, Way
from bot.digest.subscription import Subscription

MAX_AGE = timedelta(days=30)
FIRST_AGE = timedelta(days=7)
_WORTH = 0.3  # score of a meeting of an authority that matters; monthly statistics have 0.15
_REMIND = timedelta(days=14)  # a deadline so near is told however old the news is


class Story(BaseModel):
    """One headline, and the other items that tell the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lead: Candidate
    also: tuple[Candidate, ...] = ()

    def items(self) -> tuple[Candidate, ...]:
        """Give all items of the story."""
        return (self.lead, *self.also)


class Selection(BaseModel):
    """What is shown, what is only listed, and what counts as seen without being told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shown: tuple[Story, ...] = ()
    listed: tuple[Story, ...] = ()  # beyond the limit: "+N more"
    updated: tuple[Candidate, ...] = ()
    withdrawn: tuple[Candidate, ...] = ()
    seen: tuple[Candidate, ...] = ()  # too old: bound, so that they are never queued

    def bound(self) -> dict[str, Way]:
        """Give every item to be bound, with how: shown, listed, updated, withdrawn or seen."""
        ways: dict[str, Way] = {one.id: "seen" for one in self.seen}
        ways |= {one.id: "listed" for story in self.listed for one in story.items()}
        ways |= {one.id: "shown" for story in self.shown for one in story.items()}
        ways |= {one.id: "updated" for one in self.updated}
        return ways | {one.id: "withdrawn" for one in self.withdrawn}


def select_items(
    candidates: Sequence[Candidate],
    subscription: Subscription,
    *,
    day: date,
    is_first: bool,
    scores: Mapping[str, float] | None = None,
) -> Selection:
    """Choose what the digest of one day shows.

    Args:
        candidates: Items not yet bound to this channel; changed ones were posted in it before.
        subscription: What the channel wants.
        day: The local day of the digest.
        is_first: The channel never had one: older news counts as seen, and so does what is too much.
        scores: The channel's own scores by item id; without them the items' own.
    """
    wanted = [one for one in candidates if why_not(one, subscription) is None]
    fresh = [one for one in wanted if one.change == "new"]
    young = [one for one in fresh if is_young(one, day, is_first=is_first)]
    seen = [one for one in fresh if not is_young(one, day, is_first=is_first)]
    stories = _stories(young, scores or {})
    worth = [one for one in stories if _is_worth_showing(one, scores or {})]
    shown = worth[: subscription.max_items]
    rest = [one for one in stories if one not in shown]
    if is_first:
        seen.extend(item for story in rest for item in story.items())
        rest = []
    return Selection(
        shown=tuple(shown),
        listed=tuple(rest),
        updated=tuple(one for one in wanted if one.change == "updated"),
        withdrawn=tuple(one for one in wanted if one.change == "withdrawn"),
        seen=tuple(seen),
    )


def why_not(item: Candidate, subscription: Subscription) -> str | None:
    """Name the setting that keeps an item out of a channel; None when it is wanted."""
    relevance = item.relevance
    checks = (
        ("muted_item", item.id in subscription.muted_items),
        ("muted_cluster", bool(item.cluster) and item.cluster in subscription.muted_clusters),
        ("muted_source", item.source in subscription.muted_sources),
        ("muted_topic", relevance.topic in subscription.muted_topics),
        ("sources", bool(subscription.sources) and item.source not in subscription.sources),
        ("topics", bool(subscription.topics) and relevance.topic not in subscription.topics),
        (
            "jurisdictions",
            bool(subscription.jurisdictions) and item.jurisdiction not in subscription.jurisdictions,
        ),
        ("tiers", relevance.tier not in subscription.tiers),
    )
    return next((name for name, is_out in checks if is_out), None)


def is_young(item: Candidate, day: date, *, is_first: bool) -> bool:
    """Tell whether an item is young enough to be news; a near deadline makes it so."""
    deadline = item.relevance.status.deadline
    if deadline is not None and day <= deadline <= day + _REMIND:
        return True
    return day - item.told_day <= (FIRST_AGE if is_first else MAX_AGE)


def _is_worth_showing(story: Story, scores: Mapping[str, float]) -> bool:
    """Tell whether a story is shown where there is room: what no word speaks for is only counted.

    Nearness alone is not enough: it says little in languages for which there are no words.
    """
    return any(
        one.relevance.tier == "for_you"
        or (bool(one.relevance.reason.words) and scores.get(one.id, one.relevance.score) >= _WORTH)
        for one in story.items()
    )


def _stories(items: Sequence[Candidate], scores: Mapping[str, float]) -> list[Story]:
    def order(one: Candidate) -> tuple[bool, float, int, bool, str]:
        score = scores.get(one.id, one.relevance.score)
        is_retold = bool(one.cluster) and one.cluster != one.id  # a cluster is named by its first item
        return one.relevance.tier != "for_you", -score, -one.told_day.toordinal(), is_retold, one.id

    clusters: dict[str, list[Candidate]] = {}
    for one in sorted(items, key=order):
        clusters.setdefault(one.cluster or f"item {one.id}", []).append(one)
    return [_story(members) for members in clusters.values()]


def _story(members: Sequence[Candidate]) -> Story:
    """Let the telling lead that says most: a deadline or a date of effect first, then any summary."""

    def says_little(one: Candidate) -> tuple[bool, bool]:
        status = one.relevance.status
        return status.deadline is None and status.effective_on is None, not one.summary

    lead = min(members, key=says_little)
    return Story(lead=lead, also=tuple(one for one in members if one is not lead))
