"""Which rules count on a day."""

from datetime import date

from bot.advisor.rules.company_rules import rules_on
from bot.advisor.rules.reading import read_rules
from tests.unit.rules.shelf import AFTER_THE_CHANGE, TODAY, sample_documents, sample_rules


def test_superseded_and_coming_versions_are_kept_apart_from_those_in_force() -> None:
    rules = sample_rules(TODAY)

    in_force = {book.document for book in rules.in_force}
    assert "sample:ai-use-policy@3" in in_force
    assert "sample:ai-use-policy@2" not in in_force
    assert [one.book.document for one in rules.superseded] == ["sample:ai-use-policy@2"]
    assert [one.effective_from for one in rules.coming] == [AFTER_THE_CHANGE]


def test_a_vendors_proposal_never_gives_rules() -> None:
    rules = sample_rules(TODAY)

    assert all("vendor" not in book.document for book in rules.in_force)


def test_a_supplement_changes_what_it_names_and_is_cited_for_it() -> None:
    rules = sample_rules(AFTER_THE_CHANGE)

    documents = {rule.document for rule in rules.rules}
    assert "sample:purchasing-and-approval-policy@8" in documents
    assert "sample:purchasing-and-approval-policy@7" in documents
    assert len(rules.in_force) == 3


def test_before_any_policy_nothing_is_in_force_and_the_first_day_is_known() -> None:
    documents = sample_documents()

    rules = rules_on(documents, {one.key: read_rules(one) for one in documents}, date(2023, 1, 1))

    assert rules.is_empty
    assert rules.first_day == date(2024, 4, 1)


def test_a_policy_in_force_without_read_rules_is_named() -> None:
    rules = rules_on(sample_documents(), {}, TODAY)

    assert "sample:ai-use-policy@3" in rules.unread
    assert rules.is_empty


def test_who_settles_a_doubt_is_gathered() -> None:
    assert sample_rules(TODAY).arbiters == ("CISO",)
