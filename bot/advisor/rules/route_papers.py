"""Find what the contract must contain, who reviews it, and what the request has to state."""

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.conduct import Requirement
from bot.advisor.rules.place import Frozen
from bot.advisor.rules.route_limits import length_in_months
from bot.advisor.rules.spending import ContractClause, MemoContents


class Papers(Frozen):
    """What has to be written."""

    clauses: tuple[ContractClause, ...] = ()
    clauses_if: tuple[ContractClause, ...] = ()  # depends on what was not said
    reviews: tuple[Requirement, ...] = ()
    memos: tuple[MemoContents, ...] = ()


def find_papers(renews: bool | None, term_months: int | None, rules: CompanyRules) -> Papers:  # noqa: FBT001 a fact, not a switch
    """Find what contract and request need, given whether the contract renews and how long it runs."""
    needed, possible = [], []
    for clause in rules.of_type(ContractClause):
        answers = [_is_met(case, clause, renews, term_months) for case in clause.when]
        if any(answers):
            needed.append(clause)
        elif None in answers:
            possible.append(clause)
    reviews = [
        one
        for clause in rules.of_type(ContractClause)
        for one in rules.beside(clause, Requirement)
        if one.actors or one.by
    ]
    return Papers(
        clauses=tuple(needed),
        clauses_if=tuple(possible),
        reviews=tuple(dict.fromkeys(reviews)),
        memos=rules.of_type(MemoContents),
    )


def _is_met(case: str, clause: ContractClause, renews: bool | None, term_months: int | None) -> bool | None:  # noqa: FBT001 a fact
    """Tell whether a case is given; None where that was not said."""
    if case == "always":
        return True
    if case == "auto_renewal":
        return renews
    longest = length_in_months(clause.longer_than) if clause.longer_than else None
    if term_months is None or longest is None:
        return None
    return term_months > longest or (clause.longer_is_inclusive and term_months == longest)
