"""Sentences for rules and findings; each was read aloud."""

import re

import pytest

from bot.advisor.rules.route import find_routes
from bot.advisor.rules.verdict import judge_use
from bot.advisor.rules.wording import describe_rule
from bot.advisor.rules.wording_calculation import say_calculation
from bot.advisor.rules.wording_conditions import say_conditions
from bot.advisor.rules.wording_route import say_assumption, say_branch, say_breach, say_change, say_skipped
from bot.advisor.rules.wording_titles import gloss, name_actor
from bot.advisor.rules.wording_values import say_money
from bot.advisor.rules.wording_verdict import say_near, say_resolution, say_verdict, say_way
from bot.advisor.situation import Use
from knowledge.documents.document import Language
from tests.unit.rules.shelf import a_purchase, rules_of, sample_rules

COMPANIES = ("foundry", "harbourline", "minato")


def sentence_of(section: str, kind: str, language: Language) -> str:
    rule = next(one for one in sample_rules().rules if one.section == section and one.type == kind)
    return describe_rule(rule, language)


@pytest.mark.parametrize(
    ("section", "kind", "japanese", "english"),
    [
        ("C7-2", "counting", "金額は契約期間の総額（税抜）で数えます。",
         "What counts is the total over the contract term, excluding tax."),
        ("C7-3", "approval_band", "50万円未満は、課長が決裁します。",
         "Purchases of less than JPY 500,000 are approved by the section manager (課長)."),
        ("A3-6", "prohibition",
         ("個人情報、区分「極秘」「秘」の情報、NDAで受け取った図面など他社の秘密、輸出管理の対象技術を"
          "外部AIサービスに入力してはなりません。"), None),
        ("B5-13", "permission", "CISOが6か月以内の期限で認めた場合に限り、例外が認められます。",
         "An exception holds only if it is granted by the CISO, for at most 6 months."),
        ("A3-12", "duration", "入力と出力の記録は1年保存します。", "Usage records must be kept for 1 year."),
        ("B5-2", "precedence", "規程どうしがぶつかるときは、厳しい方に従います。",
         "Where policies conflict, the stricter rule prevails."),
        ("C7-12", "duration", "稟議書は10年保存します。", "Approval requests must be kept for 10 years."),
    ],
)  # fmt: skip
def test_a_rule_is_one_natural_sentence(section: str, kind: str, japanese: str, english: str | None) -> None:
    assert sentence_of(section, kind, "ja") == japanese
    if english:
        assert sentence_of(section, kind, "en") == english


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_rule_of_every_policy_has_words(language: Language) -> None:
    rules = [*sample_rules().rules, *(one for name in COMPANIES for one in rules_of(name).rules)]

    sentences = [describe_rule(rule, language) for rule in rules]

    assert len(sentences) > 150
    assert all(re.search(r"(?:。|\.)$", sentence) for sentence in sentences)
    assert not [one for one in sentences if re.search(r"[。、]{2}|\.\.|None|はは|をを", one)]


@pytest.mark.parametrize(
    ("jpy", "japanese"),
    [(2_000_000, "200万円"), (2_999_999, "2,999,999円"), (120_000_000, "1億2,000万円"), (0, "0円")],
)
def test_amounts_are_written_as_one_says_them(jpy: int, japanese: str) -> None:
    assert say_money(jpy, "ja") == japanese
    assert say_money(jpy, "en") == f"JPY {jpy:,}"


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("部長", "department manager (部長)"),
        ("法務課長", "head of the legal section (法務課長)"),
        ("知的財産室", "intellectual property office (知的財産室)"),
        ("CISO", "CISO"),
        ("未知の者", "未知の者"),
    ],
)
def test_names_are_glossed_beside_the_original_and_unknown_ones_stay(name: str, english: str) -> None:
    assert name_actor(name, "en") == english
    assert name_actor(name, "ja") == name


@pytest.mark.parametrize(
    ("name", "japanese"),
    [
        ("Department Head", "部門長（Department Head）"),
        ("Human Resources Department", "人事部（Human Resources Department）"),
        ("CISO", "CISO"),
        ("Food Safety Team", "Food Safety Team"),
    ],
)
def test_english_names_are_glossed_in_japanese_answers(name: str, japanese: str) -> None:
    assert name_actor(name, "ja") == japanese
    assert name_actor(name, "en") == name


def test_a_name_is_composed_only_of_known_parts() -> None:
    assert gloss("星雲部") is None


def test_a_route_is_said_with_its_arithmetic() -> None:
    [branch] = find_routes(a_purchase("月10万円", renews_automatically=True), sample_rules()).branches

    assert branch.counted is not None
    assert say_calculation(branch.counted, "ja") == ("月10万円 × 36か月（自動更新の契約の数え方） = 360万円",)
    assert say_branch(branch, "ja") == (
        "360万円（税抜）として、管掌役員の決裁です。"
        "ほかに、情報システム課とAI利用審査会の合議、3社以上の見積もりが必要です。"
    )
    assert say_change(branch.changes[0], "ja") == "1,000万円以上になると、決裁者は社長になります。"
    assert say_change(branch.changes[1], "en") == (
        "Below JPY 3,000,000, the approver is the department manager (部長)."
    )


def test_parts_of_a_sum_are_shown_with_their_total() -> None:
    finding = find_routes(a_purchase("税抜80万円と税抜80万円", is_split=True), sample_rules())

    assert finding.branches[0].counted is not None
    assert say_calculation(finding.branches[0].counted, "ja") == ("80万円 + 80万円 = 160万円",)


def test_conditions_run_on_as_one_clause() -> None:
    first = find_routes(a_purchase("月10万円"), sample_rules()).branches[0]

    assert say_conditions(first.conditions, "ja") == "自動更新でなく、契約期間が4か月以下の場合"
    assert say_conditions(first.conditions, "en") == (
        "if the contract does not renew automatically and the term is 4 months at most"
    )


def test_an_exception_that_does_not_apply_is_said_with_its_reasons() -> None:
    finding = find_routes(a_purchase("80万円", departments=("生産技術部",)), sample_rules())

    said = say_skipped(finding.branches[0].skipped[0], "ja")
    assert said.startswith(
        "次の例外は当てはまりません（対象の品目ではありません、AI、ソフトウェアは除かれています）。"
    )


def test_a_limit_that_is_exceeded_is_said() -> None:
    [branch] = find_routes(a_purchase("税抜250万円", "ai", "poc", term_months=3), sample_rules()).branches

    assert say_breach(branch.breaches[0], "ja") == (
        "250万円は上限を超えています。PoCの費用は200万円以下（税抜）です。"
    )


def test_assumptions_are_said_in_both_languages() -> None:
    finding = find_routes(a_purchase("300万円"), sample_rules())

    said = [say_assumption(one, "ja") for one in finding.assumptions]
    assert "消費税は10%として換算しました。" in said
    assert all(say_assumption(one, "en").endswith(".") for one in finding.assumptions)


def test_a_near_exception_is_said_not_to_apply() -> None:
    use = Use(
        acts=("input",), data=("inspection_data",), class_labels=("秘",), destinations=("internal_ai",),
        departments=("製造部",),
    )  # fmt: skip

    judgement = judge_use(use, sample_rules())

    assert say_near(judgement.near_exceptions[0], "ja").startswith(
        "次の例外は、部門が異なるため、当てはまりません。"
    )


def test_a_settled_conflict_names_the_text_that_prevails() -> None:
    use = Use(acts=("input",), data=("personal_data",), destinations=("external_ai",))

    judgement = judge_use(use, sample_rules())

    assert judgement.resolution is not None
    assert say_resolution(judgement.resolution, sample_rules(), "ja") == (
        "規程によって扱いが異なりますが、「AI利用規程 第3版」の定めに従います。"
        "規程どうしがぶつかるときは、厳しい方に従います。"
    )
    assert say_verdict(judgement, "ja") == "規程により、できません。"
    assert "この方法は使えません" in say_way(judgement.lawful_ways[0], "ja")
