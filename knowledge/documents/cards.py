"""Make documents of the bundled cards: our restatements of article, paper and successor, in two languages."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import (
    Card,
    CardKind,
    Document,
    Grade,
    IndicatorId,
    Language,
    Section,
    Shelf,
    SourceClass,
)
from knowledge.documents.loaders.assembly import seal_document

_LANGUAGES: tuple[Language, Language] = ("ja", "en")


class CorpusError(Exception):
    """A folder that should be a corpus lacks a file or holds one that cannot be used."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"corpus: {place}: {reason}")
        self.place = place
        self.reason = reason


class CardRow(BaseModel):
    """One line of a card file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)
    locator: str = Field(min_length=1)
    kind: CardKind
    steps: tuple[Annotated[int, Field(ge=1, le=3)], ...]
    indicators: tuple[IndicatorId, ...]
    grade: Grade | None = None
    links: tuple[str, ...] = ()

    def as_card(self) -> Card:
        """Give what the card carries beside its texts."""
        return Card(
            kind=self.kind,
            steps=self.steps,
            indicators=self.indicators,
            grade=self.grade,
            links=self.links,
        )


_Row = TypeVar("_Row", bound=CardRow)


def read_cards(path: Path) -> tuple[CardRow, ...]:
    """Read a file of cards, in its order.

    Raises:
        CorpusError: If the file is missing or a line is no card.
    """
    return read_card_rows(path, CardRow)


def read_card_rows(path: Path, shape: type[_Row]) -> tuple[_Row, ...]:
    """Read a file of cards of one shape, in its order.

    Raises:
        CorpusError: If the file is missing or a line is no card.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CorpusError(path.name, "cannot be read") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(shape.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            raise CorpusError(f"{path.name}:{number}", str(error)) from error
    return tuple(rows)


def document_of_cards(rows: tuple[CardRow, ...], *, source_class: SourceClass, title: str) -> Document:
    """Make one document of the cards of one source: each card is two sections with one id.

    Args:
        rows: At least one.
        source_class: Names the document too: `article`, `paper`, `successor`.
        title: Of the source, from the bibliography.
    """
    return seal_document(
        Document(
            id=source_class.value,
            title=title,
            source_class=source_class,
            shelf=Shelf.KNOWLEDGE,
            sections=sections_of_cards(rows),
            origin=f"{source_class.value}.jsonl",
        )
    )


def sections_of_cards(rows: Sequence[CardRow]) -> tuple[Section, ...]:
    """Make two sections of each card, one in each language, with one id."""
    return tuple(_as_section(row, language) for row in rows for language in _LANGUAGES)


def _as_section(row: CardRow, language: Language) -> Section:
    return Section(
        id=row.id,
        text=canonical_text(row.ja if language == "ja" else row.en),
        language=language,
        locator=row.locator,
        card=row.as_card(),
    )
