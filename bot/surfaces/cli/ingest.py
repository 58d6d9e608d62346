"""`sandan ingest`: put files, folders and rows in, with a report per file.

Reading, checking and indexing are the ingestion's business.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from bot.surfaces.cli.arguments import DAY, json_option, with_options
from bot.surfaces.cli.asking_back import ask_for_day, undated_policies
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Desk, Launcher
from bot.surfaces.cli.document_lines import describe_document
from bot.surfaces.cli.printing import note, open_console, print_json, show_progress
from bot.surfaces.cli.reports import FileReport, IngestReport
from bot.surfaces.cli.watching import FolderWatch, GoneFile, WatchReport
from knowledge.documents.document import SourceClass
from knowledge.documents.intake import IntakeOptions

_CLASSES = tuple(
    one.value for one in (SourceClass.POLICY, SourceClass.EXTERNAL, SourceClass.ARTICLE, SourceClass.PAPER)
)
_READ = "was read from"
_HINT = (
    "To put right what was read from a file, give the file again with --document, --title, --version, "
    "--effective-from, --effective-to or --supersedes."
)
_OF_ONE_FILE = frozenset({"document", "title", "version", "effective_from", "effective_to", "supersedes"})
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
    click.option(
        "--watch",
        "is_watching",
        is_flag=True,
        help="Stay, and put in what changes in the folders, until Ctrl-C.",
    ),
    click.option(
        "--remove-deleted",
        "is_removing",
        is_flag=True,
        help="With --watch: remove the documents of a deleted file. Without it that is only told.",
    ),
    json_option,
)
@click.pass_obj
def ingest(
    launcher: Launcher,
    /,
    *,
    paths: tuple[Path, ...],
    as_json: bool,
    is_watching: bool,
    is_removing: bool,
    **given: Any,
) -> None:
    """Make searchable: Word, PDF, Excel, PowerPoint, web pages, CSV, Markdown, text, .jsonl, folders."""
    options = _read_options({name: value for name, value in given.items() if value is not None})
    _check_watch(paths, options, is_watching=is_watching, is_removing=is_removing)
    with ExitStack() as showing:
        bars = showing.enter_context(ExitStack())
        desk = showing.enter_context(launcher.open_desk(bars.enter_context(show_progress())))
        if is_watching:
            folders = [path.resolve() for path in paths]
            _keep_watch(FolderWatch(desk, folders, options, is_removing=is_removing), as_json=as_json)
            return
        report = desk.ingest(paths, options)
        bars.close()  # no bar may stand in the way of a question
        _print_report(report, as_json=as_json)
        if not as_json and sys.stdin.isatty() and sys.stdout.isatty():
            _ask_back(desk, paths, options, report)
    if report.failed:
        raise click.exceptions.Exit(1)


def _ask_back(desk: Desk, paths: tuple[Path, ...], options: IntakeOptions, report: IngestReport) -> None:
    """Ask for days that are missing, and put those files in again: nothing is embedded twice."""
    for path, document in undated_policies(paths, report):
        day = ask_for_day(document)
        if day is not None:
            said = options.model_copy(update={"effective_from": day})
            _print_report(desk.ingest([path], said), as_json=False)
    if any(_READ in warning for file in report.files for warning in file.warnings):
        note(_HINT)


def _check_watch(
    paths: tuple[Path, ...], options: IntakeOptions, *, is_watching: bool, is_removing: bool
) -> None:
    if is_removing and not is_watching:
        raise click.UsageError("--remove-deleted needs --watch.")
    if is_watching and not all(path.is_dir() for path in paths):
        raise click.UsageError("--watch needs folders.")
    if is_watching and options.model_fields_set & _OF_ONE_FILE:
        raise click.UsageError("--watch goes with --class and --audience; the rest is said by the files.")


def _keep_watch(watch: FolderWatch, *, as_json: bool) -> None:
    try:
        note("Watching until Ctrl-C: " + ", ".join(folder.name for folder in watch.folders))
        for report in watch.reports():
            _print_watch(report, as_json=as_json)
    except KeyboardInterrupt:
        note("Stopped. What was put in is in; the rest is put in at the next start.")


def _print_watch(report: WatchReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report, line=True)
        return
    if report.ingested:
        _print_report(report.ingested, as_json=False)
    if report.gone:
        print_blocks(open_console(), (Block(heading="Gone", items=tuple(map(_describe_gone, report.gone))),))
    if report.problem:
        note(report.problem)


def _describe_gone(gone: GoneFile) -> Item:
    kept = [one for one in gone.documents if one not in gone.removed]
    details = (
        *(f"{one} is removed" for one in gone.removed),
        *(f"{one} is still held: sandan documents remove {one}" for one in kept),
    )
    return Item(text=f"{gone.file} is deleted", details=details)


def _print_report(report: IngestReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report)
    else:
        print_blocks(open_console(), tuple(_describe(report)))


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
