"""Read Excel files: sheets, header rows and cells as shown; hidden sheets are left out and named."""

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import openpyxl

from knowledge.documents.intake import FileTooLargeError
from knowledge.documents.loaders.archive import DamagedFileError
from knowledge.documents.loaders.draft import Draft, DraftSection, Particulars
from knowledge.documents.loaders.grid import Row, sections_of_rows

_SMALL_BYTES = 8_000_000  # of sheets, unpacked: below, merged cells are known too
_PASSED_OVER = re.compile("invalid dependency definitions|invalid specification for")
_MAX_GRID_CELLS = 2_000_000
_UNSAVED_RESULT = re.compile(rb"</f>(?:<v\s*/>|<v></v>)?</c>|<f[^<>]*/>(?:<v\s*/>|<v></v>)?</c>")


def read(file: BinaryIO) -> Draft:
    """Read an Excel file.

    Args:
        file: Whole and checked (`knowledge.documents.loaders.archive`).

    Returns:
        A draft with one section a table row; results of formulas are read as they were last saved.
    """
    size, unsaved = _look_at_sheets(file)
    is_small = size <= _SMALL_BYTES
    file.seek(0)
    book = _open(file, is_small=is_small)
    sections: list[DraftSection] = []
    hidden: list[str] = []
    shown = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        shown += 1
        if not is_small:
            sheet.reset_dimensions()
        elif sheet.max_row * sheet.max_column > _MAX_GRID_CELLS:
            raise FileTooLargeError(
                f"the sheet {sheet.title[:60]!r} spreads over more than {_MAX_GRID_CELLS:,} cells",
                remedy="delete the empty rows and columns below and beside the table, and save it again",
            )
        sections += sections_of_rows(_rows(sheet, is_small=is_small), sheet=sheet.title)
    return Draft(
        particulars=Particulars(),
        sections=tuple(sections),
        warnings=tuple(_warnings(hidden, unsaved)),
        extent=f"{shown} sheets" if shown != 1 else "1 sheet",
    )


def _open(file: BinaryIO, *, is_small: bool) -> openpyxl.Workbook:
    """Open the file; a sheet that the library passes over as damaged is a damaged file to us."""
    with warnings.catch_warnings(record=True) as noticed:
        warnings.simplefilter("always")
        book = openpyxl.load_workbook(file, read_only=not is_small, data_only=True, keep_links=False)
    if any(_PASSED_OVER.search(str(one.message)) for one in noticed):
        raise DamagedFileError("parts of the file are damaged", remedy="open it in Excel and save it again")
    return book


def _look_at_sheets(file: BinaryIO) -> tuple[int, int]:
    """Give the unpacked size of all sheets, and how many formulas have no saved result."""
    size = unsaved = 0
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                size += entry.file_size
                unsaved += len(_UNSAVED_RESULT.findall(archive.read(entry)))
    return size, unsaved


def _warnings(hidden: list[str], unsaved: int) -> Iterator[str]:
    if hidden:
        yield f"hidden sheets were left out: {', '.join(hidden)[:200]}"
    if unsaved:
        yield f"{unsaved} formulas have no saved result and were not read: open the file in Excel and save it"


def _rows(sheet: Any, *, is_small: bool) -> Iterator[Row]:
    above = _merged(sheet.merged_cells.ranges) if is_small else {}
    kept: dict[tuple[int, int], tuple[str, bool]] = {}
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts: list[str] = []
        is_textual = True
        for column, cell in enumerate(cells):
            source = above.get((number, column))
            text, textual = kept[source] if source in kept else _shown(cell)
            if not source and text and above:
                kept[number, column] = (text, textual)
            texts.append(text)
            is_textual = is_textual and (textual or not text)
        if any(texts) and not _only_filled_in(number, texts, above):
            yield Row(number, texts, is_textual)


def _merged(ranges: Iterable[Any]) -> dict[tuple[int, int], tuple[int, int]]:
    """Say for each cell below the top of a merged range which cell holds its value."""
    sources: dict[tuple[int, int], tuple[int, int]] = {}
    for one in ranges:
        for number in range(one.min_row + 1, min(one.max_row, one.min_row + 5_000) + 1):
            sources[number, one.min_col - 1] = (one.min_row, one.min_col - 1)
    return sources


def _only_filled_in(number: int, texts: list[str], above: dict[tuple[int, int], tuple[int, int]]) -> bool:
    """A row that holds nothing of its own is the lower part of a merged range."""
    return all((number, column) in above for column, text in enumerate(texts) if text)


def _shown(cell: Any) -> tuple[str, bool]:
    """Give a cell's text much as Excel shows it, and whether it is text."""
    value = cell.value
    if value is None:
        return "", True
    if isinstance(value, str):
        return value.strip(), True
    if isinstance(value, bool):
        return str(value).upper(), False
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return (value.date().isoformat() if is_day else value.isoformat(" ", "minutes")), False
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or "")), False
    return str(value), False


def _number(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{round(value * 100, 4):g}%"
    whole = int(value) if float(value).is_integer() and abs(value) < 1e15 else value
    written = f"{whole:,}" if "#,##" in number_format else str(whole)
    unit = re.search(r'"(円|千円|万円|百万円|%|日|人|件|か月|年)"', number_format)
    sign = re.match(r'"?([¥$€])|\[\$([¥$€])', number_format)
    before = (sign[1] or sign[2]) if sign else ""
    return f"{before}{written}{unit[1] if unit else ''}"
