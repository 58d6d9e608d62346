"""Kinds of arguments and options that several commands share, and what they mean.

A wrong value ends the command with code 2 and a sentence that says how to write it.
"""

import re
import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import click

from bot.advisor.question import Scope
from bot.surfaces.cli.desk import Desk
from bot.surfaces.cli.printing import note
from knowledge.documents.document import EVERYONE, Language

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OWNER_NOTE: dict[Language, str] = {
    "ja": "（所有者として、すべての文書を読んで答えます。範囲を絞るには --reader を使います。）",
    "en": "(Acting as the owner: every document may be read. Use --reader to narrow.)",
}


class _Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None:
            self.fail(f"{value!r} is not a day; write it as YYYY-MM-DD, for example 2026-09-15.", param, ctx)
        return day


class _Audiences(click.ParamType[frozenset[str]]):
    name = "AUDIENCE,…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[str]:
        if isinstance(value, frozenset):
            return value
        named = frozenset(name.strip() for name in value.split(",")) - {""}
        if not named:
            self.fail("name at least one audience, for example --reader everyone.", param, ctx)
        return named | {EVERYONE}  # what everyone may read, every reader may


DAY = _Day()
_SCOPES: tuple[Scope, ...] = ("all", "bundled", "ingested")

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
)
batch_option = click.option(
    "--batch",
    type=click.File("rb"),
    metavar="FILE.jsonl",
    help="Read one object a line, print one object a line, in order; needs --json. `-` is stdin.",
)
reader_option = click.option(
    "--reader",
    type=_Audiences(),
    help="Read only what these audiences, and everyone, may. Without it: the owner, who may read all.",
)
scope_option = click.option(
    "--scope",
    type=click.Choice(_SCOPES),
    default="all",
    show_default=True,
    help="Everything, only the shipped corpus, or only what was put in.",
)


def with_options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Put several options on a command, shown in the order given."""

    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def choose_audiences(reader: frozenset[str] | None, desk: Desk, language: Language) -> frozenset[str]:
    """Give the reader's audiences, or all of them for the owner, which is then said once on stderr."""
    if reader is not None:
        return reader
    note(_OWNER_NOTE[language])
    return desk.audiences() | {EVERYONE}


def check_batch(*, batch: object, as_json: bool, alone: Iterable[object], what: str) -> None:
    """Refuse a batch without `--json`, a batch beside a single text, and neither of both.

    Raises:
        click.UsageError: Says what to write instead.
    """
    has_single = any(value is not None for value in alone)
    if batch is not None and not as_json:
        raise click.UsageError("--batch needs --json.")
    if batch is not None and has_single:
        raise click.UsageError(f"Give either {what} or --batch, not both.")
    if batch is None and not has_single:
        raise click.UsageError(f"Give {what}, or --batch FILE.jsonl --json.")


def text_or_stdin(text: str) -> str:
    """Give the text, or what stdin holds when it is `-`."""
    if text != "-":
        return text
    return sys.stdin.buffer.read().decode("utf-8", errors="replace").strip()
