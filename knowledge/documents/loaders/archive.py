"""Check an Office file's list of entries before anything in it is unpacked."""

import zipfile
from typing import BinaryIO

from knowledge.documents.intake import FileTooLargeError, IntakeError, UnsupportedTypeError
from knowledge.documents.loaders.kinds import Kind

MAX_ENTRIES = 2_000
MAX_DECLARED_BYTES = 100_000_000
MAX_RATIO = 100
_SMALL_ENTRY_BYTES = 1_000_000  # below this a high ratio is only a file of white space
_MAIN_PARTS: tuple[tuple[str, Kind], ...] = (
    ("word/document", "docx"),
    ("ppt/presentation", "pptx"),
    ("xl/workbook", "xlsx"),
)


class DamagedFileError(IntakeError):
    """The file is not whole, or not built as its kind is."""

    code = "damaged"


def check_archive(file: BinaryIO) -> Kind:
    """Check entries, declared size and ratio, and tell which Office program the archive is of.

    Args:
        file: Open for reading; only its list of entries is read.

    Returns:
        `docx`, `pptx` or `xlsx`.

    Raises:
        IntakeError: If the list is damaged, declares too much, or is of no such program.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise DamagedFileError(
            "the file is cut off or damaged", remedy="open it in its program and save it again"
        ) from error
    _check_sizes(entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnsupportedTypeError("the file has a password", remedy="remove it and put the file in again")
    names = {entry.filename for entry in entries}
    for part, kind in _MAIN_PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    raise UnsupportedTypeError(
        "the content is an archive, not a Word, Excel or PowerPoint file", remedy="unpack it first"
    )


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    remedy = "save it again in its program, or copy the text into a new file"
    if len(entries) > MAX_ENTRIES:
        raise FileTooLargeError(
            f"the file holds {len(entries):,} parts, the limit is {MAX_ENTRIES:,}", remedy=remedy
        )
    declared = sum(entry.file_size for entry in entries)
    if declared > MAX_DECLARED_BYTES:
        raise FileTooLargeError(
            f"the file unpacks to {declared:,} bytes, the limit is {MAX_DECLARED_BYTES:,}", remedy=remedy
        )
    for entry in entries:
        if entry.file_size > max(_SMALL_ENTRY_BYTES, MAX_RATIO * entry.compress_size):
            raise FileTooLargeError(
                f"a part of the file unpacks to more than {MAX_RATIO} times its size", remedy=remedy
            )
