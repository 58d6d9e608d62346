"""A sum that no rule of a policy speaks of gives no route, and never a failure."""

from datetime import date
from pathlib import Path

from bot.advisor.citations import CitationBook
from bot.advisor.evidence import Evidence
from bot.advisor.holdings import hold_documents
from bot.advisor.route_part import say_routes
from bot.advisor.rule_writing import RuleWriter
from bot.advisor.rules.route import find_routes
from bot.advisor.situation import Situation
from tests.unit.rules.shelf import a_purchase, rules_from

DAY = date(2026, 9, 15)


def test_a_sum_below_all_that_was_read_has_no_route(tmp_path: Path) -> None:
    rules = rules_from(tmp_path, "Purchases of ¥10M and above are approved by the CEO.")
    writer = RuleWriter(rules, CitationBook(hold_documents([]), language="en", day=DAY), "en")
    purchase = a_purchase("¥2,000,000")

    found = say_routes(
        Situation(language="en", query="Who approves?", rules_on=DAY, purchase=purchase), Evidence(), writer
    )

    assert find_routes(purchase, rules, "Who approves?").branches
    assert found.routes == ()
    assert found.statements == ()
