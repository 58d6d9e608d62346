"""Say what the company's rules say: route, verdict, terms, corrected beliefs, and the clauses found.

Each part is decided by typed rules (`bot.advisor.rules`) and worded by its neighbours; here they are put in
order, and it is decided whether the rules give the conclusion.
"""

from dataclasses import dataclass

from bot.advisor.advice import PolicyStatement, Statement
from bot.advisor.beliefs_part import correct_beliefs
from bot.advisor.citations import CitationBook
from bot.advisor.clauses_part import say_clauses
from bot.advisor.evidence import Evidence
from bot.advisor.holdings import Holdings
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.situation import Situation
from bot.advisor.versions_part import asks_version, say_versions

_RULE_INTENTS = frozenset({"policy_check", "approval_route", "incident"})
_MOST_CLAUSES = 3


@dataclass(frozen=True)
class PolicyQuestion:
    """What the parts need."""

    situation: Situation
    evidence: Evidence
    holdings: Holdings
    rules: CompanyRules
    book: CitationBook


def find_policy(
    situation: Situation,
    evidence: Evidence,
    holdings: Holdings,
    rules: CompanyRules,
    book: CitationBook,
) -> PolicyFinding:
    """Find what the rules say of one question; empty when they say nothing."""
    beliefs = correct_beliefs(situation, evidence, rules, book)
    versions = say_versions(situation, holdings, evidence, book) if asks_version(situation) else ()
    clauses = say_clauses(evidence, rules, book, situation.language, most=_MOST_CLAUSES)
    leading = (*beliefs, *versions) or (clauses[:1] if _clause_leads(situation, evidence) else ())
    return PolicyFinding(
        summary=_summary(leading),
        statements=(*beliefs, *versions, *clauses),
        steps=(),
    )


def _summary(leading: tuple[PolicyStatement, ...]) -> Statement | None:
    if not leading:
        return None
    return Statement(text=leading[0].text, citations=leading[0].citations)


def _clause_leads(situation: Situation, evidence: Evidence) -> bool:
    """Tell whether the best clause answers the question better than the best card does."""
    if not evidence.clauses:
        return False
    card = evidence.cards[0].score if evidence.cards else 0.0
    asks_rules = max((situation.score_of(one) for one in _RULE_INTENTS), default=0.0)  # type: ignore[arg-type]
    return evidence.clauses[0].score >= (1.0 - 0.3 * asks_rules) * card
