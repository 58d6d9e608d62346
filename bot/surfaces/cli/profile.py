"""`sandan profile show|set`: what the company told of itself, for ranking news and naming what they touch."""

import click

from bot.surfaces.cli.arguments import json_option
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.digest_reports import ProfileReport
from bot.surfaces.cli.printing import harmless_line, note, open_console, print_json, show_progress
from knowledge.documents.canonical import canonical_text
from knowledge.profile import (
    PROFILE_FIELDS,
    PROFILE_LABELS,
    CompanyProfile,
    ProfileField,
    UnreadableProfileError,
)

_SAMPLE_NOTE = (
    "This is the profile of the sample company. `sandan profile set FIELD ENTRY…` begins one of your own."
)


@click.group()
def profile() -> None:
    """Show and set what the company is, for ranking news."""


@profile.command("show")
@json_option
@click.pass_obj
def show_profile(launcher: Launcher, /, *, as_json: bool) -> None:
    """Show the company's profile, or the sample's while there is none."""
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        report = desk.profile()
    _print(report, as_json=as_json)
    if report.is_sample and not as_json:
        note(_SAMPLE_NOTE)


@profile.command("set")
@click.argument("field", type=click.Choice(PROFILE_FIELDS))
@click.argument("entries", nargs=-1)
@json_option
@click.pass_obj
def set_field(launcher: Launcher, /, *, field: ProfileField, entries: tuple[str, ...], as_json: bool) -> None:
    """Put ENTRIES in place of what FIELD says; without entries it is emptied."""
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        held = desk.profile()
        own = CompanyProfile() if held.is_sample else held.profile
        try:
            changed = own.with_field(field, tuple(canonical_text(one) for one in entries))
        except UnreadableProfileError as error:
            raise click.UsageError(f"{error.place}: {error.problem}.") from error
        desk.keep_profile(changed)
        _print(desk.profile(), as_json=as_json)


def _print(report: ProfileReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    blocks = []
    for name in PROFILE_FIELDS:
        entries: tuple[str, ...] = getattr(report.profile, name)
        labels = PROFILE_LABELS[name]
        items = tuple(Item(text=harmless_line(one), mark="-") for one in entries)
        blocks.append(Block(heading=f"{labels['ja']} {labels['en']} ({name})", items=items))
    print_blocks(open_console(), tuple(blocks))
