"""Rules on spending: who approves what, how an amount is counted, and what has to be attached.

Amounts are whole units of the rule's currency, yen unless it says another; none is ever converted. Reading
them out of a text is the grammar's work, applying them `route`'s.
"""

from typing import Literal

from pydantic import Field

from bot.advisor.amounts import Currency
from bot.advisor.rules.place import Length, PlacedRule, Scope, TaxBasis, Term

Basis = Literal["contract_total", "annual", "single"]
ConcurrenceKind = Literal["concurrence", "review"]
RenewalCase = Literal["always", "auto_renewal", "longer_than"]


class AmountSpan(PlacedRule):
    """A rule that holds for a range of amounts; no lower bound is 0, no upper bound is None."""

    from_jpy: int = Field(default=0, ge=0)
    from_is_inclusive: bool = True
    to_jpy: int | None = Field(default=None, ge=0)
    to_is_inclusive: bool = False
    currency: Currency = "JPY"

    @property
    def has_sum(self) -> bool:
        """Tell whether a sum bounds the range."""
        return bool(self.from_jpy) or self.to_jpy is not None

    def holds_for(self, amount_jpy: int) -> bool:
        """Tell whether an amount lies in the range."""
        above = amount_jpy > self.from_jpy or (self.from_is_inclusive and amount_jpy == self.from_jpy)
        if self.to_jpy is None:
            return above
        return above and (amount_jpy < self.to_jpy or (self.to_is_inclusive and amount_jpy == self.to_jpy))


class ApprovalBand(AmountSpan):
    """Who decides on amounts of a range."""

    type: Literal["approval_band"] = "approval_band"
    approver: str = Field(min_length=1)
    scope: Scope = Scope()
    exclusions: tuple[Term, ...] = ()
    tax: TaxBasis | None = None


class CountingRule(PlacedRule):
    """How the amount that counts is found."""

    type: Literal["counting"] = "counting"
    basis: Basis | None = None
    tax: TaxBasis | None = None
    auto_renewal_months: int | None = Field(default=None, ge=1)
    indefinite_months: int | None = Field(default=None, ge=1)  # for what has no end
    auto_renewal_terms: int | None = Field(default=None, ge=2)  # terms that a renewing contract counts for
    auto_renewal_extra_months: int | None = Field(default=None, ge=1)  # added to its term
    monthly_months: int | None = Field(default=None, ge=1)  # months for what is paid monthly
    is_splitting_prohibited: bool = False
    scope: Scope = Scope()

    @property
    def counts_renewal(self) -> bool:
        """Tell whether it says what a contract counts for that renews by itself."""
        return bool(self.auto_renewal_months or self.auto_renewal_terms or self.auto_renewal_extra_months)


class Concurrence(AmountSpan):
    """Who has to agree or review besides the approver, or need not (`is_exemption`)."""

    type: Literal["concurrence"] = "concurrence"
    body: str = Field(min_length=1)
    kind: ConcurrenceKind = "concurrence"
    scope: Scope = Scope()
    is_exemption: bool = False


class QuoteRule(AmountSpan):
    """How many quotes are needed, and what a single source takes."""

    type: Literal["quotes"] = "quotes"
    quotes: int | None = Field(default=None, ge=1)
    single_source_papers: tuple[str, ...] = ()
    single_source_approver: str | None = None
    scope: Scope = Scope()


class ContractClause(PlacedRule):
    """What a contract has to contain, and which contracts."""

    type: Literal["contract_clause"] = "contract_clause"
    clauses: tuple[str, ...] = Field(min_length=1)
    when: tuple[RenewalCase, ...] = ("always",)
    longer_than: Length | None = None
    longer_is_inclusive: bool = False  # 「1年以上の契約」, not 「1年を超える契約」


class MemoContents(PlacedRule):
    """What an approval request has to state or have attached."""

    type: Literal["memo_contents"] = "memo_contents"
    papers: tuple[str, ...] = Field(min_length=1)


class EmergencyRule(PlacedRule):
    """When approval may follow the purchase, and by when."""

    type: Literal["emergency"] = "emergency"
    condition: str
    deadline: Length | None = None
    limit_jpy: int | None = None  # not for amounts above
    currency: Currency = "JPY"
    limit_is_inclusive: bool = True

    @property
    def has_sum(self) -> bool:
        """Tell whether a sum bounds it."""
        return self.limit_jpy is not None


class Limit(PlacedRule):
    """A bound on the cost, the length, the number or the share of something, such as a trial."""

    type: Literal["limit"] = "limit"
    subject: str = Field(min_length=1)  # in the policy's words
    concepts: tuple[str, ...] = ()  # poc, extension, …
    measure: Literal["cost", "period", "extension", "extension_count", "percent"]
    amount_jpy: int | None = None
    currency: Currency = "JPY"
    length: Length | None = None
    number: float | None = None
    bound: Literal["under", "up_to", "from", "over"] = "up_to"
    tax: TaxBasis | None = None

    @property
    def has_sum(self) -> bool:
        """Tell whether what it bounds is a sum."""
        return self.amount_jpy is not None
