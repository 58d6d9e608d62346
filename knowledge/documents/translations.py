"""Our own English wording of the sample company's clauses, for askers who do not read Japanese.

A translation counts only for the exact text it was made of: an altered clause has none.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.documents.bundled import bundled_root
from knowledge.documents.cards import CorpusError
from knowledge.documents.document import Language

_FILE_NAME = "policy_translations.jsonl"


class _Translation(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    ja: str
    en: str


def translation_of(text: str, language: Language) -> str | None:
    """Give the wording of a clause in another language; None where none is held."""
    return _shipped().get(_same_line(text)) if language == "en" else None


def read_translations(path: Path) -> Mapping[str, str]:
    """Read a file of translations.

    Returns:
        English wording by Japanese text, white space left out; empty when there is no file.

    Raises:
        CorpusError: If a line cannot be used.
    """
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = _Translation.model_validate(json.loads(line))
        except (ValueError, ValidationError) as error:
            raise CorpusError(path.name, f"line {number} is no translation") from error
        found[_same_line(row.ja)] = row.en
    return found


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, str]:
    return read_translations(bundled_root() / _FILE_NAME)


def _same_line(text: str) -> str:
    return "".join(text.split())
