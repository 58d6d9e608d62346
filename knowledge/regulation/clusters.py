"""Put items of several publishers that tell one story under one headline; nothing is ever left out. Pure.

Nearness of titles is not asked: whoever counted on it put a guide and the tools for it, or two companies that
were fined, under one headline (docs/decisions.md). Titles join when they say the same words, apart from who
published, and at the same stage; a paraphrase stays a headline of its own.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from knowledge.documents.folding import fold_string
from knowledge.regulation.feed import bundled_catalogue
from knowledge.regulation.identity import marks_of, words_of

_WITHIN = timedelta(days=5)
_LOOK_BACK = 200  # items that say the same
_SHORT_NAMES = ("公取委", "経産省", "個情委", "文科省", "政府", "国")
_PUBLISHING = re.compile(  # over folded text
    r"(?:を|の|が)?(?:公表|発表|公開|策定|取りまとめ)(?:しました|します|について|へ)?"
    r"|\b(?:publish(?:es|ed)|releas(?:es|ed)|issue[sd]|announce[sd])\b"
)


class Told(BaseModel):
    """An item as far as clusters go."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: str
    title: str
    at: datetime  # published, or first seen
    jurisdiction: str = ""
    cluster: str = ""  # it stands in already


def find_clusters(fresh: Sequence[Told], recent: Sequence[Told]) -> dict[str, str]:
    """Find clusters for items that stand in none.

    Args:
        fresh: New items, in the order they came.
        recent: Items held from the last days.

    Returns:
        Cluster by item id, for items that join one; of a held item too, when it was alone before.
    """
    held: dict[object, list[Told]] = {}
    alone = {one.id for one in fresh if not one.cluster}
    joined: dict[str, str] = {}
    for one in (*recent, *fresh):
        others = held.setdefault((_story_of(one.title), marks_of(one.title)), [])
        if one.id in alone:
            other = next((held for held in others[-_LOOK_BACK:] if _may_join(one, held)), None)
            if other is not None:
                name = other.cluster or joined.get(other.id) or other.id
                joined |= {one.id: name} if other.cluster else {one.id: name, other.id: name}
        others.append(one)
    return joined


def _may_join(one: Told, other: Told) -> bool:
    return (
        one.source != other.source
        and one.jurisdiction == other.jurisdiction
        and abs(one.at - other.at) <= _WITHIN
    )


def _story_of(title: str) -> str:
    """Give what a title says beside who published, and that it was published."""
    said = _naming().sub(" ", fold_string(title))
    return words_of(_PUBLISHING.sub(" ", said))


@lru_cache(maxsize=1)
def _naming() -> re.Pattern[str]:
    """Match a publisher's name at the head or the end of a title; elsewhere it may be part of the story."""
    names = {fold_string(one.publisher) for one in bundled_catalogue() if one.publisher}
    either = "|".join(sorted(map(re.escape, names | set(_SHORT_NAMES)), key=len, reverse=True))
    return re.compile(rf"^\W*(?:{either})(?:\s*[、,:：]|[がは]|(?=\W))|(?<=\s|[(（])(?:{either})[)）]?\s*$")
