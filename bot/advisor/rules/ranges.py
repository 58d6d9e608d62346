"""Join the sums of a sentence into ranges: 50万円以上300万円未満, over JPY 1M and up to JPY 5M, それ以上.

The sums themselves are found by `bot.advisor.amounts`.
"""

import re
from collections.abc import Sequence

from bot.advisor.amounts import Amount
from bot.advisor.bounds import Bound
from bot.advisor.rules.place import Frozen, TaxBasis

_GAP = re.compile(
    r"[\s、,]*(?:を|て|で|かつ|から|~|-|より|ものは|もので|and|but|to|up|not|or|less|than|including|the"
    r"|もの|場合|\s|、|,)*"
)
_REST = re.compile(
    r"(?:それ|これ|上記|前記|前号|同額)(?:の(?:額|金額))?(?:を超え(?:る|た)|以上|より上"
    r"|超)(?:の?(?:もの|場合|額|金額|とき))?"
    r"|(?:上記|前(?:各)?号)以外"
    r"|(?:anything|everything|all|purchases?|amounts?)? ?(?:above|over|beyond"
    r"|more than) (?:that|this|these)(?: amount)?"
    r"|(?:anything|everything|all(?: purchases| amounts)?) (?:above|over|beyond|higher|larger"
    r"|else)(?! [¥\d]| jpy)"
)
_ANY = re.compile(
    r"金額(?:の(?:多寡|大小|いかん|如何))?(?:に(?:よらず|かかわらず|関わらず|関係なく)"
    r"|を問わず)|全(?:額|金額|案件|件)"
    r"|いくらでも|(?:regardless|irrespective) of (?:the )?(?:amount|value|price)|(?:of )?any (?:amount|value)"
    r"|whatever the (?:amount|value)|at any (?:amount|value|price)"
)


# Signs that bound a sum, before or behind it.
_SIGNS: tuple[tuple[Bound, str, str], ...] = (
    ("under", r"<\s*$", ""),
    ("over", r">\s*$", ""),
    ("up_to", r"(?:≤|≦|<=)\s*$", ""),
    ("from", r"(?:≥|≧|>=)\s*$", ""),
    ("up_to", r"(?:^|[\s|(:・•●○◆■])[~-]\s*$", r"(?!\s?[~-])"),
    ("from", r"", r"\s?[~](?!\s?\d)"),
)


_WITHOUT_TAX = re.compile(
    r"税抜|税別|消費税[^。、]{0,8}(?:除|含ま[なず]|含め[なず])|excl(?:uding|usive|\.)[^.]{0,14} tax"
    r"|exclusive of|tax.excl|net of|\bex\.?[- ]tax|(?:before|without) (?:any |the )?(?:consumption "
    r"|sales )?(?:tax|vat)\b"
)
_WITH_TAX = re.compile(
    r"税込|消費税[^。]{0,14}(?:含む|含め(?!な|ず)|含んだ|込みの?)|incl(?:uding|usive|\.)[^.]{0,14} tax"
    r"|tax.incl|inclusive|including tax"
)


class MoneyRange(Frozen):
    """A range of yen at its place in the folded sentence; a bare sum has no bounds but `exact_jpy`."""

    start: int
    end: int
    low_jpy: int | None = None
    low_is_inclusive: bool = True
    high_jpy: int | None = None
    high_is_inclusive: bool = False
    exact_jpy: int | None = None
    is_rest: bool = False  # 「それを超えるもの」: from where the range before ends
    is_any: bool = False  # 「金額によらず」
    tax: TaxBasis | None = None
    per: str | None = None


def join_ranges(text: str, amounts: Sequence[Amount]) -> tuple[MoneyRange, ...]:
    """Join sums to ranges, in reading order; beside yen, sums in other currencies are left out."""
    found: list[MoneyRange] = []
    has_yen = any(one.currency == "JPY" for one in amounts)
    for amount in amounts:
        if has_yen and amount.currency != "JPY":
            continue
        one = _of_amount(amount, text)
        if one is None:
            continue
        before = found[-1] if found else None
        if before and _makes_range(before, one, text):
            found[-1] = before.model_copy(
                update={
                    "end": one.end,
                    "high_jpy": one.high_jpy or one.exact_jpy,
                    "high_is_inclusive": one.high_is_inclusive or one.exact_jpy is not None,
                    "tax": before.tax or one.tax,
                }
            )
        else:
            found.append(one)
    found.extend(MoneyRange(start=m.start(), end=m.end(), is_rest=True) for m in _REST.finditer(text))
    found.extend(MoneyRange(start=m.start(), end=m.end(), is_any=True) for m in _ANY.finditer(text))
    return tuple(sorted(found, key=lambda one: one.start))


def tax_of(text: str) -> TaxBasis | None:
    """Find the tax basis that a folded text names; None when it names none."""
    if _WITHOUT_TAX.search(text):
        return "excluded"
    return "included" if _WITH_TAX.search(text) else None


def _of_amount(amount: Amount, text: str) -> MoneyRange | None:
    units = units_of(amount)
    if units is None:
        return None
    bound = amount.bound or _sign_bound(amount, text)
    is_low, is_high = bound in ("from", "over"), bound in ("under", "up_to")
    return MoneyRange(
        start=amount.phrase_start,
        end=amount.phrase_end,
        low_jpy=units if is_low else None,
        low_is_inclusive=bound == "from",
        high_jpy=units if is_high else None,
        high_is_inclusive=bound == "up_to",
        exact_jpy=None if is_low or is_high else units,
        tax=amount.tax,
        per=amount.per,
    )


def units_of(amount: Amount) -> int | None:
    """Give a sum in whole units of its own currency; None for a fraction of one."""
    return int(amount.value) if amount.value == amount.value.to_integral_value() else None


def _sign_bound(amount: Amount, text: str) -> Bound | None:
    before, after = text[max(0, amount.start - 6) : amount.start], text[amount.end : amount.end + 4]
    for bound, front, behind in _SIGNS:
        if re.search(front, before) and re.match(behind, after) and (front or behind):
            return bound
    return None


def _makes_range(low: MoneyRange, high: MoneyRange, text: str) -> bool:
    if low.low_jpy is None or low.high_jpy is not None:
        return False
    if high.exact_jpy is not None:  # 「10万円超~100万円」
        joined = re.match(r"\s*(?:[~-]|から|to)\s*[¥\d]", text[low.end : high.end])
        return high.exact_jpy > low.low_jpy and joined is not None
    if high.high_jpy is None:
        return False
    return high.high_jpy > low.low_jpy and _GAP.fullmatch(text[low.end : high.start]) is not None
