"""Say the way to an approval: who decides on which counted sum, who else has to agree, what to attach.

Found by `bot.advisor.rules.route`, worded by `wording_route`; here branches become routes with citations.
"""

import re

from bot.advisor.advice import ApprovalRoute, NextAction, PolicyStatement, Statement, Verdict
from bot.advisor.amounts import find_amounts
from bot.advisor.durations import find_durations
from bot.advisor.evidence import Evidence
from bot.advisor.naming import compares
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.rule_writing import RuleWriter, conclude_from
from bot.advisor.rules.place import PlacedRule
from bot.advisor.rules.route import find_routes
from bot.advisor.rules.route_finding import RouteBranch, RouteFinding
from bot.advisor.rules.spending import QuoteRule
from bot.advisor.rules.wording import describe_rule
from bot.advisor.rules.wording_calculation import say_calculation
from bot.advisor.rules.wording_conditions import say_conditions
from bot.advisor.rules.wording_route import (
    ask_for,
    say_assumption,
    say_branch,
    say_breach,
    say_change,
    say_makes_no_difference,
    say_skipped,
    say_splitting,
)
from bot.advisor.rules.wording_titles import name_actor
from bot.advisor.situation import Purchase, Situation
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string
from retrieval.passage import Passage

_ASKS_APPROVAL = 0.5
_ASKS_QUOTES = re.compile(
    r"相見積|見積(?:書|もり)?[^。、]{0,8}(?:何社|要|いる|必要|取|不要)|\bquot(?:es?|ations?)\b"
)
_MOST_QUOTES = 2
_MOST_BRANCHES = 6
_OFFERS = ("提案", "見積", "オファー", "a社", "ベンダー", "proposal", "offer", "quotation", "vendor")


def say_routes(situation: Situation, evidence: Evidence, writer: RuleWriter) -> PolicyFinding:
    """Say every way to an approval that the facts leave open; empty when nothing is to be approved."""
    purchase, offer = _purchase(situation, evidence)
    if purchase is None or not _is_about_approval(situation, purchase):
        return PolicyFinding()
    found = find_routes(purchase, writer.rules, situation.query)
    stated = tuple(one for one in found.branches if one.rules)  # no rule, no route
    finding = found.model_copy(update={"branches": stated})
    if not finding.branches and not finding.splitting:
        return PolicyFinding()
    statements = _statements(finding, writer)
    quotes = _quotes_asked(situation, finding, writer)
    routes = tuple(_route(one, finding, writer, offer) for one in finding.branches[:_MOST_BRANCHES])
    return PolicyFinding(
        summary=_joined(_summary(finding, statements, writer), quotes, writer),
        statements=(*statements[:1], *quotes, *statements[1:]),
        routes=routes,
        next_actions=tuple(a for one in finding.branches[:1] for a in _actions(one, writer)),
        missing=tuple(ask_for(one, writer.language) for one in finding.missing),
        steps=(1,) if "poc" in purchase.kinds else (2,),
    )


def _purchase(situation: Situation, evidence: Evidence) -> tuple[Purchase | None, Passage | None]:
    """Take the purchase that was asked about; a vendor's offer that is meant gives what was not said."""
    purchase = situation.purchase
    if purchase is not None and compares(situation):
        own = (situation.asker_department,) if situation.asker_department else ()
        purchase = purchase.model_copy(update={"departments": own})
    if purchase is not None and purchase.amounts:
        return purchase, None
    offer = _offer(situation, evidence)
    if offer is None:
        return purchase, None
    text = offer.chunk.section_text
    months = next((one.months for one in find_durations(text) if one.months), None)
    base = purchase or Purchase(kinds=("ai",))
    amounts = tuple(one for one in find_amounts(text) if one.jpy is not None)[:1]
    return base.model_copy(update={"amounts": amounts, "term_months": base.term_months or months}), offer


def _offer(situation: Situation, evidence: Evidence) -> Passage | None:
    query = fold_string(situation.query)
    if not any(word in query for word in _OFFERS) or situation.score_of("approval_route") < _ASKS_APPROVAL:
        return None
    named = (one for one in evidence.materials[:3] if find_amounts(one.chunk.section_text))
    return next(named, None)


def _is_about_approval(situation: Situation, purchase: Purchase) -> bool:
    if purchase.amounts or purchase.is_split or purchase.is_emergency or purchase.is_single_source:
        return True
    return situation.score_of("approval_route") >= _ASKS_APPROVAL


def _statements(finding: RouteFinding, writer: RuleWriter) -> tuple[PolicyStatement, ...]:
    said: list[PolicyStatement] = []
    if finding.splitting:
        said.append(writer.say("prohibited", say_splitting(writer.language), finding.splitting))
    for branch in finding.branches[:_MOST_BRANCHES]:
        rules = (branch.band, *branch.concurrences, branch.quotes, *_counting(branch))
        text = say_branch(branch, writer.language)
        said.append(writer.say("needs_approval", text, rules, is_quoted=False))
    for branch in finding.branches[:1]:
        beside = _exceptions(branch, writer)
        denied = [one for one in beside if one.verdict == "prohibited"]
        others = [one for one in beside if one not in denied]
        if len(finding.branches) == 1:
            said = [*denied, *said, *others]
        elif branch.emergency is not None:  # no sum decides: whether it may come later was asked
            said = [*others, *said, *denied]
        else:
            said = [*said, *denied, *others]
    return tuple(said)


def _quotes_asked(
    situation: Situation, finding: RouteFinding, writer: RuleWriter
) -> tuple[PolicyStatement, ...]:
    """Say from where on quotes are needed, where they are asked about and none is."""
    if not _ASKS_QUOTES.search(fold_string(situation.query)) or any(one.quotes for one in finding.branches):
        return ()
    rules = [one for one in writer.rules.of_type(QuoteRule) if one.quotes and one.has_sum][:_MOST_QUOTES]
    sentences = [describe_rule(one, writer.language) for one in rules]
    return (writer.say("conditional", writer.join(sentences), rules),) if rules else ()


def _joined(summary: Statement, more: tuple[PolicyStatement, ...], writer: RuleWriter) -> Statement:
    numbers = tuple(dict.fromkeys([*summary.citations, *(n for one in more for n in one.citations)]))
    text = writer.join([summary.text, *(one.text for one in more)])
    return summary.model_copy(update={"text": text, "citations": numbers}) if more else summary


def _exceptions(branch: RouteBranch, writer: RuleWriter) -> list[PolicyStatement]:
    language = writer.language
    said = [writer.say("prohibited", say_breach(one, language), (one.limit,)) for one in branch.breaches]
    said += [writer.say("not_covered", say_skipped(one, language), (one.band,)) for one in branch.skipped]
    emergencies: tuple[tuple[PlacedRule | None, Verdict], ...] = (
        (branch.emergency, "conditional"),
        (branch.emergency_denied, "prohibited"),
    )
    said += [
        writer.say(verdict, describe_rule(rule, language), (rule,))
        for rule, verdict in emergencies
        if rule is not None
    ]
    said += [writer.say("conditional", describe_rule(one, language), (one,)) for one in branch.exemptions]
    return said


def _route(
    branch: RouteBranch, finding: RouteFinding, writer: RuleWriter, offer: Passage | None
) -> ApprovalRoute:
    language = writer.language
    calculation = say_calculation(branch.counted, language) if branch.counted else ()
    numbers = writer.cite(branch.rules)
    if offer is not None:
        chunk = offer.chunk
        numbers = (*numbers, *writer.book.cite(chunk.section_id, document_key=chunk.document_key))
    return ApprovalRoute(
        condition=say_conditions(branch.conditions, language),
        amount_jpy=branch.counted.jpy if branch.counted and finding.currency == "JPY" else None,
        calculation=(*calculation, *(say_assumption(one, language) for one in finding.assumptions)),
        approver=_own_name(branch.approver, language) if branch.approver else None,
        concurrences=tuple(_own_name(one.body, language) for one in branch.concurrences),
        quotes_required=branch.quotes.quotes if branch.quotes else None,
        conditions=_conditions(branch, finding, writer),
        citations=tuple(dict.fromkeys(numbers)),
    )


def _conditions(branch: RouteBranch, finding: RouteFinding, writer: RuleWriter) -> tuple[str, ...]:
    language = writer.language
    rules = (
        *branch.clauses, *branch.clauses_if, *branch.reviews, branch.single_source, *branch.limits,
        *branch.papers, *branch.unclear,
    )  # fmt: skip
    said = [describe_rule(one, language) for one in rules if one is not None]
    said += [say_change(one, language) for one in branch.changes if one.is_above]
    same = say_makes_no_difference(finding.makes_no_difference, language)
    return tuple(dict.fromkeys([*said, *([same] if same else [])]))


def _counting(branch: RouteBranch) -> tuple[PlacedRule, ...]:
    steps = branch.counted.steps if branch.counted else ()
    return tuple(rule for step in steps for rule in step.rules)


def _actions(branch: RouteBranch, writer: RuleWriter) -> tuple[NextAction, ...]:
    is_ja = writer.language == "ja"
    if branch.approver is None:
        return ()
    who = name_actor(branch.approver, writer.language)
    what = (
        f"必要な書類と合議をそろえ、{who}の決裁を受ける"
        if is_ja
        else f"Collect papers and concurrences, then obtain the approval of the {who}"
    )
    return writer.act(what, (branch.band, *branch.papers), who="起案者" if is_ja else "whoever requests it")


def _summary(
    finding: RouteFinding,
    statements: tuple[PolicyStatement, ...],
    writer: RuleWriter,
) -> Statement:
    """Say the no first, then the route; where it depends, how it divides."""
    if not statements:
        return Statement(kind="notice", text="-")
    if len(finding.branches) <= 1 or finding.splitting:
        joined = statements[: 2 if statements[0].verdict == "prohibited" else 1]
        numbers = tuple(dict.fromkeys(n for one in joined for n in one.citations))
        return Statement(
            kind="sourced" if numbers else "notice",
            text=writer.join(one.text for one in joined),
            citations=numbers,
        )
    first = statements[: min(len(statements), 3)]
    lead = "条件によって分かれます。" if writer.language == "ja" else "It depends."
    numbers = tuple(dict.fromkeys(n for one in first for n in one.citations))
    if not numbers:
        return conclude_from(first[0])
    before = [one.text for one in first if one.verdict != "needs_approval"]
    ways = [one.text for one in first if one.verdict == "needs_approval"]
    return Statement(text=writer.join([*before, lead, *ways]), citations=numbers)


def _own_name(name: str, language: Language) -> str:
    """Name whom a route goes to as the policy does; in English with a gloss, which sentences give anyway."""
    return name_actor(name, language) if language == "en" else name
