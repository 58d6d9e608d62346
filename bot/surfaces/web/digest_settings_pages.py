"""The page on which a channel's digest settings are changed: the fields and checks of every other form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.digest.newsroom import Newsroom
from bot.digest.settings_form import (
    COUNTRIES,
    LANGUAGES,
    SEVERAL_FIELDS,
    SINGLE_FIELDS,
    FormError,
    change_settings,
)
from bot.digest.settings_words import SETTING_WORDS, TOPICS, WEEKDAYS
from bot.digest.subscription import Subscription
from bot.surfaces.web.digest_words import tell
from bot.surfaces.web.requests import Reply
from bot.surfaces.web.visit import Visit

SETTINGS_PATH = "/digest/settings"


class _Filled(NamedTuple):
    """What stands in the form."""

    said: Mapping[str, str]
    chosen: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class DigestSettingsPages:
    """The settings of channels that get the digest."""

    room: Newsroom

    def handlers(self) -> dict[tuple[str, str], Callable[[Visit], Reply]]:
        """List what these pages answer."""
        return {("GET", SETTINGS_PATH): self.show, ("POST", SETTINGS_PATH): self.keep}

    def show(self, visit: Visit) -> Reply:
        """Show what a channel wants, as a form."""
        held = self.room.subscription(visit.request.query.get("channel", ""))
        return self._unknown(visit) if held is None else self._form(visit, held, _filled(held))

    def keep(self, visit: Visit) -> Reply:
        """Keep what a channel wants; what cannot be used is said, and stays in the form."""
        form, choices, language = visit.request.form, visit.request.choices, visit.language
        held = self.room.subscription(form.get("channel", ""))
        if held is None:
            return self._unknown(visit)
        filled = _Filled(
            {name: form.get(name, "") for name in SINGLE_FIELDS},
            {name: choices.get(name, ()) for name in SEVERAL_FIELDS},
        )
        try:
            wanted = change_settings(held, filled.said, filled.chosen)
        except FormError as error:
            problem = f"{SETTING_WORDS[error.field][language]}: {SETTING_WORDS[error.problem][language]}"
            return self._form(visit, held, filled, problem=problem)
        following = self.room.keep(wanted)
        when = f"{following:%Y-%m-%d %H:%M}" if following else tell("never", language)
        done = tell("settings_kept", language, at=f"{wanted.at:%H:%M}", zone=wanted.zone, next=when)
        return self._form(visit, wanted, _filled(wanted), done=done)

    def _unknown(self, visit: Visit) -> Reply:
        problem = tell("no_channel", visit.language)
        return visit.page("message.html", tell("settings", visit.language), {"problem": problem}, status=404)

    def _form(
        self, visit: Visit, held: Subscription, filled: _Filled, *, done: str = "", problem: str = ""
    ) -> Reply:
        language = visit.language
        values = {
            "channel": held.channel,
            "said": filled.said,
            "groups": [
                (name, choices, filled.chosen[name])
                for name, choices in self._choices(visit, held).items()
                if choices
            ],
            "countries": COUNTRIES,
            "languages": list(LANGUAGES.items()),
            "empty_days": [(one, SETTING_WORDS[one][language]) for one in ("one_line", "silent")],
            "label": lambda name: SETTING_WORDS[name][language],
            "tell": lambda key, **more: tell(key, language, **more),
            "done": done,
            "problem": problem,
        }
        return visit.page(
            "digest_settings.html", tell("settings", language), values, status=422 if problem else 200
        )

    def _choices(self, visit: Visit, held: Subscription) -> dict[str, list[tuple[str, str]]]:
        """List the choices of each field of several, with those held that the catalogue has no more."""
        sources = self.room.sources()
        names = {one: one for one in sorted(held.sources)} | {
            one.id: one.publisher or one.id for one in sources
        }
        places = sorted({one.jurisdiction for one in sources if one.jurisdiction} | held.jurisdictions)
        return {
            "weekdays": [(str(number), name) for number, name in enumerate(WEEKDAYS[visit.language])],
            "topics": [(name, words[visit.language]) for name, words in TOPICS.items()],
            "jurisdictions": [(one, one) for one in places],
            "sources": list(names.items()),
        }


def _filled(held: Subscription) -> _Filled:
    """Write what a channel wants as the form's fields hold it."""
    quiet = held.quiet
    said = {
        "at": f"{held.at:%H:%M}",
        "zone": held.zone,
        "holidays": held.holidays,
        "closed_days": " ".join(map(str, sorted(held.closed_days))),
        "language": held.language,
        "max_items": str(held.max_items),
        "empty_day": held.empty_day,
        "quiet_start": f"{quiet.start:%H:%M}" if quiet else "",
        "quiet_end": f"{quiet.end:%H:%M}" if quiet else "",
    }
    return _Filled(said, {name: tuple(map(str, getattr(held, name))) for name in SEVERAL_FIELDS})
