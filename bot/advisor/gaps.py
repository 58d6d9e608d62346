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
_LAW = re.compile(
    r"罰金|罰則|過料|制裁金|課徴金|刑事罰|懲役|法定刑"
    r"|(?:法律?|法令|条約|規則|gdpr|ai act|ai法).{0,16}(?:第\s?\d+\s?条|何条|条文)"
    r"|(?:statutory|legal) (?:fine|penalt)|\bfines\b|\b(?:an?|the|maximum|highest|exact) fine\b(?![- ]?tun)"
    r"|penalt(?:y|ies) (?:under|for|of)|which article of"
)


_SHARES = re.compile(
    r"シェア.{0,20}(?:いくつ|いくら|何(?:%|割|パーセント)|社名|順位|ランキング|一覧|ごと|別|今|現在|最新)"
    r"|(?:今|現在|最新|20\d\d年).{0,20}シェア"
    r"|(?:current|latest|today|20\d\d).{0,30}market shares?"
    r"|market shares?.{0,30}(?:current|latest|today|now|by company)"
)


def find_gaps(situation: Situation) -> tuple[Gap, ...]:
    """List what is asked for and surely not held; none is usual."""
    query = fold_string(situation.query)
    found: list[Gap] = []
    if _PERCENT.search(query) and situation.purchase is None:
        found.append("percentages")
    if _SHARES.search(query):
        found.append("shares")
    if _LAW.search(query):
        found.append("law")
    return tuple(found)
