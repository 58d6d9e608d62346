"""Find the ways that the rules leave open when a use is not simply allowed, and whom to ask."""

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Permission, Precedence, Responsible, Rule
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.verdict_finding import Contact, Judgement, LawfulWay, WayKind
from knowledge.documents.folding import fold_string

_ROLES = ("責任者", "窓口", "相談", "officer", "responsible", "contact", "owner", "helpdesk")


def is_named(rule: Permission) -> bool:
    """Tell whether a permission names what it allows, and is not a general exception."""
    return not rule.is_general and bool(rule.objects or rule.destination)


def find_ways(
    judgement: Judgement, relief: tuple[Permission, ...], rules: CompanyRules
) -> tuple[LawfulWay, ...]:
    """List the lawful ways, those nearest to the wish first; none where the use is allowed as it is."""
    if judgement.verdict == "allowed":
        return ()
    ways: list[LawfulWay] = []
    texts = {one.document for one in judgement.against}
    for one in relief:
        kind: WayKind = "conditions" if one.conditions else "approval"
        is_blocked = judgement.verdict == "prohibited"
        ways.append(LawfulWay(kind=kind, rule=one, is_blocked=is_blocked))
    for near in judgement.near_exceptions:
        if near.mismatches == ("environment",) and _is_inside(near.permission):
            ways.append(LawfulWay(kind="other_environment", rule=near.permission))
        elif near.mismatches == ("department",):
            ways.append(LawfulWay(kind="other_department", rule=near.permission))
    for one in rules.of_type(Permission):
        if one.is_general and judgement.verdict in ("prohibited", "not_covered", "conflict"):
            is_other = bool(texts - {one.document})
            ways.append(LawfulWay(kind="general_exception", rule=one, is_of_another_text=is_other))
    return tuple(dict.fromkeys(ways))


def _is_inside(rule: Permission) -> bool:
    return rule.destination is not None and "internal_ai" in rule.destination.concepts


def find_contacts(
    judgement: Judgement, ways: tuple[LawfulWay, ...], data: frozenset[str], rules: CompanyRules
) -> tuple[Contact, ...]:
    """Name whom to ask: who approves an exception, who is responsible, who settles a doubt."""
    if judgement.verdict == "allowed":
        return ()
    found = [
        Contact(name=way.rule.approver, rule=way.rule)
        for way in ways
        if way.rule.approver and not way.is_blocked
    ]
    texts = {one.document for one in (*judgement.against, *judgement.in_favour, *judgement.only)}
    texts |= {one.permission.document for one in judgement.near_exceptions}
    for one in rules.of_type(Responsible):
        role = fold_string(one.role)
        is_asked = any(word in role for word in _ROLES) or bool(data & set(find_concepts(role, "data")))
        if is_asked and (not texts or one.document in texts):
            found.append(Contact(name=one.holder, rule=one))
    arbiter = next((one for one in rules.of_type(Precedence) if one.arbiter), None)
    if arbiter is not None and arbiter.arbiter and judgement.verdict in ("not_covered", "conflict"):
        found.append(Contact(name=arbiter.arbiter, rule=arbiter))
    names: dict[str, Rule] = {}
    for contact in found:
        names.setdefault(contact.name, contact.rule)
    return tuple(Contact(name=name, rule=rule) for name, rule in names.items())
