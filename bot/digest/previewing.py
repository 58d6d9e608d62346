"""Tell what would become of every item if a planned digest were sent. Pure."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.digest.delivery import Plan
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


def preview_plan(candidates: Sequence[Candidate], subscription: Subscription, plan: Plan) -> Preview:
    """Tell what a plan would do to every item it was made of."""
    kept_out = {one.id: name for one in candidates if (name := why_not(one, subscription))}
    fates: dict[str, Fate] = {**plan.items}
    kept: Fate = "kept_out"
    fates |= dict.fromkeys(kept_out, kept)
    return Preview(candidates=tuple(candidates), digest=plan.digest, fates=fates, kept_out_by=kept_out)
