"""How a meeting phrase is wanted: for whom, how long, in which language and register, on which side."""

import pytest

from bot.advisor.situation import PhraseWish
from tests.unit.understood import understood


def _wish(text: str) -> PhraseWish:
    wish = understood(text).phrase
    assert wish is not None
    return wish


@pytest.mark.parametrize(
    ("text", "listener"),
    [
        ("取締役会で使えるフレーズをください、PoCから始める件で", "board"),
        ("社長にどう言えば通りますか", "board"),
        ("専務を説得する一言がほしい", "board"),
        ("工場のみんなに伝える言い方を教えて", "floor"),
        ("朝礼でAI導入の狙いを一言で話したい", "floor"),
        ("ベンダーに値上げを断るときの台詞", "partner"),
        ("お客様へ説明するときの言い回しをご教示ください", "partner"),
        ("What should I say to the board about running costs?", "board"),
        ("Give me two lines for the shop floor on why we pilot first", "floor"),
        ("How do I tell our supplier that we need an exit clause?", "partner"),
        ("現場向けの話を役員会でするときの一言をください", "board"),
    ],
)
def test_the_listener_is_read(text: str, listener: str) -> None:
    assert _wish(text).listener == listener


@pytest.mark.parametrize(
    ("text", "most", "count"),
    [
        ("役員会で言う一言を60文字以内で", 60, None),
        ("６０字以内で社長への一言をください", 60, None),
        ("フレーズを三つ、各80文字まで", 80, 3),
        ("言い方を5パターンください", None, 5),
        ("Three phrases for the board, at most 120 characters each", 120, 3),
        ("Give me one line for partners", None, 1),
        ("役員に伝える一言をください", None, None),
    ],
)
def test_length_and_number_are_read(text: str, most: int | None, count: int | None) -> None:
    wish = _wish(text)

    assert (wish.max_chars, wish.count) == (most, count)


@pytest.mark.parametrize(
    ("text", "register", "language", "stance"),
    [
        ("役員会で使う一言を敬語で", "formal", None, None),
        ("現場にやわらかい言い方でお願い、です・ますで", "polite", None, None),
        ("英語で取引先に言う一文をください", None, "en", None),
        ("反対の立場で役員会に出す一言を", None, None, "against"),
        ("慎重派として会議で言えるフレーズは?", None, None, "cautious"),
        ("推進したい側の決め台詞をください", None, None, "for"),
        ("A formal one-liner for the board in Japanese, please", "formal", "ja", None),
        ("How should I say to the board that we decline the offer?", None, None, "against"),
    ],
)
def test_register_language_and_stance_are_read(
    text: str, register: str | None, language: str | None, stance: str | None
) -> None:
    wish = _wish(text)

    assert (wish.register_, wish.language, wish.stance) == (register, language, stance)


@pytest.mark.parametrize(
    "text",
    [
        "基盤モデルを一言で言うと何ですか",
        "役員の承認は要りますか",
        "取締役会の決裁はいくらから?",
        "What do board members have to approve?",
        "ベンダーを変えるときの注意は?",
    ],
)
def test_a_question_that_asks_for_no_phrase_has_no_wish(text: str) -> None:
    assert understood(text).phrase is None
