"""Find what no source bears out by its words alone: promises, invented gains, the market without its date.

Pure patterns over one sentence in Japanese or English; sources are named by card. Rules and records are the
neighbours' business.
"""

import re
from collections.abc import Iterator

from bot.advisor.holdings import Holdings
from bot.advisor.saying_back_reply import Flaw, ProblemKind, Sentence
from knowledge.documents.document import Language

_ABSOLUTE = re.compile(
    r"必ず(?:や)?|絶対(?:に|的に)?|確実に|間違いなく|100\s?%(?:の確率で|確実に)?|完全に"
    r"|何があっても|例外なく"
    r"|\b(?:will|would) (?:always|definitely|certainly|surely|never fail to)\b"
    r"|\b(?:always|definitely|certainly|undoubtedly|without (?:fail|doubt|exception)|inevitably)\b|\b100\s?%"
    r"|\b100 percent\b"
)
_PROMISE = re.compile(
    r"(?P<ja>(?:が|を|は)?保証(?:します|されます|できます|されています|する|される))"
    r"|(?P<nil>(?:リスク|危険|心配|失敗|漏えい|誤り|ミス)(?:は|が|も)?"
    r"(?:ありません|一切ありません|まったくありません|ゼロです|なくなります|ない(?=です|。|$)))"
    r"|(?P<en>\b(?:(?:is|are) guaranteed to|will guarantee|guarantees?|ensures? that)\b)"
    r"|(?P<none>\b(?:no risks?(?: at all| whatsoever)?|zero risk|risk[- ]free|without any risk"
    r"|cannot fail)\b)"
)
_DENIED = re.compile(
    r"ではな|ではあり|じゃな|とは限|わけではな|ものではな|できな|できませ|言え(?:な|ませ)|とは言"
    r"|約束(?:でき|は|し)"
    r"|断言|避け|言わな|しません|ありませんとは|\bnot\b|n't\b|\bno (?:guarantee|promise)|\bcannot\b"
    r"|\bnobody\b|\bnever promise"
)
_DUTY = re.compile(
    r"確かめ|確認|申請|承認|決裁|報告|連絡|守[りるっ]|記録|測[りるっ定]|決め|受け(?:て|る|ます)"
    r"|読[みむん]|残[しす]|合議|目を通|添え|書[きく]|入れ(?:ず|ない)|入力しな|止め|見直|立ち会|相談|取り決"
    r"|禁止|\bcheck|\bapprov|\breport"
    r"|\bapply|\brecord|\bmeasure|\breview|\bverif|\bask\b|\bconfirm|\bkeep\b|\bstop|\bmust\b|\bnotify"
    r"|\bconsult"
)
_OUTCOME = re.compile(
    r"減[りるっら少]|上が[りるっ]|下が[りるっ]|成功|儲か|回収|得られ|安全|起き|勝[てつち]|負け|増え|向上"
    r"|改善|削減|なくな"
    r"|良くな|楽にな|早くな|速くな|高ま|伸び|出ます|出る|うまく|正し|防[げぐ]|短縮|見合|元が取|もうか"
    r"|\bsave|\bcut"
    r"|\breduc|\bsucce|\bimprov|\bpay|\bprofit|\bsafe|\bgain|\bincreas|\bcorrect|\bwork|\bdeliver|\brecover"
    r"|\beliminat|\braise|\bboost|\bresult|\bwin|\bfast|\bfewer|\bless\b|\bbenefit|\breturn|\bprevent|\braise"
)
_SHARE = re.compile(
    r"(?:約|およそ|ほぼ|平均(?:で|して)?|最大(?:で)?|少なくとも)?\s?"
    r"(?:\d+(?:\.\d+)?\s?(?:%|パーセント|ポイント)"
    r"|[\d一二三四五六七八九]+割(?:\s?[\d一二三四五六七八九]分)?|半分|半減)"
    r"(?:以上|ほど|程度|近く|前後|くらい)?"
    r"|(?:約|およそ)?[\d二三四五六七八九十]+(?:\.\d+)?倍"
    r"|\b(?:by |a |an |about |roughly |around |nearly |up to |at least |over |more than |some )*"
    r"\d+(?:\.\d+)?\s?(?:%|percent\b|per cent\b)(?: of)?"
    r"|\b(?:by half|in half|halv(?:e|es|ed|ing)|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|twice as \w+"
    r"|\d+(?:\.\d+)?[- ]?(?:x|times)\b(?: (?:as )?\w+er)?|(?:by )?(?:a|one|two)[- ](?:third|quarter)s?)\b"
)
_GAIN = re.compile(
    r"時間|工数|生産性|効率|ミス|誤り|不良|品質|歩留|コスト|費用|経費|残業|売上|利益|精度|手間|人手|人件費"
    r"|処理"
    r"|\btime\b|\bhours?\b|productiv|efficien|\berrors?\b|mistakes|defect|quality|\bcosts?\b|savings?|revenue"
    r"|\bprofit|accuracy|workload|effort|labou?r|throughput|output"
)
_CHANGE = re.compile(
    r"減|削|短縮|上が|下が|向上|改善|増|浮[きく]|良くな|伸び|高ま|倍|半分|半減|節約|効果|なります|できます"
    r"|reduc|cut|sav|improv|increas|rais|boost|lower|drop|fall|fewer|less|faster|gain|grow|halv|doubl|tripl"
    r"|better"
)
_OWN = re.compile(
    r"目標|量(?:に|が|は|も)|件数が|合格|ライン|基準|KPI|kpi|測った|実測|測定した|試行では|試したところ"
    r"|値上げ|進捗"
    r"|出資|比率|税|target|pass mark|threshold|\bmeasured\b|in our (?:own )?(?:poc|trial|pilot)"
    r"|price increase"
    r"|\bcap\b|\btax\b"
)
_SUM_GAIN = re.compile(
    r"(?:年間?|毎年|毎月|月に?|合計)?\s?(?:約|およそ)?[\d,.]+(?:億|万|千)*円(?:ほど|程度|以上|近く|分)?の?"
    r"(?=(?:コスト|費用|経費|人件費)?(?:の|が|を)?(?:削減|節約|効果|利益|儲け|浮|得|増収))"
    r"|(?:jpy|¥|yen)\s?[\d,.]+\s?(?:m|million|k|billion)?(?= (?:a year |per year |annually )?(?:in )?"
    r"(?:sav|profit|gain|benefit))"
)
_OF_MARKET = re.compile(r"価格|シェア|gpu|市場|price|share|market")
_PERCENTAGE = re.compile(r"(\d+(?:\.\d+)?)\s?[%％]")
_REASONS: dict[str, dict[Language, str]] = {
    "absolute": {
        "ja": (
            "「{said}」と言い切れる資料はありません。効果は入れ方と運用の設計で大きく変わるとされています。"
        ),
        "en": "No source promises this (“{said}”). Results are said to depend on introduction and operation.",
    },
    "risk": {
        "ja": "リスクがなくなるとする資料はありません。続く費用と誤動作への備えが要るとされています。",
        "en": "No source says that the risk disappears; continuing cost and handling of malfunction remain.",
    },
    "figure": {
        "ja": (
            "「{said}」という効果の数字は、記事にも論文にもありません。自社のPoCで測った値で話してください。"
        ),
        "en": "The figure “{said}” stands in none of the sources. Use what your own PoC measures.",
    },
}
_HEDGE: dict[Language, str] = {"ja": "条件が合えば", "en": "under the right conditions"}
_MEASURE: dict[Language, str] = {
    "ja": "（どの程度かは自社のPoCで測ります）",
    "en": " (how much is for our own PoC to measure)",
}


def find_overclaims(sentence: Sentence) -> tuple[Flaw, ...]:
    """Find promises of an outcome; a duty (「必ず人が確かめる」) or a denied promise is none."""
    if _DENIED.search(sentence.folded) and not _is_promise_kept(sentence):
        return ()
    return (*_absolutes(sentence), *_promises(sentence))


def _is_promise_kept(sentence: Sentence) -> bool:
    """「リスクはありません」 has a no in it and is a promise all the same."""
    match = _PROMISE.search(sentence.folded)
    return match is not None and bool(match["nil"] or match["none"])


def _absolutes(sentence: Sentence) -> Iterator[Flaw]:
    for match in _ABSOLUTE.finditer(sentence.folded):
        clause = _clause_after(sentence.folded, match.end())
        promises = _OUTCOME.search(clause) or _OUTCOME.search(sentence.folded[: match.start()])
        if not promises or _DUTY.search(clause):
            continue
        said = sentence.text[match.start() : match.end()]
        yield _flaw(
            sentence, match, "overclaim", _say("absolute", said, sentence.language), ("S4-11",),
            _soften(match[0], sentence.language),
        )  # fmt: skip


def _soften(said: str, language: Language) -> str:
    if language == "en":
        return "may" if said.startswith(("will ", "would ")) else _HEDGE["en"]
    return _HEDGE["ja"]


def _promises(sentence: Sentence) -> Iterator[Flaw]:
    for match in _PROMISE.finditer(sentence.folded):
        is_risk = bool(match["nil"] or match["none"])
        said = sentence.text[match.start() : match.end()]
        yield _flaw(
            sentence,
            match,
            "overclaim",
            _say("risk" if is_risk else "absolute", said, sentence.language),
            ("SD-06", "S4-05") if is_risk else ("S4-11",),
            _mended_promise(match),
        )


def _mended_promise(match: re.Match[str]) -> str:
    if match["nil"]:
        subject = re.match(r"(?:リスク|危険|心配|失敗|漏えい|誤り|ミス)", match[0])
        return f"{subject[0] if subject else 'リスク'}は抑えられますが、なくなりません"
    if match["none"]:
        return "limited but remaining risk"
    if match["en"]:
        return "may" if "guaranteed" in match[0] else "may bring"
    return "を見込みますが、保証はできません" if match[0][0] in "をがは" else "見込みです"


def find_invented_figures(sentence: Sentence, known: frozenset[str]) -> tuple[Flaw, ...]:
    """Find gains in numbers. `known` are the percentages that cards and rules do say, such as 「92%」."""
    folded = sentence.folded
    if _OWN.search(folded) or _DENIED.search(folded):
        return ()
    found = [
        match
        for match in _SHARE.finditer(folded)
        if _GAIN.search(folded)
        and _CHANGE.search(folded)
        and not (_OF_MARKET.search(folded) and _is_known(match[0], known))
    ]
    found += list(_SUM_GAIN.finditer(folded))
    return tuple(_invented(sentence, one) for one in found)


def _is_known(said: str, known: frozenset[str]) -> bool:
    digits = re.search(r"\d+(?:\.\d+)?(?=\s?%)", said)
    return digits is not None and digits[0] in known and digits[0] != "100"


def _invented(sentence: Sentence, match: re.Match[str]) -> Flaw:
    said = sentence.text[match.start() : match.end()].strip()
    start, end, put = _mended_figure(sentence.folded, match, sentence.language)
    return Flaw(
        kind="invented_figure",
        start=sentence.start + start,
        end=sentence.start + end,
        reason=_say("figure", said, sentence.language),
        cards=("S4-04", "S4-11", "SD-04"),
        mend=put,
        close=_MEASURE[sentence.language],
    )


def _mended_figure(folded: str, match: re.Match[str], language: Language) -> tuple[int, int, str]:
    """Take the figure out so that the sentence still reads."""
    start, end = match.span()
    rest = folded[end:]
    if language == "ja":
        if "倍" in match[0] and (
            after := re.match(r"に(?:なります|上がります|増えます|なる|伸びます)?", rest)
        ):
            return (
                start,
                end + after.end(),
                "上がる見込みになります" if len(after[0]) == 1 else "上がる見込みです",
            )
        if "半減" in match[0]:
            return start, end, "減少"
        after = re.match(r"(?:の|に|も|は)(?!なり)", rest)
        return start, end + (after.end() if after else 0), ""
    verb = re.match(r"\s*(halv|doubl|tripl)", match[0])
    if verb:
        return start, end, "may reduce" if verb[1] == "halv" else "may raise"
    if re.match(r"\s*(?:twice|\d+(?:\.\d+)?[- ]?(?:x|times))", match[0]):
        return start, end, "faster" if "fast" in match[0] else "more"
    before = 1 if start and folded[start - 1] == " " and not rest.startswith(" ") else 0
    behind = 1 if rest.startswith(" ") else 0
    return start - before, end + behind, ""


def _clause_after(folded: str, start: int) -> str:
    return re.split(r"[、,;。]|\bbut\b", folded[start:], maxsplit=1)[0]


def _say(key: str, said: str, language: Language) -> str:
    return _REASONS[key][language].format(said=said)


def _flaw(
    sentence: Sentence,
    match: re.Match[str],
    kind: ProblemKind,
    reason: str,
    cards: tuple[str, ...],
    mend: str,
) -> Flaw:
    return Flaw(
        kind=kind,
        start=sentence.start + match.start(),
        end=sentence.start + match.end(),
        reason=reason,
        cards=cards,
        mend=mend,
    )


def known_figures(holdings: Holdings) -> frozenset[str]:
    """List the percentages that the sources do say, as digits."""
    texts = (section.text for document in holdings.documents for section in document.sections)
    return frozenset(match for text in texts for match in _PERCENTAGE.findall(text))
