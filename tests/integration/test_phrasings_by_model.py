"""A model writes ways to ask for a company's own sections, over HTTP: only to find them, never in the way."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from llmock.pytest_plugin import LLMock
from pydantic import SecretStr

from bot.drafters.langchain_phrasings import LangChainPhrasingWriter
from bot.drafters.structured_chat import ModelChoice
from bot.phrasing_writer import NoPhrasings, PhrasingsRequest, SentSection, WrittenPhrasings
from bot.settings import Settings
from bot.surfaces.cli.reports import DocumentDetail, FileReport
from bot.wiring.desk import HouseDesk, open_desk
from knowledge.documents.intake import IntakeOptions

pytestmark = pytest.mark.slow  # a client of two providers, and some thirty ingestions

MODELS = {"openai": "openai:gpt-5-mini", "anthropic": "anthropic:claude-haiku-4-5"}
EVERYONE = frozenset({"everyone"})
TODAY = date(2026, 9, 15)
DEADLINE = 2.5
SILENCE = 8.0  # seconds that a provider keeps silent: who is done earlier has not waited for it
POLICY = """# Rules for premises

## 1. Equipment

Property of the firm stays on the premises outside business hours unless the head of administration consents.

## 2. Telework

Staff may work from home on two days a week.

## 3. Renewal

Laptops are replaced every four years; tonight's backups are kept for a month.

## 4. Visitors

Visitors are accompanied at all times and wear a badge.
"""
ASKED = "Can I take my laptop home tonight?"
HOME = "Working from home: who may do it?"

Fault = Callable[[LLMock], object]


def written(*phrasings: tuple[str, str], language: str = "en") -> str:
    rows = [{"label": label, "language": language, "text": text} for label, text in phrasings]
    return json.dumps({"phrasings": rows}, ensure_ascii=False)


GOOD = written(
    ("S1", ASKED), ("S1", "Taking equipment of the firm home"), ("S4", "Must guests wear a badge?")
)


@pytest.fixture(params=sorted(MODELS))
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def writer(llmock: LLMock, provider: str) -> LangChainPhrasingWriter:
    choice = ModelChoice(MODELS[provider], timeout=DEADLINE, base_url=llmock.base_url(provider))
    return LangChainPhrasingWriter(choice)


def a_request() -> PhrasingsRequest:
    return PhrasingsRequest(document="Rules", sections=(SentSection(label="S1", heading="", text="A rule."),))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@contextmanager
def a_desk(home: Path, **settings: object) -> Iterator[HouseDesk]:
    with open_desk(Settings.model_validate({"home": home, **settings}), lambda *_: None, today=TODAY) as desk:
        yield desk


@contextmanager
def ingested(
    home: Path, folder: Path, **settings: object
) -> Iterator[tuple[HouseDesk, FileReport, DocumentDetail]]:
    """The policy put in with these settings, and taken out again."""
    path = folder / "premises.md"
    path.write_text(POLICY, encoding="utf-8")
    with a_desk(home, **settings) as desk:
        [file] = desk.ingest([path], IntakeOptions.model_validate({"source_class": "policy"})).files
        [detail] = desk.show("premises", audiences=EVERYONE).documents
        yield desk, file, detail
        desk.remove("premises")


def with_model(llmock: LLMock, provider: str) -> dict[str, object]:
    return {
        "model": MODELS[provider],
        "model_base_url": llmock.base_url(provider),
        "model_api_key": SecretStr("none"),
    }


def first_found(desk: HouseDesk) -> tuple[str, str]:
    hit = desk.search(ASKED, audiences=EVERYONE, scope="ingested", k=5).hits[0]
    return hit.locator, hit.text


def test_a_section_is_found_by_a_models_words_and_shown_in_its_own(
    llmock: LLMock, provider: str, home: Path, tmp_path: Path
) -> None:
    llmock.reply(GOOD, times=None)
    with ingested(home, tmp_path) as (desk, _, _):
        alone, _ = first_found(desk)

    with ingested(home, tmp_path, **with_model(llmock, provider)) as (desk, file, detail):
        locator, text = first_found(desk)

    assert alone != "1"
    assert locator == "1"
    assert text.startswith("Property of the firm")
    assert file.state == "ingested"
    generated = [one.text for one in detail.phrasings if one.made_by == "model"]
    assert generated == [ASKED, "Taking equipment of the firm home", "Must guests wear a badge?"]
    assert detail.generated_phrasings == 3
    assert detail.derived_phrasings == len(detail.phrasings) - 3 > 0


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        pytest.param(written(("S9", ASKED), ("1", ASKED)), 0, id="labels that were not sent"),
        pytest.param(
            written(("S1", f"<b>{ASKED}</b>"), ("S1", "See [rules](https://a.example)")), 0, id="markup"
        ),
        pytest.param(
            written(
                ("S1", "What is the weather tomorrow?"), ("S4", "Who won the world cup final?"), ("S2", HOME)
            ),
            1,
            id="strangers' questions, as a text may talk a model into",
        ),
        pytest.param(written(("S1", ASKED), language="ja"), 0, id="another language than it says"),
    ],
)
def test_what_does_not_hold_is_left_out(
    llmock: LLMock, home: Path, tmp_path: Path, reply: str, kept: int
) -> None:
    llmock.reply(reply, times=None)

    with ingested(home, tmp_path, **with_model(llmock, "openai")) as (_, file, detail):
        pass

    assert detail.generated_phrasings == kept
    [warning] = [one for one in file.warnings if "phrasings" in one]
    assert warning.startswith(f"{4 - kept} of 4 sections got no phrasings from the model: nothing")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        pytest.param(lambda mock: mock.rate_limit(times=None, retry_after=60), "it was busy", id="429"),
        pytest.param(lambda mock: mock.fail(503, times=None), "could not be reached", id="down"),
        pytest.param(
            lambda mock: mock.reply('{"phrasings": [', times=None), "could be read", id="broken JSON"
        ),
        pytest.param(lambda mock: mock.reply("[]", times=None), "could be read", id="another JSON"),
    ],
)
def test_a_model_that_fails_costs_the_file_nothing_but_phrasings(
    llmock: LLMock, provider: str, home: Path, tmp_path: Path, fault: Fault, said: str
) -> None:
    fault(llmock)

    with ingested(home, tmp_path, **with_model(llmock, provider)) as (desk, file, detail):
        found = desk.search("badge of visitors", audiences=EVERYONE, scope="ingested", k=1).hits

    assert file.state == "ingested"
    [warning] = [one for one in file.warnings if "phrasings" in one]
    assert warning.startswith("4 of 4 sections")
    assert said in warning
    assert [one.locator for one in found] == ["4"]
    assert detail.generated_phrasings == 0
    assert detail.derived_phrasings > 0


def test_with_phrasings_switched_off_nothing_is_sent(llmock: LLMock, home: Path, tmp_path: Path) -> None:
    settings = {**with_model(llmock, "openai"), "model_phrasings": "off"}

    with ingested(home, tmp_path, **settings) as (_, file, detail):
        pass

    assert llmock.requests == []
    assert detail.generated_phrasings == 0
    assert not [one for one in file.warnings if "phrasings" in one]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        pytest.param(lambda mock: mock.delay(SILENCE, times=None), "late", id="silent"),
        pytest.param(lambda mock: mock.stall(seconds=SILENCE, times=None), "late", id="stalls"),
        pytest.param(lambda mock: mock.truncate(times=None), "too_much", id="truncates"),
        pytest.param(lambda mock: mock.context_overflow(times=None), "too_much", id="too long"),
        pytest.param(lambda mock: mock.fail(401, times=None), "unavailable", id="key refused"),
    ],
)
def test_a_failure_is_named_within_the_deadline(
    llmock: LLMock, writer: LangChainPhrasingWriter, fault: Fault, reason: str
) -> None:
    fault(llmock)
    llmock.reply(GOOD, times=None)

    assert writer.write(a_request(), DEADLINE) == NoPhrasings.model_validate({"reason": reason})


def test_a_wrong_shape_is_repaired_once(llmock: LLMock, writer: LangChainPhrasingWriter) -> None:
    llmock.reply('{"questions": []}')
    llmock.reply(GOOD)

    reply = writer.write(a_request(), 30)

    assert isinstance(reply, WrittenPhrasings)
    assert len(reply.phrasings) == 3
    assert len(llmock.requests) == 2
