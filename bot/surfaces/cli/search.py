"""`sandan search`: the sections found for a query, or for a batch of queries, as they are.

What is found is the retriever's business; nothing is answered here.
"""

from typing import Any, BinaryIO
from uuid import uuid4

import click
import structlog
from pydantic import BaseModel, ConfigDict

from bot.advisor.question import Scope
from bot.surfaces.apology import apologise
from bot.surfaces.cli.arguments import (
    batch_option,
    check_batch,
    choose_audiences,
    json_option,
    reader_option,
    scope_option,
    text_or_stdin,
    with_options,
)
from bot.surfaces.cli.batches import BadLine, SearchLine, read_lines
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Desk, Launcher
from bot.surfaces.cli.printing import open_console, print_json, show_progress
from bot.surfaces.cli.reports import SearchReply
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import Language
from knowledge.documents.language import detect_language

log = structlog.get_logger(__name__)

_MAX_SHOWN = 300  # characters of a hit; --json has the whole chunk
_FOUND: dict[Language, str] = {"ja": "見つかった箇所（{count}件）", "en": "Found ({count})"}
_NOTHING: dict[Language, str] = {"ja": "見つかりませんでした。", "en": "Nothing was found."}


class SearchOptions(BaseModel):
    """How to search: what the options of the command say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    k: int
    reader: frozenset[str] | None
    scope: Scope


@click.command()
@click.argument("query", required=False)
@with_options(
    json_option,
    batch_option,
    click.option(
        "-k", type=click.IntRange(1, 100), default=10, show_default=True, help="At most so many hits."
    ),
    reader_option,
    scope_option,
)
@click.pass_obj
def search(
    launcher: Launcher, /, *, query: str | None, as_json: bool, batch: BinaryIO | None, **given: Any
) -> None:
    """Find the sections nearest to QUERY (`-`: from stdin)."""
    check_batch(batch=batch, as_json=as_json, alone=[query], what="a QUERY")
    text = "" if query is None else text_or_stdin(query)
    language = detect_language(text) if text else "en"
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        options = SearchOptions(**given)
        finder = _Finder(desk, choose_audiences(options.reader, desk, language), options)
        if batch is not None:
            for line in read_lines(batch, SearchLine):
                print_json(finder.reply_to(line), line=True)
            return
        reply = finder.reply_to(SearchLine.model_construct(query=text))
    if as_json:
        print_json(reply)
    else:
        print_blocks(open_console(), (_describe(reply, language),))
    if reply.state == "failed":
        raise click.exceptions.Exit(1)


class _Finder:
    """Searches in one way, and turns whatever fails into a reply that says so."""

    def __init__(self, desk: Desk, audiences: frozenset[str], options: SearchOptions) -> None:
        self._desk = desk
        self._audiences = audiences
        self._options = options

    def reply_to(self, line: SearchLine | BadLine) -> SearchReply:
        if isinstance(line, BadLine):
            return SearchReply(id=line.id, query=line.text, state="failed", reason=line.reason)
        query = canonical_text(line.query)
        try:
            reply = self._desk.search(
                query, audiences=self._audiences, scope=self._options.scope, k=self._options.k
            )
        except Exception as error:  # the one place where a failed query becomes words
            reference = uuid4().hex[:12]
            log.exception("search_failed", trace_id=reference, error=type(error).__name__)
            words = apologise(error, detect_language(query), reference=reference)
            return SearchReply(id=line.id, query=query, state="failed", reason=words)
        return reply.model_copy(update={"id": line.id})


def _describe(reply: SearchReply, language: Language) -> Block:
    if not reply.hits:
        words = reply.reason or _NOTHING[language]
        return Block(heading=_FOUND[language].format(count=0), items=(Item(text=words),))
    items = tuple(
        Item(
            text=" | ".join(part for part in (hit.id, hit.locator, hit.title, f"{hit.score:.3f}") if part),
            mark=f"{number:>2}.",
            details=(" ".join(hit.text.split())[:_MAX_SHOWN],),
        )
        for number, hit in enumerate(reply.hits, start=1)
    )
    return Block(heading=_FOUND[language].format(count=len(items)), items=items)
