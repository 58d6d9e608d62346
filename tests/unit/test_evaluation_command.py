"""`sandan eval` from the file to the table, over a desk that gives one answer to everything."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

from bot.advisor.advice import Advice, Statement
from bot.advisor.question import Question
from bot.surfaces.cli.app import sandan
from bot.surfaces.cli.desk import Desk, Launcher, Progress
from bot.surfaces.cli.reports import DocumentList

_QUESTIONS = Path(__file__).parents[1] / "evaluation"


@dataclass
class OneAnswerDesk:
    """Knows no documents and says the same to everybody."""

    text: str
    is_broken: bool = False

    def audiences(self) -> frozenset[str]:
        return frozenset()

    def documents(self, *, audiences: frozenset[str]) -> DocumentList:
        return DocumentList()

    def answer(self, question: Question) -> Advice:
        if self.is_broken:
            raise RuntimeError(question.id)
        return Advice(
            question=question.text,
            language="ja",
            as_of=question.as_of,
            state="not_covered",
            abstained="full",
            summary=Statement(kind="notice", text=self.text),
        )


def run(desk: OneAnswerDesk, *arguments: str) -> Result:
    @contextmanager
    def open_desk(_progress: Progress) -> Iterator[Desk]:
        yield cast("Desk", desk)

    def unused(*_: Any) -> Any:
        raise AssertionError("not part of this command")

    launcher = Launcher(
        open_desk=open_desk,
        open_digest_desk=unused,
        today=lambda: date(2026, 9, 15),
        diagnose=unused,
        serve_slack=unused,
        serve_web=unused,
        open_care=unused,
    )
    return CliRunner().invoke(sandan, ["eval", *arguments], obj=launcher, catch_exceptions=False)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    shared = {"lang": "ja", "as_of": "2026-09-15", "group": "main"}
    rows = (
        {"id": "T-1", "question": "明日の天気は?", "intents": ["out_of_scope"], "abstain": "full"} | shared,
        {
            "id": "T-2",
            "question": "PoCの上限は?",
            "intents": ["policy_check"],
            "abstain": "none",
            "required": [["A3-8"]],
            "facts": [["200万"]],
        }
        | shared,
    )
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return path


def test_the_score_is_printed_as_json(questions: Path) -> None:
    result = run(OneAnswerDesk("文書に記載がありません。"), str(questions), "--json")

    rows = {row["name"]: row for row in json.loads(result.stdout)["rows"]}
    assert result.exit_code == 0
    assert rows["intent:out_of_scope"]["entirely_right"] == 1
    assert rows["intent:policy_check"]["citation_recall"] == {"right": 0, "of": 1, "ratio": 0.0}
    assert rows["all"]["abstention"]["ratio"] == 0.5


def test_the_table_has_a_line_for_each_class_and_failures_are_listed_on_request(questions: Path) -> None:
    desk = OneAnswerDesk("文書に記載がありません。")

    plain, listed = run(desk, str(questions)), run(desk, str(questions), "--failures")

    assert "intent:policy_check" in plain.stdout
    assert "T-2" not in plain.stdout
    assert "not cited: A3-8" in listed.stdout
    assert "not said: 200万" in listed.stdout
    assert "T-1" not in listed.stdout


def test_an_answer_that_fails_is_counted_and_the_others_go_on(questions: Path) -> None:
    with capture_logs() as logged:
        result = run(OneAnswerDesk("", is_broken=True), str(questions), "--json")

    assert [entry["event"] for entry in logged] == ["question_failed"] * 2
    [everything, *_] = json.loads(result.stdout)["rows"]
    assert (everything["questions"], everything["failed"], everything["entirely_right"]) == (2, 2, 0)


def test_a_line_that_cannot_be_used_ends_the_command_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "T-1", "question": "?"}\n', encoding="utf-8")

    result = run(OneAnswerDesk("x"), str(path))

    assert result.exit_code == 1
    assert "line 1" in result.stderr


def test_our_own_question_sets_are_read_and_cover_every_intent() -> None:
    files = [str(_QUESTIONS / f"questions_{group}.jsonl") for group in ("main", "untuned")]

    result = run(OneAnswerDesk("文書に記載がありません。"), *files, "--json")

    rows = {row["name"]: row["questions"] for row in json.loads(result.stdout)["rows"]}
    assert (rows["group:main"], rows["group:untuned"]) == (130, 66)
    assert sum(name.startswith("intent:") for name in rows) == 19
