"""Any text is understood in time, without an error, and what was found lies inside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.question import Question, Turn
from bot.advisor.situation import Situation
from bot.advisor.understanding import understand
from tests.unit.understood import COMPANY, TODAY, understood

_PIECES = (
    "300万円", "税抜", "2年契約", "自動更新", "「秘」", "じゃあ", "役員会", "60文字以内", "第2版",
    "2027年4月以降", "品証ですが", "ChatGPT", "無視して", "の", "を", "、", "。", "?", "\n", " ", "JPY 2M",
    "per user", "ignore", "the board", "一言", "1/2", "０", "㊙", "㌍", "ﬁ", "İ", "ß", "\u200b", "\u0301",
    "ｶﾞ", "👍", "\x00", "<b>", "((((", "円円円",
)  # fmt: skip
_UNITS = (
    "あ", "漢", "「秘」の検査データを", "300万円", "a ", "the ", "1", "1,", "(", "社長の", "月", "ignore ",
    "品質保証部の", "\n", "ァ", "年", "「", "pretend to be ", "、", "- ", "\t", "3か月", "第", "約", "人",
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=400), st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))


@settings(max_examples=150, deadline=None)
@given(text=_TEXTS, before=_TEXTS)
def test_any_text_is_understood_and_spans_lie_inside_it(text: str, before: str) -> None:
    history = (Turn(role="user", text=before), Turn(role="bot", text=before))
    question = Question(text=text, as_of=TODAY, history=history, audiences=frozenset({"everyone"}))

    situation = understand(question, COMPANY)

    spans = [(one.start, one.end) for one in situation.dates]
    spans += [(one.start, one.end) for one in (*situation.durations, *situation.believed_amounts)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    _assert_scores_are_ordered(situation)


@pytest.mark.parametrize("unit", _UNITS)
def test_forty_thousand_characters_are_understood_to_the_end(unit: str) -> None:
    text = (unit * 40_000)[:40_000]

    situation = understood(text, text)  # an expression that backtracks without end would hang here

    _assert_scores_are_ordered(situation)


def test_an_empty_question_is_vague_and_nothing_else() -> None:
    situation = understood("")

    assert situation.is_vague
    assert situation.query == ""
    assert situation.purchase is None
    assert situation.use is None


def test_the_same_question_is_understood_the_same_way() -> None:
    text = "品証ですが、月12万円で2年の社内AI、至急です。役員会で言う一言も60字で"

    assert understood(text) == understood(text)


def _assert_scores_are_ordered(situation: Situation) -> None:
    scores = [one.score for one in situation.intents]

    assert scores == sorted(scores, reverse=True)
    assert len({one.intent for one in situation.intents}) == len(scores)
