"""Long replies become several messages: within every limit, in order, and nothing is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surfaces.slack.blocks import render_parts
from bot.surfaces.slack.checking import check_post
from bot.surfaces.slack.layout import Line, Part, Run, cited
from bot.surfaces.slack.splitting import (
    MAX_BLOCK_UNITS,
    MAX_MESSAGE_BLOCKS,
    MAX_MESSAGE_UNITS,
    split_parts,
    split_text,
    units,
)
from tests.fake_slack.block_kit import problems_of_message


def words_of(parts: tuple[Part, ...]) -> str:
    return "".join(line.text for part in parts for line in part.lines)


def test_a_short_reply_is_one_message() -> None:
    parts = (Part(heading="結論", lines=(Line(runs=(Run(text="はい。"),)),)),)

    assert split_parts(parts) == (parts,)


def test_an_emoji_is_never_cut_from_what_joins_it() -> None:
    text = "👩\u200d🔧" * 2_000

    pieces = split_text(text, 99)

    assert "".join(pieces) == text
    assert all(not piece.startswith("\u200d") and not piece.endswith("\u200d") for piece in pieces)
    assert max(units(piece) for piece in pieces) <= 99


def test_a_text_is_cut_between_sentences_when_it_has_any() -> None:
    text = "これは一つの文です。" * 300

    pieces = split_text(text, 100)

    assert "".join(pieces) == text
    assert all(piece.endswith("。") for piece in pieces)


TEXTS = st.one_of(
    st.text(min_size=1, max_size=200),
    st.integers(1, 9_000).map(lambda count: "あ" * count),
    st.integers(1, 3_000).map(lambda count: "文です。" * count),
    st.integers(1, 3_000).map(lambda count: "word " * count),
    st.integers(1, 2_000).map(lambda count: "𠮷" * count),
)
LINES = st.builds(
    lambda text, marks, is_listed, indent: Line(
        runs=(Run(text=text), *cited(range(1, marks + 1))), is_listed=is_listed, indent=indent
    ),
    TEXTS,
    st.integers(0, 40),
    st.booleans(),
    st.integers(0, 1),
)
LISTS = st.lists(LINES, min_size=1, max_size=4).map(tuple)
PARTS = st.lists(st.builds(Part, heading=st.just("見出し"), lines=LISTS), min_size=1, max_size=6).map(tuple)


@given(PARTS)
@settings(max_examples=40, deadline=None)
def test_nothing_is_lost_and_no_limit_is_passed(parts: tuple[Part, ...]) -> None:
    messages = split_parts(parts)

    assert "".join(words_of(message) for message in messages) == words_of(parts)
    for message in messages:
        assert len(message) <= MAX_MESSAGE_BLOCKS
        sizes = [units(part.heading) + units(words_of((part,))) for part in message]
        assert max(sizes) <= MAX_BLOCK_UNITS
        assert sum(sizes) <= MAX_MESSAGE_UNITS
    marks = [run.text for part in parts for line in part.lines for run in line.runs if run.is_whole]
    kept = [run.text for message in messages for part in message for line in part.lines for run in line.runs
            if run.is_whole]  # fmt: skip
    assert kept == marks


@given(PARTS)
@settings(max_examples=25, deadline=None)
def test_every_message_of_a_split_reply_can_be_sent_and_is_numbered(parts: tuple[Part, ...]) -> None:
    posts = render_parts(parts, language="ja", fallback="結論")

    for number, post in enumerate(posts, start=1):
        check_post(post)
        assert problems_of_message(post.model_dump(mode="json")) == []
        if len(posts) > 1:
            assert post.text.startswith(f"（{number}/{len(posts)}）")
