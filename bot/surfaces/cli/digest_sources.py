"""`sandan digest sources`: how the sources of the catalogue stand, read now or as they were."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.surfaces.cli.arguments import json_option, with_options
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.digest_reports import SourceLine, SourcesReport
from bot.surfaces.cli.printing import harmless_line, note, print_json, show_progress
from knowledge.regulation.feed import UnreadableCatalogueError

feeds_option = click.option(
    "--feeds",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A catalogue of sources; `file:` addresses stand beside it.",
)


@click.command("sources")
@with_options(
    json_option,
    click.option("--probe", is_flag=True, help="Read every source now, and tell how each stands."),
    click.option("--mute", metavar="ID", help="Read this source no more, for any channel."),
    click.option("--unmute", metavar="ID", help="Read it again."),
    feeds_option,
)
@click.pass_obj
def sources(
    launcher: Launcher,
    /,
    *,
    as_json: bool,
    probe: bool,
    mute: str | None,
    unmute: str | None,
    feeds: Path | None,
) -> None:
    """Say how every source stands: as it was when last read, or with --probe now; no news are kept."""
    if sum((probe, mute is not None, unmute is not None)) > 1:
        raise click.UsageError("Give one of --probe, --mute and --unmute.")
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk, words_for_catalogues():
        named = mute or unmute
        if named is not None and not desk.mute_source(named, is_muted=mute is not None):
            raise click.ClickException(f"The catalogue has no source {harmless_line(named)}.")
        report = desk.sources(feeds, probe=probe)
    if as_json:
        print_json(report)
    else:
        _print(report)


def describe_source(line: SourceLine) -> str:
    """Say in one line how a source stands, and why where it is not well."""
    parts = [f"{line.id}: {line.state}" + (f" ({line.detail})" if line.detail else "")]
    if line.found:
        parts.append(f"{line.found} found")
    if line.newest:
        parts.append(f"newest {line.newest:%Y-%m-%d}")
    return harmless_line(", ".join((*parts, line.url)))


@contextmanager
def words_for_catalogues() -> Iterator[None]:
    """Say in words what is wrong with a catalogue."""
    try:
        yield
    except UnreadableCatalogueError as error:
        raise click.ClickException(f"{error.place}: {error.problem}.") from error


def _print(report: SourcesReport) -> None:
    for line in report.sources:
        click.echo(describe_source(line))
    failing = sum(one.is_failing for one in report.sources)
    click.echo(f"{len(report.sources)} sources, {failing} failing")
    for channel in report.overdue:
        note(f"{harmless_line(channel)}: its digest is overdue")
