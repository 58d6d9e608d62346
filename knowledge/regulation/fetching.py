"""Fetch what a source or an item's address answers, within limits; the only place that speaks HTTP.

Every hop is resolved once, checked and pinned (`addresses`). A fetch has ten seconds in all, five for each
read, five redirects and five megabytes after decompression. What the bytes mean is others' business.
"""

import re
import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from tempfile import SpooledTemporaryFile
from urllib.parse import quote, urljoin, urlsplit

from pydantic import BaseModel, ConfigDict

from knowledge.regulation.addresses import RefusedAddressError, resolve_checked
from knowledge.regulation.connections import Deadline, LateAnswerError, PinnedConnection, Target

MAX_BYTES = 5_000_000
MAX_REDIRECTS = 5
USER_AGENT = "Sandan/1 (regulation news; one conditional request an hour)"
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml, application/json, text/html, */*;q=0.5"
_CHUNK = 65_536
_IN_MEMORY = 500_000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_LONGEST_WAIT = timedelta(hours=24)
_MAX_HEADER = 2_000
_UNFIT = re.compile(r"[\x00-\x1f\x7f]")
_SAFE = "/:?#[]@!$&'()*+,;=%~-._"


class FetchError(Exception):
    """Nothing usable came; `problem` is one word for a source's state."""

    def __init__(self, problem: str, *, status: int | None = None, wait: timedelta | None = None) -> None:
        super().__init__(f"fetch failed: {problem}")
        self.problem = problem
        self.status = status
        self.wait = wait  # how long the server asks us to stay away, at most a day


class Request(BaseModel):
    """What to ask for; the marks of the last answer make it conditional."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    etag: str = ""
    last_modified: str = ""
    user_agent: str = ""  # a source's own


class Answer(BaseModel):
    """What came: a body, or word that nothing has changed. A body that broke off carries no marks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: int
    url: str  # after redirects
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""  # where the address leads for good, when every redirect said so

    @property
    def is_unchanged(self) -> bool:
        """Tell whether the last answer still holds."""
        return self.status == 304


@dataclass(frozen=True)
class Fetcher:
    """Fetches over the network; safe to share between threads.

    Attributes:
        test_hosts: Host and port pairs that may be on loopback; empty outside tests.
        tls: How certificates are checked.
        seconds: For one fetch, redirects included.
        read_seconds: For one read of it.
    """

    test_hosts: frozenset[tuple[str, int]] = frozenset()
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = 10.0
    read_seconds: float = 5.0

    def fetch(self, request: Request, now: datetime) -> Answer:
        """Fetch a body.

        Args:
            request: What to ask for.
            now: For waiting times that the server gives as a date.

        Raises:
            FetchError: If there is no usable answer, for whatever reason.
        """
        with closing(_Hops(self, request)) as hops, _naming_problems():
            response = hops.follow()
            if response.status == 304 and (request.etag or request.last_modified):
                return Answer(
                    status=304, url=hops.url, etag=request.etag, last_modified=request.last_modified
                )
            if response.status != 200:
                wait = _wait(_header(response, "Retry-After"), now)
                raise FetchError(f"http_{response.status}", status=response.status, wait=wait)
            body, is_whole = _read_body(response)
            return Answer(
                status=200,
                url=hops.url,
                body=body,
                content_type=_header(response, "Content-Type"),
                etag=_header(response, "ETag") if is_whole else "",
                last_modified=_header(response, "Last-Modified") if is_whole else "",
                moved_to=hops.url if hops.is_moved else "",
            )

    def look(self, url: str) -> int:
        """Give the status that an address answers with in the end; its body is not read.

        Raises:
            FetchError: If there is no answer.
        """
        with closing(_Hops(self, Request(url=url))) as hops, _naming_problems():
            return hops.follow().status


class _Hops:
    """One fetch on its way from address to address."""

    def __init__(self, fetcher: Fetcher, request: Request) -> None:
        self._fetcher = fetcher
        self._request = request
        self._deadline = Deadline(fetcher.seconds, fetcher.read_seconds)
        self._connection: PinnedConnection | None = None
        self.url = request.url
        self.is_moved = False  # for good: every redirect so far said so

    def follow(self) -> HTTPResponse:
        """Give the first answer that is no redirect."""
        for hop in range(MAX_REDIRECTS + 1):
            response = self._ask()
            if response.status not in _REDIRECTS:
                return response
            self.is_moved = response.status in _FOR_GOOD and (self.is_moved or hop == 0)
            self.url = _redirected(self.url, _header(response, "Location"))
        raise FetchError("too_many_redirects")

    def close(self) -> None:
        """Close the connection; also between two hops."""
        if self._connection is not None:
            self._connection.hang_up()
            self._connection = None

    def _ask(self) -> HTTPResponse:
        self.close()
        target = _target(self.url)
        addresses = resolve_checked(
            target.host, target.port, test_hosts=self._fetcher.test_hosts, timeout=self._deadline.left()
        )
        self._connection = PinnedConnection(target, addresses, self._deadline, self._fetcher.tls)
        self._connection.request("GET", target.path, headers=self._headers())
        return self._connection.getresponse()

    def _headers(self) -> Mapping[str, str]:
        wanted = {
            "User-Agent": self._request.user_agent or USER_AGENT,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
            "Connection": "close",
            "If-None-Match": self._request.etag,
            "If-Modified-Since": self._request.last_modified,
        }
        return {name: value for name, value in wanted.items() if value}


@contextmanager
def _naming_problems() -> Iterator[None]:
    """Turn whatever goes wrong on the way into one error with a name."""
    try:
        yield
    except RefusedAddressError as error:
        raise FetchError(error.problem) from error
    except LateAnswerError as error:
        raise FetchError("timed_out") from error
    except ssl.SSLError as error:
        raise FetchError("tls_failed") from error
    except (HTTPException, zlib.error, ValueError) as error:
        raise FetchError("broken_answer") from error
    except OSError as error:
        raise FetchError("connect_failed") from error


def _target(url: str) -> Target:
    """Take an address apart; only plain web addresses pass, without a user's name in them."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise FetchError("bad_address") from error
    if parts.scheme not in {"http", "https"}:
        raise FetchError("scheme_refused")
    if not host or parts.username is not None or _UNFIT.search(url):
        raise FetchError("bad_address")
    path = quote(parts.path or "/", safe=_SAFE) + (
        f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    )
    return Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)


def _redirected(url: str, location: str) -> str:
    if not location:
        raise FetchError("bad_redirect")
    try:
        return urljoin(url, location.strip())
    except ValueError as error:
        raise FetchError("bad_redirect") from error


def _read_body(response: HTTPResponse) -> tuple[bytes, bool]:
    """Read the body; False beside it when it broke off, so that it must not be taken for the whole."""
    encoding = _header(response, "Content-Encoding").strip().lower()
    if encoding in {"", "identity"}:
        body = _limited(iter(lambda: response.read(_CHUNK), b""))
        return body, not response.length
    if encoding not in {"gzip", "x-gzip"}:
        raise FetchError("unknown_encoding")
    unpacker = zlib.decompressobj(wbits=31)
    body = _limited(_unzip(response, unpacker))
    return body, unpacker.eof


def _limited(pieces: Iterable[bytes]) -> bytes:
    """Put a body together; what is large waits on disk, so that many hostile ones take no memory."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as held:
        for piece in pieces:
            held.write(piece)
            if held.tell() > MAX_BYTES:
                raise FetchError("too_large")
        held.seek(0)
        return held.read()


def _unzip(response: HTTPResponse, unpacker: "zlib._Decompress") -> Iterator[bytes]:
    """Unpack piece by piece, so that a bomb is noticed before it has grown."""
    while not unpacker.eof and (packed := response.read(_CHUNK)):
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, _CHUNK)
            packed = unpacker.unconsumed_tail


def _header(response: HTTPResponse, name: str) -> str:
    return (response.getheader(name) or "")[:_MAX_HEADER]


def _wait(written: str, now: datetime) -> timedelta | None:
    """Read how long a server asks us to stay away: seconds or a date, at most a day."""
    if written.strip().isdigit():
        return min(_LONGEST_WAIT, timedelta(seconds=min(int(written), 10**6)))
    try:
        until = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(0), min(_LONGEST_WAIT, until - now))
