"""Put items of several publishers that tell one story under one headline; nothing is ever left out. Pure.

How near two titles are is asked of a function that is passed in. Nearness joins only what stands at one
stage: a bill and the law it became are nearer to each other than one story told twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from pydantic import BaseModel, ConfigDict

from knowledge.regulation.identity import marks_of
from knowledge.regulation.relevance_affinity import EmbedTexts
from knowledge.regulation.relevance_words import bundled_keywords

NEAR = 0.93
_WITHIN = timedelta(days=5)


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
        embed: Gives the vectors of titles, of length 1.

    Returns:
        Cluster by item id, for items that join one; of a held item too, when it was alone before.
    """
    # What no subject word speaks for is told below all else: not worth the time of its vector.
    rows = [one for one in (*recent, *fresh) if bundled_keywords().read(one.title).of_side("subjects")]
    fresh_ids = {one.id for one in fresh}
    if len(rows) < 2 or not any(one.id in fresh_ids for one in rows):
        return {}
    vectors = embed([one.title for one in rows])
    joined: dict[str, str] = {}
    for place, one in enumerate(rows):
        if one.id not in fresh_ids or one.cluster:
            continue
        near = np.flatnonzero(vectors[:place] @ vectors[place] >= NEAR)
        other = next((rows[int(row)] for row in near if _may_join(one, rows[int(row)])), None)
        if other is not None:
            name = other.cluster or joined.get(other.id) or other.id
            joined |= {one.id: name} if other.cluster else {one.id: name, other.id: name}
    return joined


def _may_join(one: Told, other: Told) -> bool:
    return (
        one.source != other.source
        and abs(one.at - other.at) <= _WITHIN
        and marks_of(one.title) == marks_of(other.title)
    )
