"""Say from dates alone whether a document version could be in force on a day.

It judges the advisor, so it does not use the advisor's own reckoning.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from bot.advisor.advice import Citation


class VersionDates(BaseModel):
    """From when to when a document version holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    version: str
    effective_from: date | None = None
    effective_to: date | None = None
    amends: str | None = None  # the version that this supplement changes in part


def is_stale(citation: Citation, day: date, versions: Sequence[VersionDates]) -> bool:
    """Tell whether a citation is shown as in force though its version is not, on that day.

    Args:
        citation: As the answer lists it. One without dates, or of an unknown version, is never stale.
        day: The day that the question is about.
        versions: Of all documents held; a supplement that begins the day after a version ends carries it on.
    """
    own = [one for one in versions if (one.document, one.version) == (citation.document, citation.version)]
    if not own:
        return False
    should_be = {_standing(one, day, versions) for one in own}
    return "in_force" not in should_be and citation.status not in should_be


def _standing(held: VersionDates, day: date, versions: Sequence[VersionDates]) -> str:
    if held.effective_from is not None and day < held.effective_from:
        return "not_yet_in_force"
    if held.effective_to is None or day <= held.effective_to:
        return "in_force"
    next_day = held.effective_to + timedelta(days=1)
    is_carried_on = any(
        one.document == held.document and one.amends == held.version and one.effective_from == next_day
        for one in versions
    )
    return "in_force" if is_carried_on else "superseded"
