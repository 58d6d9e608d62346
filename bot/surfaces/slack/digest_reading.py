"""Read the digest's forms as they come back from Slack into values, or name the field that is wrong."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bot.digest.settings_form import SEVERAL_FIELDS, SINGLE_FIELDS, FormError, change_settings
from bot.digest.subscription import Subscription
from bot.digest.tasks import TaskDraft
from bot.surfaces.slack.digest_views import chosen, chosen_all
from knowledge.documents.canonical import canonical_text
from knowledge.profile import PROFILE_FIELDS, CompanyProfile, UnreadableProfileError

Values = Mapping[str, Mapping[str, Any]]
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


def read_clock(written: str) -> time | None:
    """Read a clock time; None when it is none."""
    match = _CLOCK.fullmatch(written.strip())
    return time(int(match[1]), int(match[2])) if match else None


def read_settings(values: Values, held: Subscription, *, team: str) -> Subscription:
    """Read what a channel wants; what the form does not ask stays.

    Raises:
        FormError: If a field cannot be used.
    """
    owners = values["owners"].get("selected_users") or ()
    several = {name: chosen_all(values.get(name)) for name in SEVERAL_FIELDS}
    several["owners"] = [f"slack:{team}:{one}" for one in owners]
    return change_settings(held, {name: chosen(values[name]) for name in SINGLE_FIELDS}, several)


def read_task(values: Values, task: TaskDraft, *, team: str) -> dict[str, Any]:
    """Read what a person says of a task, as changes of it."""
    user, due = chosen(values["owner"]), chosen(values["due"])
    step = chosen(values["step"])
    is_named = bool(task.owner) and not task.owner.startswith("slack:")
    owner = f"slack:{team}:{user}" if user else (task.owner if is_named else "")
    changes = {
        "owner": owner,
        "due": date.fromisoformat(due) if due else None,
        "state": chosen(values["state"]),
        "step": int(step) if step in {"1", "2", "3"} else None,
        "note": canonical_text(chosen(values["note"])),
    }
    kind = type(task)
    return kind.model_validate(task.model_dump() | changes).model_dump(include=set(changes))


def read_profile_form(values: Values) -> CompanyProfile:
    """Read the company's profile, one entry a line.

    Raises:
        FormError: If an entry is too long, or there are too many.
    """
    profile = CompanyProfile()
    for name in PROFILE_FIELDS:
        lines = (canonical_text(one).strip() for one in chosen(values[name]).splitlines())
        try:
            profile = profile.with_field(name, tuple(one for one in lines if one))
        except UnreadableProfileError as error:
            raise FormError(name, "bad_value") from error
    return profile
