"""Fetch files that people gave us in Slack: only from Slack, only up to a limit; no redirect is followed.

What is in a file is read elsewhere, in a process of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.surfaces.file_name import safe_name
from bot.surfaces.slack.client import error_code, is_passing

MAX_FILE_BYTES = 10_000_000
_HELD_BY_SLACK = frozenset({"hosted", "snippet"})  # others are addresses of somebody else's
_PIECE = 65_536
_TIMEOUT_S = 30

FetchCode = Literal["too_large", "elsewhere", "gone", "missing_scope", "rows"]


class FetchError(Exception):
    """A file was not fetched; `code` says why, `name` which."""

    def __init__(self, code: FetchCode, name: str) -> None:
        super().__init__(f"file not fetched: {code}")
        self.code = code
        self.name = name


@dataclass(frozen=True)
class FileFetcher:
    """Fetches files with our token.

    Attributes:
        client: Of the Web API.
        token: Gives the token, which is shown to Slack's own hosts only.
        api_url: Of the Web API; its host and that host's own are Slack's.
        is_loopback: Slack is on this machine: no proxy and no TLS between.
    """

    client: WebClient
    token: Callable[[], str]
    api_url: str
    is_loopback: bool

    def fetch(self, identity: str, folder: Path) -> Path:
        """Fetch one file into a folder, under its own name made safe.

        Raises:
            FetchError: If it cannot be had, or not be taken.
            SlackApiError: If Slack is out of order for now.
        """
        told = self._about(identity)
        name = safe_name(str(told.get("name") or told.get("title") or "document"))
        address = str(told.get("url_private_download") or told.get("url_private") or "")
        if told.get("is_external") or told.get("mode", "hosted") not in _HELD_BY_SLACK:
            raise FetchError("elsewhere", name)
        if not self.is_slacks(address):
            raise FetchError("elsewhere", name)
        if name.lower().endswith(".jsonl"):
            raise FetchError("rows", name)  # their ids are the owner's of the server to give
        if int(told.get("size") or 0) > MAX_FILE_BYTES:
            raise FetchError("too_large", name)
        path = folder / name
        self._download(address, path)
        return path

    def is_slacks(self, address: str) -> bool:
        """Tell whether an address is Slack's own, so that our token may be shown there."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        own = urlsplit(self.api_url)
        if self.is_loopback:
            return (host, port) == (own.hostname, own.port)
        home = own.hostname or "slack.com"
        is_home = host == home or host.endswith((f".{home}", ".slack.com"))
        return parts.scheme == "https" and is_home and port in {None, 443} and not parts.username

    def _about(self, identity: str) -> dict[str, Any]:
        try:
            return dict(self.client.files_info(file=identity)["file"])
        except SlackApiError as error:
            if is_passing(error):
                raise
            code = error_code(error)
            raise FetchError("missing_scope" if code == "missing_scope" else "gone", identity) from error

    def _download(self, address: str, path: Path) -> None:
        request = Request(address, headers={"Authorization": f"Bearer {self.token()}"})  # noqa: S310 - checked
        try:
            with self._opener().open(request, timeout=_TIMEOUT_S) as answer, path.open("wb") as file:
                size = 0
                while piece := answer.read(_PIECE):
                    size += len(piece)
                    if size > MAX_FILE_BYTES:
                        raise FetchError("too_large", path.name)
                    file.write(piece)
        except HTTPError as error:
            error.close()
            if error.code >= 500:
                raise URLError(f"status {error.code}") from None
            raise FetchError("gone", path.name) from None

    def _opener(self) -> OpenerDirector:
        """Make what follows no redirect: Slack sends whoever may not see a file to some other page."""
        opener = OpenerDirector()
        proxies = ProxyHandler({}) if self.is_loopback else ProxyHandler()
        errors = (HTTPDefaultErrorHandler(), HTTPErrorProcessor())
        for handler in (proxies, HTTPHandler(), HTTPSHandler(), *errors):
            opener.add_handler(handler)
        return opener
