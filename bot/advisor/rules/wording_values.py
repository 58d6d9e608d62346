"""Write amounts, ranges of amounts, lengths, tax and lists as a person would say them, in two languages."""

from collections.abc import Sequence

from bot.advisor.amounts import Currency
from bot.advisor.rules.place import Length, TaxBasis, Term
from bot.advisor.rules.route_finding import AmountRange
from bot.advisor.rules.spending import AmountSpan
from bot.advisor.rules.wording_titles import gloss_phrase, name_actor
from bot.advisor.time_units import TimeUnit
from knowledge.documents.document import Language

_UNITS: dict[TimeUnit, tuple[str, str]] = {
    "minute": ("分", "minute"),
    "hour": ("時間", "hour"),
    "day": ("日", "day"),
    "business_day": ("営業日", "business day"),
    "week": ("週間", "week"),
    "month": ("か月", "month"),
    "year": ("年", "year"),
}
_CURRENCIES: dict[Currency, str] = {
    "JPY": "円", "USD": "米ドル", "EUR": "ユーロ", "GBP": "英ポンド", "CNY": "人民元",
}  # fmt: skip
_OKU, _MAN = 100_000_000, 10_000


def say_money(units: int, language: Language, currency: Currency = "JPY") -> str:
    """Write an amount: 200万円, 1億2,000万円, 2,999,999円, 5,000米ドル; "JPY 2,000,000", "USD 5,000"."""
    if language == "en":
        return f"{currency} {units:,}"
    unit = _CURRENCIES[currency]
    if units == 0 or units % _MAN:
        return f"{units:,}{unit}"
    oku, man = divmod(units // _MAN, _OKU // _MAN)
    return f"{f'{oku:,}億' if oku else ''}{f'{man:,}万' if man else ''}{unit}"


def say_tax(tax: TaxBasis | None, language: Language) -> str:
    """Write a tax basis in brackets or behind a comma's place; empty where none is given."""
    if tax is None:
        return ""
    if language == "en":
        return f" {'excluding' if tax == 'excluded' else 'including'} tax"
    return "（税抜）" if tax == "excluded" else "（税込）"


def say_length(length: Length, language: Language) -> str:
    """Write a length in its own unit: 3か月, "3 months"."""
    japanese, english = _UNITS[length.unit]
    number = say_number(length.value)
    if language == "ja":
        return f"{number}{japanese}"
    return f"{number} {english}{'' if number == '1' else 's'}"


def say_months(months: int, language: Language) -> str:
    """Write a number of months: 24か月, "24 months"."""
    return say_length(Length(value=months, unit="month"), language)


def say_number(value: float) -> str:
    """Write a number without a needless fraction."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def say_bound(amount: str, bound: str, language: Language) -> str:
    """Write an amount or length with what binds it: 200万円以下, "at most 3 months"."""
    if language == "ja":
        after = {"under": "未満", "up_to": "以下", "from": "以上", "over": "超"}
        return f"{amount}{after[bound]}"
    before = {"under": "less than", "up_to": "up to and including", "from": "at least", "over": "more than"}
    return f"{before[bound]} {amount}"


def say_span(span: AmountSpan, tax: TaxBasis | None, language: Language) -> str:
    """Write for which amounts a rule holds, with its tax basis; 金額にかかわらず where for all."""
    low = say_money(span.from_jpy, language, span.currency) if span.from_jpy else ""
    high = say_money(span.to_jpy, language, span.currency) if span.to_jpy is not None else ""
    if not low and not high:
        return "金額にかかわらず" if language == "ja" else "whatever the amount"
    parts = []
    if low:
        parts.append(say_bound(low, "from" if span.from_is_inclusive else "over", language))
    if high:
        parts.append(say_bound(high, "up_to" if span.to_is_inclusive else "under", language))
    joined = "".join(parts) if language == "ja" else " and ".join(parts)
    return f"{joined}{say_tax(tax, language)}"


def say_range(amounts: AmountRange, language: Language) -> str:
    """Write a range of whole yen by its rounder ends: 50万円以上100万円未満, 40万円を超え200万円以下."""
    low, high = amounts.from_jpy, amounts.to_jpy
    low_is_over = low > 1 and low % 1000 == 1
    parts = []
    if low:
        parts.append(
            say_bound(
                say_money(low - low_is_over, language, amounts.currency),
                "over" if low_is_over else "from",
                language,
            )
        )
    if high is not None:
        is_up_to = high % 1000 == 1
        parts.append(
            say_bound(
                say_money(high - is_up_to, language, amounts.currency),
                "up_to" if is_up_to else "under",
                language,
            )
        )
    return "".join(parts) if language == "ja" else " and ".join(parts) or "any amount"


def say_list(items: Sequence[str], language: Language) -> str:
    """Join names: 「A、B、C」, "A, B and C"."""
    if language == "ja" or len(items) < 2:
        return ("、" if language == "ja" else ", ").join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def say_actors(names: Sequence[str], language: Language) -> str:
    """Join the names of officers, bodies and departments, glossed in English."""
    return say_list([name_actor(name, language) for name in names], language)


def say_terms(terms: Sequence[Term], language: Language) -> str:
    """Join terms in the policy's own words; foreign ones in quotation marks."""
    return say_list([say_words(term.text, language) for term in terms], language)


def say_words(text: str, language: Language) -> str:
    """Give words of a policy; in the other language in quotation marks, with a gloss where one is held."""
    if language == "en":
        if text.isascii():
            return text
        meaning = gloss_phrase(text)
        quoted = f"“{text.rstrip('。')}”"
        return f"{meaning} ({quoted})" if meaning else quoted
    return f"「{text}」" if text.isascii() and " " in text else text
