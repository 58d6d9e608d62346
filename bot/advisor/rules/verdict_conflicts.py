"""Settle rules of different texts that conflict, by what the company's own texts say of that."""

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Permission, Precedence, Prohibition, Rule
from bot.advisor.rules.route_scope import same_name
from bot.advisor.rules.verdict_finding import Resolution


def resolve(
    forbidding: tuple[Prohibition, ...], allowing: tuple[Permission, ...], rules: CompanyRules
) -> Resolution:
    """Settle a conflict between prohibitions and permissions of different texts.

    Returns:
        What prevails, with the rule that says so. A prohibition is stricter than a permission with
        conditions. Without a rule of precedence nothing prevails, and the arbiter is named where there is.
    """
    precedences = rules.of_type(Precedence)
    arbiter = next((one for one in precedences if one.arbiter), None)
    involved: tuple[Rule, ...] = (*forbidding, *allowing)
    stricter = next((one for one in precedences if one.by == "stricter"), None)
    if stricter is not None:
        return Resolution(prevailing=forbidding, yielding=allowing, precedence=stricter, arbiter=arbiter)
    for precedence in precedences:
        prevailing = tuple(one for one in involved if _prevails(one, precedence, rules))
        yielding = tuple(one for one in involved if one not in prevailing)
        if prevailing and yielding:
            return Resolution(
                prevailing=prevailing, yielding=yielding, precedence=precedence, arbiter=arbiter
            )
    return Resolution(yielding=involved, arbiter=arbiter)


def _prevails(rule: Rule, precedence: Precedence, rules: CompanyRules) -> bool:
    if precedence.by == "this_text":
        return rule.document == precedence.document
    if precedence.by == "other_text" and precedence.prevailing:
        return same_name(rules.title_of(rule.document), precedence.prevailing)
    return False
