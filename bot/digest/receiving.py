"""Turn a gathering into what is to be stored: new items, names, changes, and what was told already. Pure.

An item that another source tells again is kept, beside the one that is held, and is bound wherever that one
is: it stands among the links of its story, and never comes as news a second time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.digest.digest import News
from knowledge.documents.language import detect_language
from knowledge.regulation.changes import Wording, material_change
from knowledge.regulation.feed import Source
from knowledge.regulation.news_item import NewsItem
from knowledge.regulation.recognition import Story, names_of
from knowledge.regulation.source_state import FUTURE


@dataclass
class Reception:
    """What one gathering comes to."""

    new: dict[str, News] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # name to id of the item
    told: dict[str, str] = field(default_factory=dict)  # id of a new item to the held one that says the same
    clusters: dict[str, str] = field(
        default_factory=dict
    )  # id of a held item to the cluster it now stands in
    changed: dict[str, News] = field(default_factory=dict)  # held items as they are now

    @property
    def news(self) -> tuple[News, ...]:
        """The new items, in the order they came."""
        return tuple(self.new.values())


def receive(
    stories: Sequence[Story], held: Mapping[str, News], sources: Mapping[str, Source], *, now: datetime
) -> Reception:
    """Decide what becomes of each entry.

    Args:
        stories: The gathering, put together by news.
        held: Items by id, as far as the stories name them.
        sources: The catalogue by id.
        now: When they were seen.
    """
    reception = Reception()
    for story in stories:
        _receive_story(story, held, sources, now, reception)
    return reception


def as_news(item: NewsItem, source: Source, now: datetime) -> News:
    """Make an item of an entry; a date that is too far ahead is not believed."""
    is_believed = item.published is not None and item.published <= now + FUTURE
    return News(
        id=item.id,
        title=item.title,
        url=item.url,
        guid=item.guid,
        source=source.id,
        publisher=source.publisher,
        published=item.published if is_believed else None,
        precision=item.precision if is_believed else "unknown",
        first_seen=now,
        summary=item.summary,
        language=detect_language(item.title),
        jurisdiction=source.jurisdiction,
    )


def _receive_story(
    story: Story,
    held: Mapping[str, News],
    sources: Mapping[str, Source],
    now: datetime,
    reception: Reception,
) -> None:
    known = [held[one] for one in story.held if one in held]
    members = {one.source: one for one in reversed(known)}
    for item in story.items:
        member = members.get(item.source)
        if member is None:
            member = as_news(item, sources[item.source], now)
            members[item.source] = reception.new[member.id] = member
            if known:
                reception.told[member.id] = known[0].id
        elif member.id not in reception.new:
            _note_change(member, item, reception)
        reception.names |= dict.fromkeys(names_of(item), member.id)
    if len(members) > 1:
        first = known[0] if known else next(iter(members.values()))
        cluster = first.cluster or first.id
        for one in members.values():
            _put_in_cluster(one, cluster, reception)


def _put_in_cluster(one: News, cluster: str, reception: Reception) -> None:
    if one.id in reception.new:
        reception.new[one.id] = one.model_copy(update={"cluster": cluster})
    elif not one.cluster:
        reception.clusters[one.id] = cluster


def _note_change(member: News, item: NewsItem, reception: Reception) -> None:
    before, after = (Wording(title=one.title, summary=one.summary) for one in (member, item))
    what = material_change(before, after, member.language)
    if what:
        said = {"title": item.title, "summary": item.summary or member.summary, "url": item.url or member.url}
        reception.changed[member.id] = member.model_copy(
            update={**said, "change": "updated", "changed_what": what}
        )
