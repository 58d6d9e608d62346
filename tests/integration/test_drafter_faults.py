"""Whatever a provider does, the asker gets the answer of the rules, in time, with an honest note.

The real LangChain clients of OpenAI and Anthropic speak HTTP to a server on this machine that misbehaves on
order.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from llmock.pytest_plugin import LLMock
from pydantic import SecretStr

from bot.advisor.advice import Advice
from bot.drafters.langchain_chat import LangChainDrafter
from bot.drafters.structured_chat import ModelChoice
from bot.phrasing import Phrasing
from tests.integration.drafting_ground import HOLDINGS, a_composed_advice, a_draft, sentence_of

pytestmark = pytest.mark.slow  # waits for deadlines

MODELS = {"openai": "openai:gpt-5-mini", "anthropic": "anthropic:claude-haiku-4-5"}
DEADLINE = 2.5
SILENCE = 10.0  # seconds that a provider keeps silent: who answers earlier has not waited for it

Fault = Callable[[LLMock], object]
LATE, BUSY, REFUSED = "時間内に応答しなかった", "混み合っていた", "回答を断った"
UNREADABLE, UNREACHABLE, UNAVAILABLE = "読み取れない返事", "応答できない状態", "設定のとおりに使えなかった"
HONEST = a_draft(sentence_of("SD-19"), sentence_of("SD-19")[:30])


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Import the clients and make one of each, so that no fault is timed with it."""
    nowhere = "http://127.0.0.1:9/v1"
    for name in MODELS.values():
        drafter = LangChainDrafter(ModelChoice(name, timeout=1, base_url=nowhere, api_key=SecretStr("none")))
        Phrasing(drafter, 60).phrase(a_composed_advice(), (), HOLDINGS)


@pytest.fixture(params=sorted(MODELS))
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def phrasing(llmock: LLMock, provider: str) -> Phrasing:
    choice = ModelChoice(MODELS[provider], timeout=DEADLINE, base_url=llmock.base_url(provider))
    return Phrasing(LangChainDrafter(choice), DEADLINE)


def phrase(phrasing: Phrasing) -> tuple[Advice, float]:
    began = time.monotonic()
    advice = phrasing.phrase(a_composed_advice(), (), HOLDINGS)
    return advice, time.monotonic() - began


def is_of_the_rules(advice: Advice) -> bool:
    composed = a_composed_advice()
    [note] = advice.key_points
    return (
        (advice.summary, advice.recommendations, advice.citations)
        == (composed.summary, composed.recommendations, composed.citations)
        and advice.drafted_by == "none"
        and note.kind == "notice"
        and "言語モデル" in note.text
        and note.text in advice.markdown
    )


def test_an_honest_draft_is_said_with_its_quote(llmock: LLMock, phrasing: Phrasing, provider: str) -> None:
    llmock.reply(HONEST)

    advice, _ = phrase(phrasing)

    assert advice.drafted_by == MODELS[provider]
    assert advice.summary.text == f"記事の要約：{sentence_of('SD-19')}"
    assert MODELS[provider] in advice.key_points[-1].text
    assert [one.verified for one in advice.citations] == [True] * len(advice.citations)
    assert len(llmock.requests) == 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        pytest.param(lambda mock: mock.fail(401, times=None), UNAVAILABLE, id="key refused"),
        pytest.param(lambda mock: mock.fail(403, times=None), UNAVAILABLE, id="no permission"),
        pytest.param(lambda mock: mock.fail(404, times=None), UNAVAILABLE, id="model not found"),
        pytest.param(lambda mock: mock.context_overflow(times=None), UNAVAILABLE, id="too long"),
        pytest.param(lambda mock: mock.rate_limit(times=None, retry_after=60), BUSY, id="busy for too long"),
        pytest.param(lambda mock: mock.fail(500, times=None), UNREACHABLE, id="broken"),
        pytest.param(lambda mock: mock.fail(503, times=None), UNREACHABLE, id="down"),
        pytest.param(lambda mock: mock.fail(529, times=None), UNREACHABLE, id="overloaded"),
        pytest.param(lambda mock: mock.delay(SILENCE, times=None), LATE, id="silent"),
        pytest.param(lambda mock: mock.stall(seconds=SILENCE, times=None), LATE, id="stalls"),
        pytest.param(lambda mock: mock.slow_first_token(SILENCE, times=None), LATE, id="slow first token"),
        pytest.param(lambda mock: mock.disconnect(times=None), UNREACHABLE, id="disconnects"),
        pytest.param(lambda mock: mock.truncate(times=None), UNREADABLE, id="truncates"),
        pytest.param(lambda mock: mock.corrupt(times=None), UNREADABLE, id="sends a corrupt chunk"),
    ],
)
def test_a_provider_that_fails_leaves_the_answer_of_the_rules_and_says_why(
    llmock: LLMock, phrasing: Phrasing, fault: Fault, said: str
) -> None:
    fault(llmock)
    llmock.reply(HONEST, times=None)

    advice, seconds = phrase(phrasing)

    assert is_of_the_rules(advice)
    assert said in advice.key_points[0].text
    assert seconds < SILENCE


@pytest.mark.parametrize("fault", ["rate_limit", "outage"])
def test_a_short_trouble_is_waited_out(llmock: LLMock, phrasing: Phrasing, fault: str) -> None:
    if fault == "rate_limit":
        llmock.rate_limit(retry_after=0.5)
    else:
        llmock.fail(503)
    llmock.reply(HONEST)

    advice, seconds = phrase(phrasing)

    assert advice.drafted_by != "none"
    assert seconds < SILENCE
    assert len(llmock.requests) == 2


def test_a_request_to_wait_beyond_the_deadline_is_not_waited_for(llmock: LLMock, phrasing: Phrasing) -> None:
    llmock.rate_limit(times=None, retry_after=60)

    _, seconds = phrase(phrasing)

    assert seconds < SILENCE
    assert len(llmock.requests) == 1


def test_a_request_that_is_too_long_is_sent_once_more_with_half_of_the_passages(
    llmock: LLMock, phrasing: Phrasing
) -> None:
    llmock.context_overflow()
    llmock.reply(HONEST)

    advice, _ = phrase(phrasing)

    assert advice.drafted_by != "none"
    assert len(llmock.requests) == 2


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param("", id="empty"),
        pytest.param("I am sorry, I cannot help with that.", id="refusal in words"),
        pytest.param(HONEST[: len(HONEST) // 2], id="JSON cut off"),
        pytest.param('{"status": "answer"}', id="wrong shape"),
        pytest.param("[]", id="another JSON"),
        pytest.param(a_draft("規則の要点です。", "この言葉はどこにもありません"), id="fabricated anchor"),
        pytest.param(
            a_draft(sentence_of("SD-20"), sentence_of("SD-20")[:30]), id="anchor from another passage"
        ),
        pytest.param(
            a_draft(sentence_of("SD-19"), sentence_of("SD-19")[:30], passage="P8"),
            id="passage that was not sent",
        ),
        pytest.param(a_draft("Start small.", sentence_of("SD-19")[:30]), id="wrong language"),
        pytest.param(a_draft("工数は40%減ります。", sentence_of("SD-19")[:30]), id="invented figure"),
        pytest.param(
            a_draft(sentence_of("SD-19") + " https://evil.example", sentence_of("SD-19")[:30]), id="link"
        ),
        pytest.param(
            a_draft(sentence_of("SD-19"), sentence_of("SD-19")[:30], status="not_in_sources"), id="no answer"
        ),
    ],
)
def test_a_draft_that_does_not_hold_leaves_the_answer_of_the_rules(
    llmock: LLMock, phrasing: Phrasing, reply: str
) -> None:
    llmock.reply(reply, times=None)

    advice, seconds = phrase(phrasing)

    assert is_of_the_rules(advice)
    assert seconds < SILENCE
    assert len(llmock.requests) <= 2


def test_a_wrong_shape_is_repaired_once(llmock: LLMock, phrasing: Phrasing) -> None:
    llmock.reply('{"status": "answer"}')
    llmock.reply(HONEST)

    advice, _ = phrase(phrasing)

    assert advice.drafted_by != "none"
    assert len(llmock.requests) == 2


def test_ten_questions_at_once_are_all_drafted(llmock: LLMock, phrasing: Phrasing) -> None:
    llmock.reply(HONEST, times=None)

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: phrase(phrasing), range(10)))

    assert all(advice.drafted_by != "none" for advice, _ in answers)


def test_ten_questions_to_a_silent_provider_are_all_answered_in_time(
    llmock: LLMock, phrasing: Phrasing
) -> None:
    llmock.delay(SILENCE, times=None)

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: phrase(phrasing), range(10)))

    assert all(is_of_the_rules(advice) for advice, _ in answers)
    assert max(seconds for _, seconds in answers) < SILENCE


@pytest.mark.parametrize(
    "name", ["openai:gpt-5-mini", "nobody:model", "gpt-5-mini"], ids=["refused", "unknown", "no prefix"]
)
def test_a_model_that_cannot_be_reached_or_made_leaves_the_answer_of_the_rules(name: str) -> None:
    choice = ModelChoice(name, timeout=DEADLINE, base_url="http://127.0.0.1:9/v1")

    advice, seconds = phrase(Phrasing(LangChainDrafter(choice), DEADLINE))

    assert is_of_the_rules(advice)
    assert seconds < SILENCE


def test_an_azure_deployment_is_asked_at_its_own_address(
    llmock: LLMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_VERSION", "2025-03-01-preview")
    choice = ModelChoice(
        "azure_openai:deployment", timeout=DEADLINE, base_url=llmock.url, api_key=SecretStr("none")
    )
    llmock.reply(HONEST)

    advice, _ = phrase(Phrasing(LangChainDrafter(choice), DEADLINE))

    assert [one.path for one in llmock.requests if "deployment" in one.path]
    assert is_of_the_rules(advice) or advice.drafted_by == choice.name
