"""`sandan doctor`: what is missing on this machine and what to do about it. Looking is wiring's work."""

import click

from bot.surfaces.cli.arguments import json_option
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.printing import open_console, print_json
from bot.surfaces.cli.reports import Check, DoctorReport

_MARKS = {"ok": ("✓", "green"), "note": ("!", "yellow"), "problem": ("✗", "bold red")}


@click.command()
@json_option
@click.pass_obj
def doctor(launcher: Launcher, /, *, as_json: bool) -> None:
    """Check settings, tokens, files and models, and say what to do. Exit code 1: `ask` cannot work."""
    report = launcher.diagnose()
    if as_json:
        print_json(report)
    else:
        print_blocks(open_console(), _describe(report))
    if not report.ready:
        raise click.exceptions.Exit(1)


def _describe(report: DoctorReport) -> tuple[Block, ...]:
    ready = "Ready: `sandan ask` works." if report.ready else "Not ready: see what is marked ✗."
    slack = (
        "Slack: tokens are set."
        if report.slack_ready
        else "Slack: not connected; the lines below say what is missing."
    )
    return (
        Block(heading=f"Sandan {report.version}", items=(Item(text=ready), Item(text=slack)), is_lead=True),
        Block(heading="Checks", items=tuple(_describe_check(check) for check in report.checks)),
    )


def _describe_check(check: Check) -> Item:
    mark, style = _MARKS[check.status]
    details = (f"→ {check.what_to_do}",) if check.what_to_do else ()
    return Item(text=f"{check.name}: {check.found}", mark=mark, style=style, details=details)
