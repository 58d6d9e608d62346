"""Put what was found in two languages into one order; each language was ranked by itself.

Pure. The searching is `retrieval.retriever`'s, the bounds are `retrieval.calibration`'s business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from retrieval.calibration import Standing
from retrieval.fusion import Ranking
from retrieval.passage import Passage

_UNDISTURBED = 3  # passages in the question's language that come first when they are well covered


@dataclass(frozen=True)
class Found:
    """What the partitions of one language brought."""

    passages: tuple[Passage, ...]
    ranking: Ranking
    strength: float
    standing: Standing


def merge(own: Found | None, foreign: Found | None) -> list[Passage]:
    """Put the other language's passages between the question's own, where they are worth it.

    A section already found in the question's language is not repeated.
    """
    if own is None or foreign is None:
        return list((own or foreign or _NOTHING).passages)
    known = {one.chunk.section_id for one in own.passages}
    others = [one for one in foreign.passages if one.chunk.section_id not in known]
    if foreign.standing == "foreign":
        return list(own.passages)
    if own.standing == "covered":
        return [*own.passages[:_UNDISTURBED], *_alternate(others, own.passages[_UNDISTURBED:])]
    if foreign.strength > own.strength:
        return _alternate(others, own.passages)
    return _alternate(own.passages, others)


def _alternate(first: Sequence[Passage], second: Sequence[Passage]) -> list[Passage]:
    return [one for one in chain.from_iterable(zip_longest(first, second)) if one is not None]


_NOTHING = Found(passages=(), ranking=Ranking(), strength=0.0, standing="foreign")
