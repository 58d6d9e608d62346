"""Look up what the rules in force say on a subject, and compare what several texts say on the same thing.

Longer retention and the shorter deadline are the stricter ones. Which text decides is the company's own
rule of precedence; without one, it is said that nothing decides.
"""

import re
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import (
    ConditionSet,
    Duration,
    Frequency,
    Penalty,
    Precedence,
    Requirement,
    Responsible,
    Rule,
    Threshold,
)
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.place import Frozen, Length
from bot.advisor.rules.route_scope import same_name
from bot.advisor.rules.spending import EmergencyRule, Limit, MemoContents
from bot.advisor.situation import Situation
from knowledge.documents.folding import fold_string

Strictness = Literal["longest", "shortest", "most_often", "lowest", "unknown"]
Measured = Duration | Frequency | Limit

_MINUTES = {
    "minute": 1.0,
    "hour": 60.0,
    "day": 1440.0,
    "business_day": 1440.0 * 7 / 5,
    "week": 10080.0,
    "month": 1440.0 * 365 / 12,
    "year": 1440.0 * 365,
}
_STRICTER_WHEN: dict[str, Strictness] = {
    "retention": "longest",
    "deadline": "shortest",
    "return": "shortest",
    "notice": "longest",
    "review": "shortest",
    "validity": "shortest",
    "transition": "longest",
}
_PENALTY = re.compile(r"違反|罰|処分|懲戒|破っ|breach|penalt|violat|disciplin")
# Words of a subject that say how something is done rather than what it is about.
_SIDE_CONCEPTS = frozenset(("training", "evaluation", "meeting", "supplier", "review"))


class Comparison(Frozen):
    """Rules of one measure on one subject, from one text or several."""

    concept: str  # the lexicon's word for the subject
    measure: str  # retention, deadline, frequency, cost, …
    rules: tuple[Measured, ...] = Field(min_length=1)
    conflicts: bool = False
    strictest: Measured | None = None  # None: one rule only, or which is stricter cannot be told
    stricter_when: Strictness = "unknown"
    precedence: Precedence | None = None  # decides where the rules conflict
    arbiter: Precedence | None = None

    @property
    def decided(self) -> Measured | None:
        """Give the rule that counts: the only one, or that which the precedence makes prevail."""
        if not self.conflicts:
            return self.rules[0]
        if self.precedence is None:
            return None
        if self.precedence.by == "this_text":
            own = [one for one in self.rules if one.document == self.precedence.document]
            return own[0] if own else None
        return self.strictest


class Terms(Frozen):
    """What the rules say on the subjects of a question."""

    comparisons: tuple[Comparison, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    responsible: tuple[Responsible, ...] = ()
    contents: tuple[MemoContents, ...] = ()
    conditions: tuple[ConditionSet, ...] = ()
    emergencies: tuple[EmergencyRule, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    penalties: tuple[Penalty, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """List all rules found, each once."""
        compared: Iterable[Rule | None] = (
            rule
            for one in self.comparisons
            for rule in (*one.rules, one.precedence if one.conflicts else None)
        )
        found: tuple[Rule | None, ...] = (
            *compared, *self.thresholds, *self.responsible, *self.contents, *self.conditions,
            *self.emergencies, *self.requirements, *self.penalties,
        )  # fmt: skip
        return tuple(dict.fromkeys(rule for rule in found if rule is not None))


def compare(concept: str, rules: CompanyRules) -> tuple[Comparison, ...]:
    """Compare all durations, frequencies and limits in force on one subject.

    Args:
        concept: A concept of the lexicon: log, incident, poc, ….
        rules: The rules in force.

    Returns:
        One comparison for each measure; none where no rule names the subject.
    """
    groups: dict[str, list[Measured]] = {}
    for rule in _measured(rules):
        if concept in _main_concepts(rule):
            groups.setdefault(_measure_of(rule), []).append(rule)
    return tuple(_compared(concept, measure, tuple(found), rules) for measure, found in groups.items())


def find_terms(situation: Situation, rules: CompanyRules) -> Terms:
    """Look up durations, frequencies, limits, thresholds, persons, contents and conditions of a question.

    Args:
        situation: What was understood; its use's subjects and its purchase's kinds are looked up, and the
            words of its query are compared with the policies' own.
        rules: The rules in force.
    """
    folded = fold_string(situation.query)
    subjects = situation.use.subjects if situation.use else ()
    kinds = situation.purchase.kinds if situation.purchase else ()
    concepts = tuple(
        dict.fromkeys((*subjects, *kinds, *find_concepts(folded, "subject"), *find_concepts(folded, "kind")))
    )
    emergencies = rules.of_type(EmergencyRule)
    is_emergency = bool(situation.purchase and situation.purchase.is_emergency)
    return Terms(
        comparisons=tuple(found for one in concepts for found in compare(one, rules)),
        thresholds=tuple(one for one in rules.of_type(Threshold) if _names(one.subject, folded, concepts)),
        responsible=tuple(one for one in rules.of_type(Responsible) if _asks_for(one, folded)),
        contents=rules.of_type(MemoContents) if "approval_request" in concepts else (),
        conditions=tuple(one for one in rules.of_type(ConditionSet) if _names(one.subject, folded, concepts)),
        emergencies=emergencies if is_emergency else (),
        requirements=tuple(
            one for one in rules.of_type(Requirement) if set(concepts) & set(_subject_of(one.act))
        ),
        penalties=rules.of_type(Penalty) if _PENALTY.search(folded) else (),
    )


def minutes_of(length: Length) -> float:
    """Turn a length into minutes, for comparison only: a month is a twelfth of 365 days."""
    return length.value * _MINUTES[length.unit]


def _measured(rules: CompanyRules) -> tuple[Measured, ...]:
    return tuple(one for one in rules.rules if isinstance(one, Duration | Frequency | Limit))


def _main_concepts(rule: Measured) -> tuple[str, ...]:
    """Leave out what a sentence only mentions where it is about something else too."""
    concepts = rule.concepts
    main = tuple(one for one in concepts if one not in _SIDE_CONCEPTS)
    return main or concepts


def _measure_of(rule: Measured) -> str:
    if isinstance(rule, Duration):
        return rule.kind
    return "frequency" if isinstance(rule, Frequency) else rule.measure


def _compared(concept: str, measure: str, found: tuple[Measured, ...], rules: CompanyRules) -> Comparison:
    values = {_value_of(one) for one in found}
    is_several = len({one.document for one in found}) > 1
    conflicts = is_several and len(values) > 1 and _are_of_one_thing(concept, found)
    when = _stricter_when(found[0])
    precedences = rules.of_type(Precedence)
    texts = {one.document for one in found}
    decides = [
        one
        for one in precedences
        if one.by == "stricter" or (one.by == "this_text" and one.document in texts)
    ]
    return Comparison(
        concept=concept,
        measure=measure,
        rules=found,
        conflicts=conflicts,
        strictest=_strictest(found, when) if conflicts else None,
        stricter_when=when,
        precedence=next(iter(decides), None),
        arbiter=next((one for one in precedences if one.arbiter), None),
    )


def _are_of_one_thing(concept: str, found: tuple[Measured, ...]) -> bool:
    """Tell whether rules measure the same thing: from one start, and of one subject if it is a wide one."""
    starts = {one.starts_from for one in found if isinstance(one, Duration) and one.starts_from}
    if len(starts) > 1:
        return False
    return concept not in _SIDE_CONCEPTS or len({one.concepts for one in found}) == 1


def _value_of(rule: Measured) -> float:
    if isinstance(rule, Duration):
        return minutes_of(rule.length)
    if isinstance(rule, Frequency):
        return rule.times / minutes_of(rule.per)
    if rule.length is not None:
        return minutes_of(rule.length)
    return float(rule.amount_jpy if rule.amount_jpy is not None else rule.number or 0)


def _stricter_when(rule: Measured) -> Strictness:
    if isinstance(rule, Duration):
        return _STRICTER_WHEN.get(rule.kind, "unknown")
    if isinstance(rule, Frequency):
        return "most_often"
    return "lowest" if rule.bound in ("under", "up_to") else "unknown"


def _strictest(found: tuple[Measured, ...], when: Strictness) -> Measured | None:
    if when == "unknown":
        return None
    is_most = when in ("longest", "most_often")
    return max(found, key=lambda one: _value_of(one) if is_most else -_value_of(one))


def _names(subject: str, folded: str, concepts: tuple[str, ...]) -> bool:
    """Tell whether a question names a rule's subject, in its words or by what they mean."""
    own = fold_string(subject).removesuffix("の条件")
    return (bool(own) and own in folded) or bool(set(concepts) & set(_subject_of(subject)))


def _subject_of(text: str) -> tuple[str, ...]:
    folded = fold_string(text)
    found = (*find_concepts(folded, "subject"), *find_concepts(folded, "kind"))
    main = tuple(one for one in found if one not in _SIDE_CONCEPTS)
    return main or found


def _asks_for(rule: Responsible, folded: str) -> bool:
    role, holder = fold_string(rule.role), fold_string(rule.holder)
    return role in folded or holder in folded or any(same_name(role, word) for word in folded.split())
