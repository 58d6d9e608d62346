"""Read a request and write a reply: the little of HTTP that the page needs, as plain values.

What a request may do is `bot.surfaces.web.guard`'s business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from bot.surfaces.web.multipart import UploadedFile, boundary_of, parse_multipart
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import Language

MAX_FORM_BYTES = 2_000_000
MAX_UPLOAD_BYTES = 60_000_000  # all files of one upload together
_MAX_FIELDS = 300  # of the digest's settings: one for each source that is ticked
Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class BadRequestError(Exception):
    """A request cannot be read, or may not be made."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"{status} {words}")
        self.status = status
        self.words = words  # name of a field of `Words.refusals`


@dataclass(frozen=True)
class Request:
    """One request; texts are canonical, files are as sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # all values of each field
    files: tuple[UploadedFile, ...] = ()

    @cached_property
    def cookies(self) -> dict[str, str]:
        """Give the cookies; none when they cannot be read."""
        try:
            return {name: one.value for name, one in SimpleCookie(self.headers.get("cookie", "")).items()}
        except CookieError:
            return {}

    @property
    def language(self) -> Language:
        """The language of the page: as chosen, else the browser's, else Japanese."""
        chosen = self.query.get("lang") or self.cookies.get("sandan_lang")
        if chosen in {"ja", "en"}:
            return "en" if chosen == "en" else "ja"
        accepted = self.headers.get("accept-language", "").lower()
        return "ja" if "ja" in accepted or not accepted else "en"


@dataclass(frozen=True)
class Reply:
    """One reply, before the headers that every reply carries."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def status_line(self) -> str:
        """The status as WSGI wants it."""
        return f"{self.status} {HTTPStatus(self.status).phrase}"


def redirect(location: str) -> Reply:
    """Send the browser on to another page of ours, so that a reload does not repeat what was done."""
    return Reply(status=303, headers=(("Location", location),))


def read_request(environ: Environ) -> Request:
    """Read what WSGI brings.

    Raises:
        BadRequestError: If the body is too large, or no form.
    """
    headers = _headers(environ)
    method = str(environ.get("REQUEST_METHOD", "GET"))
    path = str(environ.get("PATH_INFO") or "/").encode("latin-1", "replace").decode("utf-8", "replace")
    pairs, files = _read_form(environ, headers) if method == "POST" else ([], ())
    query = dict(_pairs(str(environ.get("QUERY_STRING", ""))))
    choices: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        choices[name] = (*choices.get(name, ()), value)
    return Request(
        method=method, path=path, headers=headers, query=query, form=dict(pairs), choices=choices, files=files
    )


def _headers(environ: Environ) -> dict[str, str]:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    return headers | {"content-type": str(environ.get("CONTENT_TYPE") or "")}


def _read_form(
    environ: Environ, headers: Mapping[str, str]
) -> tuple[list[tuple[str, str]], tuple[UploadedFile, ...]]:
    stated = str(environ.get("CONTENT_LENGTH") or "0")
    length = int(stated) if stated.isascii() and stated.isdigit() else 0
    content_type = headers["content-type"]
    boundary = boundary_of(content_type)
    if length > (MAX_UPLOAD_BYTES if boundary else MAX_FORM_BYTES):
        raise BadRequestError(413, "too_large")
    raw: bytes = environ["wsgi.input"].read(length)
    if boundary:
        fields, files = parse_multipart(raw, boundary)
        return [(name, canonical_text(value)) for name, value in fields.items()], files
    if not content_type.startswith("application/x-www-form-urlencoded"):
        raise BadRequestError(415, "no_form")
    return _pairs(raw.decode("ascii", "replace")), ()


def _pairs(encoded: str) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="replace")
    except ValueError as error:
        raise BadRequestError(400, "no_form") from error
    return [(name, canonical_text(value)) for name, value in pairs]
