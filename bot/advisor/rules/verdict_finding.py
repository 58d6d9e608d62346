"""What the rules say of a use of data or a service, as typed values with the rules they rest on.

Filled by `verdict`, worded by `wording_verdict`. No sentence is written here.
"""

from typing import Literal

from pydantic import Field

from bot.advisor.advice import Verdict
from bot.advisor.rules.conduct import (
    Classification,
    ClassScale,
    Permission,
    Precedence,
    Prohibition,
    Requirement,
    Rule,
)
from bot.advisor.rules.place import Frozen

Mismatch = Literal["department", "environment", "data", "excluded", "season"]
UseFact = Literal["destination", "class", "department"]
WayKind = Literal["conditions", "approval", "other_environment", "other_department", "general_exception"]


class ClassFinding(Frozen):
    """To which information class the data belongs, and the rule that says so (None: the question did)."""

    label: str
    classification: Classification | None = None
    scale: ClassScale | None = None


class NearException(Frozen):
    """An exception that looks near and does not fit; it is not stretched."""

    permission: Permission
    mismatches: tuple[Mismatch, ...] = Field(min_length=1)


class LawfulWay(Frozen):
    """A way that the rules leave open, with its limits in the rule."""

    kind: WayKind
    rule: Permission
    is_of_another_text: bool = False  # an exception of one text does not lift another's prohibition
    is_blocked: bool = False  # a stricter rule of another text stands in its way


class Resolution(Frozen):
    """How rules that conflict were settled; `precedence` None: no rule says how."""

    prevailing: tuple[Rule, ...] = ()
    yielding: tuple[Rule, ...] = ()
    precedence: Precedence | None = None
    arbiter: Precedence | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether no rule settles the conflict."""
        return self.precedence is None


class Contact(Frozen):
    """Whom to ask, and the rule that names them."""

    name: str
    rule: Rule


class UseBranch(Frozen):
    """What holds where a fact that was not said has one value."""

    fact: UseFact
    value: str  # concept of a destination, label of a class, or department (empty: any other)
    verdict: Verdict
    rules: tuple[Rule, ...] = ()


class Judgement(Frozen):
    """A verdict with the rules for and against."""

    verdict: Verdict
    against: tuple[Prohibition | Permission, ...] = ()  # a permission counts against by what it takes out
    in_favour: tuple[Permission, ...] = ()
    must: tuple[Requirement, ...] = ()  # before the use
    only: tuple[Prohibition, ...] = ()  # 「承認サービスに限る」
    conditions: tuple[str, ...] = ()  # all of them have to hold
    approvers: tuple[str, ...] = ()
    classes: tuple[ClassFinding, ...] = ()
    resolution: Resolution | None = None
    near_exceptions: tuple[NearException, ...] = ()
    lawful_ways: tuple[LawfulWay, ...] = ()
    contacts: tuple[Contact, ...] = ()
    missing: tuple[UseFact, ...] = ()
    branches: tuple[UseBranch, ...] = ()
    is_before_any_policy: bool = False

    @property
    def rules(self) -> tuple[Rule, ...]:
        """List all rules the judgement rests on, each once, in the order they are said."""
        settled = self.resolution
        settling: tuple[Rule | None, ...] = (
            () if settled is None
            else (*settled.prevailing, *settled.yielding, settled.precedence, settled.arbiter)
        )  # fmt: skip
        found: tuple[Rule | None, ...] = (
            *self.against, *(one.classification for one in self.classes),
            *(one.scale for one in self.classes), *self.in_favour, *self.must, *self.only, *settling,
            *(rule for one in self.branches for rule in one.rules),
            *(one.permission for one in self.near_exceptions), *(one.rule for one in self.lawful_ways),
            *(one.rule for one in self.contacts),
        )  # fmt: skip
        return tuple(dict.fromkeys(rule for rule in found if rule is not None))
