"""Tell which entries of a gathering are held already, under whatever name, and what is new. Pure.

Every address and guid by which an item was ever met is a name of it; names are kept for good, so that an
item whose publisher changes one of them at a time is still the same.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from pydantic import BaseModel, ConfigDict

from knowledge.documents.folding import fold_string
from knowledge.regulation.identity import canonical_link, group_same, is_hub
from knowledge.regulation.news_item import NewsItem


class Story(BaseModel):
    """Entries that are one piece of news, and the ids under which it is held."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: tuple[NewsItem, ...]  # of this gathering, in its order
    held: tuple[str, ...] = ()  # oldest first; empty for what is new


def names_of(item: NewsItem) -> tuple[str, ...]:
    """Give the names of an entry: its address, and its guid at its source.

    A page on which many things are announced names an entry only together with its title.
    """
    names = []
    if item.url:
        link = canonical_link(item.url)
        title = fold_string(item.title) if is_hub(item.url) else ""
        names.append(f"link\x00{link}\x00{title}")
    if item.guid and not (item.url and is_hub(item.url)):
        names.append(f"guid\x00{item.source}\x00{item.guid}")
    return tuple(sha256(one.encode("utf-8", "replace")).hexdigest()[:40] for one in names)


def recognise(items: Sequence[NewsItem], held: Mapping[str, str], recent: Sequence[NewsItem]) -> list[Story]:
    """Put a gathering together by news.

    Args:
        items: Of one gathering.
        held: Ids of items by their names, for the names of this gathering.
        recent: Items held from the last days, for titles that are told again elsewhere.

    Returns:
        Stories in the order of their first entry; every entry stands in exactly one.
    """
    fresh_ones = {id(one) for one in items}  # an entry may equal the one that is held
    ambiguous = _shared_guids(items)
    stories: dict[str, Story] = {}
    for number, group in enumerate(group_same(items, earlier=recent)):
        fresh = tuple(one for one in group if id(one) in fresh_ones)
        if not fresh:
            continue
        names = [name for one in fresh for name in names_of(one) if name not in ambiguous]
        known = [held[name] for name in names if name in held]
        known += [one.id for one in group if id(one) not in fresh_ones]
        key = known[0] if known else f"new {number}"
        before = stories.get(key, Story(items=()))
        stories[key] = Story(items=(*before.items, *fresh), held=tuple(dict.fromkeys((*before.held, *known))))
    return list(stories.values())


def _shared_guids(items: Sequence[NewsItem]) -> frozenset[str]:
    """Give the names of guids that stand at two addresses in one file: a mistake that names nothing."""
    addresses: dict[str, set[str]] = {}
    for one in items:
        if one.guid:
            addresses.setdefault(names_of(one)[-1], set()).add(canonical_link(one.url))
    return frozenset(name for name, links in addresses.items() if len(links) > 1)
