"""`sandan render`: what a surface would post if an answer held a given text.

Security people try hostile texts with it. Nothing is posted, asked or opened.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, BinaryIO, Literal

import click
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.surfaces.cli.arguments import json_option
from bot.surfaces.cli.batches import BadLine, Id, read_lines
from bot.surfaces.cli.printing import print_json
from bot.surfaces.untrusted import answer_around, without_surrogates
from bot.surfaces.web.fragment import render_fragment
from knowledge.documents.canonical import canonical_text

SurfaceChoice = Literal["slack", "web"]
MAX_TEXT_CHARS = 200_000


def _encodable(value: object) -> object:
    return without_surrogates(value) if isinstance(value, str) else value


class RenderLine(BaseModel):
    """One text of a batch; further keys are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Id = ""
    text: Annotated[str, BeforeValidator(_encodable)] = Field(max_length=MAX_TEXT_CHARS)


class RenderReply(BaseModel):
    """What would be posted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    payload: Any = None  # slack: the message, or a list of them when it takes several; web: HTML
    reason: str | None = None  # why there is no payload


def _for_slack(text: str) -> object:
    preview = import_module("bot.surfaces.slack.preview")  # Slack's SDK: only when it is asked for
    payloads = preview.preview_payloads(answer_around(text))
    return payloads[0] if len(payloads) == 1 else payloads


def _for_web(text: str) -> object:
    return render_fragment(answer_around(text))


_RENDERERS: dict[str, Callable[[str], object]] = {"slack": _for_slack, "web": _for_web}


@click.command()
@json_option
@click.option(
    "--batch",
    type=click.File("rb"),
    required=True,
    metavar="FILE.jsonl",
    help="Read {id, text} a line, print {id, payload} a line, in order; needs --json. `-` is stdin.",
)
@click.option(
    "--surface", type=click.Choice(tuple(_RENDERERS)), required=True, help="Whose payload is printed."
)
def render(*, as_json: bool, batch: BinaryIO, surface: SurfaceChoice) -> None:
    """Show exactly what would be posted if an answer held a text."""
    if not as_json:
        raise click.UsageError("--batch needs --json.")
    for line in read_lines(batch, RenderLine):
        print_json(render_line(line, surface), line=True)


def render_line(line: RenderLine | BadLine, surface: SurfaceChoice) -> RenderReply:
    """Render the text of one line."""
    if isinstance(line, BadLine):
        return RenderReply(id=line.id, reason=line.reason)
    return RenderReply(id=canonical_text(line.id), payload=_RENDERERS[surface](line.text))
