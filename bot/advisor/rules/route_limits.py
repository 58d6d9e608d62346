"""Compare a purchase with the limits on the thing itself, and with the conditions of an emergency."""

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.place import Length, TaxBasis
from bot.advisor.rules.route_cases import TRIAL
from bot.advisor.rules.route_counting import TAX_PERCENT
from bot.advisor.rules.route_finding import CountedAmount, LimitBreach
from bot.advisor.rules.spending import EmergencyRule, Limit
from bot.advisor.situation import Purchase

_MONTHS = {"month": 1.0, "year": 12.0, "week": 12 / 52, "day": 12 / 365}


def find_limits(
    purchase: Purchase, counted: CountedAmount | None, term_months: int | None, rules: CompanyRules
) -> tuple[tuple[Limit, ...], tuple[LimitBreach, ...]]:
    """List the limits a trial has to keep, and those this one goes beyond.

    Returns:
        Nothing for a purchase that is no trial.
    """
    if TRIAL not in purchase.kinds:
        return (), ()
    limits = [one for one in rules.of_type(Limit) if TRIAL in one.concepts]
    breaches = []
    for limit in limits:
        if limit.measure == "cost" and limit.amount_jpy is not None and counted is not None:
            actual = _in_basis(counted, limit.tax)
            if _is_beyond(actual, limit.amount_jpy, limit.bound):
                breaches.append(LimitBreach(limit=limit, actual_jpy=actual))
        if limit.measure == "period" and limit.length is not None and term_months is not None:
            longest = length_in_months(limit.length)
            if longest is not None and _is_beyond(term_months, longest, limit.bound):
                breaches.append(LimitBreach(limit=limit, actual_months=term_months))
    broken = [one.limit for one in breaches]
    return tuple(one for one in limits if one not in broken), tuple(breaches)


def find_emergency(
    purchase: Purchase, counted: CountedAmount | None, rules: CompanyRules
) -> tuple[EmergencyRule | None, EmergencyRule | None]:
    """Find the rule for an emergency that was said, and whether the amount is beyond it.

    Returns:
        The rule that may be used, and the one that may not be for its limit; both None without emergency.
    """
    if not purchase.is_emergency:
        return None, None
    rule = next(iter(rules.of_type(EmergencyRule)), None)
    if rule is None or rule.limit_jpy is None or counted is None:
        return rule, None
    is_within = counted.jpy < rule.limit_jpy or (rule.limit_is_inclusive and counted.jpy == rule.limit_jpy)
    return (rule, None) if is_within else (None, rule)


def length_in_months(length: Length) -> float | None:
    """Turn a length into months for comparison; None for hours and the like."""
    factor = _MONTHS.get(length.unit)
    return None if factor is None else length.value * factor


def _in_basis(counted: CountedAmount, tax: TaxBasis | None) -> int:
    if tax is None or counted.tax is None or tax == counted.tax:
        return counted.jpy
    whole = 100 + TAX_PERCENT
    return counted.jpy * 100 // whole if tax == "excluded" else counted.jpy * whole // 100


def _is_beyond(actual: float, limit: float, bound: str) -> bool:
    if bound == "under":
        return actual >= limit
    if bound == "up_to":
        return actual > limit
    return actual < limit if bound == "from" else actual <= limit
