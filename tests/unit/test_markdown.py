"""Markdown of an answer: conclusion first, sources last, and no markup that a foreign text brings."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor.advice import Advice, Statement
from bot.advisor.markdown import escape, render_markdown


def an_answer(text: str) -> Advice:
    return Advice(
        question="?",
        language="ja",
        as_of=date(2026, 9, 15),
        state="clarify",
        abstained="full",
        summary=Statement(kind="notice", text=text),
        choices=("一つめ", "二つめ"),
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "[押す](https://evil.example/a)", "![x](https://evil.example/p.png)", "<!channel> 至急", "<@U123>",
        "<https://evil.example|here>", "**強調**", "`code`", "# 見出し", "| a | b |", "<img src=x>",
        "www.evil.example", "javascript://x", "me@evil.example",
    ],
)  # fmt: skip
def test_foreign_text_brings_no_markup_and_no_address(hostile: str) -> None:
    shown = escape(hostile)

    assert not re.search(r"(?<!\\)[\[\]<>*`#|!]", shown)
    assert "://" not in shown.replace("\u2060", "·")
    assert "www.e" not in shown


@given(st.text(max_size=300))
def test_any_text_is_escaped_without_failing_and_stays_readable(text: str) -> None:
    shown = escape(text)

    assert not re.search(r"(?<!\\)[\[\]<>`]", shown)
    assert "\n" not in shown


def test_the_conclusion_stands_first_and_the_choices_follow() -> None:
    written = render_markdown(an_answer("何を判断したいですか。"))

    assert written.index("何を判断") < written.index("一つめ") < written.index("二つめ")
