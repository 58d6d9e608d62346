"""Open Chroma: a folder of one's own, or a server behind an address."""

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from httpx import Client as HttpSession

_PATIENCE_S = 60.0


def location_of(place: Path | str) -> str:
    """Name a folder or an address without user and password."""
    if isinstance(place, Path):
        return str(place)
    parts = urlsplit(place)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}"


def open_client(place: Path | str) -> "ClientAPI":
    """Open a folder, which is made when missing, or connect to a server.

    User and password in an address go to the proxy before the server, which has no authentication itself.
    """
    import chromadb  # noqa: PLC0415 - half a second and 80 MB, only for processes that search with it
    from chromadb.config import Settings  # noqa: PLC0415 - as above

    settings = Settings(anonymized_telemetry=False)
    if isinstance(place, Path):
        place.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=str(place), settings=settings)
    parts = urlsplit(place)
    is_secret = parts.scheme == "https"
    words = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    headers = {"Authorization": f"Basic {b64encode(words.encode()).decode()}"} if parts.username else {}
    client = chromadb.HttpClient(
        host=parts.hostname or "",
        port=parts.port or (443 if is_secret else 80),
        ssl=is_secret,
        headers=headers,
        settings=settings,
    )
    for session in _sessions_of(client):
        session.timeout = _PATIENCE_S  # Chroma itself waits for ever
    return client


def close_client(client: "ClientAPI") -> None:
    """Let go of files and connections; Chroma itself leaves its connections open."""
    sessions = _sessions_of(client)
    client.close()  # type: ignore[attr-defined]  # left out of the interface, not of the class
    for session in sessions:
        session.close()


def _sessions_of(client: "ClientAPI") -> "list[HttpSession]":
    """Give the connections of a client that talks to a server: its own, and those of its other half."""
    halves = (client, getattr(client, "_admin_client", None))
    found = (getattr(getattr(half, "_server", None), "_session", None) for half in halves)
    return [one for one in found if one is not None]
