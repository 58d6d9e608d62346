"""`sandan digest tasks|task|save`: what people made of news, listed and changed."""

from datetime import date
from typing import Any

import click
from pydantic import ValidationError

from bot.digest.tasks import TASK_STATES, Task
from bot.digest.wording import TASK_STATE_WORDS
from bot.surfaces.cli.arguments import DAY, json_option
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.digest_reports import TasksReport
from bot.surfaces.cli.printing import harmless_line, print_json, show_progress


@click.command("tasks")
@click.argument("channel", required=False)
@json_option
@click.pass_obj
def tasks(launcher: Launcher, /, *, channel: str | None, as_json: bool) -> None:
    """List the tasks of CHANNEL, or all; open ones first."""
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        found = desk.tasks(channel)
    _print(found, launcher.today(), as_json=as_json)


@click.command("save")
@click.argument("channel")
@click.argument("item")
@json_option
@click.pass_obj
def save(launcher: Launcher, /, *, channel: str, item: str, as_json: bool) -> None:
    """Make a task of ITEM (its id) in CHANNEL, with the action its digest suggested."""
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        task = desk.save_task(channel, item)
    if task is None:
        raise click.ClickException(f"{harmless_line(item)} is not held.")
    _print([task], launcher.today(), as_json=as_json)


@click.command("task")
@click.argument("number", type=int)
@click.option("--state", type=click.Choice(TASK_STATES), help="How far it is.")
@click.option("--owner", help="Who does it.")
@click.option("--due", type=DAY, help="Until when.")
@click.option("--step", type=click.IntRange(1, 3), help="The step it belongs to.")
@click.option("--note", help="A note.")
@json_option
@click.pass_obj
def change(launcher: Launcher, /, *, number: int, as_json: bool, **given: Any) -> None:
    """Change task NUMBER; what is not named stays."""
    changes = {name: value for name, value in given.items() if value is not None}
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        try:
            task = desk.change_task(number, changes)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            raise click.UsageError(f"{first['loc'][0]}: {first['msg']}.") from error
    if task is None:
        raise click.ClickException(f"There is no task {number}.")
    _print([task], launcher.today(), as_json=as_json)


def _print(found: list[Task], today: date, *, as_json: bool) -> None:
    if as_json:
        print_json(TasksReport(tasks=tuple(found)))
        return
    for one in found:
        state = TASK_STATE_WORDS[one.state]["en"].lower()
        late = " OVERDUE" if one.is_overdue(today) else ""
        click.echo(
            harmless_line(f"#{one.number} {state} {one.due or '-'}{late} {one.owner or '-'} | {one.title}")
        )


COMMANDS = (tasks, save, change)
