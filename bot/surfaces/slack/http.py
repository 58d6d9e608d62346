"""Receive signed requests over HTTP: what Bolt's verification leaves open is closed here.

A timestamp that is no number makes the stock verifier fail instead of refuse. A signed request can be sent
again within five minutes: events are taken once by their id, so a repeated delivery is welcome; commands
and clicks have no such id, and their signatures are remembered.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.surfaces.slack.ports import House
from bot.surfaces.slack.serving import WsgiApp

log = structlog.get_logger(__name__)

PATH = "/slack/events"
MAX_BODY_BYTES = 2_000_000
Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

_REASONS = {
    200: "OK",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
}


class SlackEndpoint:
    """A WSGI application with one address for everything Slack sends; `beside` answers all others."""

    def __init__(self, app: App, house: House, *, signing_secret: str, beside: WsgiApp | None = None) -> None:
        self._app = app
        self._house = house
        self._beside = beside
        self._verifier = SignatureVerifier(signing_secret)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = str(environ.get("PATH_INFO") or "")
        if self._beside is not None and path.rstrip("/") != PATH:
            return self._beside(environ, start_response)
        status, headers, body = self._answer(environ)
        start_response(
            f"{status} {HTTPStatus(status).phrase}", [*headers, ("Content-Length", str(len(body)))]
        )
        return [body]

    def _answer(self, environ: Environ) -> tuple[int, list[tuple[str, str]], bytes]:
        plain = [("Content-Type", "text/plain; charset=utf-8")]
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")
        if path == "/healthz" and method in {"GET", "HEAD"}:
            return 200, plain, b"ok"
        if path.rstrip("/") != PATH:
            return 404, plain, b""
        if method != "POST":
            return 405, plain, b""
        raw = _read_body(environ)
        if raw is None:
            return 413, plain, b""
        headers = _headers(environ)
        text = raw.decode("utf-8", errors="replace")
        if not self._is_genuine(headers, text):
            return 401, plain, b""
        request = BoltRequest(body=text, headers={name: [one] for name, one in headers.items()})
        response = self._app.dispatch(request)
        said = [(name, value) for name, values in response.headers.items() for value in values]
        said = [(name, value) for name, value in said if name.lower() != "content-length"]
        return response.status, said, (response.body or "").encode()

    def _is_genuine(self, headers: dict[str, str], body: str) -> bool:
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not (timestamp.isascii() and timestamp.isdigit()):
            return False
        if not self._verifier.is_valid(body, timestamp, signature):
            return False
        if headers.get("content-type", "").startswith("application/json"):
            return True
        try:
            return self._house.inbox.remember_signature(signature, now=self._house.now())
        except Exception:  # the signature is good; that it is the first one cannot be known now
            log.exception("signature_not_kept")
            return True


def _headers(environ: Environ) -> dict[str, str]:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    return headers | {"content-type": str(environ.get("CONTENT_TYPE") or "")}


def _read_body(environ: Environ) -> bytes | None:
    """Read the body; None when it is too large."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MAX_BODY_BYTES:
        return None
    raw: bytes = environ["wsgi.input"].read(length)
    return raw
