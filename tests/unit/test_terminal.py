"""The terminal: nothing in a text is obeyed, Japanese lines break well, pipes stay plain."""

import io
import json

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot.surfaces.cli.batches import AskLine, BadLine, SearchLine, read_lines
from bot.surfaces.cli.blocks import Block, Item, print_blocks
from bot.surfaces.cli.printing import as_json, harmless
from bot.surfaces.cli.reports import SearchReply
from bot.surfaces.cli.wrapping import wrap_cells

NASTY = "前\x1b[31m赤\x1b[0m\x1b]0;title\x07\x1b]8;;http://evil\x1b\\link\x9b2J\u202eback\x00\x08後\r\n次"


def _printed(blocks: tuple[Block, ...], *, terminal: bool) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=40, color_system=None, markup=False)
    print_blocks(console, blocks)
    return stream.getvalue()


def test_escape_sequences_and_control_characters_are_taken_out() -> None:
    shown = harmless(NASTY)

    assert shown == "前赤linkback後\n次"


@given(st.text())
def test_no_text_can_bring_a_control_character_to_the_terminal(text: str) -> None:
    shown = harmless(text)

    assert not [c for c in shown if c not in "\n\t" and (ord(c) < 32 or 127 <= ord(c) < 160)]


@given(st.text())
def test_json_lines_hold_no_character_that_a_line_reader_splits_at(text: str) -> None:
    clean = text.encode("utf-8", "ignore").decode()

    line = as_json(SearchReply(query=clean))

    assert len(line.splitlines()) == 1
    assert json.loads(line)["query"] == clean


def test_japanese_lines_break_at_the_width_and_never_before_a_closing_mark() -> None:
    text = "生成AIの利用は、部門長の承認を得たうえで、（社内環境に限り）認める。PoCの上限は300万円とする。"

    lines = wrap_cells(text, 20)

    assert "".join(lines) == text
    assert all(cell_len(line) <= 20 for line in lines)
    assert not [line for line in lines if line[0] in "、。）" or line[-1] in "（「"]


@given(st.text(), st.integers(min_value=10, max_value=60))
def test_wrapping_loses_nothing_but_white_space(text: str, width: int) -> None:
    lines = wrap_cells(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())


def test_english_words_stay_whole() -> None:
    lines = wrap_cells("Company rules come before convenience in every case.", 20)

    assert lines == ["Company rules come", "before convenience", "in every case."]


def test_the_lead_is_framed_on_a_terminal_and_plain_in_a_pipe() -> None:
    blocks = (Block(heading="結論", items=(Item(text="可能です。", sources="[1]"),), is_lead=True),)

    on_terminal, in_pipe = _printed(blocks, terminal=True), _printed(blocks, terminal=False)

    assert "╭─ 結論" in on_terminal
    assert in_pipe == "結論\n可能です。 [1]\n"


def test_long_text_stays_on_one_line_in_a_pipe() -> None:
    text = "長い文。" * 100
    blocks = (Block(heading="要点", items=(Item(text=text),)),)

    in_pipe = _printed(blocks, terminal=False)

    assert text in in_pipe


def test_markup_in_a_text_is_shown_as_it_is() -> None:
    blocks = (Block(heading="[bold]x", items=(Item(text="[red]y[/red] :smile:"),)),)

    in_pipe = _printed(blocks, terminal=False)

    assert "[bold]x" in in_pipe
    assert "[red]y[/red] :smile:" in in_pipe


def test_a_batch_gives_a_value_for_every_line_good_or_bad() -> None:
    rows = b"\n".join(
        [
            b'\xef\xbb\xbf{"id": "a", "question": "one"}',
            b"not json",
            b"",
            b'{"id": "b"}',
            b"[1]",
            b"\xff\xfe",
            b'{"id": 7, "question": "\\ud800"}',
            '{"id": "c", "question": "二\u2028三", "gold": ["x"]}'.encode(),
        ]
    )

    lines = list(read_lines(io.BytesIO(rows), AskLine))

    assert [type(line) for line in lines] == [AskLine, BadLine, BadLine, BadLine, BadLine, BadLine, AskLine]
    assert [line.id for line in lines] == ["a", "", "b", "", "", "7", "c"]


def test_a_query_may_stand_under_either_of_its_two_names() -> None:
    rows = b'{"id": "a", "query": "one"}\n{"id": "b", "text": "two"}\n'

    lines = list(read_lines(io.BytesIO(rows), SearchLine))

    assert [line.query for line in lines if isinstance(line, SearchLine)] == ["one", "two"]
