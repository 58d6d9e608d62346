"""Forms that plain English handbooks use, and their Japanese neighbours, are read as a person reads them."""

from datetime import date
from pathlib import Path

import pytest

from bot.advisor.rules.conduct import ConditionSet, Permission, Prohibition, Requirement
from bot.advisor.rules.spending import ApprovalBand, ContractClause, CountingRule, EmergencyRule, Limit
from bot.advisor.rules.verdict import judge_use
from bot.advisor.situation import Use
from tests.unit.rules.shelf import rules_from


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Red information is kept in Japan or Singapore only.", "Japan or Singapore"),
        ("Customer data must be stored on servers located in Japan.", "Japan"),
        ("秘以上の情報は、国内のサーバーに限り保存できる。", "国内のサーバー"),
        ("顧客情報は国内のデータセンターにのみ保管する。", "国内のデータセンター"),
        ("Reports may be kept in Japan.", None),
        ("図面は承認サービスに限り保存できる。", None),
    ],
)
def test_where_alone_something_may_be_kept_is_read(tmp_path: Path, text: str, place: str | None) -> None:
    found = rules_from(tmp_path, text).of_type(Prohibition)

    assert [one.only_in for one in found if one.only_in] == ([place] if place else [])


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("may we store customer data in ireland?", "prohibited"),
        ("顧客情報を海外に保存してよいか", "not_covered"),  # Singapore is abroad too
        ("may we store customer data in singapore?", "not_covered"),
        ("may we store customer data in japan?", "not_covered"),
    ],
)
def test_a_country_that_is_not_allowed_is_told_from_one_that_is(
    tmp_path: Path, words: str, verdict: str
) -> None:
    rules = rules_from(tmp_path, "Customer data is kept in Japan or Singapore only.")
    use = Use(acts=("store",), data=("customer_data",), objects=("customer data",))

    assert judge_use(use, rules, words).verdict == verdict


def test_what_ai_must_not_be_used_for_is_read_behind_the_verb(tmp_path: Path) -> None:
    text = "AI must not be used to decide on dismissals or to release a batch."

    [found] = rules_from(tmp_path, text).of_type(Prohibition)

    assert [one.text for one in found.purposes] == ["to decide on dismissals", "to release a batch"]


def test_a_signature_that_is_needed_is_an_approval(tmp_path: Path) -> None:
    text = "Changes to heat treatment settings need the signature of the Quality Director."

    [found] = rules_from(tmp_path, text).of_type(Requirement)

    assert (found.needs_approval, found.by) == (True, "Quality Director")


@pytest.mark.parametrize(
    "text",
    [
        "Before going live you need all of these:\n- a named owner\n- a tested way back",
        "### Before going live\n- a named owner\n- a tested way back",
    ],
)
def test_a_list_of_what_must_hold_is_one_rule_whatever_introduces_it(tmp_path: Path, text: str) -> None:
    [found] = rules_from(tmp_path, text).of_type(ConditionSet)

    assert found.all_of == ("a named owner", "a tested way back")


def test_a_contract_that_must_have_a_clause_is_read_with_its_length(tmp_path: Path) -> None:
    text = "A contract of more than 24 months must have a termination clause."

    [found] = rules_from(tmp_path, text).of_type(ContractClause)

    assert (found.clauses, found.longer_than and found.longer_than.value) == (("termination clause",), 24)


def test_the_whole_term_is_counted_without_tax(tmp_path: Path) -> None:
    [found] = rules_from(tmp_path, "Count the whole committed term, before consumption tax.").of_type(
        CountingRule
    )

    assert (found.basis, found.tax) == ("contract_total", "excluded")


def test_a_heading_that_only_names_a_measure_gives_way_to_the_one_above(tmp_path: Path) -> None:
    text = "### Pilots\n#### Length\nA pilot runs for at most 12 weeks."

    [found] = rules_from(tmp_path, text).of_type(Limit)

    assert found.subject == "Pilots"


def test_the_deadline_of_an_emergency_is_not_the_length_of_the_standstill(tmp_path: Path) -> None:
    text = (
        "If a line has been down for more than 8 hours in an emergency, you may order first."
        " File the request within 5 days of the order."
    )

    [found] = rules_from(tmp_path, text).of_type(EmergencyRule)

    assert found.deadline is not None
    assert (found.deadline.value, found.deadline.unit) == (5, "day")


def test_a_sentence_points_back_to_the_place_its_heading_names(tmp_path: Path) -> None:
    text = "### Company AI\nCompany AI is our private instance. Drawings must not be entered."

    [found] = rules_from(tmp_path, text).of_type(Prohibition)

    assert found.destination is not None
    assert found.destination.concepts == ("internal_ai",)


@pytest.mark.parametrize(
    "text",
    [
        "The Security Desk may switch off any tool during an incident.",
        "72 to 79: may be engaged.",
    ],
)
def test_a_power_over_others_and_a_score_give_nobody_leave(tmp_path: Path, text: str) -> None:
    assert rules_from(tmp_path, text).of_type(Permission) == ()


@pytest.mark.parametrize(
    ("day", "limit"), [(date(2026, 12, 31), 40_000), (date(2027, 1, 1), 60_000)], ids=["before", "from"]
)
def test_a_limit_that_changes_on_a_day_holds_from_that_day(tmp_path: Path, day: date, limit: int) -> None:
    text = (
        "### Signatures\n- Up to ¥40,000: Plant Controller\n- Above ¥40,000: Country Manager\n"
        "### Change ahead\nFrom 1 January 2027 the Plant Controller signs up to ¥60,000."
    )

    bands = rules_from(tmp_path, text, day).of_type(ApprovalBand)

    assert [(one.approver, one.from_jpy, one.to_jpy) for one in bands] == [
        ("Plant Controller", 0, limit), ("Country Manager", limit, None),
    ]  # fmt: skip
