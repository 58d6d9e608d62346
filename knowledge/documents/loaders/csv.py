"""Read CSV and TSV files: header row and rows, in any encoding that text is read in."""

import csv
import io
import re
from typing import BinaryIO

from knowledge.documents.intake import FileTooLargeError
from knowledge.documents.loaders.archive import DamagedFileError
from knowledge.documents.loaders.decoding import decode_text
from knowledge.documents.loaders.draft import Draft, Particulars
from knowledge.documents.loaders.grid import Row, sections_of_rows

MAX_CSV_CHARS = 2_000_000
_DELIMITERS = (",", "\t", ";")
_NUMBER = re.compile(r"[-+]?[¥$€]?[\d,.]+\s*(?:%|円|千円|万円|日|年|か月)?|\d{4}[-/]\d{1,2}[-/]\d{1,2}")


def read(file: BinaryIO) -> Draft:
    """Read a table of text.

    Returns:
        A draft with one section a row, named by its cells: A3:C3.

    Raises:
        IntakeError: If the bytes are no text, there are too many, or a quotation mark is never closed.
    """
    decoded = decode_text(file.read())
    if len(decoded.text) > MAX_CSV_CHARS:
        raise FileTooLargeError(
            f"the file has {len(decoded.text):,} characters, the limit is {MAX_CSV_CHARS:,}",
            remedy="split the file into parts",
        )
    lines = io.StringIO(decoded.text.removeprefix("\ufeff"), newline="")
    try:
        read_rows = list(csv.reader(lines, delimiter=_delimiter(decoded.text), strict=True))
    except csv.Error as error:
        raise DamagedFileError(
            "the file is not a table: a quotation mark is not closed, or a cell is too long",
            remedy="save it again as CSV",
        ) from error
    rows = [_row(number, cells) for number, cells in enumerate(read_rows, start=1) if any(cells)]
    return Draft(
        particulars=Particulars(),
        sections=tuple(sections_of_rows(rows, sheet=None)),
        warnings=decoded.warnings,
        extent=f"{len(rows)} rows" if len(rows) != 1 else "1 row",
    )


def _delimiter(text: str) -> str:
    """The sign that parts most lines into equally many cells."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    counts = {sign: sorted(line.count(sign) for line in lines) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: counts[sign][len(lines) // 2] if lines else 0)


def _row(number: int, cells: list[str]) -> Row:
    texts = [cell.strip() for cell in cells]
    is_textual = not any(_NUMBER.fullmatch(text) for text in texts if text)
    return Row(number, texts, is_textual)
