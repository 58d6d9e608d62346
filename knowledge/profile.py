"""The company as far as it was told: what it does, where it sells, which data and systems it has.

The digest ranks news with it and says why in its words; answers may name it. What was not told stays empty.
"""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.documents.document import Language

ProfileField = Literal["sector", "markets", "data_classes", "systems", "people", "interests"]
PROFILE_FIELDS: tuple[ProfileField, ...] = (
    "sector", "markets", "data_classes", "systems", "people", "interests",
)  # fmt: skip

FILE_NAME = "profile.yaml"
_Entry = Annotated[str, Field(min_length=1, max_length=200)]
_Entries = Annotated[tuple[_Entry, ...], Field(max_length=50)]

PROFILE_LABELS: dict[ProfileField, dict[Language, str]] = {
    "sector": {"ja": "業種", "en": "sector"},
    "markets": {"ja": "市場", "en": "markets"},
    "data_classes": {"ja": "扱うデータ", "en": "data held"},
    "systems": {"ja": "使うシステム", "en": "systems used"},
    "people": {"ja": "人と体制", "en": "people"},
    "interests": {"ja": "関心事", "en": "interests"},
}


class UnreadableProfileError(Exception):
    """A profile cannot be used; the message says where and why."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


class CompanyProfile(BaseModel):
    """What the company told of itself; each entry is a few words or a sentence, in any language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sector: _Entries = ()
    markets: _Entries = ()
    data_classes: _Entries = ()
    systems: _Entries = ()
    people: _Entries = ()
    interests: _Entries = ()

    def entries(self) -> Iterator[tuple[ProfileField, str]]:
        """Go through all entries, with the field each stands in."""
        for name in PROFILE_FIELDS:
            for entry in getattr(self, name):
                yield name, entry

    def with_field(self, name: ProfileField, entries: tuple[str, ...]) -> "CompanyProfile":
        """Give the profile with one field replaced.

        Raises:
            UnreadableProfileError: If an entry is empty or too long.
        """
        try:
            return CompanyProfile.model_validate({**self.model_dump(), name: entries})
        except ValidationError as error:
            raise UnreadableProfileError(name, error.errors(include_input=False)[0]["msg"]) from error


def sample_profile() -> CompanyProfile:
    """Give the profile that ships: the fictional company of the sample documents."""
    return _parse(files("knowledge").joinpath(FILE_NAME).read_text(encoding="utf-8"), FILE_NAME)


def read_profile(folder: Path) -> CompanyProfile | None:
    """Read the company's own profile from a folder; None when none was written.

    Raises:
        UnreadableProfileError: If it cannot be read.
    """
    path = folder / FILE_NAME
    try:
        return _parse(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableProfileError(str(path), type(error).__name__) from error


def write_profile(folder: Path, profile: CompanyProfile) -> Path:
    """Write the company's profile into a folder, whole or not at all; gives the path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    draft = path.with_suffix(".new")
    values = {name: list(getattr(profile, name)) for name in PROFILE_FIELDS}
    draft.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
    draft.replace(path)
    return path


def _parse(text: str, place: str) -> CompanyProfile:
    try:
        raw = yaml.safe_load(text)
        return CompanyProfile.model_validate({} if raw is None else raw)
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableProfileError(place, "is not YAML") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnreadableProfileError(place, f"{where}: {first['msg']}") from error
