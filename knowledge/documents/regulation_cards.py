"""Make documents of the regulation cards: dated restatements of what authorities published, by jurisdiction.

They tell of publications and are no legal advice. Which of them an answer says, and with which warnings,
is `bot.advisor.law_part`'s.
"""

from datetime import date
from itertools import groupby
from pathlib import Path

from pydantic import Field

from knowledge.documents.cards import CardRow, CorpusError, read_card_rows, sections_of_cards
from knowledge.documents.document import Card, Document, Jurisdiction, Shelf, SourceClass
from knowledge.documents.loaders.assembly import seal_document

FILE_NAME = "regulation.jsonl"
_TITLES: dict[Jurisdiction, str] = {
    "JP": "日本の規制の公表資料 (Japan)",
    "EU": "EUの規制の公表資料 (European Union)",
    "UK": "英国の規制の公表資料 (United Kingdom)",
    "US": "米国の規制の公表資料 (United States)",
    "G7": "G7・OECDの公表資料 (G7 and OECD)",
}


class RegulationRow(CardRow):
    """One line of the regulation file."""

    dated: date = Field(alias="date")  # the publication's own; of a law without one, the day it began
    effective: date | None
    jurisdiction: Jurisdiction
    url: str | None = Field(pattern=r"^https://[^\s<>|]+$")

    def as_card(self) -> Card:
        """Give what the card carries, with its dates and whose law it is."""
        return (
            super()
            .as_card()
            .model_copy(
                update={
                    "dated": self.dated,
                    "effective": self.effective,
                    "jurisdiction": self.jurisdiction,
                    "url": self.url,
                }
            )
        )


def documents_of_regulation(path: Path) -> tuple[Document, ...]:
    """Read the file and make one document of class news a jurisdiction, in the file's order.

    Raises:
        CorpusError: If the file is missing or empty, a line is no regulation card, or a jurisdiction's
            cards do not stand together.
    """
    rows = read_card_rows(path, RegulationRow)
    groups = [(place, tuple(group)) for place, group in groupby(rows, key=lambda row: row.jurisdiction)]
    if not groups or len({place for place, _ in groups}) < len(groups):
        raise CorpusError(path.name, "no cards, or the cards of a jurisdiction stand apart")
    return tuple(_as_document(place, group) for place, group in groups)


def _as_document(place: Jurisdiction, rows: tuple[RegulationRow, ...]) -> Document:
    return seal_document(
        Document(
            id=f"regulation-{place.lower()}",
            title=_TITLES[place],
            source_class=SourceClass.NEWS,
            shelf=Shelf.KNOWLEDGE,
            sections=sections_of_cards(rows),
            origin=FILE_NAME,
        )
    )
