"""Read the lines of a batch: what each asks, or why it cannot be used.

One line in is one line out, so a bad line is a value like any other. Nothing is answered here.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, BinaryIO, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.advisor.question import Turn
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import Language

Line = TypeVar("Line", bound=BaseModel)


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[str, BeforeValidator(_as_text)]


class AskLine(BaseModel):
    """One question of a batch; further keys are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Id = ""
    question: str = Field(validation_alias=AliasChoices("question", "text"), max_length=40_000)
    as_of: date | None = None
    asker: str | None = None
    history: tuple[Turn, ...] = ()
    lang: Language | None = None


class SearchLine(BaseModel):
    """One query of a batch; further keys are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Id = ""
    query: str = Field(validation_alias=AliasChoices("query", "text", "question"), max_length=40_000)


class BadLine(BaseModel):
    """A line that cannot be used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    id: str = ""  # where it could be read
    text: str = ""  # where it could be read
    reason: str


def read_lines(stream: BinaryIO, kind: type[Line]) -> Iterator[Line | BadLine]:
    """Read a batch line by line, in order; empty lines are passed over.

    Args:
        stream: UTF-8, one JSON object a line. Lines end in LF: other line ends may stand inside a text.
        kind: What a line must hold.
    """
    for number, raw in enumerate(stream, start=1):
        stripped = raw.removeprefix(b"\xef\xbb\xbf").strip()
        if stripped:
            yield _read_line(stripped, number, kind)


def _read_line(raw: bytes, number: int, kind: type[Line]) -> Line | BadLine:
    try:
        row = json.loads(raw)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return BadLine(number=number, reason=f"line {number} is not JSON in UTF-8")
    if not isinstance(row, dict):
        return BadLine(number=number, reason=f"line {number} is not an object")
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        return _describe(row, number, error)


def _describe(row: dict[str, Any], number: int, error: ValidationError) -> BadLine:
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    id_, text = row.get("id", ""), row.get("question", row.get("query", row.get("text", "")))
    return BadLine(
        number=number,
        id=canonical_text(str(id_)) if isinstance(id_, str | int) else "",
        text=canonical_text(text) if isinstance(text, str) else "",
        reason=f"line {number}: {where}: {first['msg']}",
    )
