"""The words for each type of rule, for `listing`: what a rule says, without its label."""

from functools import singledispatch

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
    Threshold,
)
from bot.advisor.rules.figures import (
    Tongue,
    say_length,
    say_number,
    say_parts,
    say_scope,
    say_span,
    say_tax,
    say_terms,
    say_unit,
)
from bot.advisor.rules.place import PlacedRule
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


@singledispatch
def say_rule(rule: PlacedRule, _tongue: Tongue) -> str:
    """Write what a rule says, without its label.

    Raises:
        TypeError: For a type of rule that has no words yet.
    """
    raise TypeError(f"no words for {type(rule).__name__}")


@say_rule.register
def _say_band(rule: ApprovalBand, tongue: Tongue) -> str:
    left_out = (
        f"{tongue.words['except'].format(say_terms(rule.exclusions, tongue))}" if rule.exclusions else ""
    )
    band = f"{say_span(rule, tongue, rule.tax)} → {rule.approver}{say_scope(rule.scope, tongue)}"
    return say_parts(band, left_out)


@say_rule.register
def _say_counting(rule: CountingRule, tongue: Tongue) -> str:
    words = tongue.words
    renewal, monthly = rule.auto_renewal_months, rule.monthly_months
    endless, extra = rule.indefinite_months, rule.auto_renewal_extra_months
    return say_parts(
        f"{words[rule.basis]}{say_tax(rule.tax, tongue)}" if rule.basis else "",
        f"{words['auto_renewal']} = {renewal} {words['months']}" if renewal else "",
        f"{words['auto_renewal']} = {rule.auto_renewal_terms} ×" if rule.auto_renewal_terms else "",
        f"{words['auto_renewal']} + {extra} {words['months']}" if extra else "",
        f"{words['indefinite']} = {endless} {words['months']}" if endless else "",
        f"{words['monthly']} = {monthly} {words['months']}" if monthly else "",
        words["no_split"] if rule.is_splitting_prohibited else "",
    )


@say_rule.register
def _say_concurrence(rule: Concurrence, tongue: Tongue) -> str:
    word = tongue.words["exempt"] if rule.is_exemption else ""
    kind = f"({tongue.words['review']})" if rule.kind == "review" else ""
    return f"{say_span(rule, tongue)} → {rule.body} {kind}{word}{say_scope(rule.scope, tongue)}"


@say_rule.register
def _say_quotes(rule: QuoteRule, tongue: Tongue) -> str:
    words = tongue.words
    if rule.quotes is not None:
        return f"{say_span(rule, tongue)} → {rule.quotes}{words['quotes']}{say_scope(rule.scope, tongue)}"
    asked = tongue.comma.join((*rule.single_source_papers, *filter(None, [rule.single_source_approver])))
    return f"{words['single_source']} → {asked}"


@say_rule.register
def _say_contract_clause(rule: ContractClause, tongue: Tongue) -> str:
    words = tongue.words
    longer = say_length(rule.longer_than, tongue)
    reaches = "from_length" if rule.longer_is_inclusive else "longer_than"
    cases = (words[reaches if one == "longer_than" else one].format(longer) for one in rule.when)
    return f"{tongue.comma.join(cases)} → {tongue.comma.join(rule.clauses)}"


@say_rule.register
def _say_memo(rule: MemoContents, tongue: Tongue) -> str:
    return tongue.comma.join(rule.papers)


@say_rule.register
def _say_emergency(rule: EmergencyRule, tongue: Tongue) -> str:
    mark = "≤" if rule.limit_is_inclusive else "<"
    limit = (
        f"{tongue.amount} {mark} {rule.limit_jpy:,}{say_unit(rule.currency, tongue)}"
        if rule.limit_jpy
        else ""
    )
    return say_parts(rule.condition, say_length(rule.deadline, tongue), limit)


@say_rule.register
def _say_limit(rule: Limit, tongue: Tongue) -> str:
    mark = {"under": "<", "up_to": "≤", "from": "≥", "over": ">"}[rule.bound]
    value = say_length(rule.length, tongue)
    if rule.amount_jpy is not None:
        value = f"{rule.amount_jpy:,}{say_unit(rule.currency, tongue)}{say_tax(rule.tax, tongue)}"
    elif rule.number is not None:
        unit = {"percent": "%", "extension_count": tongue.words["times"]}.get(rule.measure, "")
        value = f"{say_number(rule.number)}{unit}"
    return f"{rule.subject} {rule.measure} {mark} {value}"


@say_rule.register
def _say_duration(rule: Duration, tongue: Tongue) -> str:
    words = tongue.words
    return say_parts(
        f"{rule.kind} {rule.subject}",
        f"{say_length(rule.length, tongue)} {words[rule.bound]}",
        f"{words['to']} {rule.to_whom}" if rule.to_whom else "",
        f"{words['since']} {rule.starts_from}" if rule.starts_from else "",
    )


@say_rule.register
def _say_frequency(rule: Frequency, tongue: Tongue) -> str:
    often = f"{say_number(rule.times)}{tongue.words['times']} / {say_length(rule.per, tongue)}"
    return say_parts(rule.subject, often)


@say_rule.register
def _say_prohibition(rule: Prohibition, tongue: Tongue) -> str:
    words = tongue.words
    objects = say_terms(rule.objects, tongue)
    return say_parts(
        tongue.comma.join(rule.actors),
        f"{objects} {words['only']}" if rule.only else objects,
        f"→ {rule.destination.text}" if rule.destination else "",
        f"{words['place']} {rule.place}" if rule.place else "",
        f"{words['only_in']} {rule.only_in}" if rule.only_in else "",
        say_terms(rule.purposes, tongue),
        "" if rule.objects else rule.act,
        words["principle"] if rule.is_principle else "",
    )


@say_rule.register
def _say_permission(rule: Permission, tongue: Tongue) -> str:
    words = tongue.words
    return say_parts(
        words["exception"] if rule.is_exception else "",
        tongue.comma.join(rule.actors),
        say_terms(rule.objects, tongue),
        f"→ {rule.destination.text}" if rule.destination else "",
        words["except"].format(say_terms(rule.excluded, tongue)) if rule.excluded else "",
        f"{words['when']} {tongue.comma.join(rule.conditions)}" if rule.conditions else "",
        f"{words['by']} {rule.approver}" if rule.approver else "",
        say_length(rule.validity, tongue),
        words["season"].format(tongue.comma.join(map(str, rule.months))) if rule.months else "",
        "" if rule.objects else rule.act,
    )


@say_rule.register
def _say_requirement(rule: Requirement, tongue: Tongue) -> str:
    return say_parts(rule.act, f"{tongue.words['by']} {rule.by}" if rule.by else "")


@say_rule.register
def _say_conditions(rule: ConditionSet, _tongue: Tongue) -> str:
    return say_parts(rule.subject, " + ".join(rule.all_of))


@say_rule.register
def _say_definition(rule: Definition, _tongue: Tongue) -> str:
    return f"{rule.term} = {rule.meaning}"


@say_rule.register
def _say_class_scale(rule: ClassScale, _tongue: Tongue) -> str:
    return " > ".join(rule.labels)


@say_rule.register
def _say_classification(rule: Classification, tongue: Tongue) -> str:
    return f"{say_terms(rule.contents, tongue)} → {rule.label}"


@say_rule.register
def _say_threshold(rule: Threshold, tongue: Tongue) -> str:
    full = f" / {say_number(rule.out_of)}" if rule.out_of is not None else ""
    return f"{rule.subject} ≥ {say_number(rule.value)}{full} {tongue.words[rule.unit]}"


@say_rule.register
def _say_precedence(rule: Precedence, tongue: Tongue) -> str:
    return f"{tongue.words[rule.by]} {rule.arbiter or rule.prevailing or ''}"


@say_rule.register
def _say_effect(rule: Effect, tongue: Tongue) -> str:
    repeals = f"{tongue.words['repeals']} {rule.repeals}" if rule.repeals else ""
    return say_parts(rule.effective_from.isoformat() if rule.effective_from else "", repeals)


@say_rule.register
def _say_amendment(rule: Amendment, tongue: Tongue) -> str:
    if rule.change == "reading":
        until = f"≤ {rule.last_day.isoformat()}" if rule.last_day else ""
        since = f"≥ {rule.first_day.isoformat()}" if rule.first_day else ""
        words = f"{tongue.words['reading']} {rule.subject} {rule.old} → {rule.new}"
        return say_parts(words, since, until)
    span = AmountSpan(
        document=rule.document, section=rule.section, start=rule.start, end=rule.end,
        from_jpy=rule.from_jpy or 0, from_is_inclusive=rule.from_is_inclusive,
        to_jpy=rule.to_jpy, to_is_inclusive=rule.to_is_inclusive,
    )  # fmt: skip
    who = rule.approver or rule.body or ""
    since = f"≥ {rule.first_day.isoformat()}" if rule.first_day else ""
    amounts = say_span(span, tongue, rule.tax)
    return say_parts(f"{tongue.words[rule.change]} {who}", amounts, rule.subject, since)


@say_rule.register
def _say_responsible(rule: Responsible, _tongue: Tongue) -> str:
    return f"{rule.role} = {rule.holder}"


@say_rule.register
def _say_penalty(rule: Penalty, _tongue: Tongue) -> str:
    return rule.text
