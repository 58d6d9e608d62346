"""Say what the company's rules say: route, verdict, terms, corrected beliefs, and the clauses found.

Each part is decided by typed rules (`bot.advisor.rules`) and worded by its neighbours; here they are put in
order, and it is decided which of them gives the conclusion.
"""

from bot.advisor.advice import Intent, PolicyStatement
from bot.advisor.beliefs_part import correct_beliefs
from bot.advisor.citations import CitationBook
from bot.advisor.clauses_part import say_clauses
from bot.advisor.evidence import Evidence
from bot.advisor.holdings import Holdings
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.route_part import say_routes
from bot.advisor.rule_writing import RuleWriter, conclude_from
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.situation import Situation
from bot.advisor.terms_part import say_terms
from bot.advisor.use_part import say_use
from bot.advisor.versions_part import asks_version, say_versions

_RULE_INTENTS: tuple[Intent, ...] = ("policy_check", "approval_route", "incident", "governance_data")
_MOST_CLAUSES = 4
_MOST_STATEMENTS = 8


def find_policy(
    situation: Situation,
    evidence: Evidence,
    holdings: Holdings,
    rules: CompanyRules,
    book: CitationBook,
) -> PolicyFinding:
    """Find what the rules say of one question.

    Returns:
        The parts that apply, the one that decides first; empty when the rules say nothing.
    """
    writer = RuleWriter(rules, book, situation.language)
    beliefs = _as_finding(correct_beliefs(situation, evidence, rules, book))
    versions = say_versions(situation, holdings, evidence, book) if asks_version(situation) else ()
    use, routes, terms = (
        say_use(situation, writer),
        say_routes(situation, evidence, writer),
        say_terms(situation, writer),
    )
    order = [beliefs, *_in_order(situation, use, routes), _as_finding(versions), terms]
    clauses = say_clauses(evidence, rules, book, situation.language, most=_MOST_CLAUSES)
    if _clause_leads(situation, evidence):
        order.append(_as_finding(clauses))
    return _joined([one for one in order if one.leads or one.statements], clauses)


def _in_order(situation: Situation, use: PolicyFinding, routes: PolicyFinding) -> list[PolicyFinding]:
    """A purchase with a sum is about its route; else what is done with data comes first."""
    has_sum = situation.purchase is not None and bool(situation.purchase.amounts)
    return [routes, use] if has_sum or not use.leads else [use, routes]


def _as_finding(statements: tuple[PolicyStatement, ...]) -> PolicyFinding:
    if not statements:
        return PolicyFinding()
    return PolicyFinding(summary=conclude_from(statements[0]), statements=statements)


def _joined(parts: list[PolicyFinding], clauses: tuple[PolicyStatement, ...]) -> PolicyFinding:
    statements = list(dict.fromkeys(one for part in parts for one in part.statements))
    beside = [one for one in clauses if one not in statements]
    return PolicyFinding(
        summary=next((part.summary for part in parts if part.summary is not None), None),
        statements=tuple([*statements, *beside][:_MOST_STATEMENTS]),
        routes=tuple(route for part in parts for route in part.routes),
        next_actions=tuple(action for part in parts for action in part.next_actions),
        missing=tuple(dict.fromkeys(one for part in parts for one in part.missing)),
        choices=tuple(dict.fromkeys(one for part in parts for one in part.choices)),
        steps=next((part.steps for part in parts if part.steps), ()),
        is_open=bool(parts) and parts[0].is_open,
    )


def _clause_leads(situation: Situation, evidence: Evidence) -> bool:
    """Tell whether the best clause answers the question better than the best card does."""
    if not evidence.clauses:
        return False
    card = evidence.cards[0].score if evidence.cards else 0.0
    asks_rules = max(situation.score_of(one) for one in _RULE_INTENTS)
    return evidence.clauses[0].score >= (1.0 - 0.3 * asks_rules) * card
