"""Settle what a file leaves open: of which document it is a version, and which document it replaces.

Everything that was concluded here is noted, so that a person can say otherwise.
"""

from collections.abc import Iterator, Sequence

from knowledge.documents.intake import IntakeOptions
from knowledge.documents.loaders.draft import Particulars
from knowledge.documents.versions import Naming, part_name


def settle(
    known: Particulars, repealed_titles: Sequence[str], options: IntakeOptions, stem: str, naming: Naming
) -> tuple[Particulars, tuple[str, ...]]:
    """Fill in document, title and what is replaced; the version only where the file's name ends in it.

    Args:
        known: What keys, options and text say.
        repealed_titles: Titles that the text says it ends.
        options: For class and audience, where the file says neither.
        stem: The file's name without ending.
        naming: Knows what is held.

    Returns:
        The particulars with a document and a title, and notes on what was concluded.
    """
    named = part_name(stem)[1]
    version = known.version or named
    document = known.document or naming.document_of(
        stem,
        known.title,
        source_class=known.source_class or options.source_class,
        audience=known.audience or options.audience,
        is_marked=version is not None or known.effective_from is not None,
    )
    replaced = None if known.supersedes else _replaced(repealed_titles, naming, document)
    settled = known.model_copy(
        update={
            "document": document,
            "version": version,
            "title": known.title or stem,
            "supersedes": known.supersedes or replaced,
        }
    )
    notes = (
        *_version_notes(known, settled, naming),
        *_repeal_notes(repealed_titles, settled, known, naming),
        *_reader_notes(settled, known.audience or options.audience, naming),
    )
    return settled, notes


def _replaced(titles: Sequence[str], naming: Naming, document: str) -> str | None:
    found = (naming.find_title(title) for title in titles)
    return next((one for one in found if one not in {None, document}), None)


def _version_notes(known: Particulars, settled: Particulars, naming: Naming) -> Iterator[str]:
    if known.version is None and settled.version is not None:
        yield f"version {settled.version} was read from the file's name"
    is_held = any(one.id == settled.document for one in (*naming.held, *naming.arriving))
    if known.document is None and is_held:
        yield f"taken for a version of {settled.document}; --document names another"


def _repeal_notes(
    titles: Sequence[str], settled: Particulars, known: Particulars, naming: Naming
) -> Iterator[str]:
    if settled.supersedes and not known.supersedes:
        yield f"supersedes {settled.supersedes} was read from the text"
    for title in titles:
        if naming.find_title(title) is None and settled.supersedes is None:
            yield f"it ends 「{title}」, which is not held; --supersedes names the document"


def _reader_notes(settled: Particulars, audience: str, naming: Naming) -> Iterator[str]:
    for one in naming.held:
        if one.id == settled.document and one.version != settled.version and one.audience != audience:
            yield f"{one.key} stays readable for {one.audience}; remove it if it should not"
