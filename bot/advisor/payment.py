"""Read what a sum of money is paid for: with or without tax, a month, a year, a user.

Reads the words around a sum that `amounts` has found, in folded text.
"""

import re
from typing import Literal

TaxBasis = Literal["excluded", "included"]
Period = Literal["month", "quarter", "half_year", "year", "user", "user_month", "user_year"]

_TAX = (
    r"(?:消費)?税(?:は|を)?(?:抜き?(?:価格|金額)?|別途?|除く|を?含まない|を?含まず)"
    r"|外税|(?:excl(?:\.|uding|usive of)?|before|net of|without|plus"
    r"|ex\.?) ?(?:of )?(?:the )?(?:consumption )?(?:tax(?:es)?|vat)\b"
    r"|(?:tax|vat)[ -]?(?:exclusive|excluded|not included|exempt)|ex-(?:tax|vat)"
)
_WITH_TAX = (
    r"(?:消費)?税(?:は|を)?(?:込み?(?:価格|金額)?|を?含む|を?含んだ|を?含め)"
    r"|内税|(?:incl(?:\.|uding|usive of)?|after|with"
    r"|gross of) ?(?:the )?(?:consumption )?(?:tax(?:es)?|vat)\b"
    r"|(?:tax|vat)[ -]?(?:inclusive|included)"
)
_TAX_AFTER = re.compile(
    rf"\s?[\(\[,]?\s?(?P<all>(?P<excluded>{_TAX})|(?P<included>{_WITH_TAX}))\s?(?:で|の|,)?[\)\]]?"
)
_TAX_BEFORE = re.compile(
    rf"(?:(?P<excluded>{_TAX})|(?P<included>{_WITH_TAX}))[\s\)\]]*(?:で|の|は|が|,|:)?[^\d。.、]{{0,6}}$"
)
_USER = (
    r"(?:(?:/|一|1|ひと|各)?\s?(?:人|名|ユーザー?|アカウント|席|id|ライセンス)"
    r"(?:あたり|当たり|当り|につき|ごとに?|毎に?)"
    r"|/\s?(?:人|名|ユーザー?|席|user|seat|head|person|id)"
    r"|(?:per|a|each|every) (?:user|seat|head|person|employee|licen[sc]e)|each(?= (?:per|a|every) |[,.)]|$))"
)
# A price for one, in front of it: 「1人月4,000円」, 「ひとり4千円」, 「1ID月額500円」.
_ONE_USER = r"(?:(?:(?<!\d)1|一)\s?(?:人|名|ユーザー?|アカウント|席|シート|id|ライセンス|端末)|ひとり)"
_MONTHLY = (
    r"(?:月額|毎月|[1一ひ]と月(?:あたり|当たり|に|で)?|月々|月ごと|月毎|(?<![\d来今先前翌々か])月(?:あたり|当たり|当り|につき|に|ぎめ|払い?)"
    r"|/\s?(?:月|か月|month|mo\b|m\b)|\(月\)|(?:per|a|each|every) month|monthly"
    r"|p\.?m\.?(?![a-z])|1[かヶヵカケ箇]月(?:あたり|当たり|当り|につき))"
)
_YEARLY = (
    r"(?:年額|毎年|年ごと|年払い?|年(?:あたり|当たり|当り|につき)"
    r"|(?<![\d来今昨翌一二三四五六七八九十])年間|/\s?(?:年|year|yr\b)|\(年\)"
    r"|(?:per|a|each|every) year|annual(?:ly)?|yearly|per annum|p\.a\.?)"
)
_EACH = r"(?:ごとに?|毎に?|あたり|につき)"
_QUARTERLY = rf"(?:四半期{_EACH}?|3[かヶヵカケ箇]月{_EACH}|(?:per|a|each|every) quarter|quarterly)"
_HALF_YEARLY = (
    rf"(?:(?:半期|各期){_EACH}?|(?:半年|6[かヶヵカケ箇]月){_EACH}"
    r"|(?:per|a|each|every) half[- ]year|half-yearly|semi-?annual(?:ly)?)"
)
_BARE_MONTH = r"(?<![\d来今先前翌々か何同当毎ヶヵカケ箇個.])月"
_BARE_YEAR = r"(?<![半\d来今昨翌何同当毎近例新周定一二三四五六七八九十元])年"
_GLUE = (
    r"(?:(?:は|が|で|の|に|:|,|\(|\)|\s|約|およそ|料金|費用?|支払い?額?|コスト|経費|請求額?"
    r"|利用料|ライセンス料|予算|税抜き?|税込み?|税別|fees?|costs?|of|is|cap|jpy){0,4})"
)
_AFTER = tuple(
    (kind, re.compile(rf"\s?(?:ずつ|の|,|\()?\s?{pattern}\)?"))
    for kind, pattern in (
        ("user", _USER),
        ("month", _MONTHLY),
        ("year", _YEARLY),
        ("quarter", _QUARTERLY),
        ("half_year", _HALF_YEARLY),
    )
)
_USER_MONTH = re.compile(rf"\s?{_USER}\s?[/・x×]?\s?(?:月|か月|month)")
_BEFORE = tuple(
    (kind, re.compile(rf"(?:{pattern}){_GLUE}$"))
    for kind, pattern in (
        ("user", rf"{_USER}|{_ONE_USER}"),
        ("quarter", _QUARTERLY),
        ("half_year", _HALF_YEARLY),
        ("month", rf"{_MONTHLY}|{_BARE_MONTH}"),
        ("year", rf"{_YEARLY}|{_BARE_YEAR}"),
    )
)
_REACH = 32
_LENGTHS = frozenset(("month", "quarter", "half_year", "year"))


def read_tax(folded: str, start: int, end: int) -> tuple[TaxBasis | None, int]:
    """Read the tax basis of a sum, and where the words behind the sum end.

    Returns:
        `None` where nothing is said: it is not assumed.
    """
    if match := _TAX_AFTER.match(folded, end):
        return ("excluded" if match["excluded"] else "included"), match.end()
    if match := _TAX_BEFORE.search(folded[max(0, start - _REACH) : start]):
        return ("excluded" if match["excluded"] else "included"), end
    return None, end


def read_per(folded: str, start: int, end: int) -> tuple[Period | None, int]:
    """Read for which period or for whom a sum is paid, and where the words behind the sum end."""
    kinds: set[str] = set()
    head = folded[max(0, start - _REACH) : start]
    if match := _USER_MONTH.match(folded, end):
        return "user_month", match.end()
    for _ in range(2):  # "per user per month", in either order
        for kind, pattern in _AFTER:
            if kind not in kinds and (match := pattern.match(folded, end)):
                kinds.add(kind)
                end = match.end()
    for kind, pattern in (*_BEFORE, *_BEFORE):
        is_new = kind not in kinds and (kind == "user" or not kinds & _LENGTHS)
        if is_new and (match := pattern.search(head)):
            kinds.add(kind)
            head = head[: match.start()]
    return _period(kinds), end


def _period(kinds: set[str]) -> Period | None:
    for_user = "user" in kinds
    if "month" in kinds:
        return "user_month" if for_user else "month"
    if "quarter" in kinds:
        return "quarter"
    if "half_year" in kinds:
        return "half_year"
    if "year" in kinds:
        return "user_year" if for_user else "year"
    return "user" if for_user else None
