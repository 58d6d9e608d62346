"""`sandan digest mute|unmute|pause|resume|why|feedback`: steer what a channel gets, and ask why."""

from collections.abc import Callable

import click

from bot.digest.muting import MUTE_KINDS, MuteKind, mute, unmute
from bot.digest.subscription import Subscription
from bot.surfaces.cli.arguments import json_option
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.printing import harmless, harmless_line, print_json, show_progress

_KIND = click.argument("kind", type=click.Choice(MUTE_KINDS))


@click.command("mute")
@click.argument("channel")
@_KIND
@click.argument("name")
@click.pass_obj
def mute_command(launcher: Launcher, /, *, channel: str, kind: MuteKind, name: str) -> None:
    """Keep an item, cluster, source or topic out of CHANNEL; `unmute` takes it back."""
    _change(launcher, channel, lambda held: mute(held, kind, name))


@click.command("unmute")
@click.argument("channel")
@_KIND
@click.argument("name")
@click.pass_obj
def unmute_command(launcher: Launcher, /, *, channel: str, kind: MuteKind, name: str) -> None:
    """Let in again what was muted."""
    _change(launcher, channel, lambda held: unmute(held, kind, name))


@click.command()
@click.argument("channel")
@click.pass_obj
def pause(launcher: Launcher, /, *, channel: str) -> None:
    """Send nothing to CHANNEL until it is resumed."""
    _change(launcher, channel, Subscription.pause)


@click.command()
@click.argument("channel")
@click.pass_obj
def resume(launcher: Launcher, /, *, channel: str) -> None:
    """Send to CHANNEL again, without what piled up meanwhile."""
    _change(launcher, channel, lambda held: held.resume(launcher.today()))


@click.command()
@click.argument("channel")
@click.argument("item")
@json_option
@click.pass_obj
def why(launcher: Launcher, /, *, channel: str, item: str, as_json: bool) -> None:
    """Say why ITEM (its id) is told in CHANNEL, or why it is not."""
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        told = desk.explain(channel, item)
    if told is None:
        raise click.ClickException(_NO_SUBSCRIPTION.format(channel=harmless_line(channel)))
    if as_json:
        print_json(told)
    else:
        click.echo(harmless(told.text))


@click.command()
@click.argument("channel")
@click.argument("item", required=False)
@click.option("--useful/--not-useful", "is_useful", default=None, help="What you think of ITEM.")
@click.option("--reset", is_flag=True, help="Forget all feedback of CHANNEL.")
@click.pass_obj
def feedback(
    launcher: Launcher, /, *, channel: str, item: str | None, is_useful: bool | None, reset: bool
) -> None:
    """Say whether ITEM was useful to CHANNEL; its ranking learns from that, and no other channel's."""
    if reset == (item is not None) or (item is not None and is_useful is None):
        raise click.UsageError("Give an ITEM with --useful or --not-useful, or --reset.")
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        if item is None:
            click.echo(f"{desk.reset_feedback(channel)} forgotten")
        elif not desk.give_feedback(channel, item, is_useful=bool(is_useful)):
            raise click.ClickException(f"{harmless_line(item)} was never ranked for this channel.")


COMMANDS = (mute_command, unmute_command, pause, resume, why, feedback)
_NO_SUBSCRIPTION = "{channel} has no subscription; `sandan digest subscribe` makes one."


def _change(launcher: Launcher, channel: str, change: Callable[[Subscription], Subscription]) -> None:
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        held = desk.subscription(channel)
        if held is None:
            raise click.ClickException(_NO_SUBSCRIPTION.format(channel=harmless_line(channel)))
        try:
            changed = change(held)
        except ValueError as error:
            raise click.UsageError("There is no such topic.") from error
        desk.subscribe(changed)
    click.echo(f"{harmless_line(channel)}: done")
