"""`sandan eval`: put a question set to the desk and print how the answers score.

Marking is `bot.evaluation`'s business. A wrong answer is a result, not a failure: the exit code stays 0.
"""

from collections.abc import Sequence
from typing import BinaryIO

import click
from rich.console import Console
from rich.table import Table

from bot.evaluation.exam_question import ExamQuestion
from bot.evaluation.marking import Mark, mark_answer
from bot.evaluation.totals import Row, ScoreSheet, Share, add_up
from bot.evaluation.validity import VersionDates
from bot.surfaces.cli.arguments import choose_audiences, json_option, reader_option, with_options
from bot.surfaces.cli.ask import AskOptions, answer_line
from bot.surfaces.cli.batches import AskLine, BadLine, read_lines
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Desk, Launcher
from bot.surfaces.cli.printing import harmless_line, open_console, plain, print_json, show_progress

_HEADINGS = (
    "class", "n", "right", "cited", "facts", "forbidden", "stale", "abstention", "verdict", "approver",
    "amount", "language",
)  # fmt: skip
_WIDTH = 120  # the table has twelve columns


@click.command("eval")
@click.argument("files", nargs=-1, required=True, type=click.File("rb"), metavar="FILE.jsonl…")
@with_options(
    json_option,
    click.option("--failures", "with_failures", is_flag=True, help="List what is wrong, answer by answer."),
    reader_option,
)
@click.pass_obj
def evaluate(
    launcher: Launcher,
    /,
    *,
    files: tuple[BinaryIO, ...],
    as_json: bool,
    with_failures: bool,
    reader: frozenset[str] | None,
) -> None:
    """Answer the questions of FILE.jsonl and score the answers against their keys."""
    questions = [question for file in files for question in _read_questions(file)]
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        audiences = choose_audiences(reader, desk, "en")
        versions = _version_dates(desk, audiences)
        marks = []
        for done, question in enumerate(questions, start=1):
            marks.append(_mark_one(desk, question, audiences, versions))
            progress("answering", done, len(questions))
    failures = tuple(mark for mark in marks if not mark.is_right) if with_failures else ()
    sheet = ScoreSheet(rows=add_up(marks), failures=failures)
    if as_json:
        print_json(sheet)
    else:
        _print_sheet(sheet)


def _read_questions(file: BinaryIO) -> list[ExamQuestion]:
    questions = []
    for line in read_lines(file, ExamQuestion):
        if isinstance(line, BadLine):
            raise click.ClickException(f"{file.name}: {line.reason}. Correct the line and run it again.")
        questions.append(line)
    if not questions:
        raise click.ClickException(f"{file.name}: no questions. Write one object a line.")
    return questions


def _version_dates(desk: Desk, audiences: frozenset[str]) -> tuple[VersionDates, ...]:
    return tuple(
        VersionDates(
            document=one.id,
            version=one.version,
            effective_from=one.effective_from,
            effective_to=one.effective_to,
            amends=one.amends,
        )
        for one in desk.documents(audiences=audiences).documents
    )


def _mark_one(
    desk: Desk, question: ExamQuestion, audiences: frozenset[str], versions: Sequence[VersionDates]
) -> Mark:
    line = AskLine(
        id=question.id,
        question=question.question,
        as_of=question.as_of,
        asker=question.asker,
        history=question.history,
    )
    advice = answer_line(desk, line, AskOptions(reader=audiences), today=question.as_of)
    return mark_answer(question, advice, versions)


def _print_sheet(sheet: ScoreSheet) -> None:
    console = open_console()
    table = Table(box=None, pad_edge=False)
    for number, heading in enumerate(_HEADINGS):
        table.add_column(heading, justify="right" if number else "left", no_wrap=True)
    for row in sheet.rows:
        table.add_row(*_cells(row))
    wide = Console(file=console.file, highlight=False, emoji=False, markup=False, width=_WIDTH)
    wide.print(table)
    if sheet.failures:
        console.print()
        print_blocks(console, tuple(_describe(mark) for mark in sheet.failures))


def _cells(row: Row) -> tuple[str, ...]:
    shares = (row.abstention, row.verdict, row.approver, row.amount, row.language)
    return (
        row.name,
        str(row.questions),
        str(row.entirely_right),
        _ratio(row.citation_recall),
        _ratio(row.fact_recall),
        str(row.forbidden_said),
        str(row.stale_citations),
        *(_ratio(one) for one in shares),
    )


def _ratio(share: Share) -> str:
    return "-" if share.ratio is None else f"{share.ratio:.3f}"


def _describe(mark: Mark) -> Block:
    wrong = (
        *(f"not cited: {' or '.join(ids)}" for ids in mark.missing_ids),
        *(_missing_fact(mark, fact) for fact in mark.missing_facts),
        *(f"said: {sentence}" for sentence in mark.forbidden_said),
        *(f"stale: {one}" for one in mark.stale),
        *_wrong_judgements(mark),
    )
    items = (Item(text=mark.question, mark="Q"), Item(text=mark.summary, mark="A"))
    faults = tuple(Item(text=harmless_line(one), mark="×") for one in wrong)
    heading = str(plain(f"{mark.id} ({mark.state}, abstained {mark.abstained})"))
    return Block(heading=heading, items=(*items, *faults))


def _missing_fact(mark: Mark, fact: tuple[str, ...]) -> str:
    where = " (in the sources only)" if fact in mark.facts_in_sources_only else ""
    return f"not said: {' or '.join(fact)}{where}"


def _wrong_judgements(mark: Mark) -> tuple[str, ...]:
    judged = {
        "abstention": mark.abstention_right,
        "verdict": mark.verdict_right,
        "approver": mark.approver_right,
        "amount": mark.amount_right,
        "language": mark.language_right,
    }
    return tuple(f"wrong {name}" for name, right in judged.items() if right is False)
