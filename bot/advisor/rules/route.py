"""Find the way to an approval: who decides on the sum that counts, and what else has to be there.

Rules decide, nothing is assumed in silence: a fact that was not said and changes the answer makes two
branches. Worded by `wording_route`.
"""

from collections.abc import Sequence

from bot.advisor.amounts import Amount
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.route_cases import (
    TRIAL,
    OpenFacts,
    Reading,
    condense,
    find_open_facts,
    lay_out,
    name_open_facts,
)
from bot.advisor.rules.route_changes import find_changes
from bot.advisor.rules.route_counting import TAX_PERCENT, CountingBasis, find_basis
from bot.advisor.rules.route_currency import currency_of, in_currency, in_units, restate
from bot.advisor.rules.route_elements import Buyer, Elements, edges_of, find_elements
from bot.advisor.rules.route_finding import (
    AmountRange,
    Assumption,
    BranchCondition,
    Fact,
    RouteBranch,
    RouteFinding,
)
from bot.advisor.rules.route_limits import find_emergency, find_limits
from bot.advisor.rules.route_papers import find_papers
from bot.advisor.rules.route_scope import says_what, widen_kinds
from bot.advisor.rules.spending import ApprovalBand, Concurrence, CountingRule, QuoteRule
from bot.advisor.situation import Purchase
from knowledge.documents.folding import fold_string


def find_routes(purchase: Purchase, rules: CompanyRules, words: str = "") -> RouteFinding:
    """Find every way to an approval that the facts leave open.

    Args:
        purchase: What was said of it.
        rules: The rules in force on the day that counts.
        words: The question, for rules bound in words of their own.

    Returns:
        No branches where no rule speaks of spending. Without an amount, one branch for each range of
        amounts that is treated alike. Amounts are whole units of the finding's currency.
    """
    currency = currency_of(rules, purchase)
    finding = _find_in_units(in_units(purchase, currency), in_currency(rules, currency), words)
    return restate(finding, currency)


def _find_in_units(purchase: Purchase, rules: CompanyRules, words: str) -> RouteFinding:
    splitting = tuple(one for one in rules.of_type(CountingRule) if one.is_splitting_prohibited)
    asked = splitting if purchase.is_split else ()
    if not _speaks_of_spending(rules):
        return RouteFinding(splitting=asked, is_before_any_policy=rules.is_empty)
    purchase, assumptions = _take_as_ai(purchase, rules)
    buyer = Buyer(
        kinds=widen_kinds(purchase.kinds), departments=purchase.departments, words=fold_string(words)
    )
    basis = find_basis(rules, buyer.kinds)
    in_yen = tuple(one for one in purchase.amounts if one.jpy is not None)
    if not in_yen or _needs_users(purchase):
        missing = _missing_sum(purchase)
        branches = _table(purchase, buyer, rules)
        return RouteFinding(branches=branches, splitting=asked, assumptions=assumptions, missing=missing)
    findings = [_for_sums(purchase, sums, buyer, basis, rules) for sums in _alternatives(purchase, in_yen)]
    return _joined(findings, asked, assumptions)


def _speaks_of_spending(rules: CompanyRules) -> bool:
    return any(rules.of_type(kind) for kind in (ApprovalBand, Concurrence, QuoteRule))


def _needs_users(purchase: Purchase) -> bool:
    per_user = any((one.per or "").startswith("user") for one in purchase.amounts)
    return per_user and purchase.users is None


def _missing_sum(purchase: Purchase) -> tuple[Fact, ...]:
    if not purchase.amounts:
        return ("amount",)
    if any(one.jpy is None for one in purchase.amounts):
        return ("amount_in_yen",)
    return ("users",)


def _take_as_ai(purchase: Purchase, rules: CompanyRules) -> tuple[Purchase, tuple[Assumption, ...]]:
    """Take a purchase of an unknown kind as one of AI; say so where that changes something."""
    if says_what(purchase.kinds):
        return purchase, ()
    taken = purchase.model_copy(update={"kinds": ("ai", *purchase.kinds)})
    buyers = [Buyer(kinds=widen_kinds(one.kinds), departments=one.departments) for one in (purchase, taken)]
    differs = any(
        len({find_elements(edge, buyer, rules).signature for buyer in buyers}) > 1 for edge in edges_of(rules)
    ) or len({find_basis(rules, buyer.kinds) for buyer in buyers}) > 1  # fmt: skip
    return taken, (Assumption(kind="is_ai"),) if differs else ()


def _alternatives(purchase: Purchase, in_yen: tuple[Amount, ...]) -> tuple[tuple[Amount, ...], ...]:
    """Add up sums of different kinds and parts of a split order; others are asked about one by one."""
    if len(in_yen) == 1 or purchase.is_split or len({one.per for one in in_yen}) == len(in_yen):
        return (in_yen,)
    return tuple((one,) for one in in_yen)


def _for_sums(
    purchase: Purchase, sums: tuple[Amount, ...], buyer: Buyer, basis: CountingBasis, rules: CompanyRules
) -> RouteFinding:
    facts = find_open_facts(purchase, sums, basis)
    readings = lay_out(purchase, sums, facts, basis)
    if not readings:
        return RouteFinding(branches=_table(purchase, buyer, rules), missing=("term",))
    results = [
        (find_elements(one.counted.jpy, buyer, rules).signature, _breaches(purchase, one, rules))
        for one in readings
    ]
    differing = name_open_facts(readings, results)
    runs = condense(readings, results, differing)
    branches = [
        branch
        for first, last in runs
        for branch in _by_department(purchase, first, last, buyer, rules)
    ]  # fmt: skip
    needs_department = any(one.fact == "department" for branch in branches for one in branch.conditions)
    missing: tuple[Fact, ...] = (*differing, *(("department",) if needs_department else ()))
    return RouteFinding(
        branches=tuple(branches),
        missing=missing,
        makes_no_difference=tuple(one for one in _left_open(facts) if one not in differing),
        assumptions=_assumptions(purchase, sums, basis, readings, differing),
    )


def _breaches(purchase: Purchase, reading: Reading, rules: CompanyRules) -> tuple[str, ...]:
    _, breaches = find_limits(purchase, reading.counted, reading.term_months, rules)
    return tuple(one.limit.measure for one in breaches)


def _left_open(facts: OpenFacts) -> tuple[Fact, ...]:
    named: tuple[tuple[Fact, int], ...] = (
        ("renewal", len(facts.renewals)),
        ("tax", len(facts.taxes)),
        ("term", len(facts.terms)),
    )
    return tuple(fact for fact, values in named if values > 1)


def _assumptions(
    purchase: Purchase,
    sums: Sequence[Amount],
    basis: CountingBasis,
    readings: Sequence[Reading],
    differing: Sequence[Fact],
) -> tuple[Assumption, ...]:
    found: list[Assumption] = []
    if any(step.kind.startswith("tax_") for one in readings[:1] for step in one.counted.steps) or (
        "tax" in differing
    ):
        found.append(Assumption(kind="tax_rate", percent=TAX_PERCENT))
    if basis.tax and "tax" not in differing and any(one.tax is None for one in sums):
        found.append(Assumption(kind="tax_as_policy", tax=basis.tax))
    if basis.renewing and TRIAL in purchase.kinds and purchase.renews_automatically is None:
        found.append(Assumption(kind="does_not_renew"))
    is_once = all(one.per in (None, "user") for one in sums)
    if is_once and purchase.term_months is None and not purchase.renews_automatically and basis.total:
        found.append(Assumption(kind="is_total"))
    return tuple(found)


def _by_department(
    purchase: Purchase, first: Reading, last: Reading, buyer: Buyer, rules: CompanyRules
) -> list[RouteBranch]:
    """Part into two where a department's exception would hold, and the department was not said."""
    plain = _branch(purchase, first, last, buyer, rules)
    if buyer.departments:
        return [plain]
    bound = [
        one.band.scope.departments[0]
        for one in plain.skipped
        if one.reasons == ("department",) and one.band.approver != plain.approver
    ]
    if not bound:
        return [plain]
    name = bound[0]
    special = _branch(purchase, first, last, buyer.model_copy(update={"departments": (name,)}), rules)
    return [
        branch.model_copy(
            update={
                "conditions": (
                    *branch.conditions,
                    BranchCondition(fact="department", department=name, is_of_department=is_of),
                )
            }
        )
        for branch, is_of in ((special, True), (plain, False))
    ]


def _branch(
    purchase: Purchase, first: Reading, last: Reading, buyer: Buyer, rules: CompanyRules
) -> RouteBranch:
    elements = find_elements(first.counted.jpy, buyer, rules)
    is_range = first.counted.jpy != last.counted.jpy
    branch = _with_rest(purchase, elements, first, rules)
    return branch.model_copy(
        update={
            "conditions": first.conditions,
            "counted": None if is_range else first.counted,
            "amounts": AmountRange(from_jpy=first.counted.jpy, to_jpy=last.counted.jpy + 1)
            if is_range
            else None,
            "changes": () if is_range else find_changes(first.counted.jpy, buyer, rules),
        }
    )


def _with_rest(
    purchase: Purchase, elements: Elements, reading: Reading | None, rules: CompanyRules
) -> RouteBranch:
    counted = reading.counted if reading else None
    renews = purchase.renews_automatically
    if reading and any(one.fact == "renewal" for one in reading.conditions):
        renews = reading.renews
    term = purchase.term_months
    papers = find_papers(renews, term, rules)
    limits, breaches = find_limits(purchase, counted, term, rules)
    emergency, denied = find_emergency(purchase, counted, rules)
    return RouteBranch(
        band=elements.band,
        skipped=elements.skipped,
        concurrences=elements.concurrences,
        exemptions=elements.exemptions,
        quotes=elements.quotes,
        single_source=elements.single_source,
        clauses=papers.clauses,
        clauses_if=papers.clauses_if,
        reviews=papers.reviews,
        papers=papers.memos,
        limits=limits,
        breaches=breaches,
        emergency=emergency,
        emergency_denied=denied,
        unclear=elements.unclear,
    )


def _table(purchase: Purchase, buyer: Buyer, rules: CompanyRules) -> tuple[RouteBranch, ...]:
    """Give one branch for each range of amounts that is treated alike."""
    edges = edges_of(rules)
    branches: list[RouteBranch] = []
    signatures: list[object] = []
    for edge, end in zip(edges, (*edges[1:], None), strict=True):
        elements = find_elements(edge, buyer, rules)
        span = AmountRange(from_jpy=edge, to_jpy=end)
        if signatures and signatures[-1] == elements.signature:
            span = AmountRange(from_jpy=_start_of(branches[-1]), to_jpy=end)
            branches.pop()
            signatures.pop()
        branch = _with_rest(purchase, elements, None, rules)
        conditions = (BranchCondition(fact="amount", amounts=span),)
        branches.append(branch.model_copy(update={"conditions": conditions, "amounts": span}))
        signatures.append(elements.signature)
    return tuple(branches)


def _start_of(branch: RouteBranch) -> int:
    return branch.amounts.from_jpy if branch.amounts else 0


def _joined(
    findings: Sequence[RouteFinding], asked: tuple[CountingRule, ...], assumptions: tuple[Assumption, ...]
) -> RouteFinding:
    """Join the findings for several sums; each branch then says for which one it is."""
    is_one = len(findings) == 1
    branches = [
        branch if is_one else _for_its_sum(branch) for finding in findings for branch in finding.branches
    ]
    return RouteFinding(
        branches=tuple(branches),
        splitting=asked,
        assumptions=tuple(dict.fromkeys((*assumptions, *(a for one in findings for a in one.assumptions)))),
        missing=tuple(dict.fromkeys(fact for one in findings for fact in one.missing)),
        makes_no_difference=tuple(
            dict.fromkeys(fact for one in findings for fact in one.makes_no_difference)
        ),
    )


def _for_its_sum(branch: RouteBranch) -> RouteBranch:
    if branch.counted is None:
        return branch
    condition = BranchCondition(fact="amount", stated_jpy=branch.counted.steps[0].of_jpy)
    return branch.model_copy(update={"conditions": (condition, *branch.conditions)})
