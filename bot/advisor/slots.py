"""Fill the slots of meeting phrases from the rules in force, where these say exactly one thing."""

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.place import Length
from bot.advisor.rules.spending import Limit
from knowledge.documents.document import Language

_UNITS: dict[Language, dict[str, str]] = {
    "ja": {
        "minute": "分", "hour": "時間", "day": "日", "business_day": "営業日", "week": "週間",
        "month": "か月", "year": "年",
    },
    "en": {
        "minute": "minutes", "hour": "hours", "day": "days", "business_day": "business days", "week": "weeks",
        "month": "months", "year": "years",
    },
}  # fmt: skip


def fill_slots(rules: CompanyRules, language: Language) -> dict[str, str]:
    """Give what the rules say of a trial's cost and length.

    Returns:
        `poc_limit` and `poc_months`, each only where one single rule says it.
    """
    limits = [one for one in rules.of_type(Limit) if "poc" in one.concepts]
    slots: dict[str, str] = {}
    costs = {(one.amount_jpy, one.tax) for one in limits if one.measure == "cost" and one.amount_jpy}
    if len(costs) == 1:
        [(amount, tax)] = costs
        slots["poc_limit"] = say_amount(int(amount or 0), tax, language)
    periods = {one.length for one in limits if one.measure == "period" and one.length}
    if len(periods) == 1:
        [period] = periods
        slots["poc_months"] = say_length(period, language)
    return slots


def say_amount(jpy: int, tax: str | None, language: Language) -> str:
    """Say a sum as the language does: 200万円（税抜）, JPY 2,000,000 (excluding tax)."""
    if language == "en":
        basis = {"excluded": " (excluding tax)", "included": " (including tax)"}.get(tax or "", "")
        return f"JPY {jpy:,}{basis}"
    basis = {"excluded": "（税抜）", "included": "（税込）"}.get(tax or "", "")
    return f"{_in_man(jpy)}{basis}"


def say_length(length: Length, language: Language) -> str:
    """Say a stretch of time as it was written: 3か月, 3 months."""
    value = f"{length.value:g}"
    unit = _UNITS[language][length.unit]
    if language == "ja":
        return f"{value}{unit}"
    return f"{value} {unit.removesuffix('s') if length.value == 1 else unit}"


def _in_man(jpy: int) -> str:
    oku, rest = divmod(jpy, 10**8)
    man, yen = divmod(rest, 10**4)
    parts = [f"{oku}億" if oku else "", f"{man:,}万" if man else "", f"{yen:,}" if yen else ""]
    return f"{''.join(parts) or '0'}円"
