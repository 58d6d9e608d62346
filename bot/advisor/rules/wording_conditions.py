"""Say under which conditions a branch of a route holds."""

from collections.abc import Sequence

from bot.advisor.rules.route_finding import BranchCondition
from bot.advisor.rules.wording_titles import name_actor
from bot.advisor.rules.wording_values import say_money, say_months, say_range, say_tax
from knowledge.documents.document import Language


def say_conditions(conditions: Sequence[BranchCondition], language: Language) -> str | None:
    """Say under which condition a branch holds; None where nothing was left open."""
    if not conditions:
        return None
    if language == "en":
        return f"if {' and '.join(_in_english(one) for one in conditions)}"
    stems = [_in_japanese(one) for one in conditions]
    before = [_continuing(stem) for stem in stems[:-1]]
    last = stems[-1] if stems[-1].endswith("ない") else f"{stems[-1]}の"
    return "、".join((*before, f"{last}場合"))


def _continuing(stem: str) -> str:
    return f"{stem.removesuffix('ない')}なく" if stem.endswith("ない") else f"{stem}で"


def _in_japanese(one: BranchCondition) -> str:
    if one.fact == "renewal":
        return "自動更新の契約" if one.renews else "自動更新でない"
    if one.fact == "tax":
        return f"金額が{'税抜' if one.tax == 'excluded' else '税込'}"
    if one.fact == "term":
        return f"契約期間が{_term(one.from_months or 1, one.to_months)}"
    if one.fact == "department":
        return f"{one.department}{'' if one.is_of_department else '以外'}の購入"
    return _amount(one, "ja")


def _term(first: int, last: int | None) -> str:
    if last is None:
        return f"{first}か月以上"
    if first == last:
        return f"{first}か月"
    return f"{last}か月以下" if first == 1 else f"{first}か月以上{last}か月以下"


def _in_english(one: BranchCondition) -> str:
    if one.fact == "renewal":
        return f"the contract {'renews' if one.renews else 'does not renew'} automatically"
    if one.fact == "tax":
        return f"the amount is{say_tax(one.tax, 'en')}"
    if one.fact == "term":
        return f"the term is {_term_in_english(one.from_months or 1, one.to_months)}"
    if one.fact == "department":
        name = name_actor(one.department or "", "en")
        return f"the {name} buys" if one.is_of_department else f"another department than the {name} buys"
    return f"the amount is {_amount(one, 'en')}"


def _amount(one: BranchCondition, language: Language) -> str:
    if one.amounts:
        return say_range(one.amounts, language)
    return say_money(one.stated_jpy or 0, language, one.currency)


def _term_in_english(first: int, last: int | None) -> str:
    if last is None:
        return f"{say_months(first, 'en')} or longer"
    if first == last:
        return say_months(first, "en")
    return f"{say_months(last, 'en')} at most" if first == 1 else f"{first} to {last} months"
