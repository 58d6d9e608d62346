"""`sandan check`: somebody's own summary, held against the sources before it is said in a meeting."""

from datetime import date
from typing import Any
from uuid import uuid4

import click
import structlog
from pydantic import BaseModel, ConfigDict

from bot.advisor.labels import labels_for
from bot.advisor.question import Question, Scope
from bot.advisor.saying_back_reply import CheckReply, CheckVerdict, Point
from bot.surfaces.apology import apologise
from bot.surfaces.cli.advice_view import describe_source
from bot.surfaces.cli.arguments import (
    DAY,
    choose_audiences,
    json_option,
    reader_option,
    scope_option,
    text_or_stdin,
    with_options,
)
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Desk, Launcher
from bot.surfaces.cli.printing import open_console, print_json, show_progress
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import Language
from knowledge.documents.language import detect_language

log = structlog.get_logger(__name__)

MAX_STATEMENT_CHARS = 40_000
_VERDICTS: dict[Language, dict[CheckVerdict, str]] = {
    "ja": {
        "sound": "このまま話せます",
        "incomplete": "誤りは見つかりませんでしたが、足りない点があります",
        "wrong": "直してから話してください",
    },
    "en": {
        "sound": "Ready to be said",
        "incomplete": "Nothing wrong was found, but points are missing",
        "wrong": "Please mend this before you say it",
    },
}
_HEADINGS: dict[Language, dict[str, str]] = {
    "ja": {"problems": "直す点", "covered": "言えている点", "missing": "足りない点", "corrected": "直した文"},
    "en": {"problems": "To mend", "covered": "Covered", "missing": "Missing", "corrected": "Corrected"},
}


class CheckOptions(BaseModel):
    """Against what to check: what the options of the command say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: Language | None
    as_of: date | None
    reader: frozenset[str] | None
    scope: Scope


@click.command()
@click.argument("text")
@with_options(
    json_option,
    click.option(
        "--topic", default="", metavar="T", help="What TEXT should cover. Default: what it is about."
    ),
    click.option("--lang", type=click.Choice(["ja", "en"]), help="Default: the text's language."),
    click.option("--as-of", type=DAY, help="The day whose rules count. Default: today."),
    reader_option,
    scope_option,
)
@click.pass_obj
def check(launcher: Launcher, /, *, text: str, as_json: bool, topic: str, **given: Any) -> None:
    """Check TEXT (`-`: from stdin), a summary in your own words, against the sources."""
    statement = canonical_text(text_or_stdin(text))
    if len(statement) > MAX_STATEMENT_CHARS or len(topic) > MAX_STATEMENT_CHARS:
        raise click.UsageError("The text is too long; please keep it within 40,000 characters.")
    options = CheckOptions(**given)
    language = options.lang or detect_language(statement)
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        question = Question(
            text=statement,
            as_of=options.as_of or launcher.today(),
            audiences=choose_audiences(options.reader, desk, language),
            scope=options.scope,
            language=language,
        )
        reply = _reply(desk, question, canonical_text(topic), language)
    if as_json:
        print_json(reply)
    else:
        print_blocks(open_console(), _describe(reply))


def _reply(desk: Desk, statement: Question, topic: str, language: Language) -> CheckReply:
    try:
        return desk.check(statement, topic)
    except Exception as error:  # the one place where a failed check becomes words
        reference = uuid4().hex[:12]
        log.exception("check_failed", trace_id=reference, error=type(error).__name__)
        raise click.ClickException(apologise(error, language, reference=reference)) from error


def _describe(reply: CheckReply) -> tuple[Block, ...]:
    headings, labels = _HEADINGS[reply.language], labels_for(reply.language)
    verdict = reply.reason or _VERDICTS[reply.language][reply.verdict]
    problems = tuple(
        Item(text=one.sentence, sources=_numbers(one.citations), details=(one.reason,))
        for one in reply.problems
    )
    corrected = (Item(text=reply.corrected),) if reply.problems else ()
    sources = tuple(describe_source(one, labels) for one in reply.citations)
    blocks = (
        Block(heading=verdict, items=(Item(text=reply.corrected or verdict),), is_lead=True),
        Block(heading=headings["problems"], items=problems),
        Block(heading=headings["corrected"], items=corrected),
        Block(heading=headings["missing"], items=_points(reply.missing)),
        Block(heading=headings["covered"], items=_points(reply.covered)),
        Block(heading=labels.sources, items=sources),
    )
    return tuple(one for one in blocks if one.items)


def _points(points: tuple[Point, ...]) -> tuple[Item, ...]:
    return tuple(Item(text=one.text, sources=_numbers(one.citations)) for one in points)


def _numbers(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in numbers)
