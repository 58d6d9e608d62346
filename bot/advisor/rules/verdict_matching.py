"""Decide whether a rule on conduct bears on a use: by act, data, destination and department.

Exceptions have to fit in every respect that they name. `verdict` weighs what bears.
"""

import re

from bot.advisor.countries import ABROAD, HOME, countries_in
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Permission, Prohibition, Requirement
from bot.advisor.rules.lexicon import find_concepts, widen
from bot.advisor.rules.place import Frozen, Term
from bot.advisor.rules.route_scope import same_name
from bot.advisor.rules.verdict_classes import covers_class, labels_in, labels_of, term_names
from bot.advisor.rules.verdict_finding import ClassFinding, Mismatch
from bot.advisor.situation import Use
from knowledge.documents.folding import fold_string

# A rule on using a thing bears on putting it in; one on giving it away on carrying it out.
_ACTS = {
    "input": ("use",),
    "use": ("input",),
    "store": ("input",),
    "disclose": ("take_out",),
    "take_out": ("disclose",),
}
_UNIT_END = re.compile(
    r"(?:部|課|室|局|係|班|センター|チーム|グループ|部門|本部|研究所|工場|事業所|営業所|支店|支社|ラボ|事務局|デスク)$"
    r"|\b(?:team|department|office|division|unit|group|desk|lab|laborator(?:y|ie)|shop|workshop|plant|factory"
    r"|branch|function|secretariat|helpdesk|cent(?:re|er)|engineering|assurance|maintenance|procurement|purchasing"
    r"|operation|research|development|quality|hr|legal|finance|accounting|sale)s?$"
)
# Kinds of places that rules on keeping and carrying out tell apart.
_PLACES = (
    re.compile(r"国外|海外|外国|overseas|abroad|outside (?:of )?japan|foreign"),
    re.compile(
        r"私物|私用|個人(?:所有|の(?:端末|スマホ|pc|パソコン))|自分の|personal(?:ly)?|private|\bmy own\b"
    ),
)
_CLOUD_LIKE = frozenset(("external_ai", "external_service", "external_cloud"))


class Matter(Frozen):
    """A use as rules are compared with it."""

    use: Use
    data: frozenset[str]
    classes: tuple[ClassFinding, ...] = ()
    words: str = ""  # the question, folded

    @property
    def destinations(self) -> frozenset[str]:
        """List the concepts of the destinations with the wider ones."""
        return widen(self.use.destinations)

    @property
    def acts(self) -> frozenset[str]:
        """List the concepts of the acts with those that include them."""
        return frozenset((*self.use.acts, *(more for act in self.use.acts for more in _ACTS.get(act, ()))))


def forbids(rule: Prohibition, matter: Matter, rules: CompanyRules) -> bool:
    """Tell whether a prohibition bears on a use in all respects that it names."""
    if rule.only or not (rule.objects or rule.destination or rule.only_in):
        return False
    if not _acts_fit(rule.acts, matter) or not destination_fits(rule.destination, matter):
        return False
    if not department_fits(rule.actors, matter) and matter.use.departments:
        return False
    if rule.place is not None and rule.destination is None and not place_fits(rule.place, matter):
        return False
    if rule.only_in is not None and not _is_elsewhere(rule.only_in, matter):
        return False
    return not rule.objects or objects_fit(rule.objects, matter, rules)


def mismatches_of(rule: Permission, matter: Matter, rules: CompanyRules) -> tuple[Mismatch, ...]:
    """List in what an exception does not fit a use; none where it fits wholly."""
    found: list[Mismatch] = []
    if not department_fits(rule.actors, matter):
        found.append("department")
    if not destination_fits(rule.destination, matter):
        found.append("environment")
    if rule.objects and not objects_fit(rule.objects, matter, rules):
        found.append("data")
    if takes_out(rule, matter):
        found.append("excluded")
    if rule.months and rules.day.month not in rule.months:
        found.append("season")
    return tuple(found)


def takes_out(rule: Permission, matter: Matter) -> bool:
    """Tell whether a permission itself takes out the data of a use."""
    return any(term_names(term, matter.data, matter.use.objects) for term in rule.excluded)


def touches(rule: Permission, matter: Matter, rules: CompanyRules) -> bool:
    """Tell whether an exception has anything in common with a use that it names itself."""
    by_department = bool(_units(rule.actors)) and bool(matter.use.departments) and (
        department_fits(rule.actors, matter)
    )  # fmt: skip
    by_data = bool(rule.objects) and objects_fit(rule.objects, matter, rules)
    is_inside = rule.destination is not None and "internal_ai" in rule.destination.concepts
    by_place = is_inside and bool(matter.classes) and "internal_ai" in matter.use.destinations
    return by_department or by_data or by_place


def requires(rule: Requirement, matter: Matter, rules: CompanyRules) -> bool:
    """Tell whether a requirement bears on a use; a service from outside counts as an outside cloud too."""
    if rule.destination is not None:
        named = set(rule.destination.concepts)
        reached = matter.destinations | (_CLOUD_LIKE if matter.destinations & _CLOUD_LIKE else frozenset())
        if not named & reached:
            return False
    if rule.objects:
        return objects_fit(rule.objects, matter, rules)
    own = find_concepts(fold_string(rule.act), "data")
    if own and not set(own) & matter.data:
        return False
    if rule.destination is not None and not own:
        labels = labels_in(rule.act, labels_of(rules))
        term = Term(text=rule.act)
        return not labels or any(covers_class(term, one.label, rules) for one in matter.classes)
    return bool(own) and rule.needs_approval


def objects_fit(objects: tuple[Term, ...], matter: Matter, rules: CompanyRules) -> bool:
    """Tell whether one of a rule's objects is the data of a use."""
    return any(object_fits(term, matter, rules) for term in objects)


def object_fits(term: Term, matter: Matter, rules: CompanyRules) -> bool:
    """Tell whether an object is the data of a use: by class, by what it is, or by both if it names both."""
    by_class = bool(labels_in(term.text, labels_of(rules)))
    has_data = bool(find_concepts(fold_string(term.text), "data"))
    in_class = by_class and any(covers_class(term, one.label, rules) for one in matter.classes)
    if by_class and not has_data:
        return in_class
    named = term_names(term, matter.data, matter.use.objects)
    return named and in_class if by_class else named


def destination_fits(destination: Term | None, matter: Matter) -> bool:
    """Tell whether a use goes where a rule says; a rule without a destination holds everywhere."""
    if destination is None or not destination.concepts:
        return True
    return bool(set(destination.concepts) & matter.destinations)


def place_fits(place: str, matter: Matter) -> bool:
    """Tell whether a use may be at a rule's place: of a kind of places that are told apart, or any other."""
    folded = fold_string(place)
    kinds = [pattern for pattern in _PLACES if pattern.search(folded)]
    return not kinds or not matter.words or any(one.search(matter.words) for one in kinds)


def _is_elsewhere(only_in: str, matter: Matter) -> bool:
    """Tell whether a use is surely in a country that is none of those a rule allows."""
    allowed, named = countries_in(fold_string(only_in)), countries_in(matter.words)
    unsure = {HOME} if allowed <= {HOME} else {HOME, ABROAD}  # "abroad" may be one of those allowed
    return bool(allowed) and bool(named - allowed - unsure)


def department_fits(actors: tuple[str, ...], matter: Matter) -> bool:
    """Tell whether a use is by whom a rule names; one that names no department holds for everybody."""
    units = _units(actors)
    return not units or any(same_name(one, other) for one in units for other in matter.use.departments)


def units_of(actors: tuple[str, ...]) -> tuple[str, ...]:
    """List the departments among those a rule names."""
    return _units(actors)


def _units(actors: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in actors if _UNIT_END.search(fold_string(one)))


def _acts_fit(acts: tuple[str, ...], matter: Matter) -> bool:
    return not acts or not matter.acts or bool(set(acts) & matter.acts)
