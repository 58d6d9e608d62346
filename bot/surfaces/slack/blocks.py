"""Turn a reply into messages of `rich_text` blocks: `render_advice` for answers, `render_words` for the rest.

Text is made inert first, then cut into messages, then put into blocks; `rich_text` elements carry no markup,
so nothing in a text can become a mention, a link or an image.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.advice import Advice
from bot.surfaces.slack.escaping import inert_fallback, inert_line, inert_text
from bot.surfaces.slack.layout import Line, Part, Run, plain_line
from bot.surfaces.slack.splitting import split_parts, split_text
from bot.surfaces.slack.template import describe_advice
from bot.surfaces.slack.wording import Words
from bot.surfaces.slack.words import words_for
from knowledge.documents.document import Language

Json = dict[str, object]
MAX_FALLBACK_UNITS = 1_500  # shown in notifications only; blocks hold the whole


class Post(BaseModel):
    """One message to post."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)  # what notifications and screen readers say; inert
    blocks: tuple[Json, ...] = Field(min_length=1, max_length=50)
    addresses: frozenset[str] = frozenset()  # every link in the blocks; made by code
    mentions: frozenset[str] = frozenset()  # every person named in the blocks; chosen by a person


def render_advice(advice: Advice, addresses: Mapping[int, str] | None = None) -> tuple[Post, ...]:
    """Render an answer, in as many messages as it takes; nothing is left out.

    Args:
        advice: The answer.
        addresses: Where its citations can be opened in a browser, by their numbers.
    """
    parts = describe_advice(advice, addresses or {})
    return render_parts(parts, language=advice.language, fallback=advice.summary.text)


def render_words(
    text: str, *, language: Language, examples: Iterable[str] = (), heading: str = ""
) -> tuple[Post, ...]:
    """Render sentences of our own, an apology or a question back, with examples as a list."""
    lines = (plain_line(text, is_listed=False), *(plain_line(one) for one in examples))
    return render_parts((Part(heading=heading, lines=lines),), language=language, fallback=text)


def render_parts(parts: Iterable[Part], *, language: Language, fallback: str) -> tuple[Post, ...]:
    """Render parts as one or several messages.

    Args:
        parts: Text from anywhere; made inert here.
        language: Of headings and page marks.
        fallback: What a notification should say.
    """
    words = words_for(language)
    messages = split_parts(tuple(_inert_parts(parts)))
    if not messages:
        return render_words(words.cannot_post_otherwise, language=language)
    said = _fallback(fallback) or _fallback(messages[0][0].lines[0].text) or "Sandan"
    posts = []
    previous: Part | None = None
    for page, message in enumerate(messages, start=1):
        mark = words.page.format(page=page, pages=len(messages)) if len(messages) > 1 else ""
        blocks = tuple(_blocks(message, mark, previous, words))
        posts.append(Post(text=f"{mark}{said}", blocks=blocks, addresses=_addresses(message)))
        previous = message[-1]
    return tuple(posts)


def rich_text(*elements: Json) -> Json:
    """Make a block out of rich text elements; each paragraph begins a line of its own."""
    followers = [*elements[1:], None]
    return {
        "type": "rich_text",
        "elements": [_parted(*pair) for pair in zip(elements, followers, strict=True)],
    }


def _parted(element: Json, follower: Json | None) -> Json:
    """End a paragraph's line where another paragraph follows: not every client does so by itself."""
    if follower is None or {element["type"], follower["type"]} != {"rich_text_section"}:
        return element
    children = cast("list[Json]", element["elements"])
    return element | {"elements": [*children, {"type": "text", "text": "\n"}]}


def section(*runs: Run) -> Json:
    """Make one paragraph; runs must be inert."""
    return {"type": "rich_text_section", "elements": [_text(run) for run in runs if run.text]}


def _addresses(message: Iterable[Part]) -> frozenset[str]:
    return frozenset(run.address for part in message for line in part.lines for run in line.runs) - {""}


def _text(run: Run) -> Json:
    element: Json = {"type": "text", "text": run.text}
    if run.address:
        element = {"type": "link", "url": run.address, "text": run.text}
    if run.is_bold:
        element["style"] = {"bold": True}
    return element


def _fallback(text: str) -> str:
    line = inert_line(text)
    pieces = split_text(line, MAX_FALLBACK_UNITS)
    shown = line if len(pieces) <= 1 else f"{pieces[0]}…"
    return inert_fallback(shown)


def _inert_parts(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        lines = tuple(line for line in (_inert_line(one) for one in part.lines) if line.text.strip())
        if lines:
            yield Part(heading=inert_line(part.heading), lines=lines)


def _inert_line(line: Line) -> Line:
    runs = tuple(run.model_copy(update={"text": inert_text(run.text)}) for run in line.runs)
    return line.model_copy(update={"runs": tuple(run for run in runs if run.text)})


def _blocks(message: Iterable[Part], mark: str, previous: Part | None, words: Words) -> Iterator[Json]:
    for number, part in enumerate(message):
        heading = part.heading
        if previous is not None and previous.heading == heading and heading:
            heading = words.continued.format(heading=heading)
        if number == 0 and mark:
            heading = f"{heading} {mark}".strip()
        yield rich_text(*_elements(part, heading))
        previous = part


def _elements(part: Part, heading: str) -> Iterator[Json]:
    if heading:
        yield section(Run(text=heading, is_bold=True))
    entries: list[Json] = []
    indent = 0
    for line in part.lines:
        if entries and (not line.is_listed or line.indent != indent):
            yield _list(entries, indent)
            entries = []
        if line.is_listed:
            indent = line.indent
            entries.append(section(*line.runs))
        else:
            yield section(*line.runs)
    if entries:
        yield _list(entries, indent)


def _list(entries: list[Json], indent: int) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": list(entries)}
