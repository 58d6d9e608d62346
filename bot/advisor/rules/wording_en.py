"""One English sentence for each type of rule on spending and terms, from its typed values."""

from functools import singledispatch

from bot.advisor.rules.conduct import (
    Amendment,
    ConditionSet,
    Duration,
    Effect,
    Frequency,
    Threshold,
)
from bot.advisor.rules.place import PlacedRule, Scope
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
from bot.advisor.rules.wording_concepts import say_concept, say_kinds, say_subject
from bot.advisor.rules.wording_titles import name_actor
from bot.advisor.rules.wording_values import (
    say_bound,
    say_length,
    say_list,
    say_money,
    say_number,
    say_span,
    say_tax,
    say_terms,
    say_words,
)

_BASES = {
    "contract_total": "the total over the contract term",
    "annual": "the total for a year",
    "single": "the amount of each purchase",
}


@singledispatch
def say_in_english(rule: PlacedRule) -> str:
    """Say a rule in one English sentence.

    Raises:
        TypeError: For a type of rule that has no words yet.
    """
    raise TypeError(f"no words for {type(rule).__name__}")


@say_in_english.register
def _band(rule: ApprovalBand) -> str:
    approver, span = name_actor(rule.approver, "en"), say_span(rule, rule.tax, "en")
    if rule.scope.is_general:
        return f"Purchases of {span} are approved by the {approver}."
    left_out = f" This does not hold for {say_terms(rule.exclusions, 'en')}." if rule.exclusions else ""
    return f"{_scope(rule.scope)} of {span} may be approved by the {approver}.{left_out}"


@say_in_english.register
def _counting(rule: CountingRule) -> str:
    sentences = []
    tax = say_tax(rule.tax, "en")
    if rule.basis:
        sentences.append(
            f"What counts is {_BASES[rule.basis]},{tax}." if tax else f"What counts is {_BASES[rule.basis]}."
        )
    elif rule.tax:
        sentences.append(f"Amounts count{tax}.")
    if rule.auto_renewal_extra_months:
        extra = rule.auto_renewal_extra_months
        sentences.append(f"A contract that renews automatically counts {extra} months more than its term.")
    if rule.auto_renewal_terms:
        sentences.append(
            f"A contract that renews automatically is counted as {rule.auto_renewal_terms} of its terms."
        )
    if rule.auto_renewal_months:
        kinds = f" for {say_kinds(rule.scope.kinds, 'en')}" if rule.scope.kinds else ""
        sentences.append(
            f"A contract{kinds} that renews automatically is counted as {rule.auto_renewal_months} months."
        )
    if rule.monthly_months:
        sentences.append(f"What is paid monthly is counted as {rule.monthly_months} months.")
    if rule.is_splitting_prohibited:
        sentences.append("Splitting a purchase to avoid an approval level is prohibited.")
    return " ".join(sentences) or "The policy says how amounts are counted."


@say_in_english.register
def _concurrence(rule: Concurrence) -> str:
    what = "review" if rule.kind == "review" else "concurrence"
    verb = "is not required" if rule.is_exemption else "is required"
    body = name_actor(rule.body, "en")
    return f"{_scope(rule.scope)} of {say_span(rule, None, 'en')}: the {what} of the {body} {verb}.".replace(
        " of whatever the amount", ", whatever the amount"
    )


@say_in_english.register
def _quotes(rule: QuoteRule) -> str:
    sentences = []
    if rule.quotes:
        span = say_span(rule, None, "en")
        sentences.append(f"{_scope(rule.scope)} of {span} need at least {rule.quotes} quotes.")
    if rule.single_source_papers or rule.single_source_approver:
        needed = [say_words(one, "en") for one in rule.single_source_papers]
        if rule.single_source_approver:
            needed.append(f"the approval of the {name_actor(rule.single_source_approver, 'en')}")
        sentences.append(f"A single source needs {say_list(needed, 'en')}.")
    return " ".join(sentences)


@say_in_english.register
def _contract_clause(rule: ContractClause) -> str:
    longer = say_length(rule.longer_than, "en") if rule.longer_than else ""
    cases = {
        "always": "Contracts",
        "auto_renewal": "contracts that renew automatically",
        "longer_than": f"contracts of {longer} or longer"
        if rule.longer_is_inclusive
        else f"contracts longer than {longer}",
    }
    named = say_list([cases[case] for case in rule.when], "en")
    clauses = say_list([say_words(one.removesuffix(" clause"), "en") for one in rule.clauses], "en")
    return f"{named[0].upper()}{named[1:]} must contain clauses on {clauses}."


@say_in_english.register
def _memo(rule: MemoContents) -> str:
    return (
        f"The approval request has to state {say_list([say_words(one, 'en') for one in rule.papers], 'en')}."
    )


@say_in_english.register
def _emergency(rule: EmergencyRule) -> str:
    within = f" within {say_length(rule.deadline, 'en')}" if rule.deadline else ""
    limit = ""
    if rule.limit_jpy is not None:
        bound = "up_to" if rule.limit_is_inclusive else "under"
        limit = (
            f" This holds only for {say_bound(say_money(rule.limit_jpy, 'en', rule.currency), bound, 'en')}."
        )
    condition = say_words(rule.condition.removeprefix("If "), "en")
    return f"Only in an emergency ({condition}) may the request follow the purchase{within}.{limit}"


@say_in_english.register
def _limit(rule: Limit) -> str:
    if rule.measure == "extension_count":
        times = say_number(rule.number or 0)
        return f"It may be extended at most {'once' if times == '1' else f'{times} times'}."
    if rule.measure == "extension" and rule.length:
        return f"An extension may last at most {say_length(rule.length, 'en')}."
    subject = say_subject(rule.subject, rule.concepts, "en")
    if rule.measure == "percent":
        percent = f"{say_number(rule.number or 0)}%"
        return f"{_capital(subject)}: {say_bound(percent, rule.bound, 'en')}."
    if rule.measure == "cost" and rule.amount_jpy is not None:
        amount = say_bound(say_money(rule.amount_jpy, "en", rule.currency), rule.bound, "en")
        return f"The cost of {subject} may be {amount}{say_tax(rule.tax, 'en')}."
    length = say_length(rule.length, "en") if rule.length else say_number(rule.number or 0)
    return f"{_capital(subject)} may last {_within(length, rule.bound)}."


@say_in_english.register
def _duration(rule: Duration) -> str:
    length, subject = say_length(rule.length, "en"), say_subject(rule.subject, rule.concepts, "en")
    named = say_concept(rule.concepts[0], "en") if rule.concepts else subject
    start = f" from {say_words(rule.starts_from, 'en')}" if rule.starts_from else ""
    if rule.kind == "retention":
        return f"{_capital(subject)} must be kept for {length}."
    if rule.kind == "deadline":
        whom = f" to the {name_actor(rule.to_whom, 'en')}" if rule.to_whom else ""
        return f"{_capital(named)} must be reported{whom} within {length}{start}."
    if rule.kind == "notice":
        return f"{_capital(subject)}: notice is needed {length} ahead."
    if rule.kind == "return":
        things = [say_concept(one, "en") for one in rule.concepts if one in ("data_return", "erasure")]
        return f"{_capital(say_list(things, 'en') or subject)} must be done within {length}{start}."
    if rule.kind == "plan":
        return f"{_capital(named)} has to cover {length}."
    if rule.kind == "validity":
        return f"What is granted holds for at most {length}."
    bound = {"at_least": "at least ", "within": "at most ", "exactly": ""}[rule.bound]
    return f"{_capital(named)}: {bound}{length}."


@say_in_english.register
def _frequency(rule: Frequency) -> str:
    subject = say_subject(rule.subject, rule.concepts, "en")
    if "meeting" in rule.concepts:
        subject = say_concept("meeting", "en")
    times = {"1": "once", "2": "twice"}.get(say_number(rule.times), f"{say_number(rule.times)} times")
    per = rule.per.unit if rule.per.value == 1 else f"every {say_length(rule.per, 'en')}"
    return f"{_capital(subject)}: {times} {'a ' if rule.per.value == 1 else ''}{per}."


@say_in_english.register
def _threshold(rule: Threshold) -> str:
    least = say_number(rule.at_least if rule.at_least is not None else rule.value)
    full = f" out of {say_number(rule.out_of)}" if rule.out_of is not None else ""
    unit = "%" if rule.unit == "percent" else "" if full else " points"
    subject = say_words(rule.subject, "en") if rule.subject else "The score"
    return f"{_capital(subject)}: at least {least}{unit}{full} is needed."


@say_in_english.register
def _conditions(rule: ConditionSet) -> str:
    all_of = say_list([say_words(one, "en") for one in rule.all_of], "en")
    return f"{_capital(say_words(rule.subject, 'en'))}: all {len(rule.all_of)} have to be in place: {all_of}."


@say_in_english.register
def _effect(rule: Effect) -> str:
    parts = []
    if rule.effective_from:
        parts.append(f"It takes effect on {rule.effective_from.day} {rule.effective_from:%B %Y}.")
    if rule.repeals:
        parts.append(f"It repeals {say_words(rule.repeals, 'en')}.")
    return " ".join(parts) or "It says when it takes effect."


@say_in_english.register
def _amendment(rule: Amendment) -> str:
    span = say_span(
        AmountSpan(
            document=rule.document, section=rule.section, start=rule.start, end=rule.end,
            from_jpy=rule.from_jpy or 0, from_is_inclusive=rule.from_is_inclusive,
            to_jpy=rule.to_jpy, to_is_inclusive=rule.to_is_inclusive,
        ), rule.tax, "en",
    )  # fmt: skip
    if rule.change == "band":
        return f"The {name_actor(rule.approver or '', 'en')} may now approve {span}."
    kinds = say_kinds(rule.kinds, "en") or "a purchase"
    body = name_actor(rule.body or "", "en")
    return f"For {kinds} of {span}, the concurrence of the {body} is no longer needed."


def _scope(scope: Scope) -> str:
    if scope.is_general:
        return "Purchases"
    named = say_kinds(scope.kinds, "en") if scope.kinds else say_words(scope.text, "en")
    units = f" by the {say_list([name_actor(one, 'en') for one in scope.departments], 'en')}"
    return f"Purchases of {named}{units if scope.departments else ''}"


def _within(length: str, bound: str) -> str:
    words = {"under": "less than", "up_to": "at most", "from": "at least", "over": "more than"}
    return f"{words[bound]} {length}"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
