"""Make HTML out of values with templates; every string is escaped, and none can bring markup of its own."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.advisor.advice import Citation
from bot.surfaces.intake_words import say_reason, say_warning
from bot.surfaces.web.ports import PassageRef
from bot.surfaces.web.wording import Words
from bot.surfaces.web.words_en import ENGLISH
from bot.surfaces.web.words_ja import JAPANESE
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import Language

_WORDS: dict[Language, Words] = {"ja": JAPANESE, "en": ENGLISH}


def words_for(language: Language) -> Words:
    """Give the words of the page in a language."""
    return _WORDS[language]


def render_page(template: str, values: Mapping[str, Any]) -> str:
    """Fill a template of this package."""
    return _environment().get_template(template).render(values)


def source_address(citation: Citation) -> str | None:
    """Give the address that opens a citation in its section; None when it was not found there."""
    if not citation.verified:
        return None
    ref = PassageRef(
        document=citation.document,
        version=citation.version,
        section=citation.id,
        language=citation.language,
        start=citation.start,
        end=citation.end,
    )
    return f"/source?{urlencode(ref.model_dump())}#passage"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.surfaces.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["days"] = _days
    environment.filters["reason_in"] = say_reason
    environment.filters["warning_in"] = say_warning
    return environment


def _shown(value: object) -> object:
    """Take out what no reader sees before anything is written; our own markup passes."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return canonical_text(value)


def _days(value: Any, words: Words) -> str:
    """Say from when to when something is in force; empty when it has no dates."""
    since: date | None = value.effective_from
    until: date | None = value.effective_to
    if since is None and until is None:
        return ""
    if until is None:
        return words.since.format(since=since)
    return words.from_to.format(since=since, until=until) if since else words.until.format(until=until)
