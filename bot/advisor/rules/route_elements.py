"""Find who approves, agrees, reviews and how many quotes are needed at one amount.

The amount is given in the policy's own basis; `route_counting` finds it, `route` compares amounts.
"""

import re
from collections.abc import Sequence

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Rule
from bot.advisor.rules.place import Frozen, Scope
from bot.advisor.rules.route_finding import SkippedException, SkipReason
from bot.advisor.rules.route_scope import (
    departments_hold,
    kinds_hold,
    names_topic,
    same_name,
    scope_holds,
    strictly_holds,
)
from bot.advisor.rules.spending import AmountSpan, ApprovalBand, Concurrence, QuoteRule

_MOST_UNCLEAR = 3
# What a department's band is for: 「研究開発部は、試薬の購入に限り」.
_THING = re.compile(
    r"(?:^|[、はがも])(?P<what>[^、はがも]{2,20})の(?:購入|調達|発注|取得)(?:に限り|について|は)?、?$"
)


class Buyer(Frozen):
    """What a purchase is, and for whom, as far as scopes ask."""

    kinds: frozenset[str]  # widened
    departments: tuple[str, ...] = ()
    words: str = ""  # the question, folded: some scopes have no concept, only words


class Elements(Frozen):
    """What one amount needs."""

    band: ApprovalBand | None = None
    skipped: tuple[SkippedException, ...] = ()
    concurrences: tuple[Concurrence, ...] = ()
    exemptions: tuple[Concurrence, ...] = ()
    quotes: QuoteRule | None = None
    single_source: QuoteRule | None = None
    unclear: tuple[Rule, ...] = ()

    @property
    def bodies(self) -> tuple[str, ...]:
        """Name who has to agree or review."""
        return tuple(one.body for one in self.concurrences)

    @property
    def signature(self) -> tuple[str | None, tuple[str, ...], int]:
        """Give what a person would see: approver, bodies, number of quotes."""
        return (
            self.band.approver if self.band else None,
            self.bodies,
            self.quotes.quotes or 0 if self.quotes else 0,
        )


def find_elements(amount_jpy: int, buyer: Buyer, rules: CompanyRules) -> Elements:
    """Find what an amount needs.

    Args:
        amount_jpy: The sum that counts, in the policy's basis.
        buyer: What is bought, for whom.
        rules: The rules in force.
    """
    bands = rules.of_type(ApprovalBand)
    band = _choose_band(amount_jpy, bands, buyer)
    concurrences, exemptions = _concurrences(amount_jpy, rules.of_type(Concurrence), buyer)
    quotes = _choose_quotes(amount_jpy, rules.of_type(QuoteRule), buyer)
    scoped: tuple[ApprovalBand | Concurrence | QuoteRule, ...] = (
        *bands, *rules.of_type(Concurrence), *rules.of_type(QuoteRule),
    )  # fmt: skip
    unclear = [
        one
        for one in scoped
        if _has_own_words(one) and not names_topic(one.scope, buyer.words)
        and (band is None or not isinstance(one, ApprovalBand))
    ]  # fmt: skip
    return Elements(
        band=band,
        skipped=_skipped(amount_jpy, bands, buyer),
        concurrences=concurrences,
        exemptions=exemptions,
        quotes=quotes,
        single_source=_single_source(amount_jpy, rules, quotes),
        unclear=tuple(one for one in unclear if one.holds_for(amount_jpy))[:_MOST_UNCLEAR],
    )


def _has_own_words(rule: ApprovalBand | Concurrence | QuoteRule) -> bool:
    """Tell whether a rule is bound in words for which there is no concept."""
    return bool(rule.scope.text) and not rule.scope.kinds and not rule.scope.departments


def _is_for_other_things(band: ApprovalBand, buyer: Buyer) -> bool:
    """Tell whether a department's band is for things that have no concept and were not named."""
    thing = _THING.search(band.scope.text) if band.scope.departments and not band.scope.kinds else None
    named = Scope(text=thing["what"]) if thing else None
    return named is not None and bool(buyer.words) and not names_topic(named, buyer.words)


def edges_of(rules: CompanyRules) -> tuple[int, ...]:
    """List every whole yen at which a spending rule starts or stops to hold, lowest first, 0 included."""
    spans: Sequence[AmountSpan] = (
        *rules.of_type(ApprovalBand),
        *rules.of_type(Concurrence),
        *rules.of_type(QuoteRule),
    )
    edges = {0}
    for span in spans:
        edges.add(span.from_jpy if span.from_is_inclusive else span.from_jpy + 1)
        if span.to_jpy is not None:
            edges.add(span.to_jpy + 1 if span.to_is_inclusive else span.to_jpy)
    return tuple(sorted(edges))


def _choose_band(amount_jpy: int, bands: Sequence[ApprovalBand], buyer: Buyer) -> ApprovalBand | None:
    """Choose the band that holds; one bound to the buyer goes before a general one."""
    holding = [one for one in bands if one.holds_for(amount_jpy) and not _why_not(amount_jpy, one, buyer)]
    return min(holding, key=lambda one: one.scope.is_general, default=None)


def _why_not(amount_jpy: int, band: ApprovalBand, buyer: Buyer) -> tuple[SkipReason, ...]:
    reasons: list[SkipReason] = []
    if not departments_hold(band.scope.departments, buyer.departments):
        reasons.append("department")
    is_other_topic = _has_own_words(band) and not names_topic(band.scope, buyer.words)
    if is_other_topic or _is_for_other_things(band, buyer) or not kinds_hold(band.scope, buyer.kinds):
        reasons.append("kind")
    if any(set(term.concepts) & buyer.kinds for term in band.exclusions):
        reasons.append("excluded")
    if not band.holds_for(amount_jpy):
        reasons.append("amount")
    return tuple(reasons)


def _skipped(amount_jpy: int, bands: Sequence[ApprovalBand], buyer: Buyer) -> tuple[SkippedException, ...]:
    """Name the exceptions that come near by department or kind, and why they do not hold."""
    found = []
    for band in bands:
        reasons = _why_not(amount_jpy, band, buyer)
        is_bound = bool(band.scope.kinds or band.scope.departments)
        is_near = (
            bool(band.scope.departments and departments_hold(band.scope.departments, buyer.departments))
            or bool(set(band.scope.kinds) & buyer.kinds)
        )  # fmt: skip
        if is_bound and is_near and reasons:
            found.append(SkippedException(band=band, reasons=reasons))
    return tuple(found)


def _concurrences(
    amount_jpy: int, all_of: Sequence[Concurrence], buyer: Buyer
) -> tuple[tuple[Concurrence, ...], tuple[Concurrence, ...]]:
    holding = [one for one in all_of if one.holds_for(amount_jpy)]
    exempting = [
        one
        for one in holding
        if one.is_exemption and strictly_holds(one.scope, buyer.kinds, buyer.departments, buyer.words)
    ]
    kept: dict[str, Concurrence] = {}
    used: list[Concurrence] = []
    for one in holding:
        if one.is_exemption or not scope_holds(one.scope, buyer.kinds, buyer.departments, buyer.words):
            continue
        relief = next((other for other in exempting if same_name(other.body, one.body)), None)
        if relief is None:
            kept.setdefault(one.body, one)
        else:
            used.append(relief)
    return tuple(kept.values()), tuple(dict.fromkeys(used))


def _choose_quotes(amount_jpy: int, all_of: Sequence[QuoteRule], buyer: Buyer) -> QuoteRule | None:
    """Choose the rule that asks for most quotes at the amount."""
    holding = [
        one
        for one in all_of
        if one.quotes and one.holds_for(amount_jpy)
        and scope_holds(one.scope, buyer.kinds, buyer.departments, buyer.words)
    ]  # fmt: skip
    return max(holding, key=lambda one: one.quotes or 0, default=None)


def _single_source(amount_jpy: int, rules: CompanyRules, quotes: QuoteRule | None) -> QuoteRule | None:
    if quotes is None:
        return None
    ways = [
        one
        for one in rules.of_type(QuoteRule)
        if (one.single_source_papers or one.single_source_approver) and one.holds_for(amount_jpy)
    ]
    return next((one for one in ways if one.document == quotes.document), None)
