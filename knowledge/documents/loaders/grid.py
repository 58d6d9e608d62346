"""Make sections of rows of cells: a sheet's or a CSV file's, each with its header and its place.

A row below a header becomes one section, "header: cell | header: cell", so that a figure is found and quoted
with what it is a figure of. Rows of one cell are running text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.documents.canonical import canonical_text
from knowledge.documents.language import detect_language
from knowledge.documents.loaders.draft import DraftSection

_MAX_TEXT_CHARS = 600  # of rows gathered into one section
_MANY_ROWS = 2_000  # of one sheet: above, rows are gathered
_MAX_LABEL_CHARS = 40
_MAX_HEADER_CELLS = 200


@dataclass(slots=True)
class Row:
    """One row that holds something: its number in the sheet, and its cells from column A on."""

    number: int
    cells: list[str]
    is_textual: bool = True  # no number, date or truth value among its cells

    def filled(self) -> list[int]:
        """Give the columns that hold something, counted from 0."""
        return [at for at, cell in enumerate(self.cells) if cell]


@dataclass(slots=True)
class _Piece:
    """Text of one or more rows with the corners of their range."""

    text: str
    first: int
    last: int
    left: int
    right: int
    is_table: bool
    title: str = ""


def sections_of_rows(rows: Iterable[Row], *, sheet: str | None) -> list[DraftSection]:
    """Make sections of a sheet's rows.

    Args:
        rows: Only such as hold something, from the top.
        sheet: Its name; None for a file that has no sheets.

    Returns:
        Sections with locators such as `シート『別表1』 A3:C3`, in English where the sheet is.
    """
    held = [row for row in rows if row.filled()]
    pieces = _gather(list(_pieces(held)), is_long=len(held) > _MANY_ROWS)
    language = detect_language("\n".join(piece.text for piece in pieces[:40]))
    where = "" if sheet is None else f"シート『{sheet}』 " if language == "ja" else f"sheet “{sheet}” "
    return [
        DraftSection(
            text=piece.text,
            heading=piece.title or sheet or "",
            path=(sheet,) if sheet and piece.title else (),
            locator=f"{where}{_range(piece)}",
            is_cover=at == 0 and not piece.is_table,
        )
        for at, piece in enumerate(pieces)
    ]


def column_name(column: int) -> str:
    """Name a column counted from 0: A, B, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _pieces(rows: list[Row]) -> Iterator[_Piece]:
    header: Row | None = None
    title = ""
    has_data = True
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        if len(row.filled()) == 1:
            if header is not None and not _belongs(row, header):
                header = None
            if header is None:
                text = row.cells[row.filled()[0]]
                title = text if following and len(following.filled()) > 1 and len(text) <= 80 else title
                yield _piece(row, text, title="", is_table=False)
                continue
        if header is None and _reads_like_header(row, following):
            header, has_data = row, False
            continue
        has_data = True
        yield _piece(row, _labelled(row, header), title=title, is_table=True)
    if header is not None and not has_data:
        yield _piece(header, " | ".join(cell for cell in header.cells if cell), title=title, is_table=True)


def _belongs(row: Row, header: Row) -> bool:
    """A row of one cell inside a table stands below one of its columns, but not alone in the first."""
    [column] = row.filled()
    return column > 0 and column < len(header.cells) and bool(header.cells[column])


def _reads_like_header(row: Row, following: Row | None) -> bool:
    if following is None or not row.is_textual or len(row.filled()) < 2:
        return False
    is_short = all(len(row.cells[at]) <= _MAX_LABEL_CHARS for at in row.filled())
    return is_short and len(following.filled()) > 1


def _labelled(row: Row, header: Row | None) -> str:
    parts = []
    for at in row.filled():
        has_label = header is not None and at < min(len(header.cells), _MAX_HEADER_CELLS)
        label = " ".join(header.cells[at].split()) if header is not None and has_label else ""
        parts.append(f"{label}: {row.cells[at]}" if label else row.cells[at])
    return " | ".join(" ".join(part.split()) for part in parts)


def _piece(row: Row, text: str, *, title: str, is_table: bool) -> _Piece:
    filled = row.filled()
    return _Piece(
        canonical_text(text).strip(), row.number, row.number, filled[0], filled[-1], is_table, title
    )


def _gather(pieces: list[_Piece], *, is_long: bool) -> list[_Piece]:
    """Join rows of running text, and in long sheets rows of tables too."""
    gathered: list[_Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        last = gathered[-1] if gathered else None
        is_joined = (
            last is not None
            and (is_long or not piece.is_table)
            and last.is_table == piece.is_table
            and last.title == piece.title
            and len(last.text) + len(piece.text) < _MAX_TEXT_CHARS
        )
        if last is None or not is_joined:
            gathered.append(piece)
            continue
        last.text += "\n" + piece.text
        last.last = piece.last
        last.left, last.right = min(last.left, piece.left), max(last.right, piece.right)
    return gathered


def _range(piece: _Piece) -> str:
    start = f"{column_name(piece.left)}{piece.first}"
    end = f"{column_name(piece.right)}{piece.last}"
    return start if start == end else f"{start}:{end}"
