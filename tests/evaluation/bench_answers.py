"""Time answers without a language model: the first time a question is asked, and when it is asked again.

    python -m tests.evaluation.bench_answers [--questions 60]

In one process, on the shipped corpus in a fresh home, index and engines loaded before. Prints median, 95th
percentile and maximum of each pass in milliseconds, and the machine. A question that was asked before spares
the embedding engine only.
"""

import argparse
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.advisor.question import Question
from bot.evaluation.exam_question import ExamQuestion
from bot.observability import set_up_logging
from bot.settings import Settings
from bot.wiring.desk import HouseDesk, open_desk
from tests.evaluation.bench_slack import machine

_DAY = date(2026, 9, 15)
_EXAM = Path(__file__).with_name("questions_main.jsonl")


def main(count: int) -> None:
    """Ask so many questions twice and print how long each pass took."""
    set_up_logging(level="error")
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        with open_desk(settings, lambda *_: None, today=_DAY) as desk:
            lines = _EXAM.read_text(encoding="utf-8").splitlines()[:count]
            asked = [ExamQuestion.model_validate_json(line) for line in lines]
            questions = [_as_question(one, desk.audiences()) for one in asked]
            desk.answer(questions[0].model_copy(update={"text": "PoCの上限は?"}))
            passes = {name: _ask(desk, questions) for name in ("asked first", "asked again")}
    _print(passes)


def _as_question(one: ExamQuestion, audiences: frozenset[str]) -> Question:
    return Question(
        id=one.id,
        text=one.question,
        as_of=one.as_of,
        asker=one.asker,
        history=one.history,
        audiences=audiences,
    )


def _ask(desk: HouseDesk, questions: list[Question]) -> list[float]:
    taken = []
    for one in questions:
        began = time.perf_counter()
        desk.answer(one)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _print(passes: dict[str, list[float]]) -> None:
    table = Table(title="Answers without a model, milliseconds", caption=str(machine()))
    for heading in ("pass", "questions", "median", "95th percentile", "maximum"):
        table.add_column(heading, justify="left" if heading == "pass" else "right")
    for name, taken in passes.items():
        late = statistics.quantiles(taken, n=20)[-1]
        figures = (statistics.median(taken), late, max(taken))
        table.add_row(name, str(len(taken)), *(f"{one:.0f}" for one in figures))
    Console().print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=60)
    main(parser.parse_args().questions)
