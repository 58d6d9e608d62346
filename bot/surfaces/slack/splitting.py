"""Cut a reply into messages that Slack takes, and lose nothing.

Cuts fall between parts, then between lines, then between sentences, then between words; never inside a
citation's number, nor inside a character. Sizes are counted in UTF-16 units, which is at least what Slack
counts, with room for the page mark.
"""

from collections.abc import Iterable, Iterator

from bot.surfaces.slack.layout import Line, Part, Run
from knowledge.documents.sentences import split_sentences

MAX_LINE_UNITS = 2_500
MAX_BLOCK_UNITS = 6_000
MAX_BLOCK_LINES = 60
MAX_MESSAGE_UNITS = 12_000  # Slack's own limit is 13,200 for all blocks of a message
MAX_MESSAGE_BLOCKS = 40  # Slack's own limit is 50
_JOINING = "\u200d\ufe0f\ufe0e"  # never at a cut: they belong to the character before


def units(text: str) -> int:
    """Count UTF-16 units: an emoji outside the basic plane counts twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def split_parts(parts: Iterable[Part]) -> tuple[tuple[Part, ...], ...]:
    """Distribute parts over messages, in order; a part that is cut repeats its heading.

    Returns:
        At least one message when there is at least one part.
    """
    messages: list[tuple[Part, ...]] = []
    current: list[Part] = []
    size = 0
    for part in parts:
        for piece in _split_part(part):
            weight = _part_units(piece)
            if current and (size + weight > MAX_MESSAGE_UNITS or len(current) >= MAX_MESSAGE_BLOCKS):
                messages.append(tuple(current))
                current, size = [], 0
            current.append(piece)
            size += weight
    if current:
        messages.append(tuple(current))
    return tuple(messages)


def split_text(text: str, limit: int) -> list[str]:
    """Cut a text into pieces of at most `limit` UTF-16 units; joined, they are the text again."""
    if units(text) <= limit:
        return [text]
    pieces = [""]
    for sentence in _sentences(text):
        if units(pieces[-1]) + units(sentence) <= limit:
            pieces[-1] += sentence
        else:
            pieces.extend(_hard_split(sentence, limit))
    return [piece for piece in pieces if piece]


def _part_units(part: Part) -> int:
    return units(part.heading) + sum(_line_units(line) for line in part.lines)


def _line_units(line: Line) -> int:
    return sum(_run_units(run) for run in line.runs)


def _run_units(run: Run) -> int:
    return units(run.text) + len(run.address)


def _split_part(part: Part) -> Iterator[Part]:
    lines: list[Line] = []
    size = units(part.heading)
    for line in (piece for whole in part.lines for piece in _split_line(whole)):
        weight = _line_units(line)
        if lines and (size + weight > MAX_BLOCK_UNITS or len(lines) >= MAX_BLOCK_LINES):
            yield Part(heading=part.heading, lines=tuple(lines))
            lines, size = [], units(part.heading)
        lines.append(line)
        size += weight
    if lines:
        yield Part(heading=part.heading, lines=tuple(lines))


def _split_line(line: Line) -> Iterator[Line]:
    if _line_units(line) <= MAX_LINE_UNITS:
        yield line
        return
    runs: list[Run] = []
    size = 0
    for run in (piece for whole in line.runs for piece in _split_run(whole)):
        weight = _run_units(run)
        if runs and size + weight > MAX_LINE_UNITS:
            yield line.model_copy(update={"runs": tuple(runs)})
            runs, size = [], 0
        runs.append(run)
        size += weight
    yield line.model_copy(update={"runs": tuple(runs)})


def _split_run(run: Run) -> Iterator[Run]:
    limit = MAX_LINE_UNITS - 200  # leaves room for the citation's marks behind it
    if run.is_whole:
        yield run
        return
    for piece in split_text(run.text, limit):
        yield run.model_copy(update={"text": piece})


def _sentences(text: str) -> Iterator[str]:
    """Give the sentences with the white space after each, so that joining gives back the text."""
    starts = [span.start for span in split_sentences(text)] or [0]
    starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text[start:end]


def _hard_split(text: str, limit: int) -> Iterator[str]:
    """Cut an endless sentence at white space near the limit, else between characters."""
    start = 0
    while start < len(text):
        end = _end_within(text, start, limit)
        if end < len(text):
            space = text.rfind(" ", start + (end - start) // 2, end)
            end = space + 1 if space > start else _off_joiner(text, start, end)
        yield text[start:end]
        start = end


def _end_within(text: str, start: int, limit: int) -> int:
    size, end = 0, start
    while end < len(text):
        size += 2 if text[end] > "\uffff" else 1
        if size > limit:
            break
        end += 1
    return max(end, start + 1)


def _off_joiner(text: str, start: int, end: int) -> int:
    while end > start + 1 and (text[end] in _JOINING or text[end - 1] == "\u200d"):
        end -= 1
    return end
