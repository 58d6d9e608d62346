"""Answering opens no socket but loopback, and sends no telemetry."""

import os
import subprocess
import sys
from pathlib import Path

_GUARDED = """
import socket, sys
opened = []
connect = socket.socket.connect
def watch(self, address, *rest):
    is_outside = self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1")
    if is_outside:
        opened.append(address)
        raise OSError("no network in this test")
    return connect(self, address, *rest)
socket.socket.connect = watch
socket.socket.connect_ex = watch
resolve = socket.getaddrinfo
def look_up(host, *rest, **options):
    if host not in ("127.0.0.1", "::1", "localhost", None):
        opened.append((host, "name"))
        raise socket.gaierror("no network in this test")
    return resolve(host, *rest, **options)
socket.getaddrinfo = look_up
from bot.__main__ import main
codes = []
for arguments in (["ask", "PoCいくらまで？"], ["ingest", sys.argv[1], "--class", "policy"], ["doctor"]):
    sys.argv[1:] = arguments if arguments[0] != "ingest" else arguments
    try:
        main()
    except SystemExit as ended:
        codes.append(ended.code)
print("opened", opened, file=sys.stderr)
sys.exit(1 if opened else 0)
"""


def test_no_socket_but_loopback_is_opened(tmp_path: Path) -> None:
    rules = tmp_path / "rules.md"
    rules.write_text("# 規程\n\n## 第1条(決裁)\n10万円未満は係長が決裁する。\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANDAN_", "SLACK_"))}
    traced = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true"}

    ended = subprocess.run(
        [sys.executable, "-c", _GUARDED, str(rules)],
        env=kept | traced | {"SANDAN_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )

    assert "opened []" in ended.stderr
    assert ended.returncode == 0
