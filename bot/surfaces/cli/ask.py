"""`sandan ask`: one question, or a batch of them, answered by the desk and printed.

Whatever goes wrong with one question becomes an answer of state `failed`, in words; in a batch the
others go on.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO
from uuid import uuid4

import click
import structlog
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.advisor.advice import Advice, Statement
from bot.advisor.question import Question, Scope, Turn
from bot.surfaces.apology import apologise
from bot.surfaces.cli.advice_view import describe_advice
from bot.surfaces.cli.arguments import (
    DAY,
    batch_option,
    check_batch,
    choose_audiences,
    json_option,
    reader_option,
    scope_option,
    text_or_stdin,
    with_options,
)
from bot.surfaces.cli.batches import AskLine, BadLine, read_lines
from bot.surfaces.cli.blocks import print_blocks
from bot.surfaces.cli.desk import Desk, Launcher
from bot.surfaces.cli.printing import open_console, print_json, show_progress
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import EVERYONE, Language
from knowledge.documents.language import detect_language

log = structlog.get_logger(__name__)

_TOO_LONG: dict[Language, str] = {
    "ja": "質問が長すぎます。40,000文字以内にしてください。",
    "en": "The question is too long. Please keep it within 40,000 characters.",
}
_BAD_LINE: dict[Language, str] = {
    "ja": "この行は読み取れませんでした（{reason}）。",
    "en": "This line could not be read ({reason}).",
}


class AskOptions(BaseModel):
    """How to ask: what the options of the command say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: date | None = None
    asker: str | None = None
    history: tuple[Turn, ...] = ()
    lang: Language | None = None
    reader: frozenset[str] | None = None
    scope: Scope = "all"


def _read_history(
    _context: click.Context, _parameter: click.Parameter, file: BinaryIO | None
) -> tuple[Turn, ...]:
    if file is None:
        return ()
    try:
        return TypeAdapter(tuple[Turn, ...]).validate_json(file.read())
    except ValidationError as error:
        raise click.BadParameter('it must hold a list such as [{"role": "user", "text": "…"}].') from error


@click.command()
@click.argument("question", required=False)
@with_options(
    json_option,
    batch_option,
    click.option("--as-of", type=DAY, help="The day whose rules count. Default: today."),
    click.option("--asker", metavar="TITLE", help="Position or department of the asker, for example 課長."),
    click.option(
        "--history",
        type=click.File("rb"),
        callback=_read_history,
        metavar="FILE.json",
        help="What was said before: a list of {role: user|bot, text}, oldest first.",
    ),
    click.option(
        "--lang", type=click.Choice(["ja", "en"]), help="Language of the answer. Default: the question's."
    ),
    reader_option,
    scope_option,
)
@click.pass_obj
def ask(
    launcher: Launcher, /, *, question: str | None, as_json: bool, batch: BinaryIO | None, **given: Any
) -> None:
    """Answer QUESTION (`-`: from stdin), with its sources."""
    check_batch(batch=batch, as_json=as_json, alone=[question], what="a QUESTION")
    options = AskOptions(**given)
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        if batch is not None:
            _ask_batch(desk, batch, options, today=launcher.today())
            return
        line = AskLine.model_construct(question=text_or_stdin(question or ""))
        advice = _ask_one(desk, line, options, today=launcher.today())
    if as_json:
        print_json(advice)
    else:
        print_blocks(open_console(), describe_advice(advice))
    if advice.state == "failed":
        raise click.exceptions.Exit(1)


def _ask_one(desk: Desk, line: AskLine, options: AskOptions, *, today: date) -> Advice:
    language = options.lang or detect_language(line.question)
    audiences = choose_audiences(options.reader, desk, language)
    return answer_line(desk, line, options.model_copy(update={"reader": audiences}), today=today)


def _ask_batch(desk: Desk, batch: BinaryIO, options: AskOptions, *, today: date) -> None:
    audiences = choose_audiences(options.reader, desk, "en")
    narrowed = options.model_copy(update={"reader": audiences})
    for advice in _answers(desk, batch, narrowed, today=today):
        print_json(advice, line=True)


def _answers(desk: Desk, batch: BinaryIO, options: AskOptions, *, today: date) -> Iterator[Advice]:
    for line in read_lines(batch, AskLine):
        if isinstance(line, BadLine):
            language = detect_language(line.text)
            words = _BAD_LINE[language].format(reason=line.reason)
            yield failed_advice(
                AskLine.model_construct(id=line.id, question=line.text, lang=language),
                as_of=options.as_of or today,
                reason=line.reason,
                words=words,
            )
        else:
            yield answer_line(desk, line, options, today=today)


def answer_line(desk: Desk, line: AskLine, options: AskOptions, *, today: date) -> Advice:
    """Answer one question; what a line says goes before the options. `options.reader` must be set."""
    text, language = canonical_text(line.question), line.lang or options.lang
    line = line.model_copy(update={"question": text, "lang": language or detect_language(text)})
    as_of = line.as_of or options.as_of or today
    try:
        question = Question(
            id=line.id,
            text=text,
            as_of=as_of,
            asker=line.asker or options.asker,
            history=line.history or options.history,
            language=language,
            audiences=options.reader or frozenset({EVERYONE}),
            scope=options.scope,
        )
    except ValidationError:
        words = _TOO_LONG[line.lang or "ja"]
        return failed_advice(line, as_of=as_of, reason="question longer than 40,000 characters", words=words)
    try:
        return desk.answer(question)
    except Exception as error:  # the one place where a failed question becomes words
        reference = uuid4().hex[:12]
        log.exception("question_failed", trace_id=reference, error=type(error).__name__)
        words = apologise(error, line.lang or "ja", reference=reference)
        return failed_advice(line, as_of=as_of, reason=type(error).__name__, words=words, trace_id=reference)


def failed_advice(line: AskLine, *, as_of: date, reason: str, words: str, trace_id: str = "") -> Advice:
    """Make the answer that says that there is none.

    Args:
        line: The question, which need not be valid, with its language set.
        as_of: The day asked about.
        reason: For operators.
        words: For the person who asked.
        trace_id: Number under which the log holds more.
    """
    return Advice(
        id=line.id,
        question=line.question,
        language=line.lang or "ja",
        as_of=as_of,
        state="failed",
        abstained="full",
        reason=reason,
        summary=Statement(kind="notice", text=words),
        markdown=words,
        trace_id=trace_id,
    )
