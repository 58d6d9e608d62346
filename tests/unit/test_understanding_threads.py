"""A follow-up takes from its thread what it leaves open, and nothing else."""

import pytest

from bot.advisor.question import Question, Turn
from bot.advisor.understanding import understand
from tests.unit.understood import COMPANY, TODAY, understood

FIRST = "月10万円(税抜)、1年契約、自動更新なしのAI翻訳サービス。決裁は誰?"


def test_a_new_term_keeps_sum_and_renewal() -> None:
    purchase = understood("それって2年だと?", FIRST).purchase

    assert purchase is not None
    assert [amount.jpy for amount in purchase.amounts] == [100_000]
    assert (purchase.term_months, purchase.renews_automatically) == (24, False)


def test_a_new_sum_takes_the_old_ones_place() -> None:
    purchase = understood("じゃあ総額300万なら?", FIRST).purchase

    assert purchase is not None
    assert [amount.jpy for amount in purchase.amounts] == [3_000_000]
    assert purchase.amounts[0].per is None
    assert "ai" in purchase.kinds


def test_a_similar_sum_is_paid_as_the_old_one_was() -> None:
    purchase = understood("15万円だったら?", FIRST).purchase

    assert purchase is not None
    assert (purchase.amounts[0].jpy, purchase.amounts[0].per, purchase.amounts[0].tax) == (
        150_000,
        "month",
        "excluded",
    )


def test_renewal_is_changed_in_english_too() -> None:
    first = "JPY 100,000 a month for an AI service, two-year contract. Who approves?"

    purchase = understood("And if it renews automatically?", first).purchase

    assert purchase is not None
    assert (purchase.amounts[0].jpy, purchase.term_months, purchase.renews_automatically) == (
        100_000,
        24,
        True,
    )


def test_the_newest_value_wins_over_several_turns() -> None:
    purchase = understood("じゃあ3年なら?", FIRST, "それって2年だと?", "自動更新だったら?").purchase

    assert purchase is not None
    assert (purchase.term_months, purchase.renews_automatically) == (36, True)


def test_a_question_that_stands_alone_takes_nothing_over() -> None:
    situation = understood("ログの保存期間は何年ですか", FIRST)

    assert situation.purchase is None
    assert not situation.is_follow_up
    assert situation.query == "ログの保存期間は何年ですか"


def test_a_thread_begins_with_the_last_question_that_stood_alone() -> None:
    situation = understood("じゃあ極秘なら?", FIRST, "「秘」の検査データを社内AI環境に入れていいですか")

    assert situation.purchase is None
    assert situation.use is not None
    assert situation.use.class_labels == ("極秘",)
    assert situation.use.destinations == ("internal_ai",)


@pytest.mark.parametrize(
    "text",
    [
        "他には?",
        "それはなぜ?",
        "じゃあ課長なら?",
        "逆に反対されたら?",
        "もう少し詳しく",
        "What else?",
        "Why is that?",
        "and for cloud?",
        "理由は?",
        "その根拠はどこ?",
    ],
)
def test_a_follow_up_is_searched_with_the_threads_topic(text: str) -> None:
    situation = understood(text, "ベンダーロックインを避けるための契約条項を教えてください")

    assert situation.is_follow_up
    assert not situation.is_vague
    assert "ベンダーロックイン" in situation.topic
    assert situation.query.startswith(text)
    assert "契約条項" in situation.query


def test_the_bots_words_are_the_topic_where_the_user_said_none() -> None:
    history = (Turn(role="bot", text="PoCの費用上限は税抜200万円です。"),)
    question = Question(text="それはなぜ?", as_of=TODAY, history=history, audiences=frozenset({"everyone"}))

    situation = understand(question, COMPANY)

    assert "PoC" in situation.topic


def test_what_the_bot_said_is_never_a_sum_of_the_users() -> None:
    history = (
        Turn(role="user", text="AIソフトを80万円で買いたい。決裁は?"),
        Turn(role="bot", text="課長です。50万円以上300万円未満は部長です。"),
    )
    question = Question(text="自動更新だと?", as_of=TODAY, history=history, audiences=frozenset({"everyone"}))

    purchase = understand(question, COMPANY).purchase

    assert purchase is not None
    assert [amount.jpy for amount in purchase.amounts] == [800_000]


def test_a_phrase_is_changed_by_a_few_words() -> None:
    wish = understood("英語で", "役員会で言う一言を60文字以内でください").phrase

    assert wish is not None
    assert (wish.listener, wish.language, wish.max_chars) == ("board", "en", 60)


def test_the_asker_is_remembered_from_the_thread() -> None:
    situation = understood(
        "じゃあ社外秘なら?", "品証ですけど、「秘」の検査データを社内AI環境に入れていいですか"
    )

    assert situation.asker_department == "品質保証部"


def test_a_follow_up_keeps_the_day_that_was_asked_about() -> None:
    situation = understood("じゃあ450万円なら?", "2027年4月以降、部長はいくらまで決裁できますか")

    assert situation.rules_on.isoformat() == "2027-04-01"
