"""`sandan serve`: stay and answer in Slack until told to stop."""

import click

from bot.surfaces.cli.desk import Launcher, SlackMode
from bot.surfaces.cli.printing import show_progress

_MODES: tuple[SlackMode, ...] = ("socket", "http")


@click.command()
@click.option(
    "--slack", type=click.Choice(_MODES), help="How Slack reaches us: Socket Mode, or signed HTTP requests."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=3000, show_default=True, help="For --slack http."
)
@click.pass_obj
def serve(launcher: Launcher, /, *, slack: SlackMode | None, port: int) -> None:
    """Answer in Slack, and own the store while running."""
    if slack is None:
        raise click.UsageError("Say how Slack reaches us: --slack socket, or --slack http.")
    with show_progress() as progress:
        launcher.serve_slack(slack, port, progress)
