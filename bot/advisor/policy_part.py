"""Say what the company's rules say: route, verdict, terms, corrected beliefs, and the clauses found.

Each part is decided by typed rules (`bot.advisor.rules`) and worded by its neighbours; here they are put in
order, and it is decided which of them gives the conclusion.
"""

import re
from dataclasses import replace

from bot.advisor.advice import Intent, PolicyStatement, Statement, Verdict
from bot.advisor.beliefs_part import correct_beliefs
from bot.advisor.citations import CitationBook
from bot.advisor.clauses_part import say_clauses, say_conversion
from bot.advisor.evidence import Evidence
from bot.advisor.gaps import find_gaps
from bot.advisor.holdings import Holdings
from bot.advisor.named_part import say_named_prohibitions
from bot.advisor.notices import notices_for, say_day
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.powers_part import say_powers
from bot.advisor.question_words import has_cue
from bot.advisor.route_part import say_routes
from bot.advisor.rule_writing import RuleWriter, conclude_from, quote_once
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.own_words import in_own_words
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
# Subjects beside approval that a thread about a purchase may turn to.
_ASKS_TERMS = re.compile(
    r"本番|移行|そろ|揃|条件|要件|延長|延ば|伸ば|保存|保管|報告|漏|事故"
    r"|go(?:ing)? live|production|in place|conditions?|extend|extension|retain|report"
)
_ASKS_LENGTH = re.compile(
    r"何年(?:間)?(?:保|残|取|と|は|の|か|\?|で)|何[かヶカ]?月(?:保|残)|保存期間|保管期間|いつまで(?:保|残|取)"
    r"|how (?:long|many years) .{0,30}\b(?:keep|kept|retain|stor\w+)|retention"
)
_DEFINITE: tuple[Verdict, ...] = ("needs_approval", "allowed")
_FAR_BETTER = 2.5
_LEAST_SCORE = 0.2
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
    situation = in_own_words(situation, rules)
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
    conversion = _as_finding(say_conversion(situation, holdings, writer))
    later = [_as_finding(versions), powers, conversion, terms]
    misses = not (routes.leads and _has_sum(situation)) and _misses_the_point(use, evidence, book)
    is_beside = use.is_open or misses
    judged = _in_order(situation, PolicyFinding() if is_beside else use, routes, terms)
    named_at = 1 if judged[0] is use and _verdict_of(use) == "prohibited" else 0
    judged.insert(named_at, named)
    order = [*first, *judged, *later]  # where no rule bears on the use, what is laid down says more
    order.insert(1 if routes.leads and not situation.believed_amounts and _has_sum(situation) else 0, beliefs)
    if rules.is_empty and (_asks_rules(situation) > 0 or _ASKS_LIMIT.search(fold_string(situation.query))):
        return _no_rules_yet(situation)
    is_stranger = situation.score_of("out_of_scope") >= _STRONG and not evidence.is_ruled
    is_foreign = evidence.belongs == "foreign" or is_stranger
    most = 0 if is_foreign or evidence.is_materials_only else _MOST_CLAUSES
    clauses = say_clauses(situation, evidence, writer, most=most)
    if not is_beside and _verdict_of(use) in _DEFINITE:  # what forbids the use was found by judging it
        clauses = tuple(one for one in clauses if one.verdict != "prohibited")
    leads = situation.phrase is None and _clause_leads(situation, evidence)  # a phrase is no clause
    if clauses and (misses or leads):
        order.insert(len(first) if misses else len(order), _as_finding(clauses))
    if is_beside and (misses or has_cue(fold_string(situation.query), "permission")):
        order.append(use)
    found = _joined([one for one in order if one.leads or one.statements], clauses)
    judged_none = not (use.leads or named.leads)
    return _not_covered(situation, found) if judged_none and _asks_leave(situation, evidence) else found


def _verdict_of(finding: PolicyFinding) -> Verdict | None:
    return finding.statements[0].verdict if finding.statements else None


def _misses_the_point(use: PolicyFinding, evidence: Evidence, book: CitationBook) -> bool:
    """Tell whether a clause fits the question far better than those a use was judged by.

    General rules (which services, which classes) bear on every use; a rule on trainees or on wiring a line
    is what was asked about.
    """
    if use.summary is None or _verdict_of(use) not in ("conditional", "not_covered"):
        return False
    scores = {
        one.chunk.section_id: one.score for one in evidence.clauses if "#cover" not in one.chunk.section_id
    }
    deciding = {one.id for one in book.citations() if one.n in use.summary.citations}
    best = max((scores.get(one, 0.0) for one in deciding), default=0.0)
    return max(scores.values(), default=0.0) >= max(_FAR_BETTER * best, _LEAST_SCORE)


def _in_order(
    situation: Situation, use: PolicyFinding, routes: PolicyFinding, terms: PolicyFinding
) -> list[PolicyFinding]:
    """A purchase with a sum is about its route; else what is done with data comes first.

    Terms that are asked for go before both: in a thread about a sum, and where no leave is asked.
    """
    query = fold_string(situation.query)
    judged = [routes, use] if _has_sum(situation) or not use.leads else [use, routes]
    asks_terms = terms.leads and (
        (situation.carries_sums and _ASKS_TERMS.search(query))
        or (_ASKS_LENGTH.search(query) and not _has_sum(situation) and not has_cue(query, "permission"))
    )
    return [terms, *judged] if asks_terms else judged


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
        statements=tuple(quote_once([*statements, *beside][:_MOST_STATEMENTS])),
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


def _asks_leave(situation: Situation, evidence: Evidence) -> bool:
    """Tell whether leave is asked to do something with data, and no rule held has to do with it."""
    use = situation.use
    is_judgeable = use is not None and bool((use.data or use.class_labels) and (use.acts or use.destinations))
    return (
        is_judgeable and not evidence.has_rules_near and has_cue(fold_string(situation.query), "permission")
    )


def _not_covered(situation: Situation, found: PolicyFinding) -> PolicyFinding:
    """Say that the policies do not cover it, before whatever else is near."""
    text = notices_for(situation.language).not_covered_in_rules
    return replace(found, summary=Statement(kind="notice", text=text), is_open=True)


def _no_rules_yet(situation: Situation) -> PolicyFinding:
    """Say that no rule is in force on the day, where rules are what was asked for."""
    notices = notices_for(situation.language)
    day = say_day(situation.rules_on, situation.language)
    summary = Statement(kind="notice", text=notices.no_rules_yet.format(day=day))
    return PolicyFinding(summary=summary, is_open=True)
