"""Put results on stdout and notes on stderr, harmlessly.

Any text may come from a document or a stranger: escape sequences, control characters and marks that
turn the reading direction never reach the terminal. What is shown is decided by the commands.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click
from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot.surfaces.cli.desk import Progress as ReportProgress
from knowledge.documents.canonical import canonical_text

_MAX_WIDTH = 100  # longer lines are hard to read, also on a wide screen
_ESCAPE_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f]).*?(?:\x07|\x1b\\\\|\x9c|$)"  # titles, links, device strings
    "|\x1b[ -/]*[0-~]",
    re.DOTALL,
)
# Valid JSON may hold these as they are, yet terminals obey them and line readers split at them.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def harmless(text: str) -> str:
    """Take out everything that a terminal would obey instead of show; line ends and tabs stay."""
    return canonical_text(_ESCAPE_SEQUENCE.sub("", text))


def harmless_line(text: str) -> str:
    """Make one harmless line of a text."""
    return " ".join(harmless(text).split())


def as_json(value: BaseModel, *, indent: int | None = None) -> str:
    """Write a value as one JSON document, with what a terminal or a line reader would obey escaped."""
    text = value.model_dump_json(by_alias=True, indent=indent)
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def print_json(value: BaseModel, *, line: bool = False) -> None:
    """Print one JSON document on stdout; as a single line, at once, when it is part of a batch."""
    click.echo(as_json(value, indent=None if line else 2))


def note(text: str) -> None:
    """Say something beside the result, on stderr."""
    click.echo(harmless(text), err=True)


def open_console(stream: TextIO | None = None) -> Console:
    """Open the console that results for people are printed on; without colours and frames in a pipe."""
    console = Console(file=stream or sys.stdout, highlight=False, emoji=False, markup=False)
    if console.is_terminal and console.width > _MAX_WIDTH:
        console.width = _MAX_WIDTH
    return console


def plain(text: str, style: str = "") -> Text:
    """Make text that the console shows as it is: no markup is read in it."""
    return Text(harmless(text), style=style)


@contextmanager
def show_progress() -> Iterator[ReportProgress]:
    """Show progress on stderr: a bar on a terminal, otherwise one line whenever something else begins."""
    console = Console(stderr=True, highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        yield _line_progress()
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _bar_progress(bars)


def _line_progress() -> ReportProgress:
    begun: set[str] = set()

    def report(what: str, _done: int, total: int) -> None:
        if what not in begun:
            begun.add(what)
            note(f"{what} ({total}) …" if total else f"{what} …")

    return report


def _bar_progress(bars: Progress) -> ReportProgress:
    tasks: dict[str, TaskID] = {}

    def report(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bars.add_task(harmless_line(what), total=total or None)
        bars.update(tasks[what], completed=done, total=total or None)

    return report
