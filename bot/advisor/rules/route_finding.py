"""What was found on the way to an approval, as typed values with the rules they rest on.

Filled by `route`, worded by `wording_route`. No sentence is written here.
"""

from typing import Literal

from pydantic import Field

from bot.advisor.amounts import Currency
from bot.advisor.rules.conduct import Requirement, Rule
from bot.advisor.rules.place import Frozen, TaxBasis
from bot.advisor.rules.spending import (
    ApprovalBand,
    Concurrence,
    ContractClause,
    CountingRule,
    EmergencyRule,
    Limit,
    MemoContents,
    QuoteRule,
)

Fact = Literal["amount", "amount_in_yen", "users", "term", "renewal", "tax", "kind", "department"]
StepKind = Literal[
    "stated", "per_user", "monthly", "yearly", "auto_renewal", "spread", "tax_removed", "tax_added", "sum"
]
AssumptionKind = Literal["is_ai", "is_total", "tax_as_policy", "tax_rate", "does_not_renew"]
SkipReason = Literal["department", "kind", "excluded", "amount"]


class CalculationStep(Frozen):
    """One step of arithmetic: `of_jpy`, times `factor`, through `divisor`, gives `result_jpy`."""

    kind: StepKind
    of_jpy: int = Field(ge=0)
    factor: int = Field(default=1, ge=1)
    divisor: int = Field(default=1, ge=1)
    result_jpy: int = Field(ge=0)
    currency: Currency = "JPY"
    rules: tuple[Rule, ...] = ()


class CountedAmount(Frozen):
    """The sum that counts, with its arithmetic; in whole units of its currency."""

    jpy: int = Field(ge=0)
    currency: Currency = "JPY"
    tax: TaxBasis | None = None  # the policy's basis
    steps: tuple[CalculationStep, ...] = ()


class AmountRange(Frozen):
    """Whole units from `from_jpy` up to but not including `to_jpy`; None has no end."""

    from_jpy: int = Field(ge=0)
    to_jpy: int | None = None
    currency: Currency = "JPY"


class BranchCondition(Frozen):
    """One fact that was not said, and the value it has in this branch."""

    fact: Fact
    renews: bool | None = None
    tax: TaxBasis | None = None
    from_months: int | None = None
    to_months: int | None = None  # inclusive; None has no end
    amounts: AmountRange | None = None
    stated_jpy: int | None = None  # of several sums named, the one meant here
    currency: Currency = "JPY"
    department: str | None = None
    is_of_department: bool | None = None


class Assumption(Frozen):
    """What had to be taken as given, and is said so."""

    kind: AssumptionKind
    tax: TaxBasis | None = None
    percent: int | None = None


class SkippedException(Frozen):
    """An exception that looks near and does not apply, and why."""

    band: ApprovalBand
    reasons: tuple[SkipReason, ...] = Field(min_length=1)


class LimitBreach(Frozen):
    """A limit on the thing itself, such as a trial's cost, that the purchase goes beyond."""

    limit: Limit
    actual_jpy: int | None = None
    actual_months: int | None = None


class Change(Frozen):
    """What changes where the amount reaches (`is_above`) or falls below a threshold."""

    at_jpy: int  # the first whole yen of the other side's range, seen from below
    is_above: bool
    currency: Currency = "JPY"
    approver: str | None = None  # the other one; None where it stays
    added: tuple[str, ...] = ()  # bodies that come in
    removed: tuple[str, ...] = ()
    quotes: int | None = None  # the other number; 0: none needed; None: stays
    rules: tuple[Rule, ...] = Field(min_length=1)


class RouteBranch(Frozen):
    """One way to an approval; `conditions` is empty when nothing had to be left open."""

    conditions: tuple[BranchCondition, ...] = ()
    counted: CountedAmount | None = None  # None: a range of amounts, or no amount known
    amounts: AmountRange | None = None
    band: ApprovalBand | None = None  # None: no rule says who decides
    skipped: tuple[SkippedException, ...] = ()
    concurrences: tuple[Concurrence, ...] = ()
    exemptions: tuple[Concurrence, ...] = ()  # that took a concurrence away
    quotes: QuoteRule | None = None
    single_source: QuoteRule | None = None  # the way round, where quotes are needed
    clauses: tuple[ContractClause, ...] = ()  # the contract must have
    clauses_if: tuple[ContractClause, ...] = ()  # depends on a term or renewal that was not said
    reviews: tuple[Requirement, ...] = ()  # of the contract
    papers: tuple[MemoContents, ...] = ()
    limits: tuple[Limit, ...] = ()  # on the thing itself: have to be kept
    breaches: tuple[LimitBreach, ...] = ()
    emergency: EmergencyRule | None = None
    emergency_denied: EmergencyRule | None = None  # the amount is beyond it
    unclear: tuple[Rule, ...] = ()  # bound to something that could not be compared: quote
    changes: tuple[Change, ...] = ()

    @property
    def approver(self) -> str | None:
        """Name who decides, as the policy names it."""
        return self.band.approver if self.band else None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """List all rules the branch rests on, each once, in the order they are said."""
        steps = self.counted.steps if self.counted else ()
        single = (self.quotes, self.single_source, self.emergency, self.emergency_denied)
        found: tuple[Rule | None, ...] = (
            self.band, *(rule for step in steps for rule in step.rules), *self.concurrences,
            *self.exemptions, *single, *self.clauses, *self.clauses_if, *self.reviews,
            *(one.limit for one in self.breaches), *self.limits, *(one.band for one in self.skipped),
            *self.papers, *self.unclear,
        )  # fmt: skip
        return tuple(dict.fromkeys(rule for rule in found if rule is not None))


class RouteFinding(Frozen):
    """All ways to an approval that the facts leave open; no branches where no rule speaks of spending."""

    branches: tuple[RouteBranch, ...] = ()
    splitting: tuple[CountingRule, ...] = ()  # asked to split an order: the no comes first
    assumptions: tuple[Assumption, ...] = ()
    missing: tuple[Fact, ...] = ()
    makes_no_difference: tuple[Fact, ...] = ()  # not said, and the answer is the same either way
    is_before_any_policy: bool = False
    currency: Currency = "JPY"  # of the rules

    @property
    def rules(self) -> tuple[Rule, ...]:
        """List all rules the finding rests on."""
        found = (*self.splitting, *(rule for branch in self.branches for rule in branch.rules))
        return tuple(dict.fromkeys(found))
