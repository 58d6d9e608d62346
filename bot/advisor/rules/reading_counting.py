"""Read how amounts are counted: which total, with or without tax, how long a renewing contract counts for."""

import re
from collections.abc import Iterator

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.place import Scope
from bot.advisor.rules.ranges import tax_of
from bot.advisor.rules.spending import Basis, CountingRule

RENEWS = re.compile(
    r"自動(?:的に)?更新|自動継続|renews? automatically|automatic(?:ally)? renew|auto-?renew"
    r"|renews? (?:by itself|itself|on its own)|rolls? over|tacit(?:ly)? renew|evergreen"
)
# A contract without an end: 「期間の定めのない契約」.
ENDLESS = re.compile(
    r"(?:期間|期限)(?:の定め(?:が|の)ない|を(?:定め|決め|区切ら)ない|のない|を設けない)|無期限"
    r"|(?:without|no|indefinite|unlimited|open.ended) (?:an? )?(?:fixed |set )?(?:term|end(?: date)?|period"
    r"|duration)"
    r"|open.ended"
)
_SAYS_AMOUNT = re.compile(
    r"税[^。]{0,14}額で|(?:金額|価額|支出額|額)(?:は|とは)|\b(?:amounts?|values?) (?:are|is|means|shall)"
    r"|\blooks? at the (?:price|amount|value)"
)
_TOTAL = re.compile(
    r"総額|通じた|全期間|total|合計|(?:full|whole|entire) (?:[a-z]+ )?(?:term|period|duration)"
    r"|(?:over|for|during) the (?:contract )?(?:term|period)\b"
)
_ANNUAL = re.compile(r"年間の?(?:合計|総額)|年額|年度の合計|annual|per year|yearly total")
COUNTS = re.compile(
    r"判定|額で判断|数え|算定|計算|みなす|みなし|考え(?:る|ます)|(?<!て)見(?:る|ます)(?:。|$)|引き直|置き換え"
    r"|合算"
    r"|加算|(?:分|総額|合計|金額|価額"
    r"|額)(?:\([^)]*\))?(?:と(?:する|し)|によ(?:る|り))|もって|換算|をいう"
    r"|shall be used|(?:is|are) used|assum|\bis the\b|\bmeans\b|refers to"
    r"|\btreat(?:ed)?\b|\bvalued (?:at|as)\b|counts? (?:as|for)|counted|\bcount\b|measured|\buse \d"
    r"|calculated|is its|deemed|computed|determined|\blooks? at the"
)
# What a renewing contract counts for, in terms: 「初回の期間と更新一回分」.
_TERMS = re.compile(
    r"(?:first|initial) term (?:and|plus) (?:one|a single|1) (?:renewal|further|more)"
    r"|(?:one|a single|1) (?:further )?renewal (?:period|term)? ?(?:is|has to be|must be) added"
    r"|(?:two|twice the|double the) (?:full |contract )?terms?\b"
    r"|(?:初回|当初)の?(?:契約)?期間(?:と|に加え、?)更新(?:一|1)回分"
    r"|(?:初回|当初)の?(?:契約)?期間に、?(?:更新)?(?P<more>[123一二三])回分の(?:(?:更新|延長)(?:後の)?)?(?:期間)?を加え"
    r"|(?:契約)?期間の(?:2|二)倍|(?P<third>three (?:full |contract )?terms\b|(?:契約)?期間の(?:3|三)倍)"
)
# What is added to a renewing contract's term: "two further years are added", 「更新後の2年分を加える」.
_ADDED = re.compile(
    r"(?P<count>[a-z]+|\d{1,2}) (?:further|more|additional|extra) (?P<unit>year|month)s? (?:are|is|shall be"
    r"|must be) added"
    r"|(?:plus|add) (?P<plus>[a-z]+|\d{1,2}) (?:further|more|additional|extra) (?P<of>year|month)s?"
    r"|更新後?の?(?P<kanji>[0-9一二三四五]{1,2})(?P<stretch>年|[かヶ箇]月)分を?(?:加え|加算|足)"
)
_MONTHLY = re.compile(r"月額|月払い?|月々|毎月|月ごと|monthly|per month")
_SPLITS = re.compile(
    r"分割|小さく分け|分けて|小分け|細分|\bsplit|divid|\bslic(?:e|ed|ing)"
    r"|(?:broken|break(?:ing)?|chop(?:ped)?|cut(?:ting)?) (?:up|down)\b|carv(?:e|ed) (?:up|into)"
)
_FORBIDS = re.compile(
    r"合計(?:額|金額)?(?:を|で)(?:1件|一件|判|みな)|禁止|禁ず|禁じ|認め(?:ない|ません|られ)|なら(?:ない|ず)|なりません|いけ(?:ない|ません)|できない"
    r"|できません|しない"
    r"|だめ|ダメ|must not|shall not|may not|don'?t|do not|never|(?<![a-z])ng(?![a-z])|prohibit|not be"
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6} | {
    character: number for number, character in enumerate("一二三四五六七八九十", start=1)
}


def read_counting(clause: Clause) -> Iterator[CountingRule]:
    """Read how the amount that counts is found, and that orders must not be split."""
    text = clause.text
    if _SPLITS.search(text) and _FORBIDS.search(text):
        yield CountingRule(**placed(clause), is_splitting_prohibited=True)
    elif renewal := _read_renewal(clause):
        yield renewal
    elif COUNTS.search(text):
        yield from _read_basis(clause)


def _read_renewal(clause: Clause) -> CountingRule | None:
    """Read for how many of its terms a renewing contract counts, or what is added to its term."""
    text = clause.text
    if not RENEWS.search(text):
        return None
    if more := _ADDED.search(text):
        return CountingRule(**placed(clause), auto_renewal_extra_months=_added_months(more))
    if terms := _TERMS.search(text):
        further = read_small_count(terms["more"]) if terms["more"] else 2 if terms["third"] else 1
        return CountingRule(**placed(clause), auto_renewal_terms=1 + further)
    return None


def _added_months(match: re.Match[str]) -> int | None:
    count = match["count"] or match["plus"] or match["kanji"]
    is_year = (match["unit"] or match["of"] or match["stretch"]) in ("year", "年")
    number = int(count) if count.isdigit() else _NUMBERS.get(count)
    return number * (12 if is_year else 1) if number else None


def _read_basis(clause: Clause) -> Iterator[CountingRule]:
    text = clause.text
    months = _months_behind(clause, RENEWS if RENEWS.search(text) else ENDLESS)
    heading = find_concepts(clause.heading, "kind")
    scope = Scope(text=clause.section.heading, kinds=heading) if heading else Scope()
    renewal = months if months and RENEWS.search(text) else None
    endless = months if months and ENDLESS.search(text) else None
    monthly = months if months and not (renewal or endless) and _MONTHLY.search(text) else None
    basis: Basis | None = None
    if re.search(r"金額|総額|合計|value|amount|total|支払|\bcount\b", text):
        basis = "annual" if _ANNUAL.search(text) else "contract_total" if _TOTAL.search(text) else None
    renews, total = RENEWS.search(text), _TOTAL.search(text)
    if renewal and renews and total and total.start() > renews.start():
        basis = None  # what a renewing contract counts for, not how amounts are counted
    if basis is not None:
        yield CountingRule(**placed(clause), basis=basis, tax=tax_of(text), monthly_months=monthly)
    if renewal or endless:
        yield CountingRule(
            **placed(clause), auto_renewal_months=renewal, indefinite_months=endless, scope=scope
        )
    if (
        basis is None
        and not (monthly or renewal or endless)
        and (tax := tax_of(text))
        and _SAYS_AMOUNT.search(text)
    ):
        yield CountingRule(**placed(clause), tax=tax)
    if monthly and basis is None:
        yield CountingRule(**placed(clause), monthly_months=monthly)


def _months_behind(clause: Clause, pattern: re.Pattern[str]) -> int | None:
    """Find the months that a kind of contract counts for: those behind its name, else the first ones."""
    named = pattern.search(clause.text)
    lengths = [one for one in clause.durations if one.months]
    behind = (one.months for one in lengths if named and one.start >= named.end())
    return next(behind, lengths[0].months if lengths else None)


def read_small_count(written: str) -> int:
    """Read digits, or a small number in words or kanji."""
    return int(written) if written.isdigit() else _NUMBERS[written]
