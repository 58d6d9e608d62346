"""Fill the slots of meeting phrases from the rules in force, where these say exactly one thing.

A value comes with the clause it was read from, so that whoever says it can show it. Where two texts differ
and the company's own rule decides between them, the deciding value stands; where nothing decides, the slot
stays empty and sentences that need it are left out.
"""

from collections.abc import Iterator

from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.comparing import compare
from bot.advisor.rules.conduct import Duration
from bot.advisor.rules.place import Frozen, Length, PlacedRule
from bot.advisor.rules.spending import CountingRule, Limit, QuoteRule
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
_MEASURED = {"log_retention": ("log", "retention"), "incident_deadline": ("incident", "deadline")}


class SlotValue(Frozen):
    """What goes into a slot, and the clause that says it."""

    text: str
    document: str  # `id@version`
    section: str
    span: tuple[int, int]


def fill_slots(rules: CompanyRules, language: Language) -> dict[str, SlotValue]:
    """Give what the rules say of trials, quotes, counted months, logs and incident reports.

    Returns:
        `poc_limit`, `poc_months`, `quotes`, `quotes_from`, `renewal_months`, `log_retention` and
        `incident_deadline`, each only where the rules say one thing.
    """
    candidates: dict[str, set[str]] = {}
    sources: dict[str, PlacedRule] = {}
    for name, text, rule in (*_of_trials(rules, language), *_of_purchases(rules, language)):
        candidates.setdefault(name, set()).add(text)
        sources.setdefault(name, rule)
    slots = {
        name: _value(texts.pop(), sources[name]) for name, texts in candidates.items() if len(texts) == 1
    }
    return slots | _of_terms(rules, language)


def _of_trials(rules: CompanyRules, language: Language) -> Iterator[tuple[str, str, PlacedRule]]:
    for one in rules.of_type(Limit):
        if "poc" not in one.concepts:
            continue
        if one.measure == "cost" and one.amount_jpy and one.currency == "JPY":
            yield "poc_limit", say_amount(one.amount_jpy, one.tax, language), one
        if one.measure == "period" and one.length:
            yield "poc_months", say_length(one.length, language), one


def _of_purchases(rules: CompanyRules, language: Language) -> Iterator[tuple[str, str, PlacedRule]]:
    for quote in rules.of_type(QuoteRule):
        if quote.quotes and quote.from_jpy and quote.scope.is_general:
            yield "quotes", f"{quote.quotes}社" if language == "ja" else str(quote.quotes), quote
            yield "quotes_from", say_amount(quote.from_jpy, None, language), quote
    for counting in rules.of_type(CountingRule):
        if counting.auto_renewal_months:
            length = Length(value=counting.auto_renewal_months, unit="month")
            yield "renewal_months", say_length(length, language), counting


def _of_terms(rules: CompanyRules, language: Language) -> dict[str, SlotValue]:
    slots: dict[str, SlotValue] = {}
    for name, (concept, measure) in _MEASURED.items():
        found = [one.decided for one in compare(concept, rules) if one.measure == measure]
        if len(found) == 1 and isinstance(found[0], Duration):
            slots[name] = _value(say_length(found[0].length, language), found[0])
    return slots


def _value(text: str, rule: PlacedRule) -> SlotValue:
    return SlotValue(text=text, document=rule.document, section=rule.section, span=(rule.start, rule.end))


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
