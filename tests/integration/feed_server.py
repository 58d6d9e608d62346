"""A server of feeds that does everything wrong a server can do, on loopback; each path is one behaviour.

A behaviour writes raw bytes, so that what `http.server` would refuse to say can be said too.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from tests.integration.feed_behaviours import Behaviour, Visit


@dataclass
class FeedServer:
    """The running server."""

    port: int
    visits: list[str] = field(default_factory=list)  # heads of requests

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, name: str) -> str:
        return f"http://{self.host}/{name}"


@contextmanager
def running_server(behaviours: dict[str, Behaviour]) -> Iterator[FeedServer]:
    """Serve behaviours under their names, one thread a visit."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=200)
    stopping, threads = Event(), []
    server = FeedServer(listening.getsockname()[1])

    def visit(connection: socket.socket) -> None:
        with connection:
            try:
                head = _read_head(connection)
                server.visits.append(head)
                name = head.split(" ")[1].strip("/").partition("?")[0]
                behaviours[name](Visit(connection, head, server.port, stopping))
            except (OSError, IndexError, KeyError):
                return  # the visitor has left, or asked for nothing

    def serve() -> None:
        while not stopping.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connection.settimeout(30)
            threads.append(Thread(target=visit, args=(connection,), daemon=True))
            threads[-1].start()

    serving = Thread(target=serve, daemon=True)
    serving.start()
    try:
        yield server
    finally:
        stopping.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for thread in (serving, *threads):
            thread.join(5)


@contextmanager
def trap(port: int) -> Iterator[list[object]]:
    """Listen where nobody may come: the same port on another loopback address. Gives who came."""
    came: list[object] = []
    listening = socket.create_server(("127.0.0.2", port))

    def watch() -> None:
        while True:
            try:
                connection, address = listening.accept()
            except OSError:
                return
            came.append(address)
            connection.close()

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield came
    finally:
        time.sleep(0.05)
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _read_head(connection: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < 65_536:
        piece = connection.recv(65_536)
        if not piece:
            break
        head += piece
    return head.decode("latin-1")
