"""Connect to addresses that were checked, and let no read outlast its deadline.

The name is used for the certificate and the Host line only; the connection goes to the address itself. No
proxy variable is looked at.
"""

import io
import socket
import ssl
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from typing import Any, NamedTuple

_MAX_WRITE = 65_536


class LateAnswerError(Exception):
    """The time for one fetch, or for one read of it, is over."""


class Target(NamedTuple):
    """Where one hop goes."""

    scheme: str
    host: str
    port: int
    path: str  # with the query, percent-encoded


class Deadline:
    """The time that one fetch has in all, and one read of it."""

    def __init__(self, seconds: float, read_seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._read_seconds = read_seconds

    def left(self) -> float:
        """Give the seconds the next step may take.

        Raises:
            LateAnswerError: If none are left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise LateAnswerError
        return min(left, self._read_seconds)


class PinnedConnection(HTTPConnection):
    """A connection to checked addresses of one name, tried in order."""

    def __init__(
        self, target: Target, addresses: Sequence[str], deadline: Deadline, tls: ssl.SSLContext
    ) -> None:
        super().__init__(target.host, target.port)
        self._target = target
        self._addresses = addresses
        self._raw: socket.socket | None = None
        self._deadline = deadline
        self._tls = tls
        if target.scheme == "https":
            self.default_port = 443  # so that the Host line names no usual port

    def connect(self) -> None:
        """Connect to the first address that answers; the name plays no part in that."""
        raw = self._open()
        try:
            if self._target.scheme == "https":
                raw.settimeout(self._deadline.left())
                raw = self._tls.wrap_socket(raw, server_hostname=self._target.host)
        except TimeoutError as error:
            raw.close()
            raise LateAnswerError from error
        except BaseException:
            raw.close()
            raise
        self._raw = raw
        self.sock = _TimedSocket(raw, self._deadline)

    def hang_up(self) -> None:
        """Close for good; what was not read is lost. `close` is no end: `http.client` calls it before."""
        self.close()
        if self._raw is not None:
            self._raw.close()

    def _open(self) -> socket.socket:
        problem: OSError = OSError("no address")
        for address in self._addresses:
            try:
                return socket.create_connection((address, self._target.port), timeout=self._deadline.left())
            except OSError as error:
                problem = error
        raise LateAnswerError if isinstance(problem, TimeoutError) else problem


class _TimedSocket:
    """As much of a socket as `http.client` uses, with what is left of the deadline before each step."""

    def __init__(self, raw: socket.socket, deadline: Deadline) -> None:
        self._raw = raw
        self._deadline = deadline

    def sendall(self, data: Any) -> None:
        try:
            for start in range(0, len(data), _MAX_WRITE):
                self._raw.settimeout(self._deadline.left())
                self._raw.sendall(data[start : start + _MAX_WRITE])
        except TimeoutError as error:
            raise LateAnswerError from error

    def makefile(self, mode: str) -> io.BufferedReader:  # noqa: ARG002 - always "rb"
        return io.BufferedReader(_TimedReader(self._raw, self._deadline))

    def close(self) -> None:
        """Leave the closing to the reader: `http.client` calls this before the body is read."""


class _TimedReader(io.RawIOBase):
    def __init__(self, raw: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._raw = raw
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._raw.settimeout(self._deadline.left())
        try:
            return self._raw.recv_into(buffer)
        except TimeoutError as error:
            raise LateAnswerError from error

    def close(self) -> None:
        self._raw.close()
        super().close()
