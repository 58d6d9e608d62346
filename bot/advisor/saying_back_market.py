"""Find statements on the market that lack their date, their hedge, or the change since 2023.

2023: a tendency to natural monopoly at the frontier. November 2024: fierce competition, in the authors' own
words. A plan (not to depend on one firm) or a fear is no statement on how things stand.
"""

import re

from bot.advisor.saying_back_reply import Flaw, ProblemKind, Sentence
from knowledge.documents.document import Language

_DATED = re.compile(
    r"20\d\d|当時|時点|年前|昨年|去年|一昨年|以前|as of|at the time|back then|in those days|last year"
    r"|years? ago|後継論文|successor"
)
_MONOPOLY = re.compile(
    r"(?:市場|業界|ai|モデル|一社|1社|openai|オープンai|グーグル|google|マイクロソフト|microsoft).{0,24}"
    r"(?:独占(?:し|され|状態|市場|です|だ|になって|が(?:続|進)|は)|寡占(?:です|だ|状態|になって|が進)|一強"
    r"|支配(?:し|され)|一社(?:だけ)?が?(?:優位|先頭|抜きん出|リード)|独走)|自然独占(?:です|だ|である"
    r"|になった|になって)"
    r"|市場は(?:少数|数社|一部)の?(?:企業|会社|事業者|手)?に?集中し(?:て(?:い|お)|た)"
    r"|\b(?:one|a single) (?:firm|company|provider|vendor) (?:dominates|controls|leads|rules|owns)"
    r"|(?:market|industry|ai) (?:is|has become|remains) (?:a |an )?(?:natural )?(?:monopol\w+|oligopol\w+"
    r"|dominated|concentrated)"
    r"|(?:openai|google|microsoft) (?:dominates|controls|monopoli[sz]es)"
)
_RIVALRY = re.compile(
    r"競争(?:は|が)(?:非常に|とても|かなり|今も|いま)?(?:激し|厳し)|激しい競争(?:に|が|です|状態)"
    r"|価格(?:は|が).{0,10}(?:下が(?:り|っ)|変動費)|(?:16|十六)社"
    r"|competition (?:is|has become) (?:fierce|intense|strong)|fierce competition|intense competition"
    r"|prices? (?:is|are|have|has) (?:near|close|falling|fallen|dropped)|at least 16"
)
_FRONTIER = re.compile(r"最前線より|最前線の後ろ|先頭集団の後ろ|behind the frontier")
_NOT_A_STATE = re.compile(
    r"恐れ|おそれ|リスク|可能性|かもしれ|なりうる|なり得|なりやす|集まりやす|傾向|懸念|備え|避け|防[ぐごい]"
    r"|ないよう|しない"
    r"|ません|べき|たい|かどうか|ではな|場合|もし|なら|見込|may\b|might|could|risk|tend|fear|worry|avoid"
    r"|should|\bif\b"
    r"|want|not\b|n't\b|likely|expected"
)
_PRESENT = re.compile(
    r"今も|いまも|現在も?|今日|今は|いまは|依然|2024年(?:11月)?(?:時点|の今|には|は|も)|2025年|2026年|still"
    r"|today|currently|now\b"
    r"|as of (?:november |nov\.? )?202[4-9]|in 202[4-9]"
)
_SCOPE = re.compile(r"範囲の経済|economies of scope")
_SCOPE_STRONG = re.compile(
    r"範囲の経済(?:は|が|も)?.{0,6}(?:大き|強|非常|巨大|絶大|決定的)|(?:large|strong|huge|great|decisive"
    r"|vast)"
    r" economies of scope|economies of scope are (?:large|strong|huge|great|decisive|vast)"
)
_FIRST = re.compile(
    r"先行者(?:優位|利益)?(?:は|が|の優位は).{0,12}(?:続|揺る|永続|安泰|勝|固定|逆転(?:は|でき))"
    r"|先に(?:出た|始めた|入れた|入った|動いた|導入した)(?:者|会社|企業|方)"
    r".{0,14}(?:勝(?:ち|つ|て)|安泰|逃げ切)|first[- ]movers? (?:always |will )?(?:win|stay|keep|are safe"
    r"|dominate)"
    r"|first[- ]mover advantages? (?:is|are|will be) (?:permanent|lasting|secure)"
)
_INVEST = re.compile(r"投資|支出|条件|invest|spending|ongoing|condition")
_MONOPOLY_SURE = re.compile(
    r"(?:論文|paper).{0,40}(?:必ず|確実に|間違いなく)?.{0,10}独占(?:になる|する)(?:と(?:断定|証明|結論"
    r"|言い切)|。)"
    r"|paper (?:proves?|proved|has proven|demonstrates) .{0,60}monopol"
)
_PREFIX: dict[str, dict[Language, str]] = {
    "rivalry": {"ja": "2024年11月時点では、", "en": "As of November 2024, "},
    "monopoly": {"ja": "2023年11月の論文の見方では、", "en": "In the view of the November 2023 paper, "},
}
_NOW: dict[Language, str] = {
    "ja": (
        "2023年の論文は最も高性能なモデルに自然独占の傾向を見ていましたが、"
        "2024年11月時点では、著者自身が激しい競争へと見方を更新しています。"
    ),
    "en": (
        "The 2023 paper saw a tendency to natural monopoly for the most "
        "capable models, but as of November 2024 "
        "the authors themselves describe fierce competition."
    ),
}
_SAID: dict[str, dict[Language, str]] = {
    "undated": {
        "ja": (
            "市場の状況はいつの話かで変わります。2023年と2024年11月では著者の見方も違うので、"
            "時点を添えてください。"
        ),
        "en": (
            "How the market stands depends on when: the authors changed "
            "their view from 2023 to November 2024."
        ),
    },
    "outdated": {
        "ja": "一社優位は2023年の描写です。著者自身が2024年11月時点では激しい競争へと見方を更新しています。",
        "en": (
            "One dominant firm is the picture of 2023; as of November 2024 "
            "the authors describe fierce competition."
        ),
    },
    "scope": {
        "ja": "論文が言うのは範囲の経済も「ある程度」あるということまでです。",
        "en": "The paper speaks of “some” economies of scope, no more.",
    },
    "first": {
        "ja": "先行者優位には、展開・宣伝・販路への大きな投資を続けることが条件として付いています。",
        "en": "First-mover advantages need large ongoing spending on deployment, marketing and distribution.",
    },
    "sure": {
        "ja": "論文が述べるのは自然独占に向かう「傾向」で、証明や断定ではありません。",
        "en": "The paper speaks of a tendency to natural monopoly; it proves nothing of the kind.",
    },
}


def find_market_flaws(sentence: Sentence) -> tuple[Flaw, ...]:
    """Find what is said of the market without date, without hedge, or as of 2023 though meant for today."""
    found = [_of_hedges(sentence), _of_state(sentence)]
    return tuple(one for one in found if one is not None)


def _of_state(sentence: Sentence) -> Flaw | None:
    folded = sentence.folded
    monopoly, rivalry = _MONOPOLY.search(folded), _RIVALRY.search(folded)
    match = monopoly or rivalry
    if match is None or _FRONTIER.search(folded):
        return None
    if monopoly and not rivalry and _PRESENT.search(folded) and not _NOT_A_STATE.search(folded):
        flaw = _flaw(sentence, "outdated_market", match, "outdated", ("K-13", "K-06"), None)
        return flaw.model_copy(update={"whole": _NOW[sentence.language]})
    is_dated = _DATED.search(folded) or _DATED.search(sentence.before)
    if is_dated or _NOT_A_STATE.search(folded):
        return None
    key = "monopoly" if monopoly else "rivalry"
    cards = ("P-02", "K-13") if monopoly else ("K-06", "K-13")
    flaw = _flaw(sentence, "undated_market", match, "undated", cards, None)
    prefix = _PREFIX[key][sentence.language]
    return flaw.model_copy(update={"start": sentence.start, "end": sentence.start, "mend": prefix})


def _of_hedges(sentence: Sentence) -> Flaw | None:
    folded, language = sentence.folded, sentence.language
    if match := _SCOPE_STRONG.search(folded):
        put = "範囲の経済もある程度ある" if language == "ja" else "some economies of scope"
        name = _SCOPE.search(folded)
        flaw = _flaw(sentence, "dropped_hedge", match, "scope", ("P-06",), put)
        if language == "ja" and name:
            whole = "範囲の経済も、ある程度あるとされています。"
            return flaw.model_copy(update={"whole": whole, "mend": None})
        return flaw
    if (match := _FIRST.search(folded)) and not _INVEST.search(folded):
        close: dict[Language, str] = {
            "ja": "（ただし大きな投資を続けることが条件です）",
            "en": " (which needs large ongoing spending)",
        }
        flaw = _flaw(sentence, "dropped_hedge", match, "first", ("P-07", "K-09"), None)
        end = sentence.start + len(sentence.text)
        return flaw.model_copy(update={"close": close[language], "start": end, "end": end})
    if match := _MONOPOLY_SURE.search(folded):
        flaw = _flaw(sentence, "dropped_hedge", match, "sure", ("P-02", "K-14"), None)
        return flaw.model_copy(update={"whole": _NOW[language]})
    return None


def _flaw(
    sentence: Sentence,
    kind: ProblemKind,
    match: re.Match[str],
    key: str,
    cards: tuple[str, ...],
    mend: str | None,
) -> Flaw:
    return Flaw(
        kind=kind,
        start=sentence.start + match.start(),
        end=sentence.start + match.end(),
        reason=_SAID[key][sentence.language],
        cards=cards,
        mend=mend,
    )
