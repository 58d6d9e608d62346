"""Read PDF files: pages, headings where recognisable, tables as rows; scans without text are named."""

from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.documents.intake import EmptyFileError, FileTooLargeError, UnsupportedTypeError
from knowledge.documents.loaders.archive import DamagedFileError
from knowledge.documents.loaders.blocks import outline
from knowledge.documents.loaders.draft import Draft, Particulars
from knowledge.documents.loaders.pdf_layout import drop_repeated, lay_out
from knowledge.documents.loaders.pdf_lines import Line, page_lines
from knowledge.documents.loaders.pdf_pages import locate_pages

MAX_PAGES = 2_000
_FEW_CHARS = 10
_TAIL_BYTES = 2_048
_SHOWN_PAGES = 12


def read(file: BinaryIO) -> Draft:
    """Read a PDF.

    Returns:
        A draft whose locators name pages, with a warning for pages that hold pictures only.

    Raises:
        IntakeError: If the file is cut off, has a password, has too many pages, or holds no text at all.
    """
    data = file.read()
    if b"%%EOF" not in data[-_TAIL_BYTES:]:
        raise DamagedFileError("the file is cut off: its end is missing", remedy="fetch or save it again")
    document = _open(data)
    if len(document) > MAX_PAGES:
        raise FileTooLargeError(
            f"the file has {len(document):,} pages, the limit is {MAX_PAGES:,}", remedy="split it into parts"
        )
    pages, tiny, silent = _read_pages(document)
    if not any(pages):
        why = "they are pictures of pages" if silent else "they are empty"
        raise EmptyFileError(
            f"none of the {len(document)} pages holds text: {why}",
            remedy="run text recognition (OCR) over the file and put in the result",
        )
    blocks = lay_out(drop_repeated(pages))
    title, sections = outline([one.block for one in blocks])
    warnings = _warnings(silent, tiny)
    extent = f"{len(document)} pages" if len(document) > 1 else "1 page"
    return Draft(
        particulars=Particulars(),
        found_title=title,
        sections=locate_pages(sections, blocks),
        warnings=warnings,
        extent=extent,
    )


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnsupportedTypeError(
                "the file has a password", remedy="remove it and put the file in again"
            ) from error
        raise DamagedFileError("the file is damaged", remedy="fetch or save it again") from error


def _read_pages(document: pypdfium2.PdfDocument) -> tuple[list[list[Line]], int, list[int]]:
    pages: list[list[Line]] = []
    silent: list[int] = []
    tiny = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise DamagedFileError(f"page {number} is damaged", remedy="fetch or save it again") from error
        lines, left_out = page_lines(page, number)
        tiny += left_out
        if sum(len(line.text) for line in lines) < _FEW_CHARS and _shows_something(page):
            silent.append(number)
        pages.append(lines)
        page.close()
    return pages, tiny, silent


def _shows_something(page: pypdfium2.PdfPage) -> bool:
    kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
    return next(iter(page.get_objects(filter=kinds, max_depth=2)), None) is not None


def _warnings(silent: list[int], tiny: int) -> tuple[str, ...]:
    warnings = []
    if silent:
        named = ", ".join(str(number) for number in silent[:_SHOWN_PAGES])
        more = f" and {len(silent) - _SHOWN_PAGES} more" if len(silent) > _SHOWN_PAGES else ""
        warnings.append(
            f"pages {named}{more} are pictures without text and were not read: run text recognition (OCR)"
        )
    if tiny:
        warnings.append(f"{tiny} characters too small to be seen were left out")
    return tuple(warnings)
