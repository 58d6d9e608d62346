"""Make documents of drafts: particulars in their order of weight, ids, languages, hashes."""

import hashlib

from pydantic import ValidationError

from knowledge.documents.document import Document, Language, Section
from knowledge.documents.intake import EmptyFileError, FileTooLargeError, IntakeOptions, document_id_from
from knowledge.documents.language import detect_language
from knowledge.documents.loaders.draft import Draft, DraftSection, Particulars
from knowledge.documents.loaders.particulars import BadValueError
from knowledge.documents.loaders.settling import settle
from knowledge.documents.loaders.written import read_written
from knowledge.documents.sentences import split_sentences
from knowledge.documents.versions import FIRST_VERSION, Naming

MAX_SECTION_CHARS = 8_000  # the record keeps a section's text beside each of its chunks
_COVER: dict[Language, str] = {"ja": "表紙", "en": "cover"}
_ENOUGH_LETTERS = 12  # a section shorter than this is taken to be in its document's language


def assemble_document(
    draft: Draft, options: IntakeOptions, *, origin: str, stem: str, naming: Naming
) -> Document:
    """Make a document of a draft.

    What the file says in keys goes before the options, unless these are binding; both go before what its
    text says, and this before what follows from the file's name and from what is held.

    Args:
        draft: With at least one section.
        options: As said when the file was put in.
        origin: The file's name, kept for display.
        stem: Names the document where nothing else does.
        naming: Knows the documents of which this may be a version.

    Raises:
        IntakeError: If there is no text, or the particulars contradict each other.
    """
    if not draft.sections:
        raise EmptyFileError("the file holds no text", remedy="check that it is the right one")
    draft = _without_ids(draft) if options.is_binding else draft
    said = _first_said(draft.particulars, options).or_else(Particulars(title=draft.found_title))
    written = read_written(said.title, draft.sections)
    used = {name for name, value in written.particulars if value is not None and getattr(said, name) is None}
    known = said.or_else(written.particulars)
    if known.effective_from and known.effective_to and known.effective_to < known.effective_from:
        raise BadValueError("effective_to lies before effective_from", remedy="correct the two dates")
    settled, noticed = settle(known, written.repealed_titles, options, stem, naming)
    try:
        if settled.version is None:
            settled = _numbered(draft, settled, options, naming)
        document = _build(draft, settled, options)
    except ValidationError as error:
        fields = ", ".join(str(part["loc"][0]) for part in error.errors() if part["loc"])
        raise BadValueError(f"not usable: {fields}", remedy="shorten or correct these keys") from error
    notes = (note for note in written.notes if note.split(" ", 1)[0] in used)
    warnings = (*draft.warnings, *notes, *noticed)
    return seal_document(document.model_copy(update={"origin": origin, "warnings": warnings}))


def _numbered(draft: Draft, known: Particulars, options: IntakeOptions, naming: Naming) -> Particulars:
    """Give the next number; rows bring their own ids, which only one version can have."""
    if any(section.id is not None for section in draft.sections):
        return known.or_else(Particulars(version=FIRST_VERSION))

    def build(version: str) -> Document:
        return _build(draft, known.model_copy(update={"version": version}), options)

    is_marked = known.effective_from is not None
    label = naming.version_of(known.document or "", build, is_marked=is_marked)
    return known.model_copy(update={"version": label})


def _build(draft: Draft, known: Particulars, options: IntakeOptions) -> Document:
    identity, version = known.document or "", known.version or FIRST_VERSION
    return Document(
        id=identity,
        version=version,
        title=(known.title or "").strip() or identity,
        source_class=known.source_class or options.source_class,
        shelf=options.shelf,
        audience=known.audience or options.audience,
        effective_from=known.effective_from,
        effective_to=known.effective_to,
        supersedes=known.supersedes,
        amends=known.amends,
        is_excerpt=known.is_excerpt or False,
        sections=_identify(draft.sections, identity, version),
    )


def seal_document(document: Document) -> Document:
    """Set the content hash: sha256 over everything but the hash, the origin and the warnings."""
    content = document.model_dump_json(exclude={"content_hash", "origin", "warnings"})
    digest = hashlib.sha256(content.encode("utf-8", errors="surrogatepass")).hexdigest()
    return document.model_copy(update={"content_hash": digest})


def _first_said(by_file: Particulars, options: IntakeOptions) -> Particulars:
    by_options = _said(options)
    return by_options.or_else(by_file) if options.is_binding else by_file.or_else(by_options)


def _without_ids(draft: Draft) -> Draft:
    sections = tuple(one.model_copy(update={"id": None}) for one in draft.sections)
    return draft.model_copy(update={"sections": sections})


def _said(options: IntakeOptions) -> Particulars:
    names = set(Particulars.model_fields) & options.model_fields_set
    return Particulars(**{name: getattr(options, name) for name in names})


def _identify(drafts: tuple[DraftSection, ...], document_id: str, version: str) -> tuple[Section, ...]:
    parts = [part for draft in drafts for part in _split_long(draft)]
    whole = detect_language("\n".join(part.text[:500] for part in parts[:40]))
    taken: set[str] = set()
    sections = []
    for position, part in enumerate(parts):
        identity = part.id or _section_id(part, document_id, version, position)
        if identity in taken:
            if part.id is not None:
                raise BadValueError(
                    f"the id {identity[:80]!r} stands twice", remedy="give each row and heading its own id"
                )
            identity = f"{identity}-{position}"
        taken.add(identity)
        sections.append(_as_section(part, identity, whole))
    return tuple(sections)


def _section_id(draft: DraftSection, document_id: str, version: str, position: int) -> str:
    """`document#section#position`; versions after the first say so, for both may be held at once."""
    is_unnamed = not draft.locator or draft.locator == draft.heading
    name = "cover" if draft.is_cover and is_unnamed else document_id_from(draft.locator or draft.heading)
    mark = "" if version == FIRST_VERSION else f"@{version}"
    return f"{document_id}#{name[:40]}{mark}#{position}"


def _as_section(draft: DraftSection, identity: str, whole: Language) -> Section:
    letters = sum(character.isalpha() for character in draft.text[:200])
    language = detect_language(draft.text, default=whole) if letters >= _ENOUGH_LETTERS else whole
    return Section(
        id=identity,
        text=draft.text,
        language=language,
        heading=draft.heading,
        path=draft.path,
        locator=draft.locator or (_COVER[language] if draft.is_cover else ""),
        title=draft.title,
    )


def _split_long(draft: DraftSection) -> list[DraftSection]:
    if len(draft.text) <= MAX_SECTION_CHARS:
        return [draft]
    if draft.id is not None:
        raise FileTooLargeError(
            f"section {draft.id[:80]!r} has {len(draft.text):,} characters of at most {MAX_SECTION_CHARS:,}",
            remedy="split it into several with ids of their own",
        )
    cuts = [0]
    for sentence in split_sentences(draft.text):
        while sentence.end - cuts[-1] > MAX_SECTION_CHARS:
            is_whole = sentence.start > cuts[-1]
            cuts.append(sentence.start if is_whole else cuts[-1] + MAX_SECTION_CHARS)
    pieces = [draft.text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], None], strict=True)]
    return [draft.model_copy(update={"text": piece}) for piece in pieces if piece]
