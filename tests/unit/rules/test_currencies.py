"""Rules in another currency are read, compared and worded in it; no sum is ever converted."""

from pathlib import Path

import pytest

from bot.advisor.rules.route import find_routes
from bot.advisor.rules.wording_route import ask_for, say_branch, say_change
from bot.advisor.rules.wording_values import say_money
from knowledge.documents.document import Language
from tests.unit.rules.shelf import a_purchase, rules_from

LISTED = """
A commitment is signed by the first person on this list whose limit covers it.
- Up to US$5,000: Cost Centre Owner
- Above US$5,000 and up to US$40,000: Plant Controller
- Above US$40,000: Country Manager
"""
TABLE = """
| Amount (EUR) | Approver |
|---|---|
| under 10,000 | Team Lead |
| 10,000 or more | Site Director |
"""


@pytest.mark.parametrize(
    ("amount", "approver"),
    [
        ("US$5,000", "Cost Centre Owner"),
        ("US$5,001", "Plant Controller"),
        ("USD 40,000", "Plant Controller"),
        ("40,001ドル", "Country Manager"),
        ("1,000米ドル", "Cost Centre Owner"),
    ],
)
def test_a_sum_in_the_currency_of_the_rules_finds_its_band(
    tmp_path: Path, amount: str, approver: str
) -> None:
    finding = find_routes(a_purchase(amount), rules_from(tmp_path, LISTED))

    assert [one.approver for one in finding.branches] == [approver]
    assert finding.currency == "USD"


def test_the_currency_of_a_table_stands_in_its_head(tmp_path: Path) -> None:
    finding = find_routes(a_purchase("€9,999"), rules_from(tmp_path, TABLE))

    assert [one.approver for one in finding.branches] == ["Team Lead"]


@pytest.mark.parametrize("amount", ["600万円", "€5,000"])
def test_a_sum_in_another_currency_is_not_compared_and_is_asked_for(tmp_path: Path, amount: str) -> None:
    finding = find_routes(a_purchase(amount), rules_from(tmp_path, LISTED))

    assert len(finding.branches) == 3
    assert finding.missing == ("amount_in_yen",)
    assert "換算はこちらでは行いません" in ask_for(finding.missing[0], "ja")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "For USD 6,000, the Plant Controller approves"),
        ("ja", "6,000米ドルとして、Plant Controllerの決裁"),
    ],
)
def test_an_answer_names_the_currency(tmp_path: Path, language: Language, words: str) -> None:
    [branch] = find_routes(a_purchase("US$6,000"), rules_from(tmp_path, LISTED)).branches

    assert words in say_branch(branch, language)
    assert all("JPY" not in say_change(one, "en") for one in branch.changes)


def test_a_sum_beside_yen_is_only_an_explanation(tmp_path: Path) -> None:
    rules = rules_from(
        tmp_path, "100万円未満（約6,500米ドル）は課長が決裁する。100万円以上は部長が決裁する。"
    )

    finding = find_routes(a_purchase("99万円"), rules)

    assert ([one.approver for one in finding.branches], finding.currency) == (["課長"], "JPY")


def test_amounts_are_written_as_people_write_them() -> None:
    assert say_money(40_000, "ja", "USD") == "4万米ドル"
    assert say_money(40_000, "en", "EUR") == "EUR 40,000"


AGREEMENTS = """
Who else has to agree:

- Information Security: every software or cloud subscription, whatever its amount
- AI Steering Group: AI products and services above US$12,000
"""


def test_a_list_of_names_says_who_has_to_agree_for_what(tmp_path: Path) -> None:
    rules = rules_from(tmp_path, f"{LISTED}\n## 2 Who else has to agree\n{AGREEMENTS}")

    small = find_routes(a_purchase("US$12,000", "ai"), rules).branches[0]
    large = find_routes(a_purchase("US$12,001", "ai"), rules).branches[0]
    other = find_routes(a_purchase("US$12,001", "consumables"), rules).branches[0]

    assert [one.body for one in small.concurrences] == ["Information Security"]
    assert [one.body for one in large.concurrences] == ["Information Security", "AI Steering Group"]
    assert other.concurrences == ()


def test_a_renewing_contract_may_count_for_its_first_term_and_one_more(tmp_path: Path) -> None:
    counts = "If the contract renews by itself, count the first term and one renewal term."
    rules = rules_from(tmp_path, f"{LISTED}\n## 2 Counting\n{counts}")

    [branch] = find_routes(
        a_purchase("US$1,500 a month", term_months=12, renews_automatically=True), rules
    ).branches

    assert branch.counted is not None
    assert (branch.counted.jpy, branch.approver) == (36_000, "Plant Controller")
