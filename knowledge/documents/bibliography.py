"""Make documents of the bibliography: who wrote the sources, where they appeared, what is printed wrongly.

The sentences are composed from the record's fields, so that whoever corrects an author in the file corrects
every answer.
"""

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.documents.canonical import canonical_text
from knowledge.documents.cards import CorpusError
from knowledge.documents.document import Card, Document, Grade, Language, Section, Shelf, SourceClass
from knowledge.documents.loaders.assembly import seal_document

_LOCATOR: dict[Language, str] = {"ja": "書誌", "en": "bibliographic record"}


class PrintedRecord(BaseModel):
    """What a source prints about another, and that it does not match."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    authors: str
    title: str
    arxiv: str
    matches: bool
    indexes_checked: int = Field(ge=0)


class Publication(BaseModel):
    """One more place where a work appeared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ja: str
    en: str


class Record(BaseModel):
    """The record of one source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: Literal["article", "paper", "successor"]
    title: str
    about: Publication | None = None  # what kind of text it is, where there is no more to say
    authors: tuple[str, ...] = ()
    published: date | None = None
    year: int | None = None
    arxiv: str | None = None
    published_in: tuple[Publication, ...] = ()
    printed_source: PrintedRecord | None = None  # what it names as its source
    printed_source_is: str | None = None  # id of the record that is meant
    grade: Grade | None = None
    steps: tuple[int, ...] = ()
    links: tuple[str, ...] = ()


def read_bibliography(path: Path) -> tuple[Record, ...]:
    """Read the records.

    Raises:
        CorpusError: If the file is missing, or a record lacks what it needs.
    """
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(Record.model_validate(entry) for entry in loaded["records"])
    except (OSError, yaml.YAMLError, ValidationError, TypeError, KeyError) as error:
        raise CorpusError(path.name, str(error)) from error


def documents_of_bibliography(records: tuple[Record, ...]) -> tuple[Document, ...]:
    """Make one document a record, with one section in each language and the same id."""
    by_id = {record.id: record for record in records}
    return tuple(_as_document(record, by_id) for record in records)


def _as_document(record: Record, by_id: dict[str, Record]) -> Document:
    meant = by_id.get(record.printed_source_is or "")
    card = Card(kind="source", steps=record.steps, grade=record.grade, links=record.links)
    texts: dict[Language, str] = {"ja": _in_japanese(record, meant), "en": _in_english(record, meant)}
    sections = tuple(
        Section(
            id=record.id,
            text=canonical_text(text),
            language=language,
            heading=_LOCATOR[language],
            locator=_LOCATOR[language],
            card=card,
        )
        for language, text in texts.items()
    )
    return seal_document(
        Document(
            id=f"{record.source}-record",
            title=record.title,
            source_class=SourceClass(record.source),
            shelf=Shelf.KNOWLEDGE,
            sections=sections,
            origin="bibliography.yaml",
        )
    )


def _in_japanese(record: Record, meant: Record | None) -> str:
    sentences = []
    if record.about:
        sentences.append(f"「{record.title}」は{record.about.ja}。")
    if record.authors:
        day = record.published
        when = f"{day.year}年{day.month}月{day.day}日" if day else f"{record.year}年" if record.year else ""
        number = f"arXiv:{record.arxiv}" if record.arxiv else ""
        beside = "、".join(part for part in (number, when) if part)
        noted = f"({beside})" if beside else ""
        sentences.append(f"「{record.title}」{noted}の著者は {_and(record.authors, ' と ', '、')} である。")
    if record.published_in:
        sentences.append(f"掲載: {'、'.join(place.ja for place in record.published_in)}。")
    if (printed := record.printed_source) is not None:
        sentences.append(
            f"記事に印刷された出典は {printed.authors}, “{printed.title}”, arXiv:{printed.arxiv} である。"
        )
        if not printed.matches and meant is not None:
            sentences.append(
                f"この番号にそのような論文はない(索引{printed.indexes_checked}件で確認)。"
                f"実際の arXiv:{meant.arxiv} は {_and(meant.authors, ' と ', '、')} の「{meant.title}」。"
                "会議や資料で引くときは、印刷された書誌ではなくこちらを示す。"
            )
    return "".join(sentences)


def _in_english(record: Record, meant: Record | None) -> str:
    sentences = []
    if record.about:
        sentences.append(f"“{record.title}” is {record.about.en}.")
    if record.authors:
        day = record.published
        when = f"{day.day} {day:%B} {day.year}" if day else f"{record.year}" if record.year else ""
        number = f"arXiv:{record.arxiv}" if record.arxiv else ""
        beside = ", ".join(part for part in (number, when) if part)
        noted = f" ({beside})" if beside else ""
        sentences.append(f"“{record.title}”{noted} was written by {_and(record.authors, ' and ', ', ')}.")
    if record.published_in:
        sentences.append(f"Published as {'; '.join(place.en for place in record.published_in)}.")
    if (printed := record.printed_source) is not None:
        sentences.append(
            f"The source printed in the article is {printed.authors}, “{printed.title}”, "
            f"arXiv:{printed.arxiv}."
        )
        if not printed.matches and meant is not None:
            sentences.append(
                f"No such paper exists under that number (checked in {printed.indexes_checked} indexes): "
                f"arXiv:{meant.arxiv} is “{meant.title}” by {_and(meant.authors, ' and ', ', ')}."
            )
            sentences.append("In a meeting or a paper, give this record, not the printed one.")
    return " ".join(sentences)


def _and(names: tuple[str, ...], last: str, others: str) -> str:
    if len(names) < 3:
        return last.join(names)
    return last.join([others.join(names[:-1]), names[-1]])
