"""Read files into documents, all of a file or nothing of it.

Text is read here, a kind is one line in `_READERS`; the other kinds are read in a process of their own.
Storing and indexing are the ingestion's work.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from knowledge.documents.amendments import infer_amendments
from knowledge.documents.document import Document
from knowledge.documents.intake import (
    ACCEPTED_TYPES,
    MAX_TEXT_CHARS,
    FileTooLargeError,
    IntakeError,
    IntakeOptions,
    LoadReport,
    Problem,
    UnreadableFileError,
    accept_file,
)
from knowledge.documents.loaders.apart import DEFAULT_LIMITS, TEXT_LIMITS, ReadApartError, read_apart
from knowledge.documents.loaders.assembly import assemble_document, seal_document
from knowledge.documents.loaders.decoding import decode_text
from knowledge.documents.loaders.draft import Draft
from knowledge.documents.loaders.kinds import HEAD_BYTES, KINDS, READ_APART, Kind, kind_of, name_mismatch
from knowledge.documents.loaders.markdown import read_markdown
from knowledge.documents.loaders.particulars import BadValueError
from knowledge.documents.loaders.rows import BadRowsError, read_rows
from knowledge.documents.loaders.text import read_text
from knowledge.documents.versions import Naming


def _one(read: Callable[[str], Draft]) -> Callable[[str], tuple[Draft, ...]]:
    return lambda raw: (read(raw),)


_LONG_TEXT_BYTES = 300_000  # longer text is read apart too: cutting it takes seconds and 100 MB and more
_PASSED_OVER = (".", "~$")  # hidden files, and the locks that Office programs leave beside open ones
_READERS: dict[Kind, Callable[[str], tuple[Draft, ...]]] = {
    "markdown": _one(read_markdown),
    "text": _one(read_text),
    "rows": read_rows,
}


def load_file(
    path: Path, options: IntakeOptions, *, held: Sequence[Document] = (), arriving: Sequence[Document] = ()
) -> LoadReport:
    """Read one file.

    Args:
        path: A file of an accepted type.
        options: Particulars for what the file does not say itself.
        held: Documents already held, so that a version finds the document it belongs to.
        arriving: Documents read from other files of the same call.

    Returns:
        Its documents, sealed, with warnings; or the problems, with nothing taken. It does not raise for
        what a file contains.
    """
    try:
        return _load(path, options, held, arriving)
    except BadRowsError as error:
        return LoadReport(origin=path.name, problems=error.problems)
    except ReadApartError as error:
        return LoadReport(origin=path.name, problems=(error.problem,))
    except IntakeError as error:
        return LoadReport(origin=path.name, problems=(error.as_problem(),))


def load_paths(
    paths: Iterable[Path], options: IntakeOptions, *, held: Sequence[Document] = ()
) -> tuple[LoadReport, ...]:
    """Read files and folders; folders are read throughout, without hidden files, in order of name.

    Args:
        paths: A file that is named is read or reported; in a folder, other kinds of file are passed over
            and reported once each.
        options: As for `load_file`, for every file.
        held: As for `load_file`.

    Returns:
        One report a file. Supplements find the version they amend among all the files read. A version
        that an earlier file holds already is a problem of the later file.
    """
    reports = []
    origins: dict[str, str] = {}
    arriving: list[Document] = []
    for path in (file for given in paths for file in list_files(given)):
        report = _refuse_known(load_file(path, options, held=held, arriving=arriving), origins)
        origins |= {document.key: report.origin for document in report.documents}
        arriving += report.documents
        reports.append(report)
    return tuple(_with_amendments(report, [*held, *arriving]) for report in reports)


def _load(
    path: Path, options: IntakeOptions, held: Sequence[Document], arriving: Sequence[Document]
) -> LoadReport:
    accept_file(path, max_bytes=options.max_bytes)
    kind = kind_of(path.name, _head(path))
    drafts, noticed = _read_apart(path, kind) if _is_read_apart(path, kind) else _read_here(path, kind)
    naming = Naming(held, options.shelf, arriving)
    documents = [
        assemble_document(draft, options, origin=path.name, stem=path.stem, naming=naming) for draft in drafts
    ]
    if len({document.key for document in documents}) < len(documents):
        raise BadValueError(
            "rows with and without a document or version come to the same one",
            remedy="give every row its document and version, or none",
        )
    is_alone = len(documents) == 1
    named = (w if is_alone else f"{d.key}: {w}" for d in documents for w in d.warnings)
    warnings = list(dict.fromkeys(named))
    report = LoadReport(
        origin=path.name,
        documents=tuple(documents),
        warnings=(*noticed, *warnings),
        extent=next((draft.extent for draft in drafts), ""),
    )
    return _with_amendments(report, [*held, *arriving, *documents])


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise UnreadableFileError("the file cannot be read", remedy="check its rights") from error


def _read_here(path: Path, kind: Kind) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError("the file cannot be read", remedy="check its rights") from error
    decoded = decode_text(data)
    if len(decoded.text) > MAX_TEXT_CHARS:
        raise FileTooLargeError("the text is too long", remedy="split the file into parts")
    drafts = _READERS[kind](decoded.text)
    if not drafts:
        drafts = (read_text(""),)  # a blank file of rows is empty in the same words as any other
    return drafts, decoded.warnings


def _is_read_apart(path: Path, kind: Kind) -> bool:
    is_long_text = kind in {"text", "markdown"} and path.stat().st_size > _LONG_TEXT_BYTES
    return kind in READ_APART or is_long_text


def _read_apart(path: Path, kind: Kind) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    limits = DEFAULT_LIMITS if kind in READ_APART else TEXT_LIMITS
    draft, read_as = read_apart(path, kind, limits=limits)
    return (draft,), name_mismatch(path.name, read_as)


def _with_amendments(report: LoadReport, known: Sequence[Document]) -> LoadReport:
    if report.problems:
        return report
    former = {document.key: document for document in report.documents}
    inferred = infer_amendments(report.documents, known)
    documents = tuple(
        document if document.amends == former[document.key].amends else seal_document(document)
        for document in inferred
    )
    notes = tuple(
        f"{document.key} holds supplementary provisions only: taken to amend version {document.amends}"
        for document in documents
        if document.amends != former[document.key].amends
    )
    return report.model_copy(update={"documents": documents, "warnings": (*report.warnings, *notes)})


def list_files(given: Path) -> list[Path]:
    """List the files that are read of a path, in order of name: the file itself, or those in a folder."""
    if not given.is_dir():
        return [given]
    inside = (path for path in sorted(given.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in inside if not is_passed_over(path.relative_to(given))]


def is_passed_over(inside: Path) -> bool:
    """Tell whether a path inside a folder is hidden, or a lock that an Office program left there."""
    return any(part.startswith(_PASSED_OVER) for part in inside.parts)


def is_readable(path: Path) -> bool:
    """Tell whether a file's ending is one that is read."""
    return path.suffix.lower() in ACCEPTED_TYPES


def _refuse_known(report: LoadReport, origins: dict[str, str]) -> LoadReport:
    for document in report.documents:
        if document.key in origins:
            problem = Problem(
                code="duplicate_document",
                message=f"{document.key} was read from {origins[document.key]} already",
                remedy="give each file its own document id or version",
            )
            return LoadReport(origin=report.origin, problems=(problem,))
    return report


assert set(KINDS) == set(ACCEPTED_TYPES)  # noqa: S101 - the two lists must not drift apart
