"""A model that will not answer says so in a field of its provider's; the asker is told that it refused."""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from bot.advisor.drafting import AnswerDraft, DraftRequest, NoDraft, SentPassage
from bot.drafters.langchain_chat import LangChainDrafter
from bot.drafters.structured_chat import ModelChoice
from tests.integration.drafting_ground import a_draft
from tests.integration.model_stub import a_model, events

pytestmark = pytest.mark.slow  # imports the clients of two providers

DRAFT = a_draft("規則の文です。", "規則の文")
REFUSED = NoDraft(reason="refused")
FILTERED = {
    "error": {
        "message": "The response was filtered due to the prompt triggering the content management policy.",
        "code": "content_filter",
        "type": None,
        "param": "prompt",
    }
}


def drafted(provider: str, address: str) -> AnswerDraft | NoDraft:
    url = f"{address}/v1" if provider == "openai" else address
    choice = ModelChoice(f"{provider}:test", timeout=20, base_url=url, api_key=SecretStr("none"))
    passage = SentPassage(label="P1", title="規程", text="規則の文です。")
    return LangChainDrafter(choice).draft(
        DraftRequest(question="何ですか", language="ja", passages=(passage,)), 60
    )


def openai_chunks(finish: str, *deltas: dict[str, str]) -> bytes:
    head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "test"}
    said = ({"index": 0, "delta": one, "finish_reason": None} for one in ({"role": "assistant"}, *deltas))
    choices = (*said, {"index": 0, "delta": {}, "finish_reason": finish})
    return events(*({**head, "choices": [one]} for one in choices))


def anthropic_events(stop: str, text: str) -> bytes:
    usage = {"input_tokens": 1, "output_tokens": 1}
    message: dict[str, Any] = {
        "id": "1", "type": "message", "role": "assistant", "model": "test", "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage,
    }  # fmt: skip
    block = {"type": "text", "text": ""}
    delta = {"type": "text_delta", "text": text}
    content = (
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
    )
    end = {"type": "message_delta", "delta": {"stop_reason": stop, "stop_sequence": None}, "usage": usage}
    start = {"type": "message_start", "message": message}
    return events(start, *(content if text else ()), end, {"type": "message_stop"}, named=True)


@pytest.mark.parametrize(
    ("provider", "body"),
    [
        ("openai", openai_chunks("stop", {"content": DRAFT})),
        ("anthropic", anthropic_events("end_turn", DRAFT)),
    ],
)
def test_the_same_streams_without_a_refusal_are_drafts(provider: str, body: bytes) -> None:
    with a_model(body) as stub:
        draft = drafted(provider, stub.address)

    assert draft == AnswerDraft.model_validate_json(DRAFT)


@pytest.mark.parametrize(
    ("provider", "body"),
    [
        pytest.param(
            "openai",
            openai_chunks("stop", {"refusal": "I'm sorry, "}, {"refusal": "I cannot."}),
            id="refusal",
        ),
        pytest.param(
            "openai",
            openai_chunks("stop", {"content": DRAFT}, {"refusal": "No."}),
            id="refusal after a draft",
        ),
        pytest.param("openai", openai_chunks("content_filter", {"content": DRAFT[:40]}), id="content_filter"),
        pytest.param(
            "openai", openai_chunks("content_filter", {"content": DRAFT}), id="content_filter after a draft"
        ),
        pytest.param("anthropic", anthropic_events("refusal", ""), id="stop_reason"),
        pytest.param("anthropic", anthropic_events("refusal", DRAFT[:40]), id="stop_reason in the middle"),
        pytest.param("anthropic", anthropic_events("refusal", DRAFT), id="stop_reason after a draft"),
    ],
)
def test_a_refusal_in_a_stream_is_told_as_one_and_not_asked_again(provider: str, body: bytes) -> None:
    with a_model(body) as stub:
        draft = drafted(provider, stub.address)

    assert draft == REFUSED
    assert len(stub.asked) == 1


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_a_stream_without_a_word_is_unreadable(provider: str) -> None:
    with a_model(events(named=provider == "anthropic")) as stub:
        draft = drafted(provider, stub.address)

    assert draft == NoDraft(reason="unreadable")


def test_a_question_that_is_filtered_before_the_model_reads_it_is_a_refusal() -> None:
    with a_model(json.dumps(FILTERED).encode(), kind="application/json", status=400) as stub:
        draft = drafted("openai", stub.address)

    assert draft == REFUSED
    assert len(stub.asked) == 1
