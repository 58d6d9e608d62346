"""`sandan serve`: stay and answer, in Slack or on the local page, until told to stop."""

from contextlib import ExitStack

import click

from bot.surfaces.cli.desk import Launcher, SlackMode
from bot.surfaces.cli.printing import note, show_progress

_MODES: tuple[SlackMode, ...] = ("socket", "http")
_LOOPBACK = "127.0.0.1"


@click.command()
@click.option(
    "--slack", type=click.Choice(_MODES), help="How Slack reaches us: Socket Mode, or signed HTTP requests."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=3000,
    show_default=True,
    help="Of the page, and for --slack http.",
)
@click.option(
    "--host",
    default=_LOOPBACK,
    show_default=True,
    help="Where the page is reached; any other needs SANDAN_WEB_PASSWORD. With --slack there is a page only "
    "if SANDAN_PUBLIC_URL is set; requests of --slack http are taken on every address.",
)
@click.pass_obj
def serve(launcher: Launcher, /, *, slack: SlackMode | None, port: int, host: str) -> None:
    """Open the local page, or answer in Slack, and own the store while running."""
    with ExitStack() as showing:
        progress = showing.enter_context(show_progress())

        def tell_address(address: str) -> None:
            showing.close()  # what was prepared is ready: no bar stays behind
            note(f"Sandan answers at {address} until Ctrl-C. (In Slack: `--slack socket|http`.)")

        if slack is None:
            launcher.serve_web(host, port, progress, tell_address)
        else:
            launcher.serve_slack(slack, host, port, progress)
