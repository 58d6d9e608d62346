"""What is to be bought is read from the question, and a limit that is believed is not taken for a price."""

import pytest

from bot.advisor.situation import Purchase
from tests.unit.understood import understood


def _purchase(text: str) -> Purchase:
    purchase = understood(text).purchase
    assert purchase is not None
    return purchase


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("翻訳ツールを450万円で導入したい。誰の承認?", [4_500_000]),
        ("見積は２８０万円(税抜)でした。誰に上げますか", [2_800_000]),
        ("千二百万円の検査装置、稟議はどこまで", [12_000_000]),
        ("1億2,000万円の基盤を買う話が出ています", [120_000_000]),
        ("チャットボット 96万 稟議いる?", [960_000]),
        ("We got a quote for JPY 3.2M. Who approves?", [3_200_000]),
        ("An AI tool at 750,000 yen: is my manager enough?", [750_000]),
        ("年間500万円削減できるというAIソフトが320万円です。決裁は?", [3_200_000]),
        ("売上10億円の事業部ですが、90万円のソフトを買えますか", [900_000]),
        ("予算は300万円まで。誰が決裁?", [3_000_000]),
        ("600万を300万ずつ二つに割って発注できる?", [6_000_000]),
        ("Two options: ¥1.8M or ¥2.6M for the software. Who signs each?", [1_800_000, 2_600_000]),
        ("半額になって45万円なら課長で買えますか", [450_000]),
        ("罰金1000万円とかあるんですか。ちなみにソフトは80万円で買います", [800_000]),
    ],
)
def test_sums_to_be_paid_are_prices(text: str, yen: list[int]) -> None:
    assert [amount.jpy for amount in _purchase(text).amounts] == yen


@pytest.mark.parametrize(
    ("text", "period", "tax"),
    [
        ("月9万円(税抜)のサブスク、決裁は?", "month", "excluded"),
        ("月額15万円、3年契約、税込です。承認者は?", "month", "included"),
        ("年240万円のライセンス、税別。誰決裁?", "year", "excluded"),
        ("1ユーザーあたり月2,500円のツールを契約したい", "user_month", None),
        ("JPY 90,000 per month excluding tax for an AI service, who approves?", "month", "excluded"),
        ("It costs 1.1 million yen a year including tax. Sign-off?", "year", "included"),
    ],
)
def test_a_price_keeps_its_period_and_tax(text: str, period: str, tax: str | None) -> None:
    amount = _purchase(text).amounts[0]

    assert (amount.per, amount.tax) == (period, tax)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("月8万円で2年契約のAIサービスを入れたい", 24),
        ("36か月で200万円のクラウドです。決裁は", 36),
        ("契約期間は18か月、総額150万円", 18),
        ("1年ごとの自動更新で月5万円のツールを契約", 12),
        ("300万円、５年リースの検査機", 60),
        ("A three-year contract at JPY 80,000 a month. Who approves?", 36),
        ("2-year term, JPY 1.9M in total, AI translation", 24),
        ("半年契約で60万円", 6),
        ("120万円のツール。見積は3か月以内に取りました", None),
        ("150万円のAIソフトを買います。ログは5年保存です", None),
        ("80万円。回収は2年の見込みです。課長で買えますか", None),
        ("JPY 2M licence, paid up front; TCO for 3 years is attached", None),
    ],
)
def test_the_term_is_the_contracts_and_no_other_stretch_of_time(text: str, months: int | None) -> None:
    assert _purchase(text).term_months == months


@pytest.mark.parametrize(
    ("text", "renews"),
    [
        ("月12万円、自動更新ありのSaaS契約", True),
        ("月12万円、自動更新なしのSaaS契約", False),
        ("勝手に更新されるタイプで年80万円の契約", True),
        ("自動更新条項は外してもらった年80万円の契約", False),
        ("JPY 1M a year and it renews automatically", True),
        ("JPY 1M a year with no auto-renewal", False),
        ("年80万円の契約です", None),
    ],
)
def test_renewal_is_taken_as_said_and_never_assumed(text: str, renews: bool | None) -> None:
    assert _purchase(text).renews_automatically is renews


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("1人月3,000円のAIツールを50名で契約したい", 50),
        ("ライセンスは１２０人分、1人あたり年2万円です", 120),
        ("JPY 2,500 per user per month for 80 users, yearly contract", 80),
        ("二百名で使うツール、月40万円", 200),
        ("1人あたり月3,000円のツールを買いたい", None),
        ("情シスは二人しかいない。200万円のソフトを買っても回る?", None),
    ],
)
def test_users_are_counted_only_where_they_will_use_it(text: str, users: int | None) -> None:
    assert _purchase(text).users == users


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("AI-OCRを180万円で買いたい", "ai"),
        ("クラウド会計を年60万円で契約", "cloud"),
        ("図面検索ソフト、95万円の稟議", "software"),
        ("実証実験を150万円で発注したい", "poc"),
        ("治具を70万円で発注したい", "tooling"),
        ("試作型に400万円、決裁は?", "prototype"),
        ("Pilot of a vision system for JPY 1.5M, who signs?", "poc"),
        ("We want to buy an LLM subscription at 500,000 yen", "ai"),
    ],
)
def test_the_kind_of_purchase_is_read(text: str, kind: str) -> None:
    assert kind in _purchase(text).kinds


@pytest.mark.parametrize(
    ("text", "is_single"),
    [
        ("他に作れる業者がいないので一社だけで230万円、いいですか", True),
        ("相見積なしで150万円のAIを買えますか", True),
        ("アイミツ取らんでもええ?180万のソフトや", True),
        ("Sole source, JPY 2M software. What papers?", True),
        ("3社から見積を取って200万円のAに決めました。決裁は?", False),
        ("We have three quotes; the cheapest is JPY 2M. Who approves?", False),
        ("200万円のAIを買いたい", None),
    ],
)
def test_a_single_source_is_noticed(text: str, is_single: bool | None) -> None:
    assert _purchase(text).is_single_source is is_single


@pytest.mark.parametrize(
    ("text", "is_emergency"),
    [
        ("設備が故障して今すぐ部品を買いたい。稟議は事後でもいい?", True),
        ("サーバーがダウン。60万円の緊急購入は誰が決めますか", True),
        ("The line is down. Can we buy first and get approval later?", True),
        ("60万円のソフトを普通に買いたい", False),
        ("急ぎではないが60万円のソフトを買いたい", False),
    ],
)
def test_an_emergency_is_noticed(text: str, is_emergency: bool) -> None:
    assert _purchase(text).is_emergency is is_emergency


@pytest.mark.parametrize(
    ("text", "is_split"),
    [
        ("600万円を2件に分割して部長決裁にしたい", True),
        ("注文書を三つに分けて出せば課長で買えますよね、全部で240万円です", True),
        ("Can we split the JPY 6M order into two purchase orders?", True),
        ("税込60万円のソフトを30万円ずつ二枚の伝票にしたい", True),
        ("毎月5万円ずつ払うソフトです", False),
        ("600万円を部長決裁にしたい", False),
    ],
)
def test_splitting_is_noticed(text: str, is_split: bool) -> None:
    assert _purchase(text).is_split is is_split


@pytest.mark.parametrize(
    ("text", "believed", "prices"),
    [
        ("課長は50万円まで決裁できるんでしたよね", [500_000], []),
        ("上限は300万円って聞いたんですが", [3_000_000], []),
        ("試行の費用は150万円以下のはずです", [1_500_000], []),
        ("100万円以上は相見積が要るんだっけ", [1_000_000], []),
        ("I heard the cap for a pilot is JPY 3 million, right?", [3_000_000], []),
        ("Department heads can approve up to 5 million yen, correct?", [5_000_000], []),
        ("部長は500万円未満まで決められると聞きました。うちのは420万円の契約です", [5_000_000], [4_200_000]),
        ("200万円のAIを買いたいのですが、部長で足りますよね", [], [2_000_000]),
    ],
)
def test_a_limit_that_is_believed_is_no_price(text: str, believed: list[int], prices: list[int]) -> None:
    situation = understood(text)

    assert [amount.jpy for amount in situation.believed_amounts] == believed
    assert (
        [amount.jpy for amount in situation.purchase.amounts if situation.purchase] == prices
        if (situation.purchase)
        else prices == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "AIの効果はどうやって測りますか",
        "基盤モデルの学習にはいくらかかりますか",
        "工数を30%減らせますか",
        "How do foundation models change our market?",
        "研修は何時間必要ですか",
    ],
)
def test_a_question_about_something_else_buys_nothing(text: str) -> None:
    assert understood(text).purchase is None
