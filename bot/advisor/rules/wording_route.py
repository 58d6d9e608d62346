"""Say what was found on the way to an approval: who decides, what is missing, what would change.

Arithmetic is worded by `wording_calculation`, conditions by `wording_conditions`.
"""

from collections.abc import Sequence

from bot.advisor.rules.route_finding import (
    Assumption,
    Change,
    CountedAmount,
    Fact,
    LimitBreach,
    RouteBranch,
    SkippedException,
)
from bot.advisor.rules.wording import describe_rule
from bot.advisor.rules.wording_conditions import say_conditions
from bot.advisor.rules.wording_titles import name_actor
from bot.advisor.rules.wording_values import (
    say_actors,
    say_list,
    say_money,
    say_months,
    say_tax,
    say_terms,
)
from knowledge.documents.document import Language

_FACTS: dict[Fact, tuple[str, str]] = {
    "amount": ("金額", "the amount"),
    "amount_in_yen": ("規程の通貨での金額", "the amount in the currency of the policies"),
    "users": ("利用者数", "the number of users"),
    "term": ("契約期間", "the contract term"),
    "renewal": ("自動更新の有無", "whether the contract renews automatically"),
    "tax": ("税抜か税込か", "whether the amount includes tax"),
    "kind": ("何の購入か", "what is bought"),
    "department": ("購入する部門", "which department buys"),
}
_QUESTIONS: dict[Fact, tuple[str, str]] = {
    "amount": ("金額はいくらですか。", "What is the amount?"),
    "amount_in_yen": (
        "規程の通貨ではいくらになりますか（換算はこちらでは行いません）。",
        "What is the amount in the currency of the policies? It is not converted here.",
    ),
    "users": ("何名で利用しますか。", "How many users will there be?"),
    "term": ("契約期間は何か月ですか。", "How many months does the contract run?"),
    "renewal": ("契約は自動更新ですか。", "Does the contract renew automatically?"),
    "tax": ("その金額は税抜ですか、税込ですか。", "Is the amount excluding or including tax?"),
    "kind": ("何を購入しますか。", "What is to be bought?"),
    "department": ("どの部門の購入ですか。", "Which department is buying?"),
}
_REASONS: dict[str, tuple[str, str]] = {
    "department": ("部門が異なります", "it is bound to another department"),
    "kind": ("対象の品目ではありません", "it is for other things"),
    "excluded": ("{excluded}は除かれています", "it does not hold for {excluded}"),
    "amount": ("金額が範囲を外れます", "the amount is outside its range"),
}


def say_fact(fact: Fact, language: Language) -> str:
    """Name a fact that was not said."""
    return _FACTS[fact][0 if language == "ja" else 1]


def ask_for(fact: Fact, language: Language) -> str:
    """Ask for a fact that was not said, in one question."""
    return _QUESTIONS[fact][0 if language == "ja" else 1]


def say_branch(branch: RouteBranch, language: Language) -> str:
    """Say who decides and what else is needed, in one or two sentences."""
    return _branch_in_japanese(branch) if language == "ja" else _branch_in_english(branch)


def _branch_in_japanese(branch: RouteBranch) -> str:
    amount = ""
    if branch.counted:
        amount = f"{_counted(branch.counted, 'ja')}として、"
    condition = say_conditions(branch.conditions, "ja")
    head = f"{condition}は、" if condition else ""
    decides = (
        f"{name_actor(branch.approver, 'ja')}の決裁です"
        if branch.approver
        else "決裁者は規程に定めがありません"
    )
    needed = [
        f"{'と'.join(name_actor(one, 'ja') for one in bodies)}の{what[0]}"
        for what, bodies in _agreeing(branch)
    ]
    if branch.quotes and branch.quotes.quotes:
        needed.append(f"{branch.quotes.quotes}社以上の見積もり")
    more = f"ほかに、{'、'.join(needed)}が必要です。" if needed else ""
    return f"{head}{amount}{decides}。{more}"


def _branch_in_english(branch: RouteBranch) -> str:
    amount = ""
    if branch.counted:
        amount = f"for {_counted(branch.counted, 'en')}, "
    condition = say_conditions(branch.conditions, "en")
    head = f"{condition}, {amount}" if condition else amount
    decides = (
        f"the {name_actor(branch.approver, 'en')} approves"
        if branch.approver
        else "the policies name no approver"
    )
    needed = [
        f"the {what[1]} of {say_list(_with_article(bodies), 'en')}" for what, bodies in _agreeing(branch)
    ]
    if branch.quotes and branch.quotes.quotes:
        needed.append(f"at least {branch.quotes.quotes} quotes")
    more = f" Also needed: {'; '.join(needed)}." if needed else ""
    sentence = f"{head}{decides}.{more}"
    return f"{sentence[0].upper()}{sentence[1:]}"


def _counted(counted: CountedAmount, language: Language) -> str:
    return f"{say_money(counted.jpy, language, counted.currency)}{say_tax(counted.tax, language)}"


def _with_article(bodies: Sequence[str]) -> list[str]:
    return [f"the {name_actor(body, 'en')}" for body in bodies]


def _agreeing(branch: RouteBranch) -> list[tuple[tuple[str, str], list[str]]]:
    """Name who has to agree, and who has to review."""
    named = []
    for kind, what in (("concurrence", ("合議", "concurrence")), ("review", ("審査", "review"))):
        bodies = [one.body for one in branch.concurrences if one.kind == kind]
        if bodies:
            named.append((what, bodies))
    return named


def say_change(change: Change, language: Language) -> str:
    """Say what would change at the nearest threshold above or below."""
    at = say_money(change.at_jpy, language, change.currency)
    is_over = change.at_jpy % 1000 == 1
    if is_over:
        at = say_money(change.at_jpy - 1, language, change.currency)
    if language == "ja":
        side = ("を超えると" if is_over else "以上になると") if change.is_above else (
            "以下なら" if is_over else "未満なら"
        )  # fmt: skip
        return f"{at}{side}、{'、'.join(_changes_in_japanese(change))}。"
    where = ("Over" if is_over else "From") if change.is_above else ("Up to" if is_over else "Below")
    return f"{where} {at}, {say_list(_changes_in_english(change), 'en')}."


def _changes_in_japanese(change: Change) -> list[str]:
    parts = [f"決裁者は{name_actor(change.approver, 'ja')}になります"] if change.approver else []
    parts += [f"{say_actors(change.added, 'ja')}の合議が加わります"] if change.added else []
    parts += [f"{say_actors(change.removed, 'ja')}の合議は不要になります"] if change.removed else []
    if change.quotes is not None:
        parts.append(
            f"{change.quotes}社以上の見積もりが必要になります"
            if change.quotes
            else "相見積もりは不要になります"
        )
    return [
        part.replace("になります", "になり").replace("加わります", "加わり") for part in parts[:-1]
    ] + parts[-1:]


def _changes_in_english(change: Change) -> list[str]:
    parts = [f"the approver is the {name_actor(change.approver, 'en')}"] if change.approver else []
    parts += [f"the {say_actors(change.added, 'en')} must concur too"] if change.added else []
    parts += [f"the {say_actors(change.removed, 'en')} need not concur"] if change.removed else []
    if change.quotes is not None:
        parts.append(
            f"at least {change.quotes} quotes are needed" if change.quotes else "one quote is enough"
        )
    return parts


def say_assumption(assumption: Assumption, language: Language) -> str:
    """Say what was taken as given."""
    percent = assumption.percent or 0
    tax = say_tax(assumption.tax, "en").strip()
    words = {
        "is_ai": ("AIの購入として判断しました。", "This takes the purchase as one of AI."),
        "is_total": (
            "示された金額を契約期間の総額とみて判断しました。",
            "This takes the amount as the total over the contract term.",
        ),
        "tax_as_policy": (
            f"金額は{'税抜' if assumption.tax == 'excluded' else '税込'}として判断しました。",
            f"This takes the amount as {tax}.",
        ),
        "tax_rate": (
            f"消費税は{percent}%として換算しました。",
            f"Consumption tax is taken as {percent}%.",
        ),
        "does_not_renew": (
            "試行（PoC）の契約は自動更新しないものとして判断しました。",
            "This takes the trial's contract as one that does not renew automatically.",
        ),
    }
    return words[assumption.kind][0 if language == "ja" else 1]


def say_makes_no_difference(facts: Sequence[Fact], language: Language) -> str | None:
    """Say that facts which were not said do not change the answer; None where there are none."""
    if not facts:
        return None
    named = say_list([say_fact(one, language) for one in facts], language)
    if language == "ja":
        return f"{named}にかかわらず、決裁ルートは同じです。"
    return f"The route is the same whatever the answer to this: {named}."


def say_skipped(skipped: SkippedException, language: Language) -> str:
    """Say that an exception does not apply, and why."""
    excluded = say_terms(skipped.band.exclusions, language)
    reasons = [
        _REASONS[one][0 if language == "ja" else 1].format(excluded=excluded) for one in skipped.reasons
    ]
    rule = describe_rule(skipped.band, language)
    if language == "ja":
        return f"次の例外は当てはまりません（{'、'.join(reasons)}）。{rule}"
    return f"This exception does not apply ({'; '.join(reasons)}): {rule}"


def say_breach(breach: LimitBreach, language: Language) -> str:
    """Say that a purchase goes beyond a limit on the thing itself."""
    limit = describe_rule(breach.limit, language)
    actual = (
        say_money(breach.actual_jpy, language, breach.limit.currency)
        if breach.actual_jpy is not None
        else say_months(breach.actual_months or 0, language)
    )
    if language == "ja":
        return f"{actual}は上限を超えています。{limit}"
    return f"{actual} is beyond the limit. {limit}"


def say_splitting(language: Language) -> str:
    """Say the no to splitting an order, before anything else."""
    if language == "ja":
        return "発注を分割して決裁権限を下げることはできません。合計額で判断します。"
    return "An order must not be split to stay below an approval level; its total counts."
