"""Write what was read as short lines, so that it can be held against a list made by a reader.

One line a rule: where it stands, then what it says. `[` and `]` hold their sum, `(` and `)` leave it out.
"""

from collections import Counter
from collections.abc import Iterable
from functools import singledispatch
from typing import NamedTuple

from bot.advisor.rules.conduct import (
    Amendment,
    Classification,
    ClassScale,
    ConditionSet,
    Definition,
    Duration,
    Effect,
    Frequency,
    Penalty,
    Permission,
    Precedence,
    Prohibition,
    Requirement,
    Responsible,
    Rule,
    Threshold,
)
from bot.advisor.rules.place import Length, Term
from bot.advisor.rules.spending import (
    AmountSpan,
    ApprovalBand,
    Concurrence,
    ContractClause,
    CountingRule,
    EmergencyRule,
    Limit,
    MemoContents,
    QuoteRule,
)

_ABOUT = "~"  # stands for what a stretch of time is about, until one of its concepts is named


class Comparison(NamedTuple):
    """What a reader found and the grammar did not, and what only the grammar found."""

    missing: list[str]
    invented: list[str]


def compare(expected: Iterable[str], found: Iterable[tuple[str, Rule]]) -> Comparison:
    """Hold rules, each with the name of its section, against the lines of a reader."""
    left = Counter(expected)
    invented = []
    for place, rule in found:
        lines = [f"{place}: {line}" for line in _variants(rule)]
        match = next((line for line in lines if left[line] > 0), None)
        if match is None:
            invented.append(lines[0])
        else:
            left[match] -= 1
    return Comparison(list(left.elements()), invented)


def _variants(rule: Rule) -> list[str]:
    """Write a rule once for each concept that it is about; a reader names one of them."""
    line = sign(rule)
    concepts = rule.concepts if isinstance(rule, Duration | Frequency) else ()
    return [line.replace(_ABOUT, concept) for concept in concepts] or [line.replace(f" {_ABOUT}", "")]


@singledispatch
def sign(rule: Rule) -> str:
    """Write a rule in one line, without its place."""
    return rule.type


@sign.register
def _(rule: ApprovalBand) -> str:
    return _line(
        _span(rule), rule.approver, tax=rule.tax, of="|".join(rule.scope.departments),
        kinds=",".join(sorted(rule.scope.kinds)), no=_terms(rule.exclusions),
    )  # fmt: skip


@sign.register
def _(rule: Concurrence) -> str:
    kind = "exempt" if rule.is_exemption else rule.kind
    about = "" if rule.scope.kinds or rule.scope.departments else rule.scope.text
    return _line(_span(rule), rule.body, kind, kinds=",".join(sorted(rule.scope.kinds)), about=about)


@sign.register
def _(rule: QuoteRule) -> str:
    if rule.quotes is not None:
        return _line(_span(rule), str(rule.quotes))
    return _line("single", papers="|".join(rule.single_source_papers), by=rule.single_source_approver)


@sign.register
def _(rule: CountingRule) -> str:
    if rule.is_splitting_prohibited:
        return "no_split"
    renewal, monthly = rule.auto_renewal_months, rule.monthly_months
    return _line(
        rule.basis or "", tax=rule.tax, renewal=renewal, terms=rule.auto_renewal_terms, monthly=monthly,
        indefinite=rule.indefinite_months,
    )  # fmt: skip


@sign.register
def _(rule: ContractClause) -> str:
    bound = " or more" if rule.longer_is_inclusive else ""
    return _line("|".join(rule.when), "|".join(rule.clauses), longer=f"{_length(rule.longer_than)}{bound}")


@sign.register
def _(rule: MemoContents) -> str:
    return "|".join(rule.papers)


@sign.register
def _(rule: EmergencyRule) -> str:
    limit = (
        None
        if rule.limit_jpy is None
        else f"{rule.limit_jpy}{']' if rule.limit_is_inclusive else ')'}{_currency(rule)}"
    )
    return _line(_length(rule.deadline), limit=limit)


@sign.register
def _(rule: Limit) -> str:
    if rule.measure == "cost":
        return _line("cost", f"{rule.amount_jpy}{_currency(rule)}", rule.bound, tax=rule.tax)
    return _line(rule.measure, _length(rule.length) or f"{rule.number:g}")


@sign.register
def _(rule: Duration) -> str:
    return _line(rule.kind, _length(rule.length), rule.bound, _ABOUT, to=rule.to_whom)


@sign.register
def _(rule: Frequency) -> str:
    return _line(f"{rule.times:g} per {_length(rule.per)}", _ABOUT)


@sign.register
def _(rule: Prohibition) -> str:
    return _line(
        "only" if rule.only else "", _terms(rule.objects), _to(rule.destination), at=rule.place,
        only_in=rule.only_in, by="|".join(rule.actors), purpose=_terms(rule.purposes),
        flags="principle" if rule.is_principle else None,
    )  # fmt: skip


@sign.register
def _(rule: Permission) -> str:
    return _line(
        "general" if rule.is_general else "", _terms(rule.objects), _to(rule.destination),
        by="|".join(rule.actors), no=_terms(rule.excluded), approver=rule.approver,
        when="|".join(rule.conditions), lasts=_length(rule.validity), months=",".join(map(str, rule.months)),
    )  # fmt: skip


@sign.register
def _(rule: Requirement) -> str:
    return _line("approval" if rule.needs_approval else "", _terms(rule.objects), by=rule.by)


@sign.register
def _(rule: ConditionSet) -> str:
    return "|".join(rule.all_of)


@sign.register
def _(rule: Definition) -> str:
    return rule.term


@sign.register
def _(rule: ClassScale) -> str:
    return "|".join(rule.labels)


@sign.register
def _(rule: Classification) -> str:
    return _line(_terms(rule.contents), "=", rule.label)


@sign.register
def _(rule: Threshold) -> str:
    return _line(f"{rule.value:g}", of=None if rule.out_of is None else f"{rule.out_of:g}")


@sign.register
def _(rule: Precedence) -> str:
    return _line(rule.by, rule.arbiter or "")


@sign.register
def _(rule: Effect) -> str:
    return _line("" if rule.effective_from is None else rule.effective_from.isoformat(), repeals=rule.repeals)


@sign.register
def _(rule: Responsible) -> str:
    return f"{rule.role} = {rule.holder}"


@sign.register
def _(rule: Amendment) -> str:
    if rule.change == "band" and rule.first_day:
        low = f"{'[' if rule.from_is_inclusive else '('}{rule.from_jpy or 0}"
        high = f"{rule.to_jpy or ''}{']' if rule.to_is_inclusive else ')'}"
        return _line("band", rule.approver or "", f"{low},{high}", since=rule.first_day.isoformat())
    if rule.change != "reading":
        return rule.type
    change = f"{rule.subject} {rule.old} -> {rule.new}"
    return _line("reading", change, until=rule.last_day.isoformat() if rule.last_day else None)


@sign.register
def _(_rule: Penalty) -> str:
    return "penalty"


def _line(*parts: str, **named: str | int | None) -> str:
    words = [part for part in parts if part]
    return " ".join([*words, *(f"{name}={value}" for name, value in named.items() if value)])


def _span(rule: AmountSpan) -> str:
    low = f"{'[' if rule.from_is_inclusive else '('}{rule.from_jpy}"
    high = "" if rule.to_jpy is None else f"{rule.to_jpy}"
    end = "]" if rule.to_jpy is not None and rule.to_is_inclusive else ")"
    return f"{low},{high}{end}{_currency(rule)}"


def _currency(rule: AmountSpan | EmergencyRule | Limit) -> str:
    return "" if rule.currency == "JPY" else f" {rule.currency}"


def _length(length: Length | None) -> str:
    return f"{length.value:g} {length.unit}" if length else ""


def _terms(terms: tuple[Term, ...]) -> str:
    return "|".join(f"{term.text}" for term in terms)


def _to(destination: Term | None) -> str:
    return f"-> {destination.text}" if destination else ""
