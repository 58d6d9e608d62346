"""The form in which the terminal shows anything: headed blocks of marked lines.

What goes into the blocks is decided by the views. In a pipe the same words come without frames,
colours and line breaks of our own, so that they can be searched.
"""

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.surfaces.cli.printing import harmless, plain
from bot.surfaces.cli.wrapping import wrap_cells

_FRAME_CELLS = 4  # a panel's border and padding, both sides


class Item(BaseModel):
    """One entry of a block."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    mark: str = "・"  # stands in front; a verdict, a number
    sources: str = ""  # "[1][3]", set off in the terminal
    details: tuple[str, ...] = ()  # lines below, quieter
    style: str = ""  # of the mark


class Block(BaseModel):
    """A heading with its entries."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: str
    items: tuple[Item, ...]
    is_lead: bool = False  # framed: what one reads when one reads nothing else


def print_blocks(console: Console, blocks: tuple[Block, ...]) -> None:
    """Print blocks in order, parted by empty lines."""
    for number, block in enumerate(blocks):
        if number:
            console.print()
        if block.is_lead and console.is_terminal:
            _print_framed(console, block)
        else:
            _print_headed(console, block)


def _print_framed(console: Console, block: Block) -> None:
    body = Text("\n").join(_lines(item, console.width - _FRAME_CELLS, bare=True) for item in block.items)
    console.print(Panel(body, title=plain(block.heading, "bold"), title_align="left", border_style="cyan"))


def _print_headed(console: Console, block: Block) -> None:
    _print_text(console, plain(block.heading, "bold cyan"))
    for item in block.items:
        _print_text(console, _lines(item, console.width if console.is_terminal else None, bare=block.is_lead))


def _print_text(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True)  # lines are broken already, or stay whole


def _lines(item: Item, width: int | None, *, bare: bool) -> Text:
    """Lay out one entry: mark, text with its sources, then the details, under a hanging indent."""
    mark = "" if bare else f"  {harmless(item.mark)} "
    indent = " " * Text(mark).cell_len
    words = harmless(f"{item.text} {item.sources}".rstrip())
    body = _broken(words, indent, width)
    laid_out = Text.assemble((mark, item.style or "cyan"), body)
    if item.sources and laid_out.plain.endswith(item.sources):
        laid_out.stylize("dim", len(laid_out) - len(item.sources))
    deeper = indent if bare else f"{indent}  "
    for detail in item.details:
        laid_out.append(f"\n{deeper}{_broken(harmless(detail), deeper, width)}", style="dim")
    return laid_out


def _broken(words: str, indent: str, width: int | None) -> str:
    lines = words.split("\n") if width is None else wrap_cells(words, width - len(indent))
    return f"\n{indent}".join(lines)
