"""`sandan digest …`: the daily digest of regulation news.

What is gathered, chosen and sent is decided elsewhere; the commands read arguments and print.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import click
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from bot.digest.digest import Digest
from bot.surfaces.cli.arguments import DAY, check_batch, json_option, with_options
from bot.surfaces.cli.batches import BadLine, read_lines
from bot.surfaces.cli.blocks import print_blocks
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.digest_control import COMMANDS
from bot.surfaces.cli.digest_desk import DigestDesk
from bot.surfaces.cli.digest_lines import describe_digest
from bot.surfaces.cli.digest_reports import RankReply
from bot.surfaces.cli.digest_settings import subscribe, unsubscribe
from bot.surfaces.cli.digest_sources import describe_source, feeds_option, sources, words_for_catalogues
from bot.surfaces.cli.digest_tasks import COMMANDS as TASK_COMMANDS
from bot.surfaces.cli.printing import note, open_console, print_json, show_progress
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import Language
from knowledge.regulation.relevance import Headline

_TOGETHER = 64  # headlines embedded at once


class RankLine(BaseModel):
    """One headline of a batch; further keys are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int = ""
    title: str = Field(validation_alias=AliasChoices("title", "text"), min_length=1, max_length=2_000)
    summary: str = Field(default="", max_length=20_000)
    lang: Language | None = None
    source: str = ""


@click.group()
def digest() -> None:
    """Rank, show and send news of regulators."""


@digest.command("rank")
@with_options(
    json_option,
    click.option(
        "--batch",
        type=click.File("rb"),
        metavar="FILE.jsonl",
        help="Headlines {id, title, lang, source, date}, one a line; needs --json. `-` is stdin.",
    ),
)
@click.argument("title", required=False)
@click.pass_obj
def rank(launcher: Launcher, /, *, title: str | None, as_json: bool, batch: BinaryIO | None) -> None:
    """Say how much headlines matter to this company."""
    check_batch(batch=batch, as_json=as_json, alone=[title], what="a TITLE")
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        if batch is not None:
            for reply in _rank_lines(desk, read_lines(batch, RankLine)):
                print_json(reply, line=True)
            return
        [reply] = desk.rank([Headline(title=canonical_text(title or ""))])
    if as_json:
        print_json(reply)
    else:
        click.echo(f"{reply.score:.2f} {reply.tier} {reply.topic} {reply.reason}")


@digest.command("preview")
@with_options(
    json_option,
    click.option("--day", type=DAY, help="The local day of the digest; today without it."),
    click.option("--channel", help="Whose subscription counts; a plain one without it."),
    feeds_option,
)
@click.pass_obj
def preview(
    launcher: Launcher, /, *, as_json: bool, day: date | None, channel: str | None, feeds: Path | None
) -> None:
    """Show the next digest as it would be; nothing is written or sent."""
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk, words_for_catalogues():
        report = desk.preview(day or launcher.today(), feeds, channel)
    if as_json:
        print_json(report)
        return
    print_blocks(open_console(), tuple(describe_digest(report.digest)))
    for line in report.sources:
        if line.is_failing:
            note(describe_source(line))


@digest.command("run")
@with_options(json_option, feeds_option)
@click.pass_obj
def run(launcher: Launcher, /, *, as_json: bool, feeds: Path | None) -> None:
    """Gather the news and send what is due; a second run on the same day sends nothing twice."""

    def show(one: Digest) -> None:
        if not as_json:
            print_blocks(open_console(), tuple(describe_digest(one)))

    with show_progress() as progress, launcher.open_digest_desk(progress) as desk, words_for_catalogues():
        report = desk.run(feeds, show)
    if as_json:
        print_json(report)
        return
    click.echo(f"{report.new} new of {report.gathered}; sent: {', '.join(report.sent) or '-'}")
    for channel, problem in report.problems.items():
        note(f"{channel}: {problem}")
    for channel in report.overdue:
        note(f"{channel}: its digest is overdue")
    for alert in report.alerts:
        note(alert)


for _command in (subscribe, unsubscribe, sources, *COMMANDS, *TASK_COMMANDS):
    digest.add_command(_command)


def _rank_lines(desk: DigestDesk, lines: Iterator[RankLine | BadLine]) -> Iterator[RankReply]:
    while together := list(islice(lines, _TOGETHER)):
        good = [_headline(line) for line in together if isinstance(line, RankLine)]
        ranked = iter(desk.rank(good))
        for line in together:
            if isinstance(line, BadLine):
                yield RankReply(id=line.id, state="failed", reason=line.reason)
            else:
                yield next(ranked)


def _headline(line: RankLine) -> Headline:
    return Headline(
        id=str(line.id),
        title=canonical_text(line.title),
        summary=canonical_text(line.summary),
        source=canonical_text(line.source),
    )
