"""Find what would change if the amount were higher or lower: the nearest thresholds on both sides."""

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Rule
from bot.advisor.rules.route_elements import Buyer, Elements, edges_of, find_elements
from bot.advisor.rules.route_finding import Change


def find_changes(amount_jpy: int, buyer: Buyer, rules: CompanyRules) -> tuple[Change, ...]:
    """Find the nearest threshold above and the nearest below at which something changes.

    Returns:
        The one above first; one of them, or none, where nothing changes on that side.
    """
    here = find_elements(amount_jpy, buyer, rules)
    edges = edges_of(rules)
    found = []
    for edge in (one for one in edges if one > amount_jpy):
        other = find_elements(edge, buyer, rules)
        if other.signature != here.signature:
            found.append(_describe(edge, here, other, is_above=True))
            break
    for edge in reversed([one for one in edges if 0 < one <= amount_jpy]):
        other = find_elements(edge - 1, buyer, rules)
        if other.signature != here.signature:
            found.append(_describe(edge, here, other, is_above=False))
            break
    return tuple(found)


def _describe(edge: int, here: Elements, other: Elements, *, is_above: bool) -> Change:
    approver, _, quotes = other.signature
    added = tuple(one for one in other.concurrences if one.body not in here.bodies)
    removed = tuple(one for one in here.concurrences if one.body not in other.bodies)
    quoting = other.quotes or here.quotes if quotes != here.signature[2] else None
    deciding = (other.band or here.band) if approver != here.signature[0] else None
    rules: list[Rule] = [one for one in (deciding, *added, *removed, *other.exemptions, quoting) if one]
    return Change(
        at_jpy=edge,
        is_above=is_above,
        approver=approver if approver != here.signature[0] else None,
        added=tuple(one.body for one in added),
        removed=tuple(one.body for one in removed),
        quotes=quotes if quotes != here.signature[2] else None,
        rules=tuple(rules),
    )
