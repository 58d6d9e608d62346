"""The typed template of a reply: parts with lines of styled runs, before they become blocks.

`bot.surfaces.slack.template` fills it from an answer, `bot.surfaces.slack.splitting` cuts it into messages,
`bot.surfaces.slack.blocks` turns it into what Slack takes.
"""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict


class Run(BaseModel):
    """A piece of text in one style."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    is_bold: bool = False
    is_whole: bool = False  # never cut: a citation's number, a verdict
    address: str = ""  # a link that our code made; never out of a text


class Line(BaseModel):
    """One paragraph or list entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    runs: tuple[Run, ...]
    is_listed: bool = True
    indent: int = 0

    @property
    def text(self) -> str:
        """The words without styles."""
        return "".join(run.text for run in self.runs)


class Part(BaseModel):
    """A heading with its lines."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: str
    lines: tuple[Line, ...]


def plain_line(*texts: str, is_listed: bool = True, indent: int = 0) -> Line:
    """Make a line without styles."""
    return Line(runs=tuple(Run(text=one) for one in texts if one), is_listed=is_listed, indent=indent)


def cited(numbers: Iterable[int]) -> tuple[Run, ...]:
    """Make the marks of citations, which stay in one piece."""
    marks = "".join(f"[{number}]" for number in numbers)
    return (Run(text=f" {marks}", is_whole=True),) if marks else ()
