"""Make the digest of one day out of what was selected: summary, why, action, links. Pure.

Without a model nothing is summarised or translated: the publisher's own first sentences are shown as they
are, and why an item matters is said in the words of the profile, the policy clause and the keywords.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict

from bot.digest.delivery import Plan
from bot.digest.digest import Action, Candidate, Digest, Entry, FirstTold, Health, Link, TaskLine
from bot.digest.selection import Selection, Story, select_items
from bot.digest.subscription import Subscription
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string
from knowledge.profile import CompanyProfile
from knowledge.regulation.identity import canonical_link
from knowledge.regulation.relevance import PolicyClause
from knowledge.regulation.relevance_status import Stage
from knowledge.regulation.relevance_words import Topic

_MAX_SUMMARY = 300  # characters: two long sentences
_SENTENCES = 2
_SENTENCE = re.compile(r".+?(?:[。！？]|[.!?](?=\s|$)|$)", re.DOTALL)


class ActionWords(BaseModel):
    """What to do, by stage and topic; and whom to ask."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stages: dict[Stage, dict[Language, str]]
    topics: dict[Topic, dict[Language, str]]
    owners: dict[Topic, re.Pattern[str]]


class Circumstances(BaseModel):
    """What a digest says beside the news themselves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    health: Health
    profile: CompanyProfile = CompanyProfile()
    scores: Mapping[str, float] = {}  # the channel's own, by item id
    revisions: Mapping[str, int] = {}  # of changed items: which change is told
    first: Mapping[str, FirstTold] = {}  # of changed items: where the channel was shown them
    due: tuple[TaskLine, ...] = ()  # see `bot.digest.tasks.tasks_to_tell`
    overdue: tuple[TaskLine, ...] = ()


FindClause = Callable[[str], PolicyClause | None]  # the clause of our rules that a title touches


@lru_cache(maxsize=1)
def action_words() -> ActionWords:
    """Give the words that ship."""
    text = files("bot.digest").joinpath("actions.yaml").read_text(encoding="utf-8")
    return ActionWords.model_validate(yaml.safe_load(text))


def compose_digest(
    candidates: Sequence[Candidate],
    subscription: Subscription,
    day: date,
    *,
    is_first: bool,
    given: Circumstances,
    find_clause: FindClause = lambda _title: None,
) -> Plan:
    """Make the digest of one day, with the items it binds.

    Args:
        candidates: Items not yet bound to the channel, and changes of those that were told in it.
        subscription: What the channel wants.
        day: The local day.
        is_first: No backlog: the channel is new, or was paused.
        given: Health of the gathering, profile, the channel's scores.
        find_clause: Asked only for items that are shown.
    """
    selection = select_items(candidates, subscription, day=day, is_first=is_first, scores=given.scores)
    maker = _EntryMaker(subscription, given, find_clause)
    digest = Digest(
        key=digest_key(subscription.channel, day),
        channel=subscription.channel,
        day=day,
        language=subscription.language,
        entries=tuple(maker.make(story) for story in selection.shown),
        updated=tuple(maker.make(Story(lead=one)) for one in selection.updated),
        withdrawn=tuple(maker.make(Story(lead=one)) for one in selection.withdrawn),
        more=len(selection.listed),
        due=given.due,
        overdue=given.overdue,
        health=given.health,
        clock=f"{subscription.at:%H:%M} {subscription.zone}",
    )
    return Plan(
        digest=digest,
        items=selection.bound(),
        revisions={item: given.revisions[item] for item in _changed(selection) if item in given.revisions},
        is_silent=_is_silent(digest, subscription),
    )


def digest_key(channel: str, day: date) -> str:
    """Name the digest of a channel and day; it stands in the message."""
    return f"digest/{channel}/{day.isoformat()}"


def first_sentences(text: str) -> str:
    """Give at most two sentences of a publisher's text, on one line, cut at a sentence where it can be."""
    flat = " ".join(text.split())
    sentences = [match[0] for match in _SENTENCE.finditer(flat)][:_SENTENCES]
    while len(sentences) > 1 and len("".join(sentences)) > _MAX_SUMMARY:
        sentences.pop()
    whole = "".join(sentences).strip()
    return whole if len(whole) <= _MAX_SUMMARY else whole[: _MAX_SUMMARY - 1].rstrip() + "…"


class _EntryMaker:
    def __init__(self, subscription: Subscription, given: Circumstances, find_clause: FindClause) -> None:
        self._language = subscription.language
        self._zone = ZoneInfo(subscription.zone)
        self._profile = given.profile
        self._first = given.first
        self._find_clause = find_clause

    def make(self, story: Story) -> Entry:
        item = story.lead
        reason = item.relevance.reason.model_copy(
            update={"less": ()}
        )  # asked for by "why?", not read each day
        if item.relevance.tier == "for_you":
            reason = reason.model_copy(update={"clause": self._find_clause(item.title)})
        return Entry(
            item=self._in_zone(item),
            summary=first_sentences(item.summary),
            why=reason.in_words(self._language),
            action=self._action(item),
            also=_links(story),
            first=self._first.get(item.id),
        )

    def _in_zone(self, item: Candidate) -> Candidate:
        """Tell a moment by the channel's clock; a day stays the publisher's."""
        if item.published is None or item.precision != "time":
            return item
        return item.model_copy(update={"published": item.published.astimezone(self._zone)})

    def _action(self, item: Candidate) -> Action | None:
        relevance, words = item.relevance, action_words()
        if relevance.tier != "for_you":
            return None
        said = words.topics.get(relevance.topic)
        if relevance.status.stage is not None:
            said = words.stages[relevance.status.stage]
        if said is None:
            return None
        return Action(
            what=said[self._language],
            who=self._owner(relevance.topic),
            by=relevance.status.deadline or relevance.status.effective_on,
            step=relevance.step,
        )

    def _owner(self, topic: Topic) -> str:
        pattern = action_words().owners.get(topic)
        if pattern is None:
            return ""
        return next((one for one in self._profile.people if pattern.search(fold_string(one))), "")


def _links(story: Story) -> tuple[Link, ...]:
    """Give where else a story is told; one page that several feeds name is linked once."""
    links: dict[str, Link] = {}
    for one in story.also:
        page = canonical_link(one.url) or one.id
        links.setdefault(page, Link(publisher=one.publisher, url=one.url, item=one.id))
    links.pop(canonical_link(story.lead.url), None)
    return tuple(links.values())


def _changed(selection: Selection) -> list[str]:
    return [one.id for one in (*selection.updated, *selection.withdrawn)]


def _is_silent(digest: Digest, subscription: Subscription) -> bool:
    says_nothing = digest.is_empty and not digest.reminds and not digest.health.has_all_failed
    return says_nothing and subscription.empty_day == "silent"
