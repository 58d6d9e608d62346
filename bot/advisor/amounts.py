"""Find sums of money in a text: 50万円未満, 月12万円, 1億2,000万円, "JPY 2.4M", "between ¥1M and ¥3M".

Money in another currency is found but never converted. How sums are added up or compared with a band is
`rules.route`'s work; bounds are read by `bounds`, numbers by `numerals`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from bot.advisor.bounds import Bound, Quantity, bind
from bot.advisor.numerals import NUMBER_WORDS, NUMERAL, read_number_words, read_numeral
from bot.advisor.occupancy import Occupancy
from bot.advisor.payment import Period, TaxBasis, read_per, read_tax
from knowledge.documents.folding import FoldedText, fold_text

Currency = Literal["JPY", "USD", "EUR", "GBP", "CNY"]


class Amount(Quantity):
    """A sum of money, with what binds it."""

    jpy: int | None = None  # None: another currency, or a fraction of a yen
    currency: Currency = "JPY"
    value: Decimal  # in the currency's own unit
    tax: TaxBasis | None = None
    per: Period | None = None


class _Sum(NamedTuple):
    start: int
    end: int
    value: Decimal
    currency: Currency
    bound: Bound | None = None  # from a range; else read from the words around


_FIGURE = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!,?\d)|\d{1,16}(?!\d))(?:\.\d{1,9}(?!\d))?"
_SCALES = {
    scale: value
    for value, scales in ((10**3, "k thousand"), (10**6, "m mn mil mio million"), (10**9, "b bn billion"))
    for scale in scales.split()
}
_SCALE = rf"(?:[ -]?(?P<scale{{n}}>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![a-z]))"
_WRITTEN_UNITS: dict[Currency, str] = {
    "JPY": "円 yen jpy ¥",
    "USD": "ドル 米ドル usd us$ $ dollar dollars",
    "EUR": "ユーロ eur euro euros €",
    "GBP": "ポンド gbp pounds £",
    "CNY": "人民元 cny rmb",
}
_UNITS = {unit: currency for currency, units in _WRITTEN_UNITS.items() for unit in units.split()}
_SIGN = r"(?P<sign>(?<![a-z])(?:jpy|usd|eur|gbp|cny|rmb|yen)|us\$|[¥$€£])"
_UNIT = (
    r"(?P<unit>円(?![グ形卓滑筒満高安陣柱熟周])|米?ドル(?!マーク)|ユーロ|ポンド|人民元"
    r"|(?:yen|jpy|usd|dollars?|euros?|eur|gbp|pounds|cny|rmb)\b)"
)
_TO = r"\s*(?:~|-|から|ないし|乃至|to|and|or)\s*"
_WRITTEN = rf"(?:{NUMERAL})"
_JAPANESE_RANGE = re.compile(
    rf"(?P<low>{_WRITTEN})(?P<lowunit>円)?{_TO}(?P<high>{_WRITTEN})\s?(?P<unit>円|米?ドル|ユーロ)"
)
_JAPANESE = re.compile(rf"(?P<number>{_WRITTEN})\s?{_UNIT}")
_IMPLIED = re.compile(rf"(?P<number>{_WRITTEN})(?<=[万億])")
_SIGNED_RANGE = re.compile(
    rf"{_SIGN}\s?(?P<low>{_FIGURE}){_SCALE.format(n=1)}?\s*(?:~|-|to|and)\s*"
    rf"(?P<high>{_FIGURE}){_SCALE.format(n=2)}?(?!\s?[%\d])"
)
_SIGNED = re.compile(rf"{_SIGN}\s?(?P<number>{_FIGURE}){_SCALE.format(n=1)}?(?P<man>万|億)?")
_TRAILING_RANGE = re.compile(
    rf"(?<![\d.,])(?P<low>{_FIGURE}){_SCALE.format(n=1)}?{_TO}"
    rf"(?P<high>{_FIGURE}){_SCALE.format(n=2)}?[ -]?{_UNIT}"
)
_TRAILING = re.compile(
    rf"(?<![\d.,a-z])(?P<number>{_FIGURE}){_SCALE.format(n=1)}?"
    rf"(?P<man>[ -]?man[ -]?(?=en|yen))?[ -]?(?:{_UNIT}|(?P<en>en\b))"
)
_WORDS = re.compile(
    rf"(?P<part>half a |quarter of a )?"
    rf"(?P<words>{NUMBER_WORDS}|(?<=half a )million|(?<=quarter of a )million)[ -](?:us[ -])?{_UNIT}"
)
_PARTS = {"half a ": 2, "quarter of a ": 4}
_BARE = re.compile(
    rf"(?<![\d.,a-z$€£¥])(?P<number>{_FIGURE}){_SCALE.format(n=1)}"
    r"(?!\s?[a-z]*(?:token|user|people|row|record|page|param))"
)
_COUNTED = re.compile(
    r"\s?(?:(?![未以超程前後弱強税位余迄程切予決稟案見払掛])[\u4e00-\u9fff]"
    r"|(?!ク|オ|ジャ|マックス|コース|プラン|ツール|ライセンス|サービス|システム|ソフト)[\u30a1-\u30f6]|[a-z]"
    r"|の?(?:レコード|データ|画像|ユーザ|顧客|件|人|トークン|パラメ|ファイル|ページ|文字"
    r"|社員|製品|部品|個人|図面))"
)
_JOINT = re.compile(
    r"[~\u301c\uff5e-]|から|ないし"
    r"|(?:up )?to(?: and including| but (?:not including|excluding)| less than| under| below)?"
)
_MONEY = re.compile(
    r"(?<![a-z])(?:jpy|yen|budgets?|costs?|spend|spending|pay|paid|price[sd]?|approv|contract|purchas|buy|fees?"
    r"|invest|sign|licen|subscription|quote|expens|capex|opex|limit|cap|order)"
)


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Find every sum of money, in reading order, none overlapping.

    Args:
        text: Any text in Japanese or English, of any width. 「150万のツール」 names a sum, 「3万件」 and
            「数百万円」 do not.

    Returns:
        Sums with spans in `text`; a range gives two, bounded `from` and `up_to`.
    """
    folded = fold_text(text)
    occupancy = Occupancy(len(folded.text))
    sums: list[_Sum] = []
    for found in _all_sums(folded.text):
        if occupancy.claim(found[0].start, found[-1].end):
            sums.extend(found)
    return _join_ranges([_place(one, folded) for one in sorted(sums)], text)


def _place(one: _Sum, folded: FoldedText) -> Amount:
    tax, reached = read_tax(folded.text, one.start, one.end)
    per, per_end = read_per(folded.text, one.start, reached)
    bound, is_approximate, phrase_start, phrase_end = bind(folded.text, one.start, max(reached, per_end))
    if one.bound == "up_to":  # the mark of the range stands in front, not 「約」
        is_approximate, phrase_start = False, one.start
    if tax is None:  # 「200万円以下(税抜)」
        tax, phrase_end = read_tax(folded.text, one.start, phrase_end)
    start, end = folded.span(one.start, one.end)
    whole = folded.span(phrase_start, phrase_end)
    is_yen = one.currency == "JPY" and one.value == one.value.to_integral_value()
    return Amount(
        start=start,
        end=end,
        phrase_start=whole[0],
        phrase_end=whole[1],
        bound=one.bound or bound,
        is_approximate=is_approximate,
        jpy=int(one.value) if is_yen else None,
        currency=one.currency,
        value=one.value,
        tax=tax,
        per=per,
    )


def _join_ranges(amounts: list[Amount], text: str) -> tuple[Amount, ...]:
    """Bind two sums that "to", 「から」 or "between … and" joins."""
    joined = list(amounts)
    for position in range(1, len(joined)):
        low, high = joined[position - 1], joined[position]
        if low.bound not in (None, "from") or high.bound not in (None, "up_to", "under"):
            continue
        gap = text[low.end : high.start].casefold().strip()
        is_between = gap == "and" and "between" in text[low.phrase_start : low.start].casefold()
        if is_between or _JOINT.fullmatch(gap):
            joined[position - 1] = low.model_copy(update={"bound": "from"})
            joined[position] = high.model_copy(
                update={
                    "bound": high.bound or "up_to",
                    "is_approximate": high.is_approximate and low.is_approximate,
                }
            )
    return tuple(joined)


def _all_sums(text: str) -> Iterator[tuple[_Sum, ...]]:
    """Yield candidates, the most telling form first; later ones that overlap are dropped."""
    yield from _ranges(text)
    for match in _WORDS.finditer(text):
        number = read_number_words(match["words"]) if match["words"] != "million" else Decimal(10**6)
        yield (_Sum(*match.span(), number / _PARTS.get(match["part"] or "", 1), _UNITS[match["unit"]]),)
    for match in _SIGNED.finditer(text):
        number = read_numeral(match["number"] + (match["man"] or "")) * _scale(match["scale1"])
        yield (_Sum(*match.span(), number, _UNITS[match["sign"]]),)
    for match in _TRAILING.finditer(text):
        if match["man"] or (match["unit"] and not match["en"]):
            number = read_numeral(match["number"]) * _scale(match["scale1"]) * (10_000 if match["man"] else 1)
            yield (_Sum(*match.span(), number, _UNITS[match["unit"] or "円"]),)
    for match in _JAPANESE.finditer(text):
        yield (_Sum(*match.span(), read_numeral(match["number"]), _UNITS[match["unit"]]),)
    for match in _IMPLIED.finditer(text):
        if not _COUNTED.match(text, match.end()):
            yield (_Sum(*match.span(), read_numeral(match["number"]), "JPY"),)
    if _MONEY.search(text):
        for match in _BARE.finditer(text):
            yield (_Sum(*match.span(), read_numeral(match["number"]) * _scale(match["scale1"]), "JPY"),)


def _ranges(text: str) -> Iterator[tuple[_Sum, ...]]:
    for match in _JAPANESE_RANGE.finditer(text):
        high = read_numeral(match["high"])
        low = read_numeral(match["low"])
        if match["lowunit"] is None and not re.search(r"[万億]$", match["low"]) and low < 10_000:
            low *= _trailing_scale(match["high"])
        yield _two_ends(match, low, high, _UNITS[match["unit"]])
    for pattern in (_SIGNED_RANGE, _TRAILING_RANGE):
        for match in pattern.finditer(text):
            scale = match["scale1"] or match["scale2"]
            low = read_numeral(match["low"]) * _scale(scale)
            high = read_numeral(match["high"]) * _scale(match["scale2"])
            currency = _UNITS[match["sign"] if pattern is _SIGNED_RANGE else match["unit"]]
            yield _two_ends(match, low, high, currency)


def _two_ends(match: re.Match[str], low: Decimal, high: Decimal, currency: Currency) -> tuple[_Sum, ...]:
    low_end = match.end("lowunit") if match.groupdict().get("lowunit") else match.end("low")
    if match.groupdict().get("scale1"):
        low_end = match.end("scale1")
    return (
        _Sum(match.start(), low_end, low, currency, "from"),
        _Sum(match.start("high"), match.end(), high, currency, "up_to"),
    )


def _trailing_scale(written: str) -> int:
    scale = 1
    for character in reversed(written):
        if character not in "十百千万億兆":
            break
        scale *= {"十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12}[character]
    return scale


def _scale(word: str | None) -> int:
    return _SCALES[word] if word else 1
