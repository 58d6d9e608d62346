"""Slots of phrases are filled from the rules in force, and only where these say one thing."""

from datetime import date

import pytest

from bot.advisor.rules.company_rules import CompanyRules, rules_on
from bot.advisor.rules.reading import read_rules
from bot.advisor.slots import fill_slots, say_amount
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import SourceClass

POLICIES = tuple(one for one in load_bundled() if one.source_class == SourceClass.POLICY)
BOOKS = {one.key: read_rules(one) for one in POLICIES}


def rules(day: date = date(2026, 9, 15)) -> CompanyRules:
    return rules_on(POLICIES, BOOKS, day)


def test_the_sample_fills_every_slot_in_japanese() -> None:
    slots = {name: one.text for name, one in fill_slots(rules(), "ja").items()}

    assert slots == {
        "poc_limit": "200万円（税抜）",
        "poc_months": "3か月",
        "quotes": "3社",
        "quotes_from": "100万円",
        "renewal_months": "36か月",
        "log_retention": "3年",
        "incident_deadline": "30分",
    }


def test_a_slot_names_the_clause_it_comes_from() -> None:
    slot = fill_slots(rules(), "en")["log_retention"]

    assert (slot.text, slot.document, slot.section) == (
        "3 years",
        "sample:information-security-policy@5",
        "B5-9",
    )


def test_an_earlier_day_fills_what_was_in_force_then() -> None:
    slots = fill_slots(rules(date(2025, 9, 1)), "en")

    assert slots["poc_limit"].text.startswith("JPY 1,000,000")


def test_no_rules_fill_no_slots() -> None:
    assert fill_slots(CompanyRules(day=date(2026, 9, 15)), "ja") == {}


@pytest.mark.parametrize(
    ("jpy", "said"),
    [(2_000_000, "200万円"), (120_000_000, "1億2,000万円"), (2_999_999, "299万9,999円"), (0, "0円")],
)
def test_sums_are_said_as_in_a_meeting(jpy: int, said: str) -> None:
    assert say_amount(jpy, None, "ja") == said
