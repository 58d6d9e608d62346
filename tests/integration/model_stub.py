"""A model's server on this machine that answers all requests with given bytes and keeps what it was asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class ModelStub(ThreadingHTTPServer):
    """Answers as it is told."""

    def __init__(self, body: bytes, *, kind: str, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.body = body
        self.kind = kind
        self.status = status
        self.asked: list[tuple[str, dict[str, Any]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: ModelStub

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, sent))
        self.send_response(self.server.status)
        self.send_header("Content-Type", self.server.kind)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@contextmanager
def a_model(body: bytes, *, kind: str = "text/event-stream", status: int = 200) -> Iterator[ModelStub]:
    stub = ModelStub(body, kind=kind, status=status)
    thread = Thread(target=stub.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.shutdown()
        stub.server_close()
        thread.join()


def events(*data: dict[str, Any], named: bool = False) -> bytes:
    """Server-sent events: as OpenAI sends them, or with each one's type as its name, as Anthropic does."""
    lines = [
        (f"event: {one['type']}\n" if named else "") + f"data: {json.dumps(one, ensure_ascii=False)}\n\n"
        for one in data
    ]
    return "".join(lines if named else [*lines, "data: [DONE]\n\n"]).encode()
