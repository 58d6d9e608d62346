"""Make what the commands print out of documents, passages and outcomes."""

from collections.abc import Sequence
from datetime import date

from bot.advisor.rules.listing import describe_rules
from bot.surfaces.cli.reports import DocumentDetail, DocumentSummary, RuleDetail, SearchHit, SectionDetail
from knowledge.documents.document import Document, SourceClass
from knowledge.documents.standing import standing_on
from retrieval.passage import Passage


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


def detail(document: Document, *, today: date, held: Sequence[Document], chunks: int = 0) -> DocumentDetail:
    """Describe a version with its text and counts, and of a policy the rules that were read."""
    return DocumentDetail(
        document=summarise(document, today=today, held=held),
        characters=sum(len(section.text) for section in document.sections),
        chunks=chunks,
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
        **_rules(document),
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
