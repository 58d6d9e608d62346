"""Tell what kind of file one is by its content; the name's ending is only what somebody claims.

Kinds read apart are parsed in a process of their own (`knowledge.documents.loaders.apart`); the others are
text and read here.
"""

import re
from pathlib import Path
from typing import Literal

from knowledge.documents.intake import UnsupportedTypeError

Kind = Literal["docx", "pptx", "xlsx", "pdf", "html", "csv", "office", "markdown", "text", "rows"]

KINDS: dict[str, Kind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".jsonl": "rows",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
    ".tsv": "csv",
}
READ_APART: frozenset[Kind] = frozenset({"docx", "pptx", "xlsx", "pdf", "html", "csv", "office"})
HEAD_BYTES = 1_024

_BINARY: frozenset[Kind] = frozenset({"docx", "pptx", "xlsx", "pdf"})
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,400}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.DOTALL | re.IGNORECASE,
)
_NAMES: dict[Kind, str] = {
    "docx": "a Word file", "pptx": "a PowerPoint file", "xlsx": "an Excel file", "pdf": "a PDF",
    "html": "a web page", "csv": "a table", "office": "an Office file", "markdown": "Markdown",
    "text": "text", "rows": "JSON lines",
}  # fmt: skip
_NOT_READ = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file of before 2007, or one with a password",
     "remove the password, or save it as .docx, .xlsx or .pptx"),
    (b"{\\rtf", "rich text", "save it as .docx"),
    (b"\x89PNG", "a picture", "put in the text that it shows"),
    (b"\xff\xd8\xff", "a picture", "put in the text that it shows"),
    (b"GIF8", "a picture", "put in the text that it shows"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"Rar!", "an archive", "unpack it first"),
    (b"7z\xbc\xaf", "an archive", "unpack it first"),
)  # fmt: skip


def kind_of(name: str, head: bytes) -> Kind:
    """Tell the kind of a file.

    Args:
        name: Its name, with an ending that is accepted.
        head: Its first `HEAD_BYTES` bytes, or all of it.

    Returns:
        What the content is where it shows, else what the ending says. `office` is an archive whose list of
        entries tells which Office program it is of.

    Raises:
        UnsupportedTypeError: If the content is of a kind that is not read, or not at all what it is named.
    """
    said = KINDS[Path(name).suffix.lower()]
    for mark, what, remedy in _NOT_READ:
        if head.startswith(mark):
            raise UnsupportedTypeError(f"the content is {what}, which is not read", remedy=remedy)
    if b"%PDF-" in head and (said in _BINARY or head.lstrip().startswith(b"%PDF-")):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "office"
    if said in _BINARY | {"text"} and _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if said in _BINARY:
        raise UnsupportedTypeError(
            f"the content is not {_NAMES[said]}, as the name says, or it is damaged",
            remedy="open it and save it again; if it is plain text, name it .txt",
        )
    return said


def name_mismatch(name: str, kind: Kind) -> tuple[str, ...]:
    """Give a warning when a file's name says another kind than the one it was read as."""
    suffix = Path(name).suffix.lower()
    if KINDS.get(suffix, kind) == kind:
        return ()
    return (f"named {suffix}, read as what it is: {_NAMES[kind]}",)
