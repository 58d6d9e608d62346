"""The forms of the digest: a task, what to keep out, a channel's settings, the company's profile."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.digest.digest import News
from bot.digest.muting import MuteKind
from bot.digest.newsroom import SourceStanding
from bot.digest.settings_form import COUNTRIES, LANGUAGES
from bot.digest.settings_words import TOPICS, WEEKDAYS
from bot.digest.subscription import Subscription
from bot.digest.tasks import MAX_NOTE_CHARS, TASK_STATES, TaskDraft
from bot.surfaces.slack.blocks import Json
from bot.surfaces.slack.digest_template import cut, person_of, plain_group
from bot.surfaces.slack.digest_words import state_name, tell
from bot.surfaces.slack.views import form_view, input_block, option, text_input
from knowledge.documents.document import Language
from knowledge.profile import PROFILE_FIELDS, PROFILE_LABELS, CompanyProfile

TASK_VIEW, MUTE_VIEW = "digest_task_view", "digest_mute_view"
SETTINGS_VIEW, PROFILE_VIEW = "digest_settings_view", "digest_profile_view"

_MOST_OPTIONS = 100
_MOST_CHARS = 75


def task_view(task: TaskDraft, language: Language, metadata: str) -> Json:
    """Ask who does what until when."""
    person = person_of(task.owner)
    owner: Json = {"type": "users_select", "action_id": "owner"}
    due: Json = {"type": "datepicker", "action_id": "due"}
    steps = {"0": tell("step_none", language), "1": "1", "2": "2", "3": "3"}
    states = {one: state_name(one, language) for one in TASK_STATES}
    blocks = [
        *plain_group(cut(task.title, 300), is_bold=True).blocks,
        *(plain_group(task.what).blocks if task.what else ()),
        _input("owner", tell("owner", language), owner | ({"initial_user": person} if person else {})),
        _input("due", tell("due", language), due | ({"initial_date": f"{task.due}"} if task.due else {})),
        _input("state", tell("state", language), _radio("state", states, task.state)),
        _input("step", tell("step", language), _select("step", steps, str(task.step or 0))),
        _input("note", tell("note", language), _text("note", task.note, MAX_NOTE_CHARS)),
    ]
    return _form(TASK_VIEW, tell("form_task", language), blocks, language, metadata)


def mute_view(news: News, topic: str, language: Language, metadata: str) -> Json:
    """Ask what shall be kept out."""
    topic_name = TOPICS[topic][language] if topic in TOPICS else ""
    choices: dict[MuteKind, str] = {"item": tell("mute_item", language)}
    if news.cluster:
        choices["cluster"] = tell("mute_cluster", language)
    choices["source"] = tell("mute_source", language, name=news.publisher or news.source)
    if topic_name:
        choices["topic"] = tell("mute_topic", language, name=topic_name)
    what = _radio("what", choices, "source")
    blocks = [
        *plain_group(cut(news.title, 300), is_bold=True).blocks,
        _input("what", tell("mute_what", language), what),
    ]
    return _form(MUTE_VIEW, tell("form_mute", language), blocks, language, metadata)


def settings_view(
    held: Subscription, sources: Sequence[SourceStanding], language: Language, metadata: str
) -> Json:
    """Ask what a channel wants of the digest."""

    def field(name: str, element: Json, *, is_optional: bool = True) -> Json:
        return _input(name, tell(name, language), element, is_optional=is_optional)

    days = {str(number): name for number, name in enumerate(WEEKDAYS[language])}
    names = {one.id: one.publisher or one.id for one in sources}
    places = {one.jurisdiction: one.jurisdiction for one in sources if one.jurisdiction}
    topics = {name: words[language] for name, words in TOPICS.items()}
    empty = {"one_line": tell("one_line", language), "silent": tell("silent", language)}
    people = [one for one in map(person_of, sorted(held.owners)) if one]
    owners: Json = {"type": "multi_users_select", "action_id": "owners"}
    number: Json = {
        "type": "number_input", "action_id": "max_items", "is_decimal_allowed": False, "min_value": "1",
        "max_value": "30", "initial_value": str(held.max_items),
    }  # fmt: skip
    blocks = [
        field("at", _time("at", f"{held.at:%H:%M}"), is_optional=False),
        field("zone", _text("zone", held.zone, 60, is_long=False), is_optional=False),
        field("weekdays", _several("weekdays", days, {str(day) for day in held.weekdays}, "checkboxes")),
        field("holidays", _select("holidays", {one: one for one in COUNTRIES}, held.holidays)),
        field("closed_days", _text("closed_days", " ".join(map(str, sorted(held.closed_days))), 2_000)),
        field("topics", _several("topics", topics, held.topics)),
        *([field("sources", _several("sources", names, held.sources))] if names else []),
        *([field("jurisdictions", _several("jurisdictions", places, held.jurisdictions))] if places else []),
        field("language", _radio("language", LANGUAGES, held.language), is_optional=False),
        field("max_items", number, is_optional=False),
        field("empty_day", _radio("empty_day", empty, held.empty_day), is_optional=False),
        field("quiet_start", _time("quiet_start", f"{held.quiet.start:%H:%M}" if held.quiet else "")),
        field("quiet_end", _time("quiet_end", f"{held.quiet.end:%H:%M}" if held.quiet else "")),
        field("owners", owners | ({"initial_users": people} if people else {})),
    ]
    return _form(SETTINGS_VIEW, tell("form_settings", language), blocks, language, metadata)


def profile_view(profile: CompanyProfile, language: Language, metadata: str) -> Json:
    """Ask what the company is, one entry a line."""
    blocks = []
    for name in PROFILE_FIELDS:
        label = f"{PROFILE_LABELS[name][language]} ({tell('one_a_line', language)})"
        blocks.append(_input(name, label, _text(name, "\n".join(getattr(profile, name)), 3_000)))
    return _form(PROFILE_VIEW, tell("form_profile", language), blocks, language, metadata)


def chosen(value: Mapping[str, Any] | None) -> str:
    """Give what one field holds, as text; empty where nothing was chosen."""
    held = dict(value or {})
    option = held.get("selected_option") or {}
    for name in ("value", "selected_date", "selected_time", "selected_user"):
        if held.get(name):
            return str(held[name])
    return str(option.get("value") or "")


def chosen_all(value: Mapping[str, Any] | None) -> list[str]:
    """Give what a field of several choices holds."""
    held = dict(value or {})
    return [str(one["value"]) for one in held.get("selected_options") or ()]


def _form(callback: str, title: str, blocks: list[Json], language: Language, metadata: str) -> Json:
    return form_view(callback, title, blocks, language, metadata=metadata, submit=tell("save", language))


def _input(name: str, label: str, element: Json, *, is_optional: bool = True) -> Json:
    return input_block(name, label, element, is_optional=is_optional)


def _text(name: str, initial: str, most: int, *, is_long: bool = True) -> Json:
    return text_input(name, most, initial[:most], is_long=is_long)


def _time(name: str, initial: str) -> Json:
    element: Json = {"type": "timepicker", "action_id": name}
    return element | ({"initial_time": initial} if initial else {})


def _options(choices: Mapping[Any, str]) -> list[Json]:
    pairs = list(choices.items())[:_MOST_OPTIONS]
    return [option(cut(text, _MOST_CHARS) or "…", str(name)) for name, text in pairs]


def _radio(name: str, choices: Mapping[Any, str], initial: str) -> Json:
    return _select(name, choices, initial, kind="radio_buttons")


def _select(name: str, choices: Mapping[Any, str], initial: str, *, kind: str = "static_select") -> Json:
    options = _options(choices)
    first = next(one for one in options if one["value"] == initial)
    return {"type": kind, "action_id": name, "options": options, "initial_option": first}


def _several(
    name: str,
    choices: Mapping[str, str],
    initial: frozenset[Any] | set[str],
    kind: str = "multi_static_select",
) -> Json:
    options = _options(choices)
    first = [one for one in options if one["value"] in initial]
    element: Json = {"type": kind, "action_id": name, "options": options}
    return element | ({"initial_options": first} if first else {})
