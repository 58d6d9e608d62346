"""Read what a form says of a channel's settings, or name the field that cannot be used. Pure.

Every surface with a form turns it into plain values first; which fields there are is decided here.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from bot.digest.subscription import Country, Subscription

COUNTRIES: tuple[Country, ...] = get_args(Country)
SINGLE_FIELDS = (
    "at", "zone", "holidays", "closed_days", "language", "max_items", "empty_day", "quiet_start", "quiet_end",
)  # fmt: skip
SEVERAL_FIELDS = ("weekdays", "topics", "sources", "jurisdictions")
LANGUAGES = {"ja": "日本語", "en": "English"}


class FormError(Exception):
    """One field of a form cannot be used; `problem` names what to say."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


def change_settings(
    held: Subscription, said: Mapping[str, str], chosen: Mapping[str, Sequence[str]]
) -> Subscription:
    """Give what a channel wants; what a form does not ask stays.

    Args:
        held: As it was.
        said: `SINGLE_FIELDS` by their names, as written.
        chosen: `SEVERAL_FIELDS` by their names, and `owners` where a form asks for them.

    Raises:
        FormError: If a field cannot be used.
    """
    zone = said["zone"].strip()
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise FormError("zone", "bad_zone") from error
    start, end = said["quiet_start"], said["quiet_end"]
    changes: dict[str, Any] = {
        "at": said["at"],
        "zone": zone,
        "holidays": said["holidays"] or "none",
        "closed_days": _days(said["closed_days"]),
        "language": said["language"],
        "max_items": said["max_items"],
        "empty_day": said["empty_day"],
        "quiet": {"start": start, "end": end} if start and end else None,
        **chosen,
    }
    try:
        return Subscription.model_validate(held.model_dump() | changes)
    except ValidationError as error:
        where = str(error.errors(include_input=False)[0]["loc"][0])
        where = "quiet_start" if where == "quiet" else where
        raise FormError(where if where in {*said, *chosen} else "at", "bad_value") from error


def _days(written: str) -> list[date]:
    try:
        return [date.fromisoformat(one) for one in re.split(r"[\s,、]+", written.strip()) if one]
    except ValueError as error:
        raise FormError("closed_days", "bad_days") from error
