"""`sandan forget`, `backup` and `restore`: erase a person, and keep what is held safe."""

from pathlib import Path

import click

from bot.surfaces.cli.arguments import json_option
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.printing import open_console, print_json


@click.command()
@click.argument("user")
@click.option("--team", help="Only in this Slack workspace (T…); default: in every one.")
@json_option
@click.pass_obj
def forget(launcher: Launcher, /, *, user: str, team: str | None, as_json: bool) -> None:
    """Erase everything kept of USER (a Slack user id, U…): questions, answers to them, opinions.

    What was posted in Slack stays there, and backups made before still hold it.
    """
    report = launcher.open_care().forget(user, team)
    if as_json:
        print_json(report)
        return
    counts = tuple(Item(text=f"{name}: {count}") for name, count in report.erased.items())
    heading = f"Erased ({report.total})" if counts else f"Nothing is kept of {user}"
    print_blocks(open_console(), (Block(heading=heading, items=counts),))


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
def backup(launcher: Launcher, /, *, file: Path, as_json: bool) -> None:
    """Write everything held into FILE: documents, questions, settings; also while `sandan serve` runs.

    The file holds the texts of all documents: keep it where only you can read it. The index is not in it;
    it is built anew from the record.
    """
    report = launcher.open_care().backup(file)
    if as_json:
        print_json(report)
        return
    about = (Item(text=f"{report.documents} document versions, {report.bytes:,} bytes"),)
    print_blocks(open_console(), (Block(heading=f"Written: {report.file}", items=about),))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of what is held now, which is lost.")
@json_option
@click.pass_obj
def restore(launcher: Launcher, /, *, file: Path, replace: bool, as_json: bool) -> None:
    """Put back what `sandan backup` wrote into FILE; nothing else may be running on this home."""
    report = launcher.open_care().restore(file, replace=replace)
    if as_json:
        print_json(report)
        return
    about = (
        Item(text=f"{report.documents} document versions, as of {report.made_at:%Y-%m-%d %H:%M} UTC"),
        Item(text="The index is built anew when it is next needed."),
    )
    print_blocks(open_console(), (Block(heading="Restored", items=about),))
