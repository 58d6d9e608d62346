"""Ollama's own client speaks to a server on this machine: a draft comes, or why there is none.

Skipped where the extra `ollama` is not installed.
"""

import json
from typing import Any

import pytest

from bot.advisor.drafting import AnswerDraft, DraftRequest, NoDraft, SentPassage
from bot.drafters.langchain_chat import LangChainDrafter
from bot.drafters.langchain_phrasings import LangChainPhrasingWriter
from bot.drafters.structured_chat import ModelChoice
from bot.phrasing_writer import NoPhrasings, PhrasingsRequest, SentSection, WrittenPhrasings
from tests.integration.drafting_ground import a_draft
from tests.integration.model_stub import a_model

pytest.importorskip("langchain_ollama", reason="needs the extra: pip install 'sandan[ollama]'")
pytestmark = pytest.mark.slow  # imports a provider's client

DRAFT = a_draft("規則の文です。", "規則の文")
QUESTIONS = json.dumps({"phrasings": [{"label": "S1", "language": "en", "text": "What is the rule?"}]})


def lines(*parts: str, done_reason: str | None = "stop") -> bytes:
    """What `/api/chat` streams; without a reason the stream ends before it is done."""
    rows: list[dict[str, Any]] = [
        {
            "model": "qwen3",
            "created_at": "2026-11-25T00:00:00Z",
            "done": False,
            "message": {"role": "assistant", "content": one},
        }
        for one in parts
    ]
    if done_reason is not None:
        end = {"done": True, "done_reason": done_reason, "message": {"role": "assistant", "content": ""}}
        rows.append({**rows[0], **end})
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def drafted(address: str) -> AnswerDraft | NoDraft:
    passage = SentPassage(label="P1", title="規程", text="規則の文です。")
    request = DraftRequest(question="何ですか", language="ja", passages=(passage,))
    return LangChainDrafter(ModelChoice("ollama:qwen3", timeout=10, base_url=address)).draft(request, 60)


def test_a_draft_makes_the_round_trip() -> None:
    with a_model(lines(DRAFT[:30], DRAFT[30:]), kind="application/x-ndjson") as stub:
        draft = drafted(stub.address)

    assert draft == AnswerDraft.model_validate_json(DRAFT)
    [(path, sent)] = stub.asked
    assert path == "/api/chat"
    assert sent["model"] == "qwen3"
    assert sent["format"]["properties"].keys() == AnswerDraft.model_fields.keys()
    assert sent["options"]["num_predict"] > 0
    assert [one["role"] for one in sent["messages"]] == ["system", "user"]
    assert "tools" not in sent or not sent["tools"]


def test_phrasings_make_the_round_trip() -> None:
    request = PhrasingsRequest(document="Rules", sections=(SentSection(label="S1", heading="", text="A."),))

    with a_model(lines(QUESTIONS), kind="application/x-ndjson") as stub:
        choice = ModelChoice("ollama:qwen3", timeout=10, base_url=stub.address)
        whole = LangChainPhrasingWriter(choice).write(request, 60)
    with a_model(lines(QUESTIONS[:20], done_reason="length"), kind="application/x-ndjson") as stub:
        choice = ModelChoice("ollama:qwen3", timeout=10, base_url=stub.address)
        cut = LangChainPhrasingWriter(choice).write(request, 60)

    assert whole == WrittenPhrasings.model_validate_json(QUESTIONS)
    assert cut == NoPhrasings(reason="too_much")


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        pytest.param(lines(DRAFT[:30], done_reason="length"), 200, "unreadable", id="cut by its limit"),
        pytest.param(lines(DRAFT, done_reason=None), 200, "unreadable", id="ends before it is done"),
        pytest.param(lines("I cannot."), 200, "unreadable", id="refusal in words"),
        pytest.param(b"", 200, "unreadable", id="empty"),
        pytest.param(b"<html>proxy</html>", 200, "unreadable", id="no JSON"),
        pytest.param(b'{"error": "model \'qwen3\' not found"}', 404, "unavailable", id="model not found"),
        pytest.param(b'{"error": "too many requests"}', 429, "busy", id="busy"),
        pytest.param(b'{"error": "overloaded"}', 503, "unreachable", id="overloaded"),
    ],
)
def test_what_goes_wrong_is_named(body: bytes, status: int, reason: str) -> None:
    with a_model(body, kind="application/x-ndjson", status=status) as stub:
        draft = drafted(stub.address)

    assert draft == NoDraft.model_validate({"reason": reason})


def test_a_server_that_is_not_there_is_named() -> None:
    assert drafted("http://127.0.0.1:9") == NoDraft(reason="unreachable")
