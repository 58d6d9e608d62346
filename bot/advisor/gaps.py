"""Notice what a question asks for that no source of ours can hold, so that it is said instead of made up."""

import re
from typing import Literal

from bot.advisor.situation import Situation
from knowledge.documents.folding import fold_string

Gap = Literal["percentages", "shares", "law"]
# What stands beside such a gap: how to measure, and what can be said of effects.
BESIDE: dict[Gap, tuple[str, ...]] = {"percentages": ("S4-04", "SD-04"), "shares": ("K-04",), "law": ()}

_GAIN = (
    r"短縮|削減|減(?:る|ら|少|り)|改善|向上|上が|下が|不良率|歩留|手戻り|効率|楽に|早く|速く|効果|roi|利益|回収|生産性|時短|浮く|ミス|精度"
    r"|save|saving|\bcut|shorten|lower|reduc|improv|faster|gain|productiv|benefit|accura|return|payback"
)
_HOW_MUCH = (
    r"何\s?(?:%|パーセント|割|時間|倍|分の)|(?:どれ|どの)(?:くらい|ぐらい|だけ|ほど|程度)|どん(?:だけ|くらい|ぐらい)|なんぼ|いくら(?:ぐらい|くらい)?(?:儲|浮|減|得)|数字"
    r"|平均で|相場|how (?:much|many)|what (?:percentage|percent|share)|by what|percent(?:age)?s?\b|\d+\s?%"
)
_PERCENT = re.compile(rf"(?:{_GAIN}).{{0,24}}(?:{_HOW_MUCH})|(?:{_HOW_MUCH}).{{0,24}}(?:{_GAIN})")
# How much is gained, in one turn of phrase.
_GAIN_ASKED = re.compile(
    r"いくら(?:ぐらい|くらい|ほど)?(?:儲|もうか|浮|減|得)"
    r"|何(?:件|人|名|円|万円?|時間)(?:ぐらい|くらい|ほど)?(?:減|浮|削|少なく|節約)"
    r"|何(?:[かヶカ]月|年)(?:ぐらい|くらい|ほど)?で(?:元|回収|ペイ)"
    r"|(?:元|投資)(?:が|を)(?:取れ|回収)[^。]{0,8}(?:何|いつ|どれ)"
    r"|(?:工数|時間|残業|コスト|費用|ミス|不良)(?:が|は|も)?(?:半分|[2-9二三四五]分の[1一]|[2-9二三四五]割|倍)"
    r"|(?:what|which|how much) (?:roi|return|payback)\b|pays? (?:itself )?back (?:in|within|after)"
    r"|payback (?:time|period)"
    r"|how many (?:people|staff|heads|hours|jobs|defects|errors) .{0,30}"
    r"(?:less|fewer|save|cut|need|avoid|reduc)"
)
# Asks by what to tell, which the sources do say.
_ASKS_MEASURE = re.compile(
    r"どこを見|何を見|どの指標|どんな指標|何で測|どう測|見るべき"
    r"|how (?:do|should|can) (?:i|we) (?:measure|tell|judge)"
    r"|which (?:metrics?|indicators?)"
)
_LAW = re.compile(
    r"罰金|罰則|過料|制裁金|課徴金|刑事罰|懲役|法定刑"
    r"|(?:法律?|法令|条約|規則|gdpr|ai act|ai法).{0,16}(?:第\s?\d+\s?条|何条|条文)"
    r"|(?:statutory|legal) (?:fine|penalt)|\bfines\b|\b(?:an?|the|maximum|highest|exact) fine\b(?![- ]?tun)"
    r"|penalt(?:y|ies) (?:under|for|of)|which article of"
)


_SHARES = re.compile(
    r"シェア.{0,20}(?:いくつ|いくら|何(?:%|割|パーセント)|社名|順位|ランキング|一覧|ごと|別|今|現在|最新)"
    r"|シェア.{0,6}(?:高い|大きい|トップ|首位|一番|[1一]位)|(?:一番|最も|トップ).{0,6}シェア"
    r"|(?:今|現在|最新|20\d\d年).{0,20}シェア"
    r"|(?:current|latest|today|20\d\d).{0,30}market shares?"
    r"|market shares?.{0,30}(?:current|latest|today|now|by company)"
)


def find_gaps(situation: Situation) -> tuple[Gap, ...]:
    """List what is asked for and surely not held; none is usual."""
    query = fold_string(situation.query)
    found: list[Gap] = []
    is_asked = _GAIN_ASKED.search(query) and not _ASKS_MEASURE.search(query)
    asks_gain = _PERCENT.search(query) or is_asked
    if asks_gain and situation.purchase is None:
        found.append("percentages")
    if _SHARES.search(query):
        found.append("shares")
    if _LAW.search(query):
        found.append("law")
    return tuple(found)
