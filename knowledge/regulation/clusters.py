"""Put items of several publishers that tell one story under one headline; nothing is ever left out. Pure.

How near two titles are is asked of a function that is passed in. Nearness joins only what stands at one
stage: a bill and the law it became are nearer to each other than one story told twice.
"""

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from knowledge.documents.folding import fold_string
from knowledge.regulation.identity import likeness, marks_of
from knowledge.regulation.relevance_affinity import EmbedTexts
from knowledge.regulation.relevance_words import bundled_keywords

NEAR = 0.93
_WITHIN = timedelta(days=5)
_ALIKE = 0.15  # common 3-grams: titles that are near have more
_LOOK_BACK = 200  # items with the same stage and numbers
_MOST_PAIRS = 600  # in one gathering: embedding takes ten milliseconds a title


class Told(BaseModel):
    """An item as far as clusters go."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: str
    title: str
    at: datetime  # published, or first seen
    cluster: str = ""  # it stands in already


def find_clusters(fresh: Sequence[Told], recent: Sequence[Told], embed: EmbedTexts) -> dict[str, str]:
    """Find clusters for items that stand in none.

    Args:
        fresh: New items, in the order they came.
        recent: Items held from the last days.
        embed: Gives the vectors of titles, of length 1; asked only for titles that may belong together.

    Returns:
        Cluster by item id, for items that join one; of a held item too, when it was alone before.
    """
    pairs = list(itertools.islice(_pairs(fresh, recent), _MOST_PAIRS))
    titles = list(dict.fromkeys(one.title for pair in pairs for one in pair))
    vectors = dict(zip(titles, embed(titles), strict=True)) if titles else {}
    joined: dict[str, str] = {}
    for one, other in pairs:
        if one.id not in joined and float(vectors[one.title] @ vectors[other.title]) >= NEAR:
            name = other.cluster or joined.get(other.id) or other.id
            joined |= {one.id: name} if other.cluster else {one.id: name, other.id: name}
    return joined


def _pairs(fresh: Sequence[Told], recent: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Give each new item with those before it that it may join: equal stage and numbers, like words."""
    held: dict[object, list[Told]] = {}
    alone = {one.id for one in fresh if not one.cluster}
    for one in (*recent, *fresh):
        if not _may_matter(one.title):  # told below all else: not worth the time
            continue
        others = held.setdefault(marks_of(one.title), [])
        if one.id in alone:
            for other in others[-_LOOK_BACK:]:
                if _may_join(one, other):
                    yield one, other
        others.append(one)


def _may_matter(title: str) -> bool:
    """Tell whether any subject that a company may care about is named."""
    return bool(bundled_keywords().read(title).of_side("subjects"))


def _may_join(one: Told, other: Told) -> bool:
    return (
        one.source != other.source
        and abs(one.at - other.at) <= _WITHIN
        and likeness(fold_string(one.title), fold_string(other.title)) >= _ALIKE
    )
