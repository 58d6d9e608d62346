"""Compare what a sentence says of quotes, counted months and price caps with the rules in force."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.advisor.amounts import find_amounts
from bot.advisor.durations import find_durations
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.rules.place import Length, PlacedRule
from bot.advisor.rules.spending import CountingRule, Limit, QuoteRule
from bot.advisor.rules.wording_values import say_length
from bot.advisor.saying_back_reply import Flaw, Sentence
from bot.advisor.saying_back_values import RULE_TALK, Compared, flaw_of

_QUOTES = re.compile(
    r"(?:相)?見積(?:もり|り)?(?:書)?(?:は|を|が|で)?[^、。\d]{0,8}(?P<ja>\d+|[一二三四五])\s?(?:社|通|件)"
    r"|(?P<back>\d+|[一二三四五])\s?社(?:以上)?(?:から|分|の|で)?(?:の)?(?:相)?見積"
    r"|(?P<en>\d+|one|two|three|four|five|a single) (?:\w+ )?(?:quotes?|quotations?|bids?)\b"
)
_NUMBERS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "one": 1,
    "a single": 1,
    "two": 2,
    "three": 3,
    "four": 4,
}
_RENEWAL = re.compile(r"自動更新|automatic(?:ally)? renew|renew\w* automatically|auto[- ]renew")
_CAP = re.compile(r"値上げ|price increase|price rise")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|percent\b)")


def compare_terms(sentence: Sentence, rules: CompanyRules) -> Compared:
    """Compare quotes, counted months and caps of a sentence with the rules of the day."""
    found = (
        *_quotes(sentence, rules),
        *_counted_months(sentence, rules),
        *_caps(sentence, rules),
    )
    return Compared(
        flaws=tuple(one for one in found if isinstance(one, Flaw)),
        right=tuple(one for one in found if isinstance(one, PlacedRule)),
    )


def _quotes(sentence: Sentence, rules: CompanyRules) -> Iterator[Flaw | PlacedRule]:
    required = [one for one in rules.of_type(QuoteRule) if one.quotes]
    match = _QUOTES.search(sentence.folded)
    if match is None or not required:
        return
    group = next(name for name in ("ja", "back", "en") if match[name])
    number = _NUMBERS.get(match[group]) or int(match[group])
    sums = [one.jpy for one in find_amounts(sentence.text) if one.jpy is not None]
    held = [one for one in required if not sums or one.holds_for(max(sums))]
    if any(one.quotes == number for one in held):
        yield next(one for one in held if one.quotes == number)
    elif (
        held
        and number < (held[0].quotes or 0)
        and not re.search(r"1社のみ|一社のみ|単独|single[- ]source", sentence.folded)
    ):
        put = str(held[0].quotes)
        yield flaw_of(sentence, match.span(group), held[0], None, put, key="wrong")


def _counted_months(sentence: Sentence, rules: CompanyRules) -> Iterator[Flaw | PlacedRule]:
    counting = [one for one in rules.of_type(CountingRule) if one.auto_renewal_months]
    if not counting or not _RENEWAL.search(sentence.folded):
        return
    for said in find_durations(sentence.text):
        if (
            not re.search(r"月分|年分|数え|計算|換算|count|as if|calculat", sentence.folded)
            or said.months is None
        ):
            continue
        if said.months == counting[0].auto_renewal_months:
            yield counting[0]
        else:
            length = Length(value=float(counting[0].auto_renewal_months or 0), unit="month")
            put = say_length(length, sentence.language)
            span = (said.start, said.end)
            is_share = sentence.folded[said.start : said.end].endswith("分")
            yield flaw_of(sentence, span, counting[0], None, f"{put}分" if is_share else put, key="wrong")


def _caps(sentence: Sentence, rules: CompanyRules) -> Iterator[Flaw | PlacedRule]:
    caps = [one for one in rules.of_type(Limit) if one.measure == "percent" and one.number]
    if not caps or not _CAP.search(sentence.folded):
        return
    for match in _PERCENT.finditer(sentence.folded):
        if Decimal(match[1]) == Decimal(str(caps[0].number)):
            yield caps[0]
        elif Decimal(match[1]) > Decimal(str(caps[0].number)) or RULE_TALK.search(sentence.folded):
            yield flaw_of(sentence, match.span(1), caps[0], None, f"{caps[0].number:g}", key="wrong")
