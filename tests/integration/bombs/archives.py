"""Office files that harm: by size, by lies about it, by nesting, by what they refer to."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from functools import partial

from tests.integration import sheet_files, word_files
from tests.integration.company_texts import USE

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    + "]>"
)
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml", "pptx": "ppt/slides/slide1.xml"}


def plain(kind: str) -> bytes:
    """A harmless file of a kind, to be changed."""
    if kind == "docx":
        return word_files.typed(USE)
    return sheet_files.limits_sheet(USE) if kind == "xlsx" else sheet_files.slides(USE)


def replaced(kind: str, content: bytes, part: str | None = None) -> bytes:
    """Put another content in a file's main part."""
    held = io.BytesIO()
    name = part or _MAIN[kind]
    with (
        zipfile.ZipFile(io.BytesIO(plain(kind))) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
        if name not in old.namelist():
            new.writestr(name, content)
    return held.getvalue()


def added(kind: str, entries: dict[str, bytes]) -> bytes:
    """Add entries to a harmless file."""
    held = io.BytesIO(plain(kind))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return held.getvalue()


def large_part(kind: str) -> bytes:
    """A main part of 400 MB of spaces, truly declared."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(_MAIN[kind], "w") as part:
            for _ in range(400):
                part.write(b" " * 1_000_000)
    return held.getvalue()


def lying_part(kind: str) -> bytes:
    """A main part of 80 MB that says it has 900 bytes."""
    honest = replaced(kind, b"<a>" + b"x" * 80_000_000 + b"</a>")
    return honest.replace(struct.pack("<I", 80_000_007), struct.pack("<I", 900))


def laughing(kind: str) -> bytes:
    """Entities that grow tenfold ten times."""
    return replaced(kind, (_LAUGHS + "<d>&j;</d>").encode())


def looking_outside(kind: str) -> bytes:
    """An entity that names a file of the machine."""
    body = {"docx": f"<w:document {_W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"}
    return replaced(kind, (_OUTSIDE + body.get(kind, "<d>&x;</d>")).encode())


def many_entries(kind: str) -> bytes:
    """60,000 empty parts."""
    return added(kind, {f"word/x{at}.xml": b"" for at in range(60_000)})


def overlapping(kind: str) -> bytes:
    """A list of entries that all point at the same megabytes."""
    data = replaced(kind, b"\0" * 5_000_000)
    end = data.rfind(b"PK\x05\x06")
    size, start = struct.unpack("<II", data[end + 12 : end + 20])
    listed = data[start : start + size] * 150
    count = struct.unpack("<H", data[end + 10 : end + 12])[0] * 150
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(listed), start, 0)
    return data[:start] + listed + tail


def with_password_bit(kind: str) -> bytes:
    """Entries marked as encrypted."""
    data = bytearray(plain(kind))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def climbing_names(kind: str) -> bytes:
    """Names that lead out of the folder, and a link."""
    link = zipfile.ZipInfo("word/link.xml")
    link.external_attr = 0o120777 << 16
    held = io.BytesIO(added(kind, {"../../../../tmp/sandan-climbed": b"x", "/tmp/sandan-absolute": b"x"}))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    return held.getvalue()


def deep(kind: str, open_tags: str, close_tags: str, times: int, around: tuple[str, str]) -> bytes:
    """Elements inside each other."""
    return replaced(kind, (around[0] + open_tags * times + close_tags * times + around[1]).encode())


def noise(kind: str, megabytes: int) -> bytes:
    """A part whose text does not compress, below the limits of size and ratio."""
    letters = random.Random(7).randbytes(megabytes * 500_000).hex()
    around = (f"<w:document {_W}><w:body>", "</w:body></w:document>")
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{letters[at : at + 80]}</w:t></w:r></w:p>" for at in range(0, len(letters), 80)
    )
    return replaced(kind, (around[0] + paragraphs + around[1]).encode())


def _body(inside: str) -> bytes:
    return f"<w:document {_W}><w:body>{inside}</w:body></w:document>".encode()


def _cells(inside: str, after: str = "") -> bytes:
    return f"<worksheet {_S}>{inside}<sheetData>{after}</sheetData></worksheet>".encode()


_AROUND = (f"<w:document {_W}><w:body>", "</w:body></w:document>")
_SLIDE = (
    '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cSld><p:spTree>',
    "</p:spTree></p:cSld></p:sld>",
)
_FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_FETCHED = '<row r="1"><c r="A1"><f>WEBSERVICE("http://127.0.0.1:9")</f><v>7</v></c></row>'
_ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
_MERGED = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
_ODD = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="-1"/></w:numPr>'
    '<w:outlineLvl w:val="99999"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
)
_TEMPLATE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" TargetMode="External" Target="http://127.0.0.1:9/x.dotm" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
    b"</Relationships>"
)


def _long_cell() -> str:
    letters = random.Random(1).randbytes(3_000_000).hex()
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{letters}</t></is></c></row>'


_OF_EVERY_KIND = {
    "large": large_part,
    "lying": lying_part,
    "laughing": laughing,
    "looking_outside": looking_outside,
    "overlapping": overlapping,
    "password": with_password_bit,
}
_NESTED = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
_CONTROLS = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
ARCHIVE_BOMBS: dict[str, Callable[[], bytes]] = {
    **{
        f"{kind}_{name}.{kind}": partial(make, kind)
        for name, make in _OF_EVERY_KIND.items()
        for kind in _MAIN
    },
    "docx_many_entries.docx": partial(many_entries, "docx"),
    "docx_climbing.docx": partial(climbing_names, "docx"),
    "docx_inside_docx.docx": lambda: added("docx", {"word/embeddings/a.docx": large_part("docx")}),
    "docx_macro.docm": lambda: added("docx", {"word/vbaProject.bin": b"\xcc" * 90_000}),
    "docx_far_template.docx": lambda: added("docx", {"word/_rels/settings.xml.rels": _TEMPLATE}),
    "docx_deep_tables.docx": partial(deep, "docx", *_NESTED, 5_000, _AROUND),
    "docx_deep_controls.docx": partial(deep, "docx", *_CONTROLS, 20_000, _AROUND),
    "docx_noise.docx": partial(noise, "docx", 12),
    "docx_huge_numbers.docx": lambda: replaced("docx", _body(_ODD)),
    "docx_no_body.docx": lambda: replaced("docx", b"<a/>"),
    "xlsx_far_cell.xlsx": lambda: replaced("xlsx", _cells('<dimension ref="A1:XFD1048576"/>', _FAR)),
    "xlsx_merged_all.xlsx": lambda: replaced("xlsx", _cells("", _ONE).replace(b"</worksheet>", _MERGED)),
    "xlsx_string_index.xlsx": lambda: replaced("xlsx", _cells("", _ONE.replace("<c ", '<c t="s" '))),
    "xlsx_formula.xlsx": lambda: replaced("xlsx", _cells("", _FETCHED)),
    "xlsx_long_cell.xlsx": lambda: replaced("xlsx", _cells("", _long_cell())),
    "pptx_deep_groups.pptx": partial(deep, "pptx", "<p:grpSp>", "</p:grpSp>", 20_000, _SLIDE),
}
