"""`sandan phrases`: sentences to say in a meeting on a topic, with sources, an objection and a reply."""

import re
from typing import Any
from uuid import uuid4

import click
import structlog
from pydantic import BaseModel, ConfigDict

from bot.advisor.labels import Labels, labels_for
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question, Scope
from bot.advisor.situation import PhraseWish
from bot.surfaces.apology import apologise
from bot.surfaces.cli.advice_view import describe_phrase, describe_source
from bot.surfaces.cli.arguments import (
    DAY,
    choose_audiences,
    json_option,
    reader_option,
    scope_option,
    text_or_stdin,
    with_options,
)
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.desk import Desk, Launcher
from bot.surfaces.cli.printing import open_console, print_json, show_progress
from knowledge.documents.canonical import canonical_text
from knowledge.documents.document import Language
from knowledge.documents.language import detect_language

log = structlog.get_logger(__name__)

MAX_TOPIC_CHARS = 40_000
_ENGLISH_WORD = re.compile(r"\b[A-Za-z]?[a-z]{3,}\b")


class PhraseOptions(BaseModel):
    """What is wished: what the options of the command say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    listener: str | None
    register_: str | None
    lang: Language | None
    stance: str | None
    max_chars: int | None
    count: int | None

    @property
    def wish(self) -> PhraseWish:
        """Give it as the advisor takes it."""
        said = {
            "listener": self.listener,
            "register_": self.register_,
            "language": self.lang,
            "stance": self.stance,
            "max_chars": self.max_chars,
            "count": self.count,
        }
        return PhraseWish.model_validate({name: value for name, value in said.items() if value is not None})


@click.command()
@click.argument("topic")
@with_options(
    json_option,
    click.option("--listener", type=click.Choice(["board", "floor", "partner"]), help="Who listens."),
    click.option(
        "--register", "register_", type=click.Choice(["polite", "formal"]), help="です・ます, or 敬語."
    ),
    click.option("--lang", type=click.Choice(["ja", "en"]), help="Of the sentences. Default: the topic's."),
    click.option("--stance", type=click.Choice(["for", "cautious", "against"]), help="On which side."),
    click.option("--max-chars", type=click.IntRange(1), help="No sentence longer than this."),
    click.option("--count", type=click.IntRange(1, 20), help="At most so many sentences. Default: 3."),
    click.option("--as-of", type=DAY, help="The day whose rules count. Default: today."),
    reader_option,
    scope_option,
)
@click.pass_obj
def phrases(
    launcher: Launcher, /, *, topic: str, as_json: bool, reader: frozenset[str] | None, **given: Any
) -> None:
    """Suggest sentences to say on TOPIC (`-`: from stdin)."""
    text = canonical_text(text_or_stdin(topic))
    if len(text) > MAX_TOPIC_CHARS:
        raise click.UsageError("The topic is too long; a word or a sentence is enough.")
    scope: Scope = given.pop("scope")
    as_of = given.pop("as_of") or launcher.today()
    options = PhraseOptions(**given)
    language = options.lang or _language_of(text)
    with show_progress() as progress, launcher.open_desk(progress) as desk:
        audiences = choose_audiences(reader, desk, language)
        question = Question(text=text, as_of=as_of, audiences=audiences, scope=scope, language=language)
        reply = _reply(desk, question, options.wish, language)
    if as_json:
        print_json(reply)
    else:
        print_blocks(open_console(), _describe(reply))


def _language_of(topic: str) -> Language:
    """Tell the topic's language; bare terms such as PoC or TCO belong to none and are taken as Japanese."""
    return detect_language(topic) if _ENGLISH_WORD.search(topic) else "ja"


def _reply(desk: Desk, topic: Question, wish: PhraseWish, language: Language) -> PhraseReply:
    try:
        return desk.phrases(topic, wish)
    except Exception as error:  # the one place where a failed wish becomes words
        reference = uuid4().hex[:12]
        log.exception("phrases_failed", trace_id=reference, error=type(error).__name__)
        raise click.ClickException(apologise(error, language, reference=reference)) from error


def _describe(reply: PhraseReply) -> tuple[Block, ...]:
    labels: Labels = labels_for(reply.language)
    if not reply.phrases:
        return (Block(heading=labels.phrases, items=(Item(text=reply.reason),), is_lead=True),)
    said = tuple(describe_phrase(one, labels) for one in reply.phrases)
    sources = tuple(describe_source(one, labels) for one in reply.citations)
    return (Block(heading=labels.phrases, items=said), Block(heading=labels.sources, items=sources))
