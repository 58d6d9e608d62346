"""Make the next digest without writing anything, and tell what would become of every item. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.digest.composing import Circumstances, FindClause, compose_digest
from bot.digest.digest import Candidate, Digest, Way
from bot.digest.selection import why_not
from bot.digest.subscription import Subscription

Fate = Way | Literal["kept_out"]


class Preview(BaseModel):
    """The digest as it would be sent, and the fate of each item by id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: tuple[Candidate, ...]
    digest: Digest
    fates: dict[str, Fate]
    kept_out_by: dict[str, str]


def preview_digest(
    candidates: Sequence[Candidate],
    subscription: Subscription,
    day: date,
    *,
    is_first: bool,
    given: Circumstances,
    find_clause: FindClause,
) -> Preview:
    """Make what `Delivery` would plan for this day, out of the same parts."""
    plan = compose_digest(
        candidates, subscription, day, is_first=is_first, given=given, find_clause=find_clause
    )
    kept_out = {one.id: name for one in candidates if (name := why_not(one, subscription))}
    fates: dict[str, Fate] = {**plan.items}
    kept: Fate = "kept_out"
    fates |= dict.fromkeys(kept_out, kept)
    return Preview(candidates=tuple(candidates), digest=plan.digest, fates=fates, kept_out_by=kept_out)
