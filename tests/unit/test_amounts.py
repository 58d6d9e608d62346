"""Sums of money as people write them, with bound, tax and period."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PoCは５０万円でできますか", [500_000]),
        ("千二百円の部品", [1_200]),
        ("百万円いける?", [1_000_000]),
        ("2百万円です", [2_000_000]),
        ("三千五百万円の設備", [35_000_000]),
        ("1億2,000万円の投資", [120_000_000]),
        ("1.5億の案件", [150_000_000]),
        ("150万のツール", [1_500_000]),
        ("300万までなら課長?", [3_000_000]),
        ("一五〇万円の見積", [1_500_000]),
        ("JPY 2.4M over three years", [2_400_000]),
        ("¥3 million for the pilot", [3_000_000]),
        ("a 3.6 million yen contract", [3_600_000]),
        ("about 750k yen", [750_000]),
        ("three hundred thousand yen", [300_000]),
        ("half a million yen", [500_000]),
        ("Can I approve 2.4M myself?", [2_400_000]),
        ("300 man-yen", [3_000_000]),
        ("￥1,980,000（税込）", [1_980_000]),
        ("A社80万円、B社120万円", [800_000, 1_200_000]),
    ],
)
def test_a_sum_of_money_is_read_in_any_spelling(text: str, expected: list[int]) -> None:
    found = find_amounts(text)

    assert [amount.jpy for amount in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "万一の場合はどうする", "一万人が使う", "3万件のデータ", "100点満点で90点", "90日以内",
        "数百万円かかる",         "何千万円だろう", "300万トークン", "10万ユーザー", "第三百条",
        "3 million tokens", "GPT-4 128k context",
        "円グラフを作って", "100万個の製品", "2026年4月1日", "5万の画像を学習", "3社以上",
    ],
)  # fmt: skip
def test_what_is_no_money_is_not_read_as_money(text: str) -> None:
    assert find_amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("50万円未満は課長", ["under"]),
        ("200万円以下", ["up_to"]),
        ("100万円を超えるもの", ["over"]),
        ("100万円を超えない範囲", ["up_to"]),
        ("300万円以上500万円未満", ["from", "under"]),
        ("50〜100万円", ["from", "up_to"]),
        ("50万円から100万円", ["from", "up_to"]),
        ("最大80万円", ["up_to"]),
        ("上限は100万円", ["up_to"]),
        ("少なくとも30万円", ["from"]),
        ("between JPY 500,000 and JPY 3,000,000", ["from", "up_to"]),
        ("JPY 500,000 or more but less than JPY 3,000,000", ["from", "under"]),
        ("from JPY 1M up to but not including JPY 3M", ["from", "under"]),
        ("not exceeding JPY 2,000,000", ["up_to"]),
        ("in excess of ¥10 million", ["over"]),
        ("no less than 1 million yen", ["from"]),
        ("¥5M and above", ["from"]),
        ("180万円のPoC", [None]),
    ],
)
def test_the_words_around_a_sum_give_its_bound(text: str, bounds: list[str | None]) -> None:
    assert [amount.bound for amount in find_amounts(text)] == bounds


@pytest.mark.parametrize(
    ("text", "tax", "per"),
    [
        ("月額12万円（税抜）", "excluded", "month"),
        ("月12万円で契約", None, "month"),
        ("12万/月", None, "month"),
        ("毎月の支払いは12万円", None, "month"),
        ("年額300万円(税込)", "included", "year"),
        ("JPY 800,000 a year excl. tax", "excluded", "year"),
        ("200万円以下（税別）", "excluded", None),
        ("税込330万円", "included", None),
        ("1人あたり月3,000円", None, "user_month"),
        ("1人月4,000円", None, "user_month"),
        ("ひとり4千円/月", None, "user_month"),
        ("11人月4,000円", None, "month"),
        ("4,000 yen each per month", None, "user_month"),
        ("3,000円/人月", None, "user_month"),
        ("$20/user/month", None, "user_month"),
        ("来月200万円払う", None, None),
        ("1月200万円の予定", None, None),
        ("2年間で300万円", None, None),
    ],
)
def test_tax_and_period_are_read_only_where_stated(text: str, tax: str | None, per: str | None) -> None:
    [amount] = find_amounts(text)

    assert (amount.tax, amount.per) == (tax, per)


def test_another_currency_is_kept_but_never_converted() -> None:
    [amount] = find_amounts("月10,000ドルの契約")

    assert (amount.currency, amount.jpy, int(amount.value)) == ("USD", None, 10_000)


def test_an_approximate_sum_says_so() -> None:
    [amount] = find_amounts("約80万円程度まで")

    assert (amount.is_approximate, amount.bound) == (True, "up_to")


def test_spans_stand_in_the_original_text() -> None:
    text = "㈱テストの見積は３００万円（税抜）以下です"

    [amount] = find_amounts(text)

    assert text[amount.start : amount.end] == "３００万円"
    assert text[amount.phrase_start : amount.phrase_end] == "３００万円（税抜）以下"


@given(st.text(alphabet="一二十百千万億円0123456789,.〜~-以上未満月年 JPYMk¥税抜", max_size=60))
def test_any_mixture_gives_spans_in_order_that_never_overlap(text: str) -> None:
    found = find_amounts(text)

    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(0 <= amount.start < amount.end <= len(text) for amount in found)


@pytest.mark.parametrize("unit", ["一", "十一", "1", "1,", "千万", "円", "JPY 1 to ", "1万〜", "around "])
def test_forty_thousand_characters_are_read_to_the_end(unit: str) -> None:
    text = (unit * 40_000)[:40_000]

    assert all(amount.end <= len(text) for amount in find_amounts(text))
