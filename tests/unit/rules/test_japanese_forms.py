"""Forms in which Japanese companies write the same rule: annexes, items, seasons, interim readings."""

from datetime import date

import pytest

from bot.advisor.amounts import find_amounts
from bot.advisor.rules.company_rules import CompanyRules, rules_on
from bot.advisor.rules.conduct import Threshold
from bot.advisor.rules.own_words import in_own_words
from bot.advisor.rules.reading import read_rules
from bot.advisor.rules.route import find_routes
from bot.advisor.rules.verdict import judge_use
from bot.advisor.situation import Purchase, Situation, Use
from knowledge.documents.document import Document, Section, Shelf, SourceClass
from tests.unit.rules.signatures import sign

_BANDS = "金額 | 決裁者\n30万円未満 | 課長\n30万円以上 | 部長"


def _document(*sections: tuple[str, str]) -> Document:
    held = tuple(
        Section(id=name, text=text, language="ja", heading=name, locator=name) for name, text in sections
    )
    return Document(id="x", title="規程", source_class=SourceClass.POLICY, shelf=Shelf.OWN, sections=held)


def _read(*sections: tuple[str, str], kind: str) -> list[str]:
    rules = read_rules(_document(*sections)).rules
    return [f"{rule.section}: {sign(rule)}" for rule in rules if rule.type == kind]


def _rules(*sections: tuple[str, str], day: date) -> CompanyRules:
    document = _document(*sections)
    return rules_on([document], {document.key: read_rules(document)}, day)


@pytest.mark.parametrize(
    "binding",
    [
        "AIに係る支出の決裁権限は別表第二、その他は別表第一のとおりとする。",
        "AIに関する支出については、別表第二に定める区分による。",
        "AIの購入は別表第二による。",
    ],
)
def test_an_annex_holds_for_what_a_clause_says_of_it(binding: str) -> None:
    clause = ("第三条", f"{binding}\n別表第二の支出は、情報システム部長の合議を要する。")

    bands = _read(clause, ("別表第一", _BANDS), ("別表第二", _BANDS), kind="approval_band")
    concurrences = _read(clause, ("別表第二", _BANDS), kind="concurrence")

    assert bands == [
        "別表第一: [0,300000) 課長", "別表第一: [300000,) 部長",
        "別表第二: [0,300000) 課長 kinds=ai", "別表第二: [300000,) 部長 kinds=ai",
    ]  # fmt: skip
    assert concurrences == ["第三条: [0,) 情報システム部長 concurrence kinds=ai"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "AIに係る支出の決裁は、次による。\nイ 20万円以下のもの 課長\nロ 20万円を超えるもの 取締役会",
            ["[0,200000] 課長 kinds=ai", "(200000,) 取締役会 kinds=ai"],
        ),
        (
            "支出の決裁は次のとおりとする。\n①30万円以下:課長\n②30万円超:社長",
            ["[0,300000] 課長", "(300000,) 社長"],
        ),
        (
            "支出の決裁者は、次のとおりとする。\n(1) 課長 30万円未満の支出\n(2) 社長 30万円以上の支出",
            ["[0,300000) 課長", "[300000,) 社長"],
        ),
        (
            "区分 | 金額 | 課長 | 部長\nAIの契約 | 50万円以下 | ◎ | \n〃 | 50万円超 | ○ | ◎",
            ["[0,500000] 課長 kinds=ai", "(500000,) 部長 kinds=ai"],
        ),
    ],
)
def test_bands_are_read_from_items_and_matrices_of_any_marks(text: str, found: list[str]) -> None:
    assert _read(("第五条", text), kind="approval_band") == [f"第五条: {one}" for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "次の各号に掲げる情報を外部の生成AIに入力してはならない。\n(1) 個人情報\n(2) 図面",
            "個人情報|図面 -> 外部の生成AI",
        ),
        (
            "AIは、次の目的に使用してはならない。\n①採用の合否判定\n②人事評価",
            "AI purpose=採用の合否判定|人事評価",
        ),
        (
            "以下の業務には生成AIを利用しないこと。\n・与信の判断\n・契約書の最終確認",
            "生成AI purpose=与信の判断|契約書の最終確認",
        ),
        (
            "秘の情報は、第11条に定める場合を除き、社内AIに入力してはならない。",
            "秘の情報 -> 社内AI flags=principle",
        ),
        (
            "社内AIには、別に定める場合のほか、秘の情報を入力してはならない。",
            "秘の情報 -> 社内AI flags=principle",
        ),
    ],
)
def test_items_and_savings_clauses_belong_to_the_prohibition(text: str, found: str) -> None:
    assert _read(("第九条", text), kind="prohibition") == [f"第九条: {found}"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sに該当する情報は、次のとおりとする。\n(1) 個人情報\n(2) 製造条件", "個人情報|製造条件 = S"),
        ("極秘は、次の各号に掲げる情報をいう。\n一 個人情報\n二 図面", "個人情報|図面 = 極秘"),
        ("次の情報は「極秘」に分類する。\n・個人情報\n・配合表", "個人情報|配合表 = 極秘"),
    ],
)
def test_a_list_names_what_belongs_to_a_class(text: str, found: str) -> None:
    clause = f"情報の区分は、極秘、S及びBの三区分とする。\n{text}"

    assert _read(("情報の区分", clause), kind="classification") == [f"情報の区分: {found}"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("個人情報を扱う契約は、法務部長の合議を要する。", "法務部長 concurrence about=個人情報を扱う契約"),
        ("土地建物の賃借は、総務部長の合議を要する。", "総務部長 concurrence about=土地建物の賃借"),
        ("対象 | 合議先\nAI | 情報システム部", "情報システム部 concurrence kinds=ai"),
    ],
)
def test_a_concurrence_is_bound_to_its_topic(text: str, found: str) -> None:
    assert _read(("第六条", text), kind="concurrence") == [f"第六条: [0,) {found}"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("経理課は、3月及び9月の決算期に限り、社内AIに仕訳データを入力することができる。", "3,9"),
        ("営業部は、毎年12月から翌年2月までの間に限り、社内AIに受注記録を入力できる。", "12,1,2"),
        ("毎年四月に限り、人事課は研修資料を社内AIに入力してよい。", "4"),
    ],
)
def test_a_leave_may_be_bound_to_months(text: str, found: str) -> None:
    [line] = _read(("第九条", text), kind="permission")

    assert line.endswith(f"months={found}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("期間の定めがない契約は、36か月分で計算する。", "indefinite=36"),
        (
            "契約期間を定めない場合又は自動更新の場合は、60か月に相当する額とする。",
            "renewal=60 indefinite=60",
        ),
        ("この規程において金額とは、消費税及び地方消費税を含む額をいう。", "tax=included"),
    ],
)
def test_what_has_no_end_and_tax_are_counted_as_said(text: str, found: str) -> None:
    assert _read(("第五条", text), kind="counting") == [f"第五条: {found}"]


def test_months_are_written_as_laws_write_them() -> None:
    text = (
        "試行の期間は三月を超えないものとし、審査会の承認を得て一回に限り一月を限度に延長することができる。"
    )

    found = _read(("第五条", text), kind="limit")

    assert found == ["第五条: period 3 month", "第五条: extension 1 month", "第五条: extension_count 1"]


@pytest.mark.parametrize(
    ("reading", "day", "score"),
    [
        (
            "令和九年三月三十一日までの間、第七条中「七十点」とあるのは「六十点」とする。",
            date(2027, 3, 31),
            60,
        ),
        (
            "令和九年三月三十一日までの間、第七条中「七十点」とあるのは「六十点」とする。",
            date(2027, 4, 1),
            70,
        ),
        ("2027年3月31日までは、第7条の「七十点」を「六十点」と読み替えるものとする。", date(2026, 9, 1), 60),
    ],
)
def test_an_interim_reading_counts_only_for_its_time(reading: str, day: date, score: int) -> None:
    clause = ("第七条", "委託先は百点満点で評価し、七十点に満たない者と契約してはならない。")

    [threshold] = _rules(clause, ("附則", reading), day=day).of_type(Threshold)

    assert threshold.at_least == score
    assert [place.section for place in threshold.changed_by] == (["附則"] if score == 60 else [])


def test_a_seasonal_leave_holds_in_its_months_only() -> None:
    text = (
        "秘の情報を社内AIに入力してはならない。\n"
        "経理課は、毎年三月及び九月に限り、社内AIに仕入価格を入力することができる。"
    )
    clause = ("第九条", text)
    scale = ("情報の区分", "情報の区分は、極秘及び秘の二区分とする。\n仕入価格は、秘とする。")
    use = Use(
        acts=("input",), objects=("仕入価格",), data=("price_list",), destinations=("internal_ai",),
        departments=("経理課",),
    )  # fmt: skip

    june = judge_use(use, _rules(scale, clause, day=date(2026, 6, 10)))
    september = judge_use(use, _rules(scale, clause, day=date(2026, 9, 10)))

    assert june.verdict == "prohibited"
    assert [one.mismatches for one in june.near_exceptions] == [("season",)]
    assert september.verdict == "allowed"


def test_a_question_in_the_companys_defined_words_is_understood() -> None:
    definition = ("第二条", "「ひびき」とは、入力を学習に用いない社内専用のAI環境をいう。")
    rules = _rules(definition, day=date(2026, 9, 1))
    situation = Situation(
        language="ja", query="図面をひびきに入れてよいですか", rules_on=date(2026, 9, 1),
        use=Use(acts=("input",), objects=("図面",)),
    )  # fmt: skip

    understood = in_own_words(situation, rules)

    assert understood.use is not None
    assert understood.use.destinations == ("internal_ai",)


@pytest.mark.parametrize(
    ("question", "approver"),
    [("研究開発部で試薬を40万円買います", "主任研究員"), ("研究開発部で顕微鏡を40万円買います", "課長")],
)
def test_a_departments_power_reaches_no_further_than_its_things(question: str, approver: str) -> None:
    text = (
        "研究開発部は、試薬の購入に限り、50万円未満のものを主任研究員の決裁により購入することができる。\n"
        "課長は100万円未満、部長は100万円以上を決裁する。"
    )
    rules = _rules(("決裁権限", text), day=date(2026, 9, 1))
    purchase = Purchase(amounts=find_amounts("40万円"), departments=("研究開発部",), kinds=("equipment",))

    [branch] = find_routes(purchase, rules, question).branches

    assert branch.approver == approver
