"""Lay out the readings that the facts of a purchase leave open, and keep those that make a difference.

A reading fixes every fact that was not said: whether the contract renews, its term, with or without tax,
whose purchase it is. Readings with the same result are one.
"""

from collections.abc import Sequence
from itertools import product

from bot.advisor.amounts import Amount
from bot.advisor.rules.place import Frozen, TaxBasis
from bot.advisor.rules.route_counting import Case, CountingBasis, count
from bot.advisor.rules.route_finding import BranchCondition, CountedAmount, Fact
from bot.advisor.situation import Purchase

TRIAL = "poc"  # ends by itself unless it is said to renew
LONGEST_TERM_MONTHS = 60  # terms not said are tried up to here; the last range is open


class Reading(Frozen):
    """One way to read a purchase."""

    counted: CountedAmount
    renews: bool
    term_months: int | None
    tax: TaxBasis | None
    department: str | None = None  # taken as the buyer's for this reading
    conditions: tuple[BranchCondition, ...] = ()


class OpenFacts(Frozen):
    """The values each fact may have; one value where it was said or does not bear on the sum."""

    renewals: tuple[bool, ...]
    terms: tuple[int | None, ...]
    taxes: tuple[TaxBasis | None, ...]

    @property
    def has_open_term(self) -> bool:
        """Tell whether terms are tried out."""
        return len(self.terms) > 1


def find_open_facts(purchase: Purchase, amounts: Sequence[Amount], basis: CountingBasis) -> OpenFacts:
    """Find which facts bear on the sum and were not said."""
    recurs = any(one.per not in (None, "user") for one in amounts)
    fixed_months = basis.monthly is not None or basis.is_annual
    is_trial = TRIAL in purchase.kinds
    can_renew = basis.renewing is not None and not is_trial and (recurs or purchase.term_months is not None)
    renews = purchase.renews_automatically
    renewals = (renews,) if renews is not None else (False, True) if can_renew else (False,)
    needs_term = (recurs and not fixed_months and not (renews and basis.renewing)) or (
        not recurs and bool(renews) and basis.renewing is not None
    )
    terms: tuple[int | None, ...] = (purchase.term_months,)
    if purchase.term_months is None and needs_term:
        step = 12 if all(one.per in ("year", "user_year") for one in amounts) else 1
        terms = tuple(range(step, LONGEST_TERM_MONTHS + 1, step))
    return OpenFacts(renewals=renewals, terms=terms, taxes=_taxes(amounts, basis, len(terms) > 1))


def _taxes(
    amounts: Sequence[Amount],
    basis: CountingBasis,
    term_is_open: bool,  # noqa: FBT001 one private use
) -> tuple[TaxBasis | None, ...]:
    if basis.tax is None or all(one.tax for one in amounts):
        return (None,)
    other: TaxBasis = "included" if basis.tax == "excluded" else "excluded"
    return (basis.tax,) if term_is_open else (basis.tax, other)


def lay_out(
    purchase: Purchase, amounts: tuple[Amount, ...], facts: OpenFacts, basis: CountingBasis
) -> tuple[Reading, ...]:
    """List the readings of sums, the nearest to what was said first."""
    readings = []
    for renews, tax, term in product(facts.renewals, facts.taxes, facts.terms):
        case = Case(
            amounts=amounts,
            users=purchase.users,
            term_months=term,
            renews=renews,
            renewal_months=purchase.renewal_months,
            tax=tax,
        )
        counted = count(case, basis)
        if counted is not None:
            readings.append(Reading(counted=counted, renews=renews, term_months=term, tax=tax))
    return tuple(readings)


def name_open_facts(readings: Sequence[Reading], signatures: Sequence[object]) -> tuple[Fact, ...]:
    """Name the facts that change the result: two readings differ in nothing else, and in the result."""
    found: list[Fact] = []
    facts: tuple[tuple[Fact, int], ...] = (("renewal", 0), ("tax", 1), ("term", 2))
    keys = [(one.renews, one.tax, one.term_months) for one in readings]
    for fact, position in facts:
        results: dict[tuple[object, ...], set[object]] = {}
        for key, signature in zip(keys, signatures, strict=True):
            rest = key[:position] + key[position + 1 :]
            results.setdefault(rest, set()).add(signature)
        if any(len(one) > 1 for one in results.values()):
            found.append(fact)
    return tuple(found)


def condense(
    readings: Sequence[Reading], signatures: Sequence[object], differing: Sequence[Fact]
) -> tuple[tuple[Reading, Reading], ...]:
    """Keep one reading for each result, with the conditions under which it holds.

    Returns:
        First and last reading of each run of terms with one result; the same one twice where the term
        makes no difference.
    """
    runs: list[tuple[Reading, Reading, object]] = []
    nearest = readings[0]
    for reading, signature in zip(readings, signatures, strict=True):
        is_repeated = ("renewal" not in differing and reading.renews != nearest.renews) or (
            "tax" not in differing and reading.tax != nearest.tax
        )
        if is_repeated:
            continue
        key = (
            reading.renews if "renewal" in differing else None,
            reading.tax if "tax" in differing else None,
            signature,
        )
        if runs and runs[-1][2] == key:
            runs[-1] = (runs[-1][0], reading, key)
        elif all(key != other for _, _, other in runs):
            runs.append((reading, reading, key))
    return tuple((_conditioned(first, last, differing, readings), last) for first, last, _ in runs)


def _conditioned(
    first: Reading, last: Reading, differing: Sequence[Fact], readings: Sequence[Reading]
) -> Reading:
    conditions: list[BranchCondition] = []
    if "renewal" in differing:
        conditions.append(BranchCondition(fact="renewal", renews=first.renews))
    if "tax" in differing and first.tax is not None:
        conditions.append(BranchCondition(fact="tax", tax=first.tax))
    terms = [one.term_months for one in readings if one.renews == first.renews]
    covers_all = (first.term_months, last.term_months) == (terms[0], terms[-1])
    if "term" in differing and not covers_all:
        is_last = last.term_months == terms[-1]
        conditions.append(
            BranchCondition(
                fact="term", from_months=first.term_months, to_months=None if is_last else last.term_months
            )
        )
    return first.model_copy(update={"conditions": tuple(conditions)})
