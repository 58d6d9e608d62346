"""Read on which day's rules a question counts, by when something is needed, and whether it hurries."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.advisor.dates import DateMention
from bot.advisor.question_words import has_cue
from knowledge.documents.folding import fold_string

_FROM_AFTER = re.compile(
    r"\s?(?:の)?(?:以降|以後|から|より|時点|現在|になった|になる|になれば|になると|に入った|だと"
    r"|を(?:過ぎ|越え|すぎ)(?:たら|れば|ると|て|た)"
    r"|なら|だったら|の場合|施行|の(?:規程|規則|ルール|版)|では|には|は|に(?!提出|出|開|ある|予定))"
    r"|\s?(?:onwards?|and after|or later)\b"
)
_FROM_BEFORE = re.compile(
    r"\b(?:from|as of|after|starting(?: from| in)?|since|effective|on|in|once it is|come|beginning"
    r"|under the)\s+(?:the )?(?:1st of )?$"
)
_PAST_POINT = re.compile(r"\s?(?:時点|当時|の頃|現在)")
_STARTS_USE = re.compile(
    r"[^。?]{0,8}?(?:契約(?:を)?(?:開始|始|し)|導入(?:し|を|予定)|利用開始|使い始|スタート|稼働"
    r"|始め(?:る|たい|ます)|開始(?:し|予定|の契約)|納品|納入|入社|着任|異動)"
)
# What was done on a past day does not ask for that day's rules: 「去年の4月に受けたきり」, "bought in May".
_DID_AFTER = re.compile(
    r"\s?(?:に|から)?[^。?、]{0,16}?(?:受け|買|契約|導入|始め|入れ|使い|作|送|入力|入社|発注|購入|申請|退職|辞め|登録|更新)"
    r"[^。?、]{0,6}?(?:た(?!ら)|きり|まま|て(?:い|お|あ))"
)
_DID_BEFORE = re.compile(
    r"\b(?:bought|signed|took|had|trained|entered|started|joined|contracted|completed|renewed|done|did|filed"
    r"|purchased|left)\b[^.?;]{0,30}$"
)
_SINCE_THEN = re.compile(r"\s?(?:から|より|以降|以後)(?!の?(?:規程|規則|ルール|版))")  # still so today
_BECOMES = re.compile(r"[^。?]{0,14}(?:になる|になります|なりますか|変わ(?:る|り)|どうな)")
_HEARSAY = re.compile(
    r"(?:と|って)(?:聞|言われ|いう話)|らしい|そうです|だそう|\b(?:i heard|apparently|they say"
    r"|i was told|rumou?r)\b"
)
_NOW = re.compile(
    r"今(?!後|回|年|月|週|日|期|度)|現在|現時点|現行|もう|すでに|既に|today\b|\bnow\b|\balready\b"
    r"|\bcurrent(?:ly)?\b"
)
_MEETING_AFTER = re.compile(
    r"\s?(?:の|に(?:ある|開かれる)?|朝の|午後の)?\s?(?:会議|役員会|取締役会|経営会議|部会"
    r"|打ち?合わせ|プレゼン|審査会|朝礼|報告会|商談|面談|meeting|board|presentation)"
    r"|(?:'s)? (?:\w+ )?(?:meeting|board|presentation|review)"
)
_SENTENCE_END = re.compile(r"[。?!\n]|\.(?=\s)")
_SOON_DAYS = 2


def find_rules_day(text: str, dates: Sequence[DateMention], as_of: date) -> date | None:
    """Find the day whose rules are asked about.

    Returns:
        None where the question is about the day of asking. A date that is only hearsay, a deadline, a
        meeting's or a start of use does not move it.
    """
    body = fold_string(text)
    if len(body) != len(text):
        body = text.casefold()
    for mention in dates:
        if _moves_rules(body, mention, as_of):
            after = body[mention.end :]
            past = mention.last < as_of and _PAST_POINT.match(after) is not None
            return mention.last if past else mention.first
    return None


def find_deadline(text: str, dates: Sequence[DateMention]) -> DateMention | None:
    """Find by when something is needed: 「金曜までに」, or the day of a meeting."""
    body = text.casefold()
    stated = next((one for one in dates if one.is_deadline), None)
    meeting = (
        one for one in dates if one.precision in ("day", "week") and _MEETING_AFTER.match(body[one.end :])
    )
    return stated or next(meeting, None)


def is_urgent(text: str, deadline: DateMention | None, as_of: date) -> bool:
    """Tell whether a question hurries: it says so, or its day is near."""
    is_near = deadline is not None and as_of <= deadline.first <= as_of + timedelta(days=_SOON_DAYS)
    return has_cue(fold_string(text), "urgent") or is_near


def _moves_rules(body: str, mention: DateMention, as_of: date) -> bool:
    if mention.is_deadline or mention.precision == "week":
        return False
    before, after = body[max(0, mention.start - 30) : mention.start], body[mention.end :]
    includes_word = re.match(
        r"(?:from|as of|after|since|in|next|this|last) ", body[mention.start : mention.end]
    )
    becomes = mention.first > as_of and _BECOMES.match(after)
    is_point = _FROM_AFTER.match(after) or _FROM_BEFORE.search(before) or includes_word or becomes
    if not is_point or _STARTS_USE.match(after) or _MEETING_AFTER.match(after):
        return False
    if mention.precision == "day" and re.match(
        r"今日|本日|明日|昨日|tomorrow|today|yesterday|.?曜", body[mention.start :]
    ):
        return False
    if mention.first < as_of and (
        _DID_AFTER.match(after) or _DID_BEFORE.search(before) or _SINCE_THEN.match(after)
    ):
        return False
    sentence = _sentence(body, mention.start)
    return not (_HEARSAY.search(sentence) or _NOW.search(body))


def _sentence(body: str, position: int) -> str:
    ends = [match.end() for match in _SENTENCE_END.finditer(body)]
    start = max((one for one in ends if one <= position), default=0)
    return body[start : min((one for one in ends if one > position), default=len(body))]
