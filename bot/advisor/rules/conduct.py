"""Rules on conduct: what is forbidden, allowed, required, kept, repeated, defined, and which text prevails.

Judging a use by them is `verdict`'s work.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.advisor.rules.place import Length, PlacedRule, TaxBasis, Term
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

DurationKind = Literal[
    "retention", "deadline", "notice", "return", "review", "validity", "transition", "plan", "other"
]


class Duration(PlacedRule):
    """A stretch of time that is asked for."""

    type: Literal["duration"] = "duration"
    kind: DurationKind
    length: Length
    subject: str = ""  # in the policy's words
    concepts: tuple[str, ...] = ()  # log, incident, approval_request, …: what it is compared by
    bound: Literal["exactly", "within", "at_least"] = "exactly"
    to_whom: str | None = None
    starts_from: str | None = None


class Frequency(PlacedRule):
    """How often something is done."""

    type: Literal["frequency"] = "frequency"
    subject: str = ""
    concepts: tuple[str, ...] = ()
    times: float = Field(gt=0)
    per: Length


class Prohibition(PlacedRule):
    """What must not be done: with which objects, where to, where, by whom."""

    type: Literal["prohibition"] = "prohibition"
    act: str = ""
    acts: tuple[str, ...] = ()  # concepts of the act: input, store, connect, take_out, use, decide
    objects: tuple[Term, ...] = ()
    destination: Term | None = None
    place: str | None = None
    purposes: tuple[Term, ...] = ()  # only for these: 「人事評価にAIを使ってはならない」
    actors: tuple[str, ...] = ()
    is_principle: bool = False  # 原則: exceptions are foreseen
    only: bool = False  # everything but the objects is forbidden: 「承認サービスに限る」
    only_in: str | None = None  # everywhere but there it is forbidden: 「国内のサーバーに限る」


class Permission(PlacedRule):
    """What may be done; as an exception it binds to its departments, places and objects."""

    type: Literal["permission"] = "permission"
    act: str = ""
    acts: tuple[str, ...] = ()
    objects: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    destination: Term | None = None
    actors: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    approver: str | None = None
    validity: Length | None = None
    months: tuple[int, ...] = ()  # of each year, to which it is bound: 「毎年三月及び九月に限り」
    is_exception: bool = False
    is_general: bool = False  # names no object: an exception from whatever is forbidden


class Requirement(PlacedRule):
    """What has to be done; where it names objects and a destination, before these meet."""

    type: Literal["requirement"] = "requirement"
    act: str = Field(min_length=1)
    actors: tuple[str, ...] = ()
    by: str | None = None  # who approves, assesses or is told
    needs_approval: bool = False
    objects: tuple[Term, ...] = ()
    destination: Term | None = None
    is_principle: bool = False


class ConditionSet(PlacedRule):
    """Conditions that must all hold."""

    type: Literal["conditions"] = "conditions"
    subject: str = ""
    all_of: tuple[str, ...] = Field(min_length=1)
    stated_count: int | None = None


class Definition(PlacedRule):
    """What a word means in this text."""

    type: Literal["definition"] = "definition"
    term: str = Field(min_length=1)
    meaning: str = Field(min_length=1)


class ClassScale(PlacedRule):
    """The information classes, in the order given (strictest first by custom)."""

    type: Literal["class_scale"] = "class_scale"
    labels: tuple[str, ...] = Field(min_length=2)
    stated_count: int | None = None


class Classification(PlacedRule):
    """What belongs to a class."""

    type: Literal["classification"] = "classification"
    label: str = Field(min_length=1)
    contents: tuple[Term, ...] = Field(min_length=1)


class Threshold(PlacedRule):
    """A score or share that has to be reached."""

    type: Literal["threshold"] = "threshold"
    subject: str = ""
    value: float
    unit: Literal["points", "percent"]
    at_least: float | None = None  # pass mark: values below fail
    out_of: float | None = None


class Precedence(PlacedRule):
    """Which text or rule prevails when two conflict, and who settles a doubt."""

    type: Literal["precedence"] = "precedence"
    by: Literal["stricter", "this_text", "other_text", "arbiter"]
    prevailing: str | None = None  # the text named
    arbiter: str | None = None


class Effect(PlacedRule):
    """From when the text is in force."""

    type: Literal["effect"] = "effect"
    effective_from: date | None = None
    repeals: str | None = None


class Amendment(PlacedRule):
    """What a supplement changes, or an interim rule reads otherwise; everything else stays as it is."""

    type: Literal["amendment"] = "amendment"
    change: Literal["band", "drop_concurrence", "reading"]
    approver: str | None = None
    body: str | None = None
    from_jpy: int | None = None
    from_is_inclusive: bool = True
    to_jpy: int | None = None
    to_is_inclusive: bool = False
    kinds: tuple[str, ...] = ()
    subject: str = ""  # for a reading, the clause
    tax: TaxBasis | None = None
    old: str = ""  # words of the clause
    new: str = ""  # to be read for them
    first_day: date | None = None
    last_day: date | None = None


class Responsible(PlacedRule):
    """Who holds a role, or which role looks after what."""

    type: Literal["responsible"] = "responsible"
    role: str = Field(min_length=1)
    holder: str = Field(min_length=1)


class Penalty(PlacedRule):
    """What follows a breach."""

    type: Literal["penalty"] = "penalty"
    text: str


Rule = Annotated[
    ApprovalBand | CountingRule | Concurrence | QuoteRule | ContractClause | MemoContents | EmergencyRule
    | Limit | Duration | Frequency | Prohibition | Permission | Requirement | ConditionSet | Definition
    | ClassScale | Classification | Threshold | Precedence | Effect | Amendment | Responsible | Penalty,
    Field(discriminator="type"),
]  # fmt: skip
