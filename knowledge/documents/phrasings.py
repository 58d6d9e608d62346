"""Read phrasings (how a card or clause may be asked for) and null questions (what surely does not belong)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.documents.bundled import bundled_root
from knowledge.documents.cards import CorpusError
from knowledge.documents.document import Language

_Row = TypeVar("_Row", bound=BaseModel)


class Phrasing(BaseModel):
    """One way to ask for a card or clause."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(min_length=1)  # of the card or clause
    language: Language = Field(alias="lang")
    text: str = Field(min_length=1)

    @property
    def is_generated(self) -> bool:
        """What ships was written by people."""
        return False


class NullQuestion(BaseModel):
    """One question that surely does not belong to the corpus; thresholds are calibrated on these."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    text: str = Field(min_length=1)
    language: Language = Field(alias="lang")


def load_phrasings(root: Path | None = None) -> tuple[Phrasing, ...]:
    """Read all `phrasings*.jsonl` of a corpus, in order of file name and line; none where there is none.

    Raises:
        CorpusError: If a line cannot be used.
    """
    folder = root or bundled_root()
    return tuple(
        _validated(Phrasing, row, place)
        for path in sorted(folder.glob("phrasings*.jsonl"))
        for place, row in _rows(path)
    )


def load_null_questions(root: Path | None = None) -> tuple[NullQuestion, ...]:
    """Read `null_questions.jsonl` of a corpus; none where there is no such file.

    Raises:
        CorpusError: If a line cannot be used.
    """
    path = (root or bundled_root()) / "null_questions.jsonl"
    if not path.exists():
        return ()
    return tuple(_validated(NullQuestion, row, place) for place, row in _rows(path))


def _rows(path: Path) -> Iterator[tuple[str, object]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            place = f"{path.name}:{number}"
            try:
                yield place, json.loads(line)
            except json.JSONDecodeError as error:
                raise CorpusError(place, "not JSON") from error


def _validated(model: type[_Row], row: object, place: str) -> _Row:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        raise CorpusError(place, str(error)) from error
