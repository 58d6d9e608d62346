"""Read what is to be bought: sums, users, term, renewal, kind, single source, haste, splitting.

A sum that is stated as a rule's limit (「PoCは100万円までですよね」) is a belief, not a price; a sum that is
saved, earned or fined is neither.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.advisor.amounts import Amount, find_amounts
from bot.advisor.durations import Duration
from bot.advisor.numerals import NUMBER_WORDS, NUMERAL, read_number_words, read_numeral
from bot.advisor.payment import TaxBasis
from bot.advisor.question_words import asked_concepts, has_cue, plain_words
from bot.advisor.renewals import find_auto_renewals, find_renewal_months
from bot.advisor.situation import Purchase
from knowledge.documents.folding import fold_string

_NO_PRICE_AFTER = re.compile(
    r"\s?ずつ|\s?(?:分)?(?:の|を|も|くらい|ほど|程度|分)*(?:削減|節約|節減|浮|儲|もうか|の?売上|売り上げ"
    r"|の?利益|の?効果|得|損|罰金|制裁|賠償|増収"
    r"|of (?:savings?|revenue|sales|profit|damage)|in (?:savings?|revenue|sales|profit|fines?|damages?))"
)
_NO_PRICE_BEFORE = re.compile(
    r"(?:売上(?:高)?|売り上げ|年商|資本金|利益|効果(?:額)?|罰金|制裁金|賠償(?:金)?|損害(?:額)?|損失"
    r"|節約額|削減額|年収|粗利"
    r"|\b(?:sav(?:e|es|ed|ing|ings)|revenue|sales|profit|fine[sd]?|damages|earn\w*|lost?))(?:は|が"
    r"|も|を|で|の|about|of|is|us|\s|約|およそ){0,3}$"
)
_BELIEF = re.compile(
    r"(?:です|でした|だ|だった|ます|ました|る|た|い)?よ?ね(?:え|ぇ)?[?。!]?\s*$|って(?:聞|いう話"
    r"|言われ|書い|こと(?:です|で)|ありまし)|と(?:聞|言われ|思って|理解|認識|記憶|伺|教わ|書い"
    r"|ありまし|なってい)"
    r"|はず|で(?:合って|あって|正し|間違いな)|んじゃ(?:ない|なかっ)|ではない(?:ん)?(?:です|でしょう)"
    r"|でしたっけ|だっけ|らしい|そうです"
    r"|じゃなかった"
    r"|\b(?:i (?:heard|thought|believe|understand|was told|read|remember)|right\?|correct\?"
    r"|isn'?t (?:it|the|that)|aren'?t|supposed to|as far as i (?:know|remember)|they say"
    r"|someone (?:said|told)|apparently)"
)
_LIMIT = re.compile(
    r"上限|限度|枠|権限|決裁でき|決められ|承認でき|決めて(?:いい|よい)|判断でき|まで(?:なら|は|が"
    r"|です|だ|で|って|と|しか|可|ok|決裁|承認|出せ|いけ|使え)|以下(?:なら|は|の(?:poc|試行|場合"
    r"|契約|案件)|だ|です|で|と|って)|未満(?:なら|は|の|だ|です|で|と|って)"
    r"|以上(?:なら|は|だと|の(?:場合|契約|案件)|で(?:は)?)"
    r"|\b(?:limit(?:ed)?|cap(?:ped)?|ceiling|maximum|threshold|up to|at most|no more than"
    r"|can (?:approve|sign|decide)|approves?|may approve|below|under|over|above)\b"
)
_RULE_SUBJECT = re.compile(
    r"(?:課長|部長|本部長|社長|工場長|係長|役員|取締役(?:会)?|審査会|委員会|(?<![a-z])poc|試行"
    r"|トライアル|合議|相見積|見積書|稟議|決裁)[^。?]{0,14}(?:は|が|って|なら|も|、|だと|には|って)"
    r"|\b(?:managers?|heads?|directors?|president|board|pocs?|pilots?|trials?|quotes?|concurrence"
    r"|policy|rule)\b"
)
# Parts of one order: 「20万円ずつ二枚の伝票に」.
_IN_PARTS = re.compile(
    r"円ずつ[^、。]{0,8}(?:枚|件|本|口|通|回|伝票|発注|注文|契約|稟議|申請)|[二三四五2-9]枚の(?:伝票|発注書|注文書|稟議書)"
    r"|(?:two|three|several|[2-9]) (?:separate |smaller )?(?:slips|purchase orders|requests|requisitions)\b"
)
# What is said not to be bought: 「AIではありません」, 「ソフトは付きません」.
_NOT_BOUGHT = re.compile(
    r"(?:生成)?(?:ai|人工知能|ソフト(?:ウェア)?|クラウド|システム|saas)(?:機能|サービス)?"
    r"(?:では?(?:ありません|ない|なく)|じゃ(?:ありません|ない|なく)|(?:は|も|が)?(?:付き|つき|含み|使い|入り)ません"
    r"|(?:は|も|が)?(?:付か|つか|含ま|使わ|入ら)(?:ない|ず)|(?:は|も)?(?:なし|無し|抜き|ありません))"
    r"|\b(?:no|not|without(?: any)?|non-?)\s?(?:an? )?(?:ai|software|cloud|saas)\b"
)
_BUDGET = re.compile(r"予算|手持ち|用意(?:でき|し)|\b(?:budget|we have|available)\b")
_SENTENCE_END = re.compile(r"(?<=[。?!\n])|(?<=[.])(?=\s)")
_USERS = re.compile(
    rf"(?:(?P<count>{NUMERAL})|(?P<words>{NUMBER_WORDS}))\s?(?:名|人|ユーザー?|アカウント|ライセンス|席|シート|id(?![a-z])|users?\b"
    rf"|seats?\b|people\b|licen[sc]es?\b|employees\b|staff\b|accounts?\b|heads\b)"
    r"(?!\s?(?:あたり|当たり|当り|につき|ごと|毎|月|日|しか|で(?:回|や)|目|の(?:著者|人)))"
)
_EACH_TERM = re.compile(
    rf"(?P<count>{NUMERAL})\s?(?P<unit>年|[かヶヵケ箇]月)(?:間)?(?:ごと|毎|おき|単位)(?:に|の"
    rf"|で)?(?:自動)?(?:更新|契約|見直)"
)
_EACH_TERM_EN = re.compile(
    r"\b(?:renew(?:s|ed|ing|al)?|extend(?:s|ed)?)\b[^.?]{0,20}\b(?:every|each) (?:year|12 months)"
    r"|\b(?:yearly|annual) (?:contract|auto|renewal|commitment)|\bcontract renewed (?:yearly"
    r"|annually)"
)
_TERM_AFTER = re.compile(
    r"\s?(?:間)?(?:の|で)?(?:自動更新|契約|縛り|リース|サブスク|コミット|プラン|ライセンス|パック"
    r"|一括)|\s?(?:contract|agreement|term|deal|subscription|commitment|licen[sc]e|lease|plan)"
)
_TERM_BEFORE = re.compile(
    r"(?:契約期間|期間|契約|利用期間|term|contract(?: term)?|commitment|agreement)(?:は|が|:|を|で"
    r"|of|is|for|runs?|\s)*$"
)
_NO_TERM_BEFORE = re.compile(
    r"(?:回収|償却|保存|保管|ログ|耐用|実績|tco|payback|logs?)[^、。,.]{0,8}$|\b(?:within|after"
    r"|before|for the last)\s$"
)
_NO_TERM_AFTER = re.compile(
    r"\s?(?:間)?(?:以内に|前|後|ぶり|以上(?:前|保)|目|ごと|おき|分の?(?:tco|ログ|試算|データ|実績)"
    r"|保存|保管|残|の?保存|回収|で(?:回収|元|償却)"
    r"|延(?:長|ば|び)|伸|ago|later|before|after|payback|of (?:tco|logs|data))"
)


class Sums(NamedTuple):
    """The sums of a text, parted by what they are."""

    prices: tuple[Amount, ...]
    believed: tuple[Amount, ...]


def part_sums(text: str) -> Sums:
    """Part the sums of a question into prices and limits that are believed; leave others out."""
    folded = fold_string(text)
    amounts = find_amounts(text)
    is_aligned = len(folded) == len(text)
    prices: list[Amount] = []
    believed: list[Amount] = []
    for amount in amounts:
        body = folded if is_aligned else text.casefold()
        if _is_no_price(body, amount):
            continue
        (believed if _is_belief(body, amount) else prices).append(amount)
    return Sums(_with_common_tax(prices, folded), tuple(believed))


def read_purchase(
    text: str,
    prices: Sequence[Amount],
    durations: Sequence[Duration],
    departments: tuple[str, ...],
    *,
    is_continued: bool = False,
) -> Purchase | None:
    """Read the purchase that a text speaks of.

    Args:
        text: One message.
        prices: Its sums that are prices.
        durations: Its stretches of time.
        departments: Named in it.
        is_continued: The thread spoke of a purchase before, so that 「2年だと？」 is about its term.

    Returns:
        None where nothing is to be bought.
    """
    folded = fold_string(plain_words(text))
    is_buying = bool(prices) or is_continued or has_cue(folded, "buying")
    term = _term(text, folded, durations, is_priced=bool(prices) or is_continued)
    renewals = find_auto_renewals(text)
    is_split = (has_cue(folded, "split") or _IN_PARTS.search(folded) is not None) and is_buying
    is_emergency = has_cue(folded, "emergency") and (is_buying or "後" in folded)
    purchase = Purchase(
        amounts=tuple(prices),
        users=_users(folded),
        term_months=term,
        renews_automatically=not renewals[-1].is_negated if renewals else None,
        renewal_months=find_renewal_months(text, renewals, durations),
        kinds=asked_concepts(_NOT_BOUGHT.sub(" ", folded), "kind"),
        is_single_source=_single_source(folded),
        is_emergency=is_emergency,
        is_split=is_split,
        departments=departments,
    )
    says_more = purchase.model_copy(update={"kinds": (), "departments": (), "users": None}) != Purchase()
    says_what = bool(purchase.kinds) and is_buying
    return purchase if says_more or says_what else None


def _with_common_tax(prices: Sequence[Amount], folded: str) -> tuple[Amount, ...]:
    """Give all sums the tax basis that a message states once, apart from them: 「月12万円、2年、税抜」."""
    stated = _stated_tax(folded)
    if stated is None or any(price.tax for price in prices):
        return tuple(prices)
    return tuple(price.model_copy(update={"tax": stated}) for price in prices)


def restate_tax(purchase: Purchase | None, text: str) -> Purchase | None:
    """Give sums named earlier in a thread the tax basis that this message states: 「税込だったら？」."""
    stated = _stated_tax(fold_string(plain_words(text)))
    if purchase is None or stated is None:
        return purchase
    restated = tuple(one.model_copy(update={"tax": stated}) for one in purchase.amounts)
    return purchase.model_copy(update={"amounts": restated})


def _stated_tax(folded: str) -> TaxBasis | None:
    stated: list[TaxBasis] = []
    if re.search(r"税抜|税別|税を?除|外税|before tax|ex(?:cluding|cl\.?)? (?:of )?tax|plus tax", folded):
        stated.append("excluded")
    if re.search(r"税込|内税|税を?含|incl(?:uding|\.)? (?:of )?tax|with tax", folded):
        stated.append("included")
    return stated[0] if len(stated) == 1 else None


def _is_no_price(body: str, amount: Amount) -> bool:
    after = body[amount.phrase_end :]
    return bool(
        _NO_PRICE_AFTER.match(after)
        or _NO_PRICE_AFTER.match(body[amount.end :])
        or _NO_PRICE_BEFORE.search(body[max(0, amount.phrase_start - 24) : amount.phrase_start])
    )


def _is_belief(body: str, amount: Amount) -> bool:
    start, end = _sentence(body, amount)
    sentence = body[start:end]
    if _BUDGET.search(body[start : amount.start]):
        return False
    near = body[max(start, amount.phrase_start - 28) : min(end, amount.phrase_end + 14)]
    is_limit = amount.bound is not None or _LIMIT.search(near) is not None
    if not is_limit:
        return False
    if _BELIEF.search(sentence):
        return True
    return (
        amount.bound is not None
        and _RULE_SUBJECT.search(body[start : amount.start]) is not None
        and bool(_LIMIT.search(body[amount.start : end]))
    )


def _sentence(body: str, amount: Amount) -> tuple[int, int]:
    start = 0
    for match in _SENTENCE_END.finditer(body):
        if match.start() <= amount.start:
            start = match.start()
        elif match.start() >= amount.end:
            return start, match.start()
    return start, len(body)


def _users(folded: str) -> int | None:
    for match in _USERS.finditer(folded):
        count = read_numeral(match["count"]) if match["count"] else read_number_words(match["words"])
        if (
            1 <= count <= 10_000_000
            and count == count.to_integral_value()
            and match["count"] not in ("一", "1")
        ):
            return int(count)
    return None


def _single_source(folded: str) -> bool | None:
    if has_cue(folded, "single_source"):
        return True
    return False if has_cue(folded, "several_sources") else None


def _is_other_time(body: str, stretch: Duration) -> bool:
    before = body[max(0, stretch.start - 14) : stretch.start]
    return bool(_NO_TERM_AFTER.match(body[stretch.end :]) or _NO_TERM_BEFORE.search(before))


def _term(text: str, folded: str, durations: Sequence[Duration], *, is_priced: bool) -> int | None:
    if each := _EACH_TERM.search(folded):
        return int(read_numeral(each["count"])) * (12 if each["unit"] == "年" else 1) or None
    if _EACH_TERM_EN.search(folded):
        return 12
    body = text.casefold()
    candidates = [one for one in durations if one.months and not _is_other_time(body, one)]
    for one in candidates:
        is_named = _TERM_AFTER.match(body[one.end :]) or _TERM_BEFORE.search(
            body[max(0, one.start - 16) : one.start]
        )
        if is_named or body[one.start : one.end].endswith("契約"):
            return one.months
    return candidates[0].months if candidates and is_priced and candidates[0].bound is None else None
