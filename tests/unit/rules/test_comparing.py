"""What several texts say on one subject."""

import pytest

from bot.advisor.rules.comparing import compare, find_terms
from bot.advisor.situation import Situation
from tests.unit.rules.shelf import TODAY, rules_of, sample_rules


@pytest.mark.parametrize(
    ("concept", "measure", "sections", "strictest"),
    [
        ("log", "retention", ["A3-12", "B5-9"], "B5-9"),
        ("incident", "deadline", ["A3-14", "B5-10"], "B5-10"),
    ],
)
def test_the_stricter_of_two_terms_prevails_and_the_clause_that_says_so_is_named(
    concept: str, measure: str, sections: list[str], strictest: str
) -> None:
    [found] = [one for one in compare(concept, sample_rules()) if one.measure == measure]

    assert [rule.section for rule in found.rules] == sections
    assert found.conflicts
    assert found.decided is not None
    assert found.decided.section == strictest
    assert found.precedence is not None
    assert found.precedence.section == "B5-2"


@pytest.mark.parametrize("concept", ["erasure", "evaluation", "training"])
def test_terms_that_can_both_be_kept_do_not_conflict(concept: str) -> None:
    found = compare(concept, sample_rules())

    assert found
    assert not any(one.conflicts for one in found)


@pytest.mark.parametrize(
    ("query", "sections"),
    [
        ("本番移行の条件は？", {"A3-9"}),
        ("稟議書には何を書けばよいですか", {"C7-11", "C7-12"}),
        ("委託先評価は何点から契約できますか", {"B5-8"}),
        ("CISOは誰ですか", {"B5-13"}),
        ("違反したらどうなりますか", {"A3-17"}),
        ("PoCの期間と費用は", {"A3-8"}),
    ],
)
def test_terms_are_found_by_the_subject_a_question_names(query: str, sections: set[str]) -> None:
    terms = find_terms(Situation(language="ja", query=query, rules_on=TODAY), sample_rules())

    assert sections <= {rule.section for rule in terms.rules}


def test_another_companys_terms_are_compared_by_its_own_rules() -> None:
    [found] = [one for one in compare("incident", rules_of("harbourline")) if one.measure == "deadline"]

    assert not found.conflicts
    assert found.rules[0].length.unit == "hour"  # type: ignore[union-attr]  # a deadline is a Duration
