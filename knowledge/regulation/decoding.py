"""Bytes of a feed or a page to text: by what they say of themselves, then by what a Japanese source may be.

Every spelling of Shift_JIS is read as cp932, which Windows has always written under that name.
"""

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE)
_IN_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE)
_SHIFT_JIS = re.compile(
    r"(?:x-)?s(?:hift)?[-_]?jis|ms[-_]?kanji|windows-31j|cp-?932|ms-?932|csshiftjis", re.IGNORECASE
)
_EUC_JP = re.compile(r"(?:x-)?euc[-_]?jp", re.IGNORECASE)
_ESCAPES = re.compile(rb"\x1b\$[@B]")  # of ISO-2022-JP, which is valid UTF-8 otherwise
_HALF_WIDTH = re.compile("[\uff61-\uff9f\ufffd]")  # what one encoding looks like when read as the other
_LOOKED_AT = 2_048
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def decode(raw: bytes, *, content_type: str = "", is_japanese: bool = False) -> str:
    """Give the text, without control characters.

    Args:
        raw: As fetched, after decompression.
        content_type: The header, where there is one.
        is_japanese: Only then Japanese encodings are tried for text that declares nothing.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _clean(raw[len(mark) :].decode(encoding, "replace"))
    for name in _declared(raw, content_type):
        try:
            return _clean(raw.decode(name))
        except (LookupError, UnicodeDecodeError):
            continue
    if is_japanese and _ESCAPES.search(raw):
        return _clean(raw.decode("iso2022_jp", "replace"))
    try:
        return _clean(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _clean(_guess_japanese(raw) if is_japanese else raw.decode("cp1252", "replace"))


def _guess_japanese(raw: bytes) -> str:
    readings = [raw.decode(name, "replace") for name in ("cp932", "euc_jp")]
    return min(readings, key=lambda one: len(_HALF_WIDTH.findall(one)))


def _declared(raw: bytes, content_type: str) -> list[str]:
    head = raw[:_LOOKED_AT]
    found = [match[1].decode("ascii") for match in (_DECLARED.search(head), _META.search(head)) if match]
    if match := _IN_HEADER.search(content_type):
        found.append(match[1])
    return [_codec(name) for name in found]


def _codec(name: str) -> str:
    if _SHIFT_JIS.fullmatch(name):
        return "cp932"
    if _EUC_JP.fullmatch(name):
        return "euc_jp"
    return "cp1252" if name.lower() in {"iso-8859-1", "latin-1", "latin1"} else name


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text)
