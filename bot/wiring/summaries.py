"""Make what the commands print out of documents, passages and outcomes."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Literal

from bot.advisor.rules.listing import describe_rules
from bot.surfaces.cli.reports import (
    DocumentDetail,
    DocumentSummary,
    PhrasingDetail,
    RuleDetail,
    SearchHit,
    SectionDetail,
)
from knowledge.documents.document import Document, Shelf, SourceClass
from knowledge.documents.standing import standing_on
from retrieval.passage import Chunk, Passage


def summarise(document: Document, *, today: date, held: Sequence[Document]) -> DocumentSummary:
    """Describe a version without its text.

    Args:
        document: The version.
        today: Decides how it stands.
        held: All versions that may bear on it.
    """
    names = (
        "id", "version", "title", "source_class", "shelf", "audience", "effective_from", "effective_to",
        "supersedes", "amends", "is_excerpt", "origin", "content_hash", "warnings",
    )  # fmt: skip
    return DocumentSummary(
        **{name: getattr(document, name) for name in names},
        status=standing_on(document, today, held),
        sections=len(document.sections),
    )


def detail(
    document: Document, *, today: date, held: Sequence[Document], chunks: Sequence[Chunk] = ()
) -> DocumentDetail:
    """Describe a version with its text, its phrasings, and of a policy the rules that were read."""
    phrasings = tuple(_phrasing(one) for one in chunks if one.kind != "text")
    makers = Counter(one.made_by for one in phrasings)
    return DocumentDetail(
        document=summarise(document, today=today, held=held),
        characters=sum(len(section.text) for section in document.sections),
        chunks=len(chunks) - len(phrasings),
        text=tuple(
            SectionDetail(
                id=section.id,
                locator=section.locator,
                heading=section.heading,
                path=section.path,
                language=section.language,
                text=section.text,
            )
            for section in document.sections
        ),
        phrasings=phrasings,
        derived_phrasings=makers["code"],
        generated_phrasings=makers["model"],
        **_rules(document),
    )


def _phrasing(chunk: Chunk) -> PhrasingDetail:
    maker: Literal["people", "code", "model"] = "model"
    if chunk.kind == "phrasing":
        maker = "code" if chunk.partition.shelf == Shelf.OWN else "people"
    return PhrasingDetail(
        section=chunk.section_id, language=chunk.partition.language, text=chunk.text, made_by=maker
    )


def _rules(document: Document) -> dict[str, tuple[RuleDetail, ...]]:
    if document.source_class != SourceClass.POLICY:
        return {}
    found = describe_rules(document)
    return {
        "rules": tuple(RuleDetail(**one.model_dump()) for one in found.rules),
        "not_understood": tuple(RuleDetail(**one.model_dump()) for one in found.not_understood),
    }


def as_hit(passage: Passage) -> SearchHit:
    """Describe a passage that was found."""
    chunk = passage.chunk
    return SearchHit(
        id=chunk.section_id,
        document=chunk.document_id,
        locator=chunk.locator,
        score=passage.score,
        text=chunk.text,
        title=chunk.title,
        version=chunk.version,
        source_class=chunk.source_class,
        shelf=chunk.partition.shelf,
        language=chunk.section_language,
    )
