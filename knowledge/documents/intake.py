"""What is taken in and under which particulars: options, accepted kinds of file, sizes, identifiers.

Reading is the loaders' work; who may put what in is decided by the surfaces.
"""

import re
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.documents.document import EVERYONE, Document, Shelf, SourceClass
from knowledge.documents.folding import fold_string

MAX_FILE_BYTES = 50_000_000
MAX_TEXT_CHARS = 25_000_000
ACCEPTED_TYPES = (
    ".md", ".markdown", ".txt", ".text", ".jsonl", ".docx", ".docm", ".dotx", ".pptx", ".pptm",
    ".xlsx", ".xlsm", ".pdf", ".html", ".htm", ".csv", ".tsv",
)  # fmt: skip


class IntakeOptions(BaseModel):
    """What is said about files when they are put in; what a file says of itself goes before.

    `model_fields_set` tells what was said: an unset class or audience is reported as assumed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_class: SourceClass = SourceClass.EXTERNAL
    audience: str = Field(default=EVERYONE, min_length=1, max_length=200)
    document: str | None = Field(default=None, min_length=1, max_length=200)
    title: str | None = Field(default=None, min_length=1, max_length=500)
    version: str | None = Field(default=None, min_length=1, max_length=60)
    effective_from: date | None = None
    effective_to: date | None = None
    supersedes: str | None = None
    shelf: Shelf = Shelf.OWN
    max_bytes: int = Field(default=MAX_FILE_BYTES, gt=0)
    is_binding: bool = False  # what is said here goes before what a file says, and its own ids are not taken

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError(
                f"effective_to {self.effective_to} lies before effective_from {self.effective_from}"
            )
        return self


class Problem(BaseModel):
    """Why a file, or a line of it, could not be read, and what to do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str  # stable: "unsupported_type", "bad_row", …
    message: str
    remedy: str
    line: int | None = Field(default=None, ge=1)


class LoadReport(BaseModel):
    """What came out of one file: all of its documents, or none and the reasons."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: str  # the file's name: untrusted text
    documents: tuple[Document, ...] = ()
    warnings: tuple[str, ...] = ()  # read, but worth a look
    extent: str = ""  # "12 pages", "3 sheets"; empty where the kind has none
    problems: tuple[Problem, ...] = ()  # not empty: nothing of this file was taken

    @model_validator(mode="after")
    def _all_or_nothing(self) -> Self:
        if bool(self.documents) == bool(self.problems):
            raise ValueError("a load report holds either documents or problems")
        return self


class IntakeError(Exception):
    """A file cannot be taken in; `remedy` says what to do."""

    code = "unreadable"

    def __init__(self, message: str, *, remedy: str, line: int | None = None) -> None:
        super().__init__(f"{message}; {remedy}")
        self.message = message
        self.remedy = remedy
        self.line = line

    def as_problem(self) -> Problem:
        """Put the error into a report."""
        return Problem(code=self.code, message=self.message, remedy=self.remedy, line=self.line)


class UnsupportedTypeError(IntakeError):
    """The kind of file is not read."""

    code = "unsupported_type"


class FileTooLargeError(IntakeError):
    """The file, or its text, is larger than the limit."""

    code = "too_large"


class EmptyFileError(IntakeError):
    """The file holds no text."""

    code = "empty"


class UnreadableFileError(IntakeError):
    """The file cannot be opened."""

    code = "unreadable"


def accept_file(path: Path, *, max_bytes: int = MAX_FILE_BYTES) -> Path:
    """Check kind and size before anything is read.

    Returns:
        The path, unchanged.

    Raises:
        IntakeError: If the kind is not read, or the file is missing, empty or too large.
    """
    if path.suffix.lower() not in ACCEPTED_TYPES:
        raise UnsupportedTypeError(
            f"files of type {path.suffix or '(none)'} are not read",
            remedy=f"save it as one of {', '.join(ACCEPTED_TYPES)}",
        )
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableFileError("the file cannot be opened", remedy="check its name and rights") from error
    if size == 0:
        raise EmptyFileError("the file is empty", remedy="check that it was saved")
    if size > max_bytes:
        raise FileTooLargeError(
            f"the file has {size:,} bytes, the limit is {max_bytes:,}", remedy="split it into parts"
        )
    return path


def document_id_from(name: str) -> str:
    """Make a document id from a file name or title; Japanese letters stay.

    Args:
        name: Untrusted text without its suffix.

    Returns:
        Letters, digits and single hyphens, at most 100 characters; `document` if nothing is left.
    """
    slug = re.sub(r"[^\w]+", "-", fold_string(name)).strip("-_")
    return slug[:100].strip("-_") or "document"
