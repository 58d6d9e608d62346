"""Decide which shelves an answer may draw on, so that the sample company's rules and one's own never meet.

Pure. Whose documents a reader may see is a matter of audiences and decided elsewhere.
"""

from typing import Literal

from bot.advisor.question import Scope
from knowledge.documents.document import Shelf

SampleSetting = Literal["auto", "on", "off"]


def choose_shelves(
    scope: Scope, *, holds_own_policy: bool, sample_setting: SampleSetting
) -> frozenset[Shelf]:
    """Choose the shelves to search.

    Args:
        scope: `bundled` is the shipped corpus as it is, `ingested` what the customer put in, `all` what
            an ordinary answer rests on.
        holds_own_policy: Whether any document of class policy was put in.
        sample_setting: `auto` drops the sample from `all` as soon as there is a policy of one's own, `on`
            keeps it, `off` drops it always.

    Returns:
        At least one shelf.
    """
    if scope == "ingested":
        return frozenset({Shelf.OWN})
    if scope == "bundled":
        return frozenset({Shelf.KNOWLEDGE, Shelf.SAMPLE})
    uses_sample = sample_setting == "on" or (sample_setting == "auto" and not holds_own_policy)
    return frozenset({Shelf.KNOWLEDGE, Shelf.OWN, *([Shelf.SAMPLE] if uses_sample else [])})
