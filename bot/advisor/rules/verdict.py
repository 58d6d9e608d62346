"""Judge a use by the rules in force: the most restrictive rule that bears decides.

Exceptions bind to their department, place and data class and are never stretched. What a conflict is
settled by, and whom to ask, is cited. Worded by `wording_verdict`.
"""

from bot.advisor.advice import Verdict
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Permission, Prohibition, Requirement
from bot.advisor.rules.place import Frozen
from bot.advisor.rules.verdict_classes import data_concepts, find_classes, labels_of
from bot.advisor.rules.verdict_conflicts import resolve
from bot.advisor.rules.verdict_finding import Judgement, NearException, UseBranch, UseFact
from bot.advisor.rules.verdict_matching import (
    Matter,
    department_fits,
    forbids,
    mismatches_of,
    requires,
    takes_out,
    touches,
    units_of,
)
from bot.advisor.rules.verdict_ways import find_contacts, find_ways, is_named
from bot.advisor.situation import Use
from knowledge.documents.folding import fold_string

_OUTSIDE = frozenset(("external_ai", "external_service", "external_cloud"))


class _Bearing(Frozen):
    """The rules that bear on a use."""

    against: tuple[Prohibition, ...] = ()
    taken_out: tuple[Permission, ...] = ()
    waived: tuple[tuple[Prohibition, Permission], ...] = ()  # by an exception of the same section
    in_favour: tuple[Permission, ...] = ()
    must: tuple[Requirement, ...] = ()
    only: tuple[Prohibition, ...] = ()


def judge_use(use: Use, rules: CompanyRules, words: str = "") -> Judgement:
    """Judge a use of data or a service.

    Args:
        use: What was said of it.
        rules: The rules in force on the day that counts.
        words: The question, for places that have no concept.

    Returns:
        `not_covered` where no rule bears on it. Where a fact that was not said makes a difference, the
        verdict is `conditional` with a branch for each value.
    """
    if rules.is_empty:
        return Judgement(verdict="not_covered", is_before_any_policy=True)
    data = data_concepts(use)
    folded = fold_string(words)
    matter = Matter(use=use, data=data, classes=find_classes(use, data, rules), words=folded)
    bearing = _find_bearing(matter, rules)
    judgement = _weigh(matter, bearing, rules)
    return _with_open_facts(judgement, matter, rules)


def _find_bearing(matter: Matter, rules: CompanyRules) -> _Bearing:
    against = tuple(one for one in rules.of_type(Prohibition) if forbids(one, matter, rules))
    permissions = [one for one in rules.of_type(Permission) if is_named(one) or one.is_exception]
    bound = [one for one in permissions if is_named(one)]
    return _Bearing(
        against=against,
        taken_out=tuple(one for one in bound if _is_taken_out(one, matter, rules)),
        waived=tuple((one, way) for one in against for way in _exceptions_beside(one, matter, rules)),
        in_favour=tuple(one for one in bound if _favours(one, matter, rules)),
        must=tuple(one for one in rules.of_type(Requirement) if requires(one, matter, rules)),
        only=tuple(one for one in rules.of_type(Prohibition) if one.only and _is_limited(matter)),
    )


def _is_taken_out(rule: Permission, matter: Matter, rules: CompanyRules) -> bool:
    """A permission that takes the data out forbids it to those whom and where it would have allowed it."""
    if not takes_out(rule, matter):
        return False
    mismatches = set(mismatches_of(rule, matter, rules))
    return not mismatches & {"department", "environment"}


def _exceptions_beside(rule: Prohibition, matter: Matter, rules: CompanyRules) -> tuple[Permission, ...]:
    """List the exceptions to a prohibition that stand beside it: to one in principle, by their conditions."""
    found = []
    for one in rules.beside(rule, Permission):
        is_conditional = rule.is_principle and bool(one.conditions or one.approver)
        fits_wholly = one.is_exception and is_named(one) and not mismatches_of(one, matter, rules)
        if (is_conditional and department_fits(one.actors, matter)) or fits_wholly:
            found.append(one)
    return tuple(found)


def _favours(rule: Permission, matter: Matter, rules: CompanyRules) -> bool:
    if not rule.objects or mismatches_of(rule, matter, rules):
        return False
    return not rule.acts or not matter.acts or bool(set(rule.acts) & matter.acts)


def _is_limited(matter: Matter) -> bool:
    is_outside = bool(matter.destinations & _OUTSIDE)
    return is_outside or (not matter.use.destinations and bool({"use", "contract"} & set(matter.use.acts)))


def _weigh(matter: Matter, bearing: _Bearing, rules: CompanyRules) -> Judgement:
    waived = {rule for rule, _ in bearing.waived}
    same_text = _waived_by_favour(bearing)
    absolute = [one for one in bearing.against if one not in waived and one not in same_text]
    resolution = None
    relief = tuple(dict.fromkeys(way for _, way in bearing.waived))
    elsewhere = tuple(
        one for one in (*relief, *bearing.in_favour) if all(one.document != no.document for no in absolute)
    )
    if absolute and elsewhere:
        resolution = resolve(tuple(absolute), elsewhere, rules)
    verdict = _verdict(absolute, relief, bearing, is_open=resolution is not None and resolution.is_open)
    if resolution is not None and resolution.prevailing and set(resolution.prevailing) <= set(elsewhere):
        verdict = _verdict([], relief, bearing, is_open=False)
    conditional = relief if not absolute or verdict != "prohibited" else ()
    favour = tuple(dict.fromkeys((*bearing.in_favour, *conditional)))
    near = _near(matter, bearing, relief, rules)
    against: tuple[Prohibition | Permission, ...] = (
        *sorted(bearing.against, key=lambda one: one.is_principle), *bearing.taken_out,
    )  # fmt: skip
    partial = Judgement(
        verdict=verdict,
        against=against,
        in_favour=favour if verdict != "prohibited" else (),
        must=bearing.must,
        only=bearing.only if verdict not in ("prohibited",) else (),
        conditions=tuple(dict.fromkeys(text for one in favour for text in one.conditions)),
        approvers=_approvers(favour, bearing.must),
        classes=matter.classes,
        resolution=resolution,
        near_exceptions=near,
    )
    ways = find_ways(partial, relief, rules)
    return partial.model_copy(
        update={"lawful_ways": ways, "contacts": find_contacts(partial, ways, matter.data, rules)}
    )


def _waived_by_favour(bearing: _Bearing) -> set[Prohibition]:
    """An exception that fits wholly lifts the prohibitions of its own text."""
    texts = {one.document for one in bearing.in_favour if one.is_exception}
    return {one for one in bearing.against if one.document in texts}


def _verdict(
    absolute: list[Prohibition],
    relief: tuple[Permission, ...],
    bearing: _Bearing,
    *,
    is_open: bool,
) -> Verdict:
    if absolute or bearing.taken_out:
        return "conflict" if is_open and not bearing.taken_out else "prohibited"
    granted = (*relief, *bearing.in_favour)
    if any(one.conditions for one in granted):
        return "conditional"
    if any(one.approver for one in granted) or any(one.needs_approval for one in bearing.must):
        return "needs_approval"
    if bearing.must or bearing.only:
        return "conditional"
    return "allowed" if granted else "not_covered"


def _approvers(favour: tuple[Permission, ...], must: tuple[Requirement, ...]) -> tuple[str, ...]:
    granting = [one.approver for one in favour if one.approver]
    return tuple(dict.fromkeys((*granting, *(one.by for one in must if one.needs_approval and one.by))))


def _near(
    matter: Matter, bearing: _Bearing, relief: tuple[Permission, ...], rules: CompanyRules
) -> tuple[NearException, ...]:
    found = []
    for one in rules.of_type(Permission):
        is_bound = is_named(one) and (one.is_exception or bool(units_of(one.actors)))
        if not is_bound or one in relief or one in bearing.in_favour or one in bearing.taken_out:
            continue
        mismatches = mismatches_of(one, matter, rules)
        if mismatches and touches(one, matter, rules):
            found.append(NearException(permission=one, mismatches=mismatches))
    return tuple(found)


def _with_open_facts(judgement: Judgement, matter: Matter, rules: CompanyRules) -> Judgement:
    """Put both answers where a fact that was not said decides: where the data goes, or its class."""
    use, words = matter.use, matter.words
    if judgement.verdict == "prohibited":
        return judgement
    if not use.destinations:
        places = _places(rules)
        return _branched(judgement, "destination", {
            place: use.model_copy(update={"destinations": (place,)}) for place in places
        }, rules, words)  # fmt: skip
    bound = _binding_department(judgement, use)
    if bound:
        theirs = use.model_copy(update={"departments": (bound,)})
        return _branched(judgement, "department", {bound: theirs, "": use}, rules, words)
    if judgement.classes or not (use.data or use.objects) or judgement.in_favour:
        return judgement
    labels = labels_of(rules)
    return _branched(judgement, "class", {
        label: use.model_copy(update={"class_labels": (label,)}) for label in labels
    }, rules, words)  # fmt: skip


def _binding_department(judgement: Judgement, use: Use) -> str | None:
    """Name the department to which alone an exception is bound, where nobody said whose use it is."""
    if use.departments:
        return None
    bound = [one.permission for one in judgement.near_exceptions if one.mismatches == ("department",)]
    return next((unit for one in bound for unit in units_of(one.actors)), None)


def _places(rules: CompanyRules) -> tuple[str, ...]:
    """List the destinations that rules tell apart, of those a use of AI may have."""
    bound: tuple[Prohibition | Permission, ...] = (
        *rules.of_type(Prohibition), *rules.of_type(Permission),
    )  # fmt: skip
    terms = [one.destination for one in bound if one.destination is not None]
    named = {concept for term in terms for concept in term.concepts}
    outside = ("external_ai",) if named & {"external_ai", "external_service", "outside"} else ()
    return (*outside, *(("internal_ai",) if "internal_ai" in named else ()))


def _branched(
    judgement: Judgement, fact: UseFact, uses: dict[str, Use], rules: CompanyRules, words: str
) -> Judgement:
    branches = []
    for value, use in uses.items():
        data = data_concepts(use)
        matter = Matter(use=use, data=data, classes=find_classes(use, data, rules), words=words)
        own = _weigh(matter, _find_bearing(matter, rules), rules)
        branches.append(UseBranch(fact=fact, value=value, verdict=own.verdict, rules=own.rules))
    verdicts = {one.verdict for one in branches}
    if len(verdicts) < 2:
        return judgement
    update = {"verdict": "conditional", "missing": (fact,), "branches": tuple(branches)}
    return judgement.model_copy(update=update)
