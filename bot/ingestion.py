"""Make files searchable: read them, pass over what is known already, index the rest, report on each file.

Reading is `knowledge.documents.loaders`', indexing `retrieval.indexer`'s business. One file that cannot be
read does not stop the others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot.derived_phrasings import bears_phrasings, derive_phrasings
from bot.generated_phrasings import Generated, PhrasingGeneration
from knowledge.documents.amendments import infer_amendments
from knowledge.documents.document import EVERYONE, Document, Shelf
from knowledge.documents.intake import IntakeOptions, LoadReport, Problem
from knowledge.documents.loaders.assembly import seal_document
from knowledge.documents.loaders.load import load_paths
from retrieval.indexer import Indexer
from retrieval.nearness import SectionNearness
from retrieval.nulls import NullQuestions

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much

_AT_ONCE = 3_000  # sections embedded together: faster, but lost together when the process is killed
_RESERVED = tuple(f"{shelf.value}:" for shelf in Shelf if shelf != Shelf.OWN)


class FileOutcome(BaseModel):
    """What became of one file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: str
    state: Literal["ingested", "unchanged", "failed"]
    documents: tuple[Document, ...] = ()
    chunks: int = Field(ge=0, default=0)
    warnings: tuple[str, ...] = ()
    extent: str = ""  # "12 pages"; empty where the kind has none
    reason: str = ""


class Record(Protocol):
    """What ingestion asks of the record beside indexing."""

    def documents(self) -> list[Document]:
        """List all document versions held."""

    def holders(self, section_ids: Sequence[str], *, shelf: Shelf) -> dict[str, tuple[str, str]]:
        """Tell for section ids which document version of a shelf holds each: its key and origin."""


@dataclass
class _File:
    """A file on its way."""

    report: LoadReport
    new: list[Document] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)  # keys of versions that were held with another text
    chunks: int = 0
    warnings: list[str] = field(default_factory=list)  # of phrasings


@dataclass(frozen=True)
class Ingestion:
    """The use case of putting documents in and taking them out; only the owner of the store may run it.

    Attributes:
        generation: Asks a model for phrasings; None without a model.
        nulls: Strangers' questions, which its phrasings are compared with.
    """

    indexer: Indexer
    record: Record
    generation: PhrasingGeneration | None = None
    nulls: NullQuestions | None = None

    def ingest(
        self, paths: Sequence[Path], options: IntakeOptions, progress: Progress
    ) -> tuple[FileOutcome, ...]:
        """Read files and folders and make them searchable.

        Returns:
            One outcome a file, in the order read. What is known already is left as it is.
        """
        progress("Reading files", 0, 0)
        held = [one for one in self.record.documents() if _bears_on(one, options)]
        reports = load_paths(paths, options, held=held)
        files = [_File(one) for one in self._refused(reports, options.shelf)]
        known = {one.key: one.content_hash for one in held}
        for file in files:
            file.new = [one for one in file.report.documents if known.get(one.key) != one.content_hash]
            file.replaced = [one.key for one in file.new if one.key in known]
        self._index(files, progress)
        self._renew_amendments({one.id for file in files for one in file.new}, options.shelf)
        return tuple(_outcome(file, options) for file in files)

    def find(self, document: str) -> list[Document]:
        """List all own versions of a document, or the one named `id@version`."""
        return [
            one
            for one in self.record.documents()
            if one.shelf == Shelf.OWN and document in {one.id, f"{one.id}@{one.version}"}
        ]

    def remove(self, document: str) -> tuple[str, ...]:
        """Take out all own versions of a document, or the one named `id@version`; gives their names."""
        wanted = self.find(document)
        removed = tuple(one.key for one in wanted if self.indexer.remove_document(one.key))
        self._renew_amendments({one.id for one in wanted}, Shelf.OWN)
        return removed

    def _refused(self, reports: Iterable[LoadReport], shelf: Shelf) -> Iterator[LoadReport]:
        """Refuse a file with a section id that another document holds, or with a name that is ours."""
        taken: dict[str, tuple[str, str]] = {}
        for report in reports:
            ids = {section.id for document in report.documents for section in document.sections}
            own = {document.key for document in report.documents}
            holders = {**self.record.holders(sorted(ids), shelf=shelf), **taken}
            problem = _reserved(report) or _clash(report, ids, holders, own)
            if problem is None:
                for document in report.documents:
                    mark = (document.key, report.origin)
                    taken.update((section.id, mark) for section in document.sections)
                yield report
            else:
                yield LoadReport(origin=report.origin, problems=(problem,))

    def _index(self, files: Sequence[_File], progress: Progress) -> None:
        """Embed the documents of many files together, since one by one is slower."""
        for group in _groups(files):
            documents = [one for file in group for one in file.new]
            derived = [one for document in documents for one in derive_phrasings(document)]
            generated = self._generate(documents, progress)
            written = [phrasing for one in generated.values() for phrasing in one.phrasings]
            reports = self.indexer.index_documents(documents, [*derived, *written], _embedding(progress))
            counts = {one.document_key: one.chunks for one in reports}
            for file in group:
                file.chunks = sum(counts[one.key] for one in file.new)
                told = (generated.get(one.key, Generated()).warnings for one in file.new)
                file.warnings = [warning for warnings in told for warning in warnings]

    def _generate(self, documents: Sequence[Document], progress: Progress) -> dict[str, Generated]:
        """Ask the model for phrasings, where there is one, by document key."""
        generation = self.generation
        asked = [one for one in documents if bears_phrasings(one)]
        if generation is None or not asked:
            return {}
        embedder = self.indexer.embedder
        texts = self.indexer.text_vectors(asked, _embedding(progress))
        return {
            document.key: generation.generate(
                document, SectionNearness(sections, vectors, embedder, self.nulls), progress
            )
            for document, (sections, vectors) in zip(asked, texts, strict=True)
        }

    def _renew_amendments(self, ids: set[str], shelf: Shelf) -> None:
        """A supplement may have come before the version that it amends."""
        held = [one for one in self.record.documents() if one.shelf == shelf and one.id in ids]
        for former, latter in zip(held, infer_amendments(held, held), strict=True):
            if former.amends != latter.amends:
                self.indexer.renew_document(seal_document(latter))


def _bears_on(held: Document, options: IntakeOptions) -> bool:
    """Tell whether a document that is held may say something about one that is put in.

    Where options bind, whoever puts it in must not learn of documents for others, nor end them.
    """
    is_shown = held.audience in {options.audience, EVERYONE}
    return held.shelf == options.shelf and (is_shown or not options.is_binding)


def _reserved(report: LoadReport) -> Problem | None:
    for document in report.documents:
        if document.id.startswith(_RESERVED):
            return Problem(
                code="reserved_name",
                message=f"the document id {document.id!r} begins with a name that is ours",
                remedy="give it another id with --document, or in the file",
            )
    return None


def _clash(
    report: LoadReport, ids: set[str], holders: dict[str, tuple[str, str]], own: set[str]
) -> Problem | None:
    for section_id in sorted(ids):
        key, origin = holders.get(section_id, ("", ""))
        if key and key not in own:
            return Problem(
                code="duplicate_id",
                message=f"the id {section_id!r} of {report.origin} is held by {origin} ({key}) already",
                remedy="give the rows ids of their own, or remove that document first",
            )
    return None


def _groups(files: Sequence[_File]) -> Iterator[list[_File]]:
    group: list[_File] = []
    size = 0
    for file in files:
        if file.new:
            group.append(file)
            size += sum(len(one.sections) for one in file.new)
        if size >= _AT_ONCE:
            yield group
            group, size = [], 0
    if group:
        yield group


def _embedding(progress: Progress) -> Callable[[int, int], None]:
    return lambda done, total: progress("Embedding", done, total)


def _outcome(file: _File, options: IntakeOptions) -> FileOutcome:
    report = file.report
    if report.problems:
        places = (f"line {one.line}: " if one.line else "" for one in report.problems)
        reasons = (
            f"{place}{one.message}; {one.remedy}" for place, one in zip(places, report.problems, strict=True)
        )
        return FileOutcome(origin=report.origin, state="failed", reason=" | ".join(reasons))
    return FileOutcome(
        origin=report.origin,
        state="ingested" if file.new else "unchanged",
        documents=report.documents,
        chunks=file.chunks,
        extent=report.extent,
        warnings=(
            *report.warnings,
            *(f"{key} was held with other content, which is replaced" for key in file.replaced),
            *file.warnings,
            *_assumptions(report.documents, options),
        ),
    )


def _assumptions(documents: Sequence[Document], options: IntakeOptions) -> Iterator[str]:
    """Say what nobody said: whose weight and whose eyes these documents have."""
    if "source_class" not in options.model_fields_set and any(
        one.source_class == options.source_class for one in documents
    ):
        yield f"class {options.source_class.value} (assumed)"
    if "audience" not in options.model_fields_set and any(
        one.audience == options.audience for one in documents
    ):
        yield f"audience {options.audience} (assumed)"
