"""Take a posted form with files apart (RFC 7578); names of files are untrusted text."""

import re
from dataclasses import dataclass
from email.message import Message

_MAX_PARTS = 200
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{1,70}")
_NAME = re.compile(r'name="((?:[^"\\]|\\.)*)"')
_FILE_NAME = re.compile(r'filename="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class UploadedFile:
    """A file as it was sent."""

    field: str
    name: str
    content: bytes


def boundary_of(content_type: str) -> bytes | None:
    """Give the mark between the parts; None when it is no form with files."""
    header = Message()
    header["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/form-data" or not boundary:
        return None
    return boundary.encode() if _BOUNDARY.fullmatch(boundary) else None


def parse_multipart(body: bytes, boundary: bytes) -> tuple[dict[str, str], tuple[UploadedFile, ...]]:
    """Take a body apart.

    Args:
        body: Whole; what does not look like a part is passed over.
        boundary: The mark between parts.

    Returns:
        Fields by name, and files; a file input that was left empty gives none.
    """
    fields: dict[str, str] = {}
    files: list[UploadedFile] = []
    mark = b"--" + boundary
    for part in (b"\r\n" + body).split(b"\r\n" + mark)[1 : _MAX_PARTS + 1]:
        head, found, content = part.partition(b"\r\n\r\n")
        disposition = head.decode("utf-8", "replace")
        name = _NAME.search(re.sub(_FILE_NAME, "", disposition))
        if not found or name is None:
            continue
        file_name = _FILE_NAME.search(disposition)
        if file_name is None:
            fields[_plain(name[1])] = content.decode("utf-8", "replace")
        elif file_name[1]:
            files.append(UploadedFile(_plain(name[1]), _plain(file_name[1]), content))
    return fields, tuple(files)


def _plain(quoted: str) -> str:
    """Undo the escapes that browsers write into names."""
    return quoted.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n").replace('\\"', '"')
