"""Say what the company's rules say: route, verdict, terms, corrected beliefs, and the clauses found.

Each part is decided by typed rules (`bot.advisor.rules`) and worded by its neighbours; here they are put in
order, and it is decided which of them gives the conclusion.
"""

import re

from bot.advisor.advice import Intent, PolicyStatement, Statement
from bot.advisor.beliefs_part import correct_beliefs
from bot.advisor.citations import CitationBook
from bot.advisor.clauses_part import say_clauses
from bot.advisor.evidence import Evidence
from bot.advisor.gaps import find_gaps
from bot.advisor.holdings import Holdings
from bot.advisor.named_part import say_named_prohibitions
from bot.advisor.notices import notices_for, say_day
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.powers_part import say_powers
from bot.advisor.question_words import has_cue
from bot.advisor.route_part import say_routes
from bot.advisor.rule_writing import RuleWriter, conclude_from
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.situation import Situation
from bot.advisor.terms_part import say_terms
from bot.advisor.use_part import say_use
from bot.advisor.versions_part import asks_version, say_versions
from knowledge.documents.folding import fold_string

_RULE_INTENTS: tuple[Intent, ...] = ("policy_check", "approval_route", "incident", "governance_data")
_NEITHER: tuple[Intent, ...] = ("clarify", "out_of_scope", "adversarial", "meeting_phrase")
_STRONG = 0.5
_ASKS_LIMIT = re.compile(
    r"上限|いくらまで|決裁|承認|規程|規則|稟議|してよい|していい|limit|allowed|approv|may (?:we|i)"
    r"|polic(?:y|ies)|\brules?\b"
)
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
    named = _as_finding(say_named_prohibitions(situation, writer))
    versions = say_versions(situation, holdings, evidence, book) if asks_version(situation) else ()
    use, routes, terms = (
        say_use(situation, writer),
        say_routes(situation, evidence, writer),
        say_terms(situation, writer),
    )
    is_incident = situation.score_of("incident") >= _STRONG
    first = [terms] if is_incident and terms.leads else []
    powers = _as_finding(say_powers(situation, writer))
    later = [_as_finding(versions), powers, terms]
    judged = _in_order(situation, use, routes)
    order = [*first, named, *judged, *later]
    if use.is_open:  # no rule bears on the use: whatever is laid down on the subject says more
        order = [*first, named, routes, *later]
    order.insert(1 if routes.leads and not situation.believed_amounts and _has_sum(situation) else 0, beliefs)
    if rules.is_empty and (_asks_rules(situation) > 0 or _ASKS_LIMIT.search(fold_string(situation.query))):
        return _no_rules_yet(situation)
    is_foreign = evidence.belongs == "foreign" or situation.score_of("out_of_scope") >= _STRONG
    most = 0 if is_foreign or evidence.is_materials_only else _MOST_CLAUSES
    clauses = say_clauses(situation, evidence, writer, most=most)
    if clauses and _clause_leads(situation, evidence):
        order.append(_as_finding(clauses))
    if use.is_open and has_cue(fold_string(situation.query), "permission"):
        order.append(use)
    return _joined([one for one in order if one.leads or one.statements], clauses)


def _in_order(situation: Situation, use: PolicyFinding, routes: PolicyFinding) -> list[PolicyFinding]:
    """A purchase with a sum is about its route; else what is done with data comes first."""
    return [routes, use] if _has_sum(situation) or not use.leads else [use, routes]


def _has_sum(situation: Situation) -> bool:
    return situation.purchase is not None and bool(situation.purchase.amounts)


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
    clause = next((one for one in evidence.clauses if "#cover" not in one.chunk.section_id), None)
    if clause is None or find_gaps(situation):
        return False
    card = evidence.cards[0].score if evidence.cards else 0.0
    others = [one.score for one in situation.intents if one.intent not in (*_RULE_INTENTS, *_NEITHER)]
    needed = 1.05 - 0.35 * _asks_rules(situation) + 0.45 * max(others, default=0.0)
    return clause.score >= needed * card


def _asks_rules(situation: Situation) -> float:
    return max(situation.score_of(one) for one in _RULE_INTENTS)


def _no_rules_yet(situation: Situation) -> PolicyFinding:
    """Say that no rule is in force on the day, where rules are what was asked for."""
    notices = notices_for(situation.language)
    day = say_day(situation.rules_on, situation.language)
    summary = Statement(kind="notice", text=notices.no_rules_yet.format(day=day))
    return PolicyFinding(summary=summary, is_open=True)
