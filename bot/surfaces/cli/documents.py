"""`sandan documents list|show|remove`: what is held, what stands in it, and taking it out for good."""

from collections.abc import Iterator

import click

from bot.surfaces.cli.arguments import choose_audiences, json_option, reader_option, with_options
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Launcher
from bot.surfaces.cli.document_lines import describe_document
from bot.surfaces.cli.printing import harmless_line, note, open_console, print_json, show_progress
from bot.surfaces.cli.reports import DocumentDetail

_NOT_HELD = "No document {document} is held. `sandan documents list` shows what is."

_NOT_ERASED = (
    "It is out of every answer. Bytes of it remain in the database file for now, since somebody is reading "
    "it: the next command that writes removes them. (On PostgreSQL, run VACUUM FULL.)"
)


@click.group()
def documents() -> None:
    """List, show and remove documents."""


@documents.command("list")
@with_options(json_option, reader_option)
@click.pass_obj
def list_documents(launcher: Launcher, /, *, as_json: bool, reader: frozenset[str] | None) -> None:
    """List every document version."""
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        held = desk.documents(audiences=choose_audiences(reader, desk, "en"))
    if as_json:
        print_json(held)
        return
    items = tuple(Item(text=describe_document(one)) for one in held.documents)
    print_blocks(open_console(), (Block(heading=f"Documents ({len(items)})", items=items),))


@documents.command("show")
@click.argument("document")
@with_options(json_option, reader_option)
@click.pass_obj
def show_document(
    launcher: Launcher, /, *, document: str, as_json: bool, reader: frozenset[str] | None
) -> None:
    """Show all versions of DOCUMENT with their sections, or one version: `ID@VERSION`."""
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        found = desk.show(document, audiences=choose_audiences(reader, desk, "en"))
    if not found.documents:
        raise click.ClickException(_NOT_HELD.format(document=harmless_line(document)))
    if as_json:
        print_json(found)
        return
    print_blocks(open_console(), tuple(block for one in found.documents for block in _describe(one)))


@documents.command("remove")
@click.argument("document")
@json_option
@click.pass_obj
def remove_document(launcher: Launcher, /, *, document: str, as_json: bool) -> None:
    """Remove all versions of DOCUMENT, or one version: `ID@VERSION`, with everything made of it."""
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        removal = desk.remove(document)
    if as_json and removal.removed:
        print_json(removal)
    elif removal.removed:
        items = tuple(Item(text=one) for one in removal.removed)
        print_blocks(open_console(), (Block(heading="Removed", items=items),))
        if not removal.is_erased:
            note(_NOT_ERASED)
    else:
        raise click.ClickException(_NOT_HELD.format(document=harmless_line(document)))


def _describe(detail: DocumentDetail) -> Iterator[Block]:
    sections = tuple(
        Item(
            text=" ".join(dict.fromkeys(part for part in (one.id, one.locator, one.heading) if part)),
            details=(" ".join(one.text.split()),),
        )
        for one in detail.text
    )
    yield Block(heading=describe_document(detail.document), items=tuple(_describe_facts(detail)))
    yield Block(heading=f"Sections ({len(sections)})", items=sections)
    for heading, lines in (("Rules read", detail.rules), ("Not understood", detail.not_understood)):
        if lines:
            items = tuple(Item(text=f"{one.section} {one.text}") for one in lines)
            yield Block(heading=f"{heading} ({len(items)})", items=items)


def _describe_facts(detail: DocumentDetail) -> Iterator[Item]:
    document = detail.document
    yield Item(text=f"{len(detail.text)} sections, {detail.characters:,} characters, {detail.chunks} chunks")
    if document.origin:
        yield Item(text=f"read from {document.origin}")
    for relation, other in (("replaces", document.supersedes), ("amends version", document.amends)):
        if other:
            yield Item(text=f"{relation} {other}")
    for warning in document.warnings:
        yield Item(text=warning, mark="!", style="yellow")
