"""Tell in which currency the amounts of a rule are: by its own sums, else by the head of its table."""

import re

from bot.advisor.amounts import Currency, find_amounts
from bot.advisor.rules.conduct import Rule
from bot.advisor.rules.spending import AmountSpan, EmergencyRule, Limit
from knowledge.documents.document import Section
from knowledge.documents.folding import fold_string

_HEADS: tuple[tuple[Currency, re.Pattern[str]], ...] = (
    ("USD", re.compile(r"us\$|\busd\b|米ドル|us dollars?|(?<![a-z])\$")),
    ("EUR", re.compile(r"€|\beur\b|ユーロ|\beuros?\b")),
    ("GBP", re.compile(r"£|\bgbp\b|英?ポンド|pounds? sterling")),
    ("CNY", re.compile(r"\b(?:cny|rmb)\b|人民元")),
)
_YEN = re.compile(r"円|¥|\bjpy\b|\byen\b")


def with_currency(rule: Rule, section: Section) -> Rule:
    """Give a rule on amounts the currency it is written in; yen where none is named."""
    if not isinstance(rule, AmountSpan | EmergencyRule | Limit) or not rule.has_sum:
        return rule
    currency = _currency_at(section, rule.start, rule.end)
    return rule if currency == "JPY" else rule.model_copy(update={"currency": currency})


def _currency_at(section: Section, start: int, end: int) -> Currency:
    own = {one.currency for one in find_amounts(section.text[start:end])}
    if own:
        return "JPY" if "JPY" in own or len(own) > 1 else own.pop()
    head = fold_string(f"{section.heading}\n{section.text[:start]}")
    named = [currency for currency, words in _HEADS if words.search(head)]
    return named[0] if len(named) == 1 and not _YEN.search(head) else "JPY"
