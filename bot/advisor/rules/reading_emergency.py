"""Read when approval may follow the purchase, by when, and up to which amount."""

import re
from collections.abc import Iterator

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.place import length_of
from bot.advisor.rules.spending import EmergencyRule

EMERGENCY = re.compile(
    r"緊急|至急|(?:操業|生産|営業|運行|運航|配送|製造|ライン|出荷|店舗|工場|設備)[^、。]{0,8}(?:停止|止ま"
    r"|止め)|事後(?:の|に)?(?:稟議|決裁|承認|申請)"
    r"|先に(?:買|購入|発注|契約)"
    r"|(?:購入|発注|調達|契約)(?:の|した)?後に?(?:稟議|決裁|承認|申請)|emergenc|immediate risk"
    r"|retrospective|after the (?:fact|event)|production [^,.]{0,20}stop|urgent"
)
_COMES_AFTER = re.compile(
    r"事後|前に|後|先に|(?:発注|購入|契約|手配)し(?:て)?、|before (?:approval|authori[sz]ation)|without prior"
    r"|after|\bfirst\b|filed"
    r"|retrospective|subsequent|submitted"
)
_ALLOWS = re.compile(r"でき(?:る|ます)|認め|よい|いい|かま[わい]|構[わい]|よる|may\b|can\b|permitted|allowed")
_IS_PURCHASE = re.compile(
    r"購入|買|発注|調達|契約|支出|稟議|決裁|申請|purchas|order|commit|approv|request|spend|buy"
)
_CONDITION = re.compile(
    r".{1,200}?(?:とき|場合)|.{1,80}?(?=, )|.{1,120}?(?= (?:may|can|must) )|.{1,200}?(?=, )"
)


def read_emergency(clause: Clause) -> Iterator[EmergencyRule]:
    """Read when approval may follow the purchase."""
    text = clause.text
    deadline = next((one for one in clause.durations if one.bound not in ("over", "from")), None)
    is_about = (
        (EMERGENCY.search(text) or EMERGENCY.search(clause.heading))
        and _COMES_AFTER.search(text)
        and _IS_PURCHASE.search(text)
    )
    if not is_about or (deadline is None and not _ALLOWS.search(text)):
        return
    condition = _CONDITION.match(text[clause.body_start :])
    end = clause.body_start + condition.end() if condition else len(text)
    yield EmergencyRule(
        **placed(clause),
        condition=clause.quote(clause.body_start, end),
        deadline=length_of(deadline) if deadline else None,
        **_emergency_limit(clause),
    )


def _emergency_limit(clause: Clause) -> dict[str, object]:
    """Find up to which amount approval may follow."""
    one = next((found for found in clause.ranges if found.high_jpy is not None), None)
    return {"limit_jpy": one.high_jpy, "limit_is_inclusive": one.high_is_inclusive} if one else {}
