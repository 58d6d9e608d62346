"""`sandan ingest`: put files, folders and rows in, with a report per file.

Reading, checking and indexing are the ingestion's business.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from bot.surfaces.cli.arguments import DAY, json_option, with_options
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.document_lines import describe_document
from bot.surfaces.cli.printing import open_console, print_json, show_progress
from bot.surfaces.cli.reports import FileReport, IngestReport
from knowledge.documents.document import SourceClass
from knowledge.documents.intake import IntakeOptions

_CLASSES = tuple(
    one.value for one in (SourceClass.POLICY, SourceClass.EXTERNAL, SourceClass.ARTICLE, SourceClass.PAPER)
)
_MARKS = {"ingested": ("✓", "green"), "unchanged": ("=", "dim"), "failed": ("✗", "bold red")}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@with_options(
    click.option(
        "--class",
        "source_class",
        type=click.Choice(_CLASSES),
        help="What weight it carries. Default: external.",
    ),
    click.option("--document", metavar="ID", help="Id of the document, the same for all its versions."),
    click.option("--title", metavar="T"),
    click.option("--version", metavar="V"),
    click.option("--effective-from", type=DAY, help="First day in force."),
    click.option("--effective-to", type=DAY, help="Last day in force."),
    click.option("--supersedes", metavar="ID", help="The version that this one replaces."),
    click.option("--audience", metavar="NAME", help="Who may read it. Default: everyone."),
    json_option,
)
@click.pass_obj
def ingest(launcher: Launcher, /, *, paths: tuple[Path, ...], as_json: bool, **given: Any) -> None:
    """Make searchable: Word, PDF, Excel, PowerPoint, web pages, CSV, Markdown, text, .jsonl, folders."""
    options = _read_options({name: value for name, value in given.items() if value is not None})
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        report = desk.ingest(paths, options)
    if as_json:
        print_json(report)
    else:
        print_blocks(open_console(), tuple(_describe(report)))
    if report.failed:
        raise click.exceptions.Exit(1)


def _read_options(given: dict[str, Any]) -> IntakeOptions:
    try:
        return IntakeOptions(**given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = "".join(f"--{str(part).replace('_', '-')}: " for part in first["loc"])
        raise click.UsageError(f"{where}{first['msg']}.") from error


def _describe(report: IngestReport) -> Iterator[Block]:
    yield Block(heading="Files", items=tuple(_describe_file(one) for one in report.files))
    sums = f"{report.documents} document versions, {report.sections} sections, {report.chunks} chunks"
    failed = f", {report.failed} failed" if report.failed else ""
    done = Item(text=f"{sums} in {report.seconds:.1f} s{failed} (by {report.done_by})")
    yield Block(heading="Done", items=(done,))


def _describe_file(report: FileReport) -> Item:
    mark, style = _MARKS[report.state]
    details = (
        *(describe_document(one) for one in report.documents),
        *(f"! {one}" for one in report.warnings),
    )
    reason = f": {report.reason}" if report.reason else f" ({report.extent})" if report.extent else ""
    return Item(text=f"{report.file}: {report.state}{reason}", mark=mark, style=style, details=details)
