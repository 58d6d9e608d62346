"""Find the sum that counts: months, users, renewal and tax, step by step.

Nothing is rounded up and no currency converted. Who approves the sum is `route_elements`' business.
"""

from bot.advisor.amounts import Amount
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.place import Frozen, TaxBasis
from bot.advisor.rules.route_finding import CalculationStep, CountedAmount
from bot.advisor.rules.route_scope import scope_holds
from bot.advisor.rules.spending import ApprovalBand, CountingRule

TAX_PERCENT = 10  # consumption tax in Japan, standard rate; always stated where it is used
MONTHS_OF_YEAR = 12
_MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": MONTHS_OF_YEAR}


class CountingBasis(Frozen):
    """The counting rules that hold for a purchase."""

    total: CountingRule | None = None  # says which total counts
    taxed: CountingRule | ApprovalBand | None = None  # says with or without tax
    renewing: CountingRule | None = None
    monthly: CountingRule | None = None

    @property
    def tax(self) -> TaxBasis | None:
        """Tell whether sums count with or without tax; None where no rule says so."""
        return self.taxed.tax if self.taxed else None

    @property
    def is_annual(self) -> bool:
        """Tell whether a year's total counts."""
        return self.total is not None and self.total.basis == "annual"


class Case(Frozen):
    """The facts of one reading of a purchase: said, or taken so for this branch."""

    amounts: tuple[Amount, ...]
    users: int | None = None
    term_months: int | None = None
    renews: bool = False
    renewal_months: int | None = None  # as long as the first term where it was not said
    tax: TaxBasis | None = None  # of sums whose basis was not said


def find_basis(rules: CompanyRules, kinds: frozenset[str]) -> CountingBasis:
    """Gather the counting rules that hold for kinds of purchases."""
    counting = [one for one in rules.of_type(CountingRule) if scope_holds(one.scope, kinds, ())]
    taxed: list[CountingRule | ApprovalBand] = [
        *(one for one in counting if one.tax),
        *(one for one in rules.of_type(ApprovalBand) if one.tax and one.scope.is_general),
    ]
    return CountingBasis(
        total=next((one for one in counting if one.basis), None),
        taxed=next(iter(taxed), None),
        renewing=next((one for one in counting if one.counts_renewal), None),
        monthly=next((one for one in counting if one.monthly_months), None),
    )


def count(case: Case, basis: CountingBasis) -> CountedAmount | None:
    """Count a purchase as the rules say.

    Returns:
        None where users or term are needed and not known.
    """
    is_all_once = all(amount.per in (None, "user") for amount in case.amounts)
    parts = [_count_one(amount, case, basis, is_all_once=is_all_once) for amount in case.amounts]
    counted = [part for part in parts if part is not None]
    if not counted or len(counted) < len(parts):
        return None
    steps = [step for part in counted for step in part]
    total = sum(part[-1].result_jpy for part in counted)
    if len(counted) > 1:
        steps.append(CalculationStep(kind="sum", of_jpy=total, result_jpy=total))
    return CountedAmount(jpy=total, tax=basis.tax, steps=_say_basis(steps, basis))


def _count_one(
    amount: Amount, case: Case, basis: CountingBasis, *, is_all_once: bool
) -> list[CalculationStep] | None:
    if amount.jpy is None:
        return None
    jpy = _within_bound(amount.jpy, amount)
    steps = [CalculationStep(kind="stated", of_jpy=amount.jpy, result_jpy=jpy)]
    if amount.per and amount.per.startswith("user"):
        if case.users is None:
            return None
        total = jpy * case.users
        steps.append(CalculationStep(kind="per_user", of_jpy=jpy, factor=case.users, result_jpy=total))
    period = (amount.per or "").removeprefix("user").removeprefix("_")
    times = _once(steps[-1].result_jpy, case, basis) if not period and is_all_once else None
    if period:
        times = _recurring(steps[-1].result_jpy, period, case, basis)
        if times is None:
            return None
    if times is not None:
        steps.append(times)
    taxed = _convert_tax(steps[-1].result_jpy, amount.tax or case.tax, basis)
    return [*steps, taxed] if taxed else steps


def _within_bound(jpy: int, amount: Amount) -> int:
    """Take 「300万円未満」 as just below, and 「を超える」 as just above."""
    if amount.bound == "under":
        return max(0, jpy - 1)
    return jpy + 1 if amount.bound == "over" else jpy


def _recurring(jpy: int, period: str, case: Case, basis: CountingBasis) -> CalculationStep | None:
    months, rule = _months(case, basis)
    if months is None:
        return None
    is_renewal = rule is not None and rule == basis.renewing
    divisor = _MONTHS_OF[period]
    return CalculationStep(
        kind="auto_renewal" if is_renewal else "yearly" if divisor > 1 else "monthly",
        of_jpy=jpy,
        factor=months,
        divisor=divisor,
        result_jpy=jpy * months // divisor,
        rules=(rule,) if rule else (),
    )


def _months(case: Case, basis: CountingBasis) -> tuple[int | None, CountingRule | None]:
    if case.renews and basis.renewing is not None:
        return _renewal_months(case, basis.renewing), basis.renewing
    if basis.monthly is not None:
        return basis.monthly.monthly_months, basis.monthly
    if basis.is_annual:
        return MONTHS_OF_YEAR, basis.total
    return case.term_months, None


def _renewal_months(case: Case, rule: CountingRule) -> int | None:
    """Count a renewing contract by months, or by so many of its terms."""
    if rule.auto_renewal_terms:
        if not case.term_months:
            return None
        return case.term_months + (rule.auto_renewal_terms - 1) * (case.renewal_months or case.term_months)
    if rule.auto_renewal_extra_months:
        return case.term_months + rule.auto_renewal_extra_months if case.term_months else None
    return rule.auto_renewal_months


def _once(jpy: int, case: Case, basis: CountingBasis) -> CalculationStep | None:
    """Turn the price of a whole term into that of the months that count, where these differ."""
    term = case.term_months
    if term is None:
        return None
    rule, months = None, term
    counted = _renewal_months(case, basis.renewing) if case.renews and basis.renewing is not None else None
    if counted:
        rule, months = basis.renewing, counted
    elif basis.is_annual and term > MONTHS_OF_YEAR:
        rule, months = basis.total, MONTHS_OF_YEAR
    if rule is None or months == term:
        return None
    result = jpy * months // term
    return CalculationStep(
        kind="spread", of_jpy=jpy, factor=months, divisor=term, result_jpy=result, rules=(rule,)
    )


def _convert_tax(jpy: int, stated: TaxBasis | None, basis: CountingBasis) -> CalculationStep | None:
    if basis.taxed is None or stated is None or stated == basis.tax:
        return None
    whole = 100 + TAX_PERCENT
    if stated == "included":
        return CalculationStep(
            kind="tax_removed", of_jpy=jpy, factor=100, divisor=whole, result_jpy=jpy * 100 // whole,
            rules=(basis.taxed,),
        )  # fmt: skip
    return CalculationStep(
        kind="tax_added", of_jpy=jpy, factor=whole, divisor=100, result_jpy=jpy * whole // 100,
        rules=(basis.taxed,),
    )  # fmt: skip


def _say_basis(steps: list[CalculationStep], basis: CountingBasis) -> tuple[CalculationStep, ...]:
    """Let the last step name the rules that say what total counts, with or without tax."""
    named = [rule for rule in (basis.total, basis.taxed) if rule is not None]
    rules = tuple(dict.fromkeys((*steps[-1].rules, *named)))
    return (*steps[:-1], steps[-1].model_copy(update={"rules": rules}))
