"""Tell whether an entry that is read again says something else than before, and what. Pure.

Only stage words, version numbers, the day of effect and the deadline count: a title written otherwise, with
other brackets or a date added, is the same news.
"""

import re

from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string
from knowledge.regulation.relevance_status import STAGE_WORDS, read_status

_VERSION = re.compile(  # over folded text
    r"第\s?(\d+(?:\.\d+)*)\s?[版次]|(?<![a-z])(?:ver(?:sion)?|rev(?:ision)?|v)\.?\s?(\d+(?:\.\d+)*)"
)
_LABELS: dict[str, dict[Language, str]] = {
    "version": {"ja": "版", "en": "version"},
    "stage": {"ja": "進み具合", "en": "stage"},
    "effective": {"ja": "施行日", "en": "effective date"},
    "deadline": {"ja": "締切", "en": "deadline"},
}


class Wording(BaseModel):
    """What an item says: its title and summary."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    summary: str = ""


def material_change(before: Wording, after: Wording, language: Language) -> str:
    """Say what has changed, in words; empty where nothing that matters has.

    A date or a stage that is no longer named has not changed: summaries are cut and rewritten freely.
    """
    old, new = (read_status(f"{one.title}\n{one.summary}") for one in (before, after))
    stages = [read_status(one.title).stage for one in (before, after)]
    pairs = {
        "version": (_versions(before.title), _versions(after.title)),
        "stage": tuple(STAGE_WORDS[one][language] if one else "" for one in stages),
        "effective": tuple(one.effective_on.isoformat() if one.effective_on else "" for one in (old, new)),
        "deadline": tuple(one.deadline.isoformat() if one.deadline else "" for one in (old, new)),
    }
    said = [_say(name, was, now, language) for name, (was, now) in pairs.items() if now and was != now]
    return ("、" if language == "ja" else ", ").join(said)


def _versions(title: str) -> str:
    found = (match[0] or match[1] for match in _VERSION.findall(fold_string(title)))
    return "・".join(found)


def _say(name: str, was: str, now: str, language: Language) -> str:
    label = _LABELS[name][language]
    mark = f"「{was}」→「{now}」" if language == "ja" else f"{was} → {now}"
    only = f"「{now}」" if language == "ja" else now
    return f"{label}{'' if language == 'ja' else ' '}{mark if was else only}"
