"""Ask the person at the terminal for what a policy did not say: since which day it is in force.

Without a terminal nothing is asked: the report says what is missing, and options or front matter give it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from bot.surfaces.cli.arguments import DAY
from bot.surfaces.cli.printing import harmless_line
from bot.surfaces.cli.reports import DocumentSummary, IngestReport
from knowledge.documents.document import SourceClass
from knowledge.documents.loaders.load import list_files

_QUESTION = "Since which day is {title} ({name}) in force? YYYY-MM-DD, or Enter to leave it open"


def undated_policies(paths: Sequence[Path], report: IngestReport) -> Iterator[tuple[Path, DocumentSummary]]:
    """Find policies whose file says no first day in force; a file of several documents is left alone."""
    files = [file for path in paths for file in list_files(path)]
    for file, one in zip(files, report.files, strict=False):
        if one.state == "ingested" and len(one.documents) == 1 and _is_undated(one.documents[0]):
            yield file, one.documents[0]


def ask_for_day(document: DocumentSummary) -> date | None:
    """Ask until a day or nothing is given."""
    name = f"{document.id}@{document.version}"
    question = _QUESTION.format(title=harmless_line(document.title), name=harmless_line(name))
    answer = click.prompt(question, default="", show_default=False, err=True, value_proc=_read_day)
    return answer if isinstance(answer, date) else None


def _read_day(typed: str) -> date | str:
    return DAY.convert(typed.strip(), None, None) if typed.strip() else ""


def _is_undated(document: DocumentSummary) -> bool:
    is_policy = document.source_class == SourceClass.POLICY
    return is_policy and document.effective_from is None and document.amends is None
