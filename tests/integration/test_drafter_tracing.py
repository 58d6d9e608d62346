"""Tracing variables in the environment send no text anywhere: a collector on this machine stays empty."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

pytestmark = pytest.mark.slow  # two processes that import a provider's client

SECRET = "May drawing Z-4711 leave the house?"
_DRAFT = """
import sys
from pydantic import SecretStr
from bot.advisor.drafting import DraftRequest, SentPassage
from bot.drafters.langchain_chat import LangChainDrafter
from bot.drafters.structured_chat import ModelChoice
if sys.argv[2] == "quiet":
    from bot.settings import process_environment, quiet_dependencies
    quiet_dependencies(process_environment())
choice = ModelChoice("openai:test", timeout=5, base_url=f"{sys.argv[1]}/model/v1", api_key=SecretStr("none"))
passage = SentPassage(label="P1", title="t", text="x")
request = DraftRequest(question=sys.argv[3], language="en", passages=(passage,))
print(LangChainDrafter(choice).draft(request, 30))
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
"""
_PLAIN = """
import sys
from langchain.chat_models import init_chat_model
from langchain_core.tracers.langchain import wait_for_all_tracers
model = init_chat_model("openai:test", base_url=f"{sys.argv[1]}/model/v1", api_key="none", max_retries=0)
try:
    model.invoke(sys.argv[3])
except Exception as error:
    print(type(error).__name__)
wait_for_all_tracers()
"""


class _Collector(ThreadingHTTPServer):
    """Keeps what it is sent; as a model it only fails."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sent: list[tuple[str, bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def traces(self) -> list[str]:
        return [path for path, _ in self.sent if not path.startswith("/model/")]


class _Handler(BaseHTTPRequestHandler):
    server: _Collector

    def do_POST(self) -> None:
        self.server.sent.append((self.path, self.rfile.read(int(self.headers.get("content-length", 0)))))
        self.send_response(400 if self.path.startswith("/model/") else 202)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_PATCH = do_POST  # noqa: N815 - the library's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
        """Stay silent."""


@pytest.fixture
def collector() -> Iterator[_Collector]:
    with _Collector() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def run(script: str, collector: _Collector, how: str = "") -> None:
    environment = {
        **os.environ,
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_TRACING_V2": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_GATEWAY": f"{collector.address}/gateway",
        "LANGSMITH_ENDPOINT": collector.address,
        "LANGCHAIN_ENDPOINT": collector.address,
        "LANGSMITH_API_KEY": "lsv2_not_a_key",
    }
    subprocess.run(
        [sys.executable, "-c", script, collector.address, how, SECRET],
        env=environment, check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def test_the_collector_is_sent_the_text_when_nobody_prevents_it(collector: _Collector) -> None:
    run(_PLAIN, collector)

    assert collector.traces()


@pytest.mark.parametrize("how", ["quiet", "left as it is"])
def test_a_draft_reaches_the_model_and_nobody_else(collector: _Collector, how: str) -> None:
    run(_DRAFT, collector, how)

    assert any(SECRET.encode() in body for _, body in collector.sent)  # the model was asked
    assert collector.traces() == []
