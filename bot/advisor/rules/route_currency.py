"""Work in the currency that the rules are written in; a sum in another one is never converted."""

from collections import Counter

from bot.advisor.amounts import Amount, Currency
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.ranges import units_of
from bot.advisor.rules.route_finding import RouteBranch, RouteFinding
from bot.advisor.rules.spending import AmountSpan, EmergencyRule, Limit
from bot.advisor.situation import Purchase


def currency_of(rules: CompanyRules, purchase: Purchase) -> Currency:
    """Choose the currency to decide in: the purchase's where rules have it, else that of most rules."""
    spans = [one for one in rules.rules if isinstance(one, AmountSpan) and one.has_sum]
    counted = Counter(one.currency for one in spans)
    said = [one.currency for one in purchase.amounts if one.currency in counted]
    return said[0] if said else max(counted, key=lambda one: counted[one], default="JPY")


def in_currency(rules: CompanyRules, currency: Currency) -> CompanyRules:
    """Leave out the rules whose amounts are in another currency."""
    if all(_holds(one, currency) for one in rules.rules):
        return rules
    books = tuple(
        book.model_copy(update={"rules": tuple(one for one in book.rules if _holds(one, currency))})
        for book in rules.in_force
    )
    return rules.model_copy(update={"in_force": books})


def in_units(purchase: Purchase, currency: Currency) -> Purchase:
    """Give sums of a currency in its whole units, and those of any other none: they cannot be compared."""
    amounts = tuple(_in_units(one, currency) for one in purchase.amounts)
    return purchase.model_copy(update={"amounts": amounts})


def restate(finding: RouteFinding, currency: Currency) -> RouteFinding:
    """Name the currency wherever a finding holds an amount."""
    if currency == "JPY":
        return finding
    branches = tuple(_restate_branch(one, currency) for one in finding.branches)
    return finding.model_copy(update={"branches": branches, "currency": currency})


def _restate_branch(branch: RouteBranch, currency: Currency) -> RouteBranch:
    named = {"currency": currency}
    counted, amounts = branch.counted, branch.amounts
    if counted is not None:
        steps = tuple(one.model_copy(update=named) for one in counted.steps)
        counted = counted.model_copy(update={**named, "steps": steps})
    conditions = tuple(
        one.model_copy(
            update={**named, "amounts": one.amounts.model_copy(update=named) if one.amounts else None}
        )
        for one in branch.conditions
    )
    return branch.model_copy(
        update={
            "counted": counted,
            "amounts": amounts.model_copy(update=named) if amounts else None,
            "conditions": conditions,
            "changes": tuple(one.model_copy(update=named) for one in branch.changes),
        }
    )


def _in_units(amount: Amount, currency: Currency) -> Amount:
    units = units_of(amount) if amount.currency == currency else None
    return amount.model_copy(update={"jpy": units})


def _holds(rule: object, currency: Currency) -> bool:
    if not isinstance(rule, AmountSpan | EmergencyRule | Limit):
        return True
    return not rule.has_sum or rule.currency == currency
