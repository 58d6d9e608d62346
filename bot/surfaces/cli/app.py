"""The command line as a whole: its commands, and what its exit codes mean.

0: done, also when the answer is that the documents do not say. 1: failed, with a message that says what
to do. 2: wrong usage.
"""

from importlib.metadata import PackageNotFoundError, version

import click

from bot.surfaces.cli.ask import ask
from bot.surfaces.cli.care import backup, forget, restore
from bot.surfaces.cli.check import check
from bot.surfaces.cli.digest import digest
from bot.surfaces.cli.doctor import doctor
from bot.surfaces.cli.documents import documents
from bot.surfaces.cli.evaluate import evaluate
from bot.surfaces.cli.ingest import ingest
from bot.surfaces.cli.phrases import phrases
from bot.surfaces.cli.profile import profile
from bot.surfaces.cli.render import render
from bot.surfaces.cli.schema import schema
from bot.surfaces.cli.search import search
from bot.surfaces.cli.serve import serve
from bot.surfaces.cli.tour import tour


def installed_version() -> str:
    """Give the version of the installed distribution; `source` when it runs from a checkout only."""
    try:
        return version("sandan")
    except PackageNotFoundError:
        return "source"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(installed_version(), prog_name="sandan")
def sandan() -> None:
    """Sandan (三段): an advisor on adopting AI that cites what it says."""


for _command in (
    ask,
    search,
    phrases,
    check,
    ingest,
    documents,
    digest,
    serve,
    doctor,
    schema,
    tour,
    evaluate,
    render,
    profile,
    forget,
    backup,
    restore,
):
    sandan.add_command(_command)
