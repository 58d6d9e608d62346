"""`sandan digest subscribe|unsubscribe`: what a channel wants of the digest."""

from datetime import date, time
from typing import Any

import click
from pydantic import ValidationError

from bot.digest.subscription import QuietHours, Subscription
from bot.surfaces.cli.arguments import json_option, with_options
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.digest_reports import SubscriptionReport
from bot.surfaces.cli.printing import harmless_line, print_json, show_progress

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Clock(click.ParamType[time]):
    name = "HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        if isinstance(value, time):
            return value
        try:
            return time.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a clock time; write it as HH:MM, for example 09:00.", param, ctx)


class _Names(click.ParamType[frozenset[str]]):
    name = "NAME,…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[str]:  # noqa: ARG002
        if isinstance(value, frozenset):
            return value
        return frozenset(one.strip() for one in value.split(",") if one.strip())


class _Quiet(click.ParamType[QuietHours]):
    name = "HH:MM-HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> QuietHours:
        if isinstance(value, QuietHours):
            return value
        try:
            start, end = (time.fromisoformat(one) for one in value.split("-"))
        except ValueError:
            self.fail(f"{value!r} are no hours; write them as 19:00-08:00.", param, ctx)
        return QuietHours(start=start, end=end)


_OPTIONS = (
    click.option("--at", type=_Clock(), help="Local clock time, 09:00 at first."),
    click.option("--zone", help="Zone of the IANA list, Asia/Tokyo at first."),
    click.option("--weekdays", type=_Names(), help="mon,tue,…; Monday to Friday at first."),
    click.option("--holidays", help="Country whose holidays bring no digest, or none; JP at first."),
    click.option("--closed", "closed_days", type=_Names(), help="Days the company is closed: 2026-08-13,…"),
    click.option("--topics", type=_Names(), help="Only these topics."),
    click.option("--sources", type=_Names(), help="Only these sources."),
    click.option("--jurisdictions", type=_Names(), help="Only these jurisdictions."),
    click.option("--lang", "language", help="ja or en."),
    click.option("--max-items", type=int, help="At most so many headlines, 5 at first."),
    click.option("--empty-day", help="one_line or silent."),
    click.option("--quiet", type=_Quiet(), help="Hours in which nothing is sent: 19:00-08:00."),
)


@click.command()
@click.argument("channel")
@with_options(*_OPTIONS, json_option)
@click.pass_obj
def subscribe(launcher: Launcher, /, *, channel: str, as_json: bool, **given: Any) -> None:
    """Send the digest to CHANNEL; given again, only what is named is changed."""
    changes = {name: value for name, value in given.items() if value is not None}
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        held = desk.subscription(channel)
        values = held.model_dump() if held else {"channel": channel, "since": launcher.today()}
        try:
            wanted = Subscription.model_validate(values | _read(changes))
        except (ValidationError, ValueError) as error:
            raise click.UsageError(_first_problem(error)) from error
        report = desk.subscribe(wanted)
    _print(report, as_json=as_json)


@click.command()
@click.argument("channel")
@click.pass_obj
def unsubscribe(launcher: Launcher, /, *, channel: str) -> None:
    """Send no digest to CHANNEL any more."""
    with show_progress() as progress, launcher.open_digest_desk(progress) as desk:
        was_subscribed = desk.unsubscribe(channel)
    if not was_subscribed:
        raise click.ClickException(f"{harmless_line(channel)} has no subscription.")
    click.echo(f"{harmless_line(channel)}: unsubscribed")


def _read(changes: dict[str, Any]) -> dict[str, Any]:
    read = dict(changes)
    if "weekdays" in read:
        read["weekdays"] = {_weekday(one) for one in read["weekdays"]}
    if "closed_days" in read:
        read["closed_days"] = {date.fromisoformat(one) for one in read["closed_days"]}
    return read


def _weekday(written: str) -> int:
    name = written[:3].lower()
    if name not in _WEEKDAYS:
        raise ValueError(f"{harmless_line(written)} is no weekday; write mon, tue and so on")
    return _WEEKDAYS.index(name)


def _first_problem(error: ValidationError | ValueError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False)[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}."
    return f"{error}."


def _print(report: SubscriptionReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    one = report.subscription
    following = report.next_due.isoformat(timespec="minutes") if report.next_due else "never"
    click.echo(f"{harmless_line(one.channel)}: {one.at:%H:%M} {one.zone}, at most {one.max_items} items")
    click.echo(f"next: {following}")
