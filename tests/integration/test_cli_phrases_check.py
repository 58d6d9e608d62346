"""`sandan phrases` and `sandan check` as a person runs them, with the real engines on a home of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_cli import run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the shipped documents are ready."""
    path = tmp_path_factory.mktemp("home")
    assert run(path, "search", "PoC").returncode == 0
    return path


def printed(home: Path, *arguments: str) -> dict[str, Any]:
    done = run(home, *arguments, "--json", "--as-of", "2026-09-15", "--reader", "everyone")
    assert done.returncode == 0, done.stderr
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply


def test_phrases_fit_the_listener_and_the_length_and_cite_what_they_rest_on(home: Path) -> None:
    reply = printed(home, "phrases", "出口条件", "--listener", "partner", "--max-chars", "60")

    numbers = {one["n"] for one in reply["citations"]}
    assert reply["phrases"]
    assert all(one["listener"] == "partner" and len(one["text"]) <= 60 for one in reply["phrases"])
    assert all(one["citations"] and set(one["citations"]) <= numbers for one in reply["phrases"])
    assert all(one["objection"] and one["reply"] for one in reply["phrases"])
    assert all(one["verified"] for one in reply["citations"])


def test_phrases_come_in_the_register_language_and_number_asked_for(home: Path) -> None:
    reply = printed(home, "phrases", "PoC", "--register", "formal", "--lang", "en", "--count", "2")

    assert [(one["language"], one["register"]) for one in reply["phrases"]] == [("en", "formal")] * 2


def test_a_figure_in_a_phrase_is_cited_with_its_clause(home: Path) -> None:
    reply = printed(home, "phrases", "PoCの費用と期間の上限", "--count", "5")

    [phrase] = [one for one in reply["phrases"] if "200万円" in one["text"]]
    cited = {one["n"]: one["id"] for one in reply["citations"]}
    assert "A3-8" in [cited[n] for n in phrase["citations"]]


@pytest.mark.parametrize(
    ("topic", "cards"),
    [
        ("AI導入の予算", {"SD-04", "SD-05", "SD-06"}),
        ("データの扱い", {"S4-10", "S3-07"}),
        ("規制への備え", {"S5-10", "S5-08"}),
        ("inhouse training", {"S6-05", "S6-07"}),
    ],
)
def test_the_first_phrase_is_on_the_topic(home: Path, topic: str, cards: set[str]) -> None:
    reply = printed(home, "phrases", topic, "--listener", "board")

    cited = {one["n"]: one["id"] for one in reply["citations"]}
    assert cards & {cited[n] for n in reply["phrases"][0]["citations"]}


def test_a_strange_topic_gets_a_reason_instead_of_phrases(home: Path) -> None:
    reply = printed(home, "phrases", "明日の天気")

    assert reply["phrases"] == []
    assert reply["reason"]


def test_a_wrong_summary_is_mended_with_sources(home: Path) -> None:
    reply = printed(home, "check", "J. K. Leeらの論文によれば、PoCで必ず30%時間が減ります。")

    assert reply["verdict"] == "wrong"
    assert {one["kind"] for one in reply["problems"]} >= {"wrong_author", "overclaim", "invented_figure"}
    assert "Lee" not in reply["corrected"]
    assert "必ず" not in reply["corrected"]


def test_a_summary_is_compared_with_the_topic_asked_for(home: Path) -> None:
    reply = printed(home, "check", "まず小さなPoCで費用に見合うかを確かめます。", "--topic", "三つのステップ")

    cited = {one["n"]: one["id"] for one in reply["citations"]}
    missing = {cited[n] for one in reply["missing"] for n in one["citations"]}
    assert missing == {"SD-20", "SD-21"}
    assert reply["problems"] == []


def test_a_person_reads_what_to_mend(home: Path) -> None:
    done = run(home, "check", "ログの保存は1年です。", "--as-of", "2026-09-15", "--reader", "everyone")

    assert done.returncode == 0
    assert "ログの保存は3年です。" in done.stdout
    assert "B5-9" in done.stdout


def test_the_shapes_are_printed_by_schema(home: Path) -> None:
    schemas = [json.loads(run(home, "schema", name).stdout) for name in ("phrases", "check")]

    assert {"topic", "language", "phrases", "citations"} <= set(schemas[0]["properties"])
    assert {"covered", "missing", "problems", "corrected", "verdict"} <= set(schemas[1]["properties"])
