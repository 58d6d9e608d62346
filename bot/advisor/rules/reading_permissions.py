"""Read what may be done, by whom, on which conditions, and what an exception leaves out."""

import re
from collections.abc import Iterator

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Permission, Prohibition
from bot.advisor.rules.phrasing import act_at, placed, quotes, read_figure, split_list
from bot.advisor.rules.place import Term, length_of
from bot.advisor.rules.reading_parties import (
    PERMITS,
    PROHIBITS,
    UNLESS,
    Parties,
    is_english,
    read_parties,
    terms_in,
)

EXCEPTED = re.compile(
    r"(?P<unusable>[^、。]{1,30}?)には(?:使え|適用でき|及ば|用い)(?:ない|ません)。?$"
    r"|^(?P<plain>[^、。]{1,20}?)(?:は|も)(?:ダメ|だめ|不可|いけません|対象外)(?:です|とする)?。?$|"
    r"[(（](?P<bracket>[^()（）]{1,40}?)(?:は|を|も)?(?:不可|除く|除き|含まない)[)）]"
    r"|(?:ただし、?|但し、?)?(?P<but>[^、。]{1,40}?)(?:を含むもの)?(?:(?:は|を)、?除(?:く|き"
    r"|いて)|は、?(?:除外|対象外))"
    r"|(?:ただし|但し)、?(?P<listed>[^。は]{1,60}?)(?:を含むもの)?を、?除(?:く|き|いて)"
    r"|^(?:ただし|但し)、?(?P<limits>[^、。]{1,40}?)(?:については|は)、?(?:この限りでない"
    r"|含まない|対象としない)"
    r"|(?:excluding|except(?: for)?|other than|does not (?:extend|apply) to"
    r"|does not (?:include|cover)) (?P<english>[^.,;]{3,60})"
    r"|(?:^|[;,] )(?P<excluded>[^.,;]{3,60}?) (?:is|are) (?:excluded|left out|outside (?:this|the) "
    r"|not (?:included|covered))"
)
_EXCEPTION = re.compile(
    r"\bwaivers?\b|\bwaive|例外|特例|限り|に限り|この限りでない|適用しない|にかかわらず|除外|だけ|exception"
    r"|notwithstanding|only\b|does not extend"
)
_GRANTS = re.compile(
    r"(?:適用を|の?)除外|例外を(?:許可|承認|認め)|^例外は|(?:other|further|additional|any"
    r"|individual|temporary) exceptions?"
    r"|exceptions? (?:may|can|to this)|(?:grant|approve|authori[sz]e|allow|permit) (?:an? |the )?exceptions?"
    r"|\bwaive(?:d|rs?)?\b|\bdispensations?\b"
)
_WHEN = re.compile(
    r"(?P<conditions>.{1,200}?)(?:がある|を得た|を満たす|がそろった|が認めた)(?:とき"
    r"|場合)(?:に限り|だけ|のみ|は)?"
    r"|(?:if|when|provided that|only with) (?P<english>.{3,200})"
)
_APPROVES_BEHIND = re.compile(r"(?:[(（][^)）]*[)）])?(?:が|の|は)[^。]{0,24}(?:認め|承認|許可)")
_MAY_APPROVE = re.compile(r" (?:may|can|must|shall) (?:grant|approve|authori[sz]e|permit|allow|waive)")
_HAS_APPROVED = re.compile(
    r" (?:has |have |had )?(?:approve[sd]?|agree[sd]?|consent(?:s|ed)?|sign(?:s|ed) off)\b"
)
_WITH_CONSENT = re.compile(
    r"with the (?:(?:prior|written) (?:and )?){0,2}(?:consent|approval|permission|agreement|sign-?off)"
    r" (?:of|from|by) (?:the |your )?$|\b(?:given|granted|approved|authori[sz]ed|issued) by (?:the |your )?$"
)
_APPROVED_EXCEPTIONS = re.compile(
    r"^(?:(?:この|本)(?:規程|規則)の)?例外(?:は|を[^、。]{2,12}(?:とき|場合)は?"
    r"|的な[^、。]{2,16}は)、?[^。]{2,30}(?:承認|許可)(?:を|が)(?:要|得|必要|受け|経)"
    r"|^(?:all |any )?exceptions? (?:[a-z ]{0,30})?(?:require|need|must be|shall be"
    r"|are subject to)[^.]{0,30}(?:approv|authori[sz]|consent|grant)"
)
# What an officer may do to others is no leave for anybody's use.
_IS_POWER = re.compile(
    r"(?:停止|中止|禁止|取り消|取消|解除|是正|制限)(?:を命|を求め|を指示)?[^、。]{0,6}することができ"
    r"|を(?:命(?:ずる|じる)|求める|指示する)ことができ"
    r"|\b(?:may|can) (?:switch off|turn off|suspend|stop|block|disable|revoke|withdraw|terminate|order|demand"
    r"|inspect"
    r"|audit|investigate|shut)\b"
)
# 「個人情報については、例外を許可することができない」: for these no exception is granted.
_WITHHOLDS = re.compile(
    r"(?P<what>[^、。]{1,40}?)(?:については|に関しては|に対しては|は|には)、?(?:前項の|この|本条の)?例外を"
    r"(?:許可|承認|認め)[^。]{0,12}(?:ない|ません)"
)
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月"
_SEASON = re.compile(
    rf"(?P<months>{_MONTH}(?:(?:、|・|及び|並びに|と|又は|から|~)(?:翌年)?{_MONTH})*)"
    r"(?:まで)?(?:の(?:間|期間|み|[^、。]{1,6}期)?)?(?:に(?:限り|限って|のみ)|だけ|のみ)"
)
_IS_FIGURE = re.compile(r"(?:[\d.,%\s]|\b(?:to|and|or|above|below|higher|lower|more|less|points?)\b)+")
_ONLY_INTO = re.compile(
    r"\bonly (?:into|in|through|via|on|with) (?:an? |the )?(?P<what>[^.;]{3,80}?)(?=[.;]|$)"
)
_ALLOWS_ITEMS = re.compile(
    r"\b(?:may|can)(?: only)?[:,]?\s*$|(?:are|is) (?:allowed|permitted)(?: to)?[:,]?\s*$"
    r"|(?:次|以下|下記)の?(?:各号に?)?(?:掲げる|の)?(?:行為|こと|使い方|利用)(?:を|は|に限り|が)、?(?:認め"
    r"|許可|でき|可能)"
)
_BOUND = re.compile(r"[^、。はが]{2,20}(?<!とき)(?<!場合)(?:に限り|に限って)")
_ELSEWHERE = re.compile(
    r"事後|延ば|延長|extend|prolong|retrospective|before approval"
    r"|(?:order|approv|sign|commit)\w*[^.]{0,40}only if"
)


def read_permissions(clause: Clause, before: Prohibition | None) -> Iterator[Permission]:
    """Read what may be done, and exceptions.

    Args:
        clause: The sentence.
        before: The section's last prohibition: an exception without an object is from that.
    """
    text = clause.text
    if way := _way_round(clause):
        yield way
        return
    if clause.lead and clause.marker != "row" and _ALLOWS_ITEMS.search(clause.lead):
        yield from _listed_leave(clause)
        return
    match = PERMITS.search(text) or re.search(r"認めたときだけ|認めた場合(?:に限る|だけ)", text)
    if match is None or clause.ranges or clause.items or _ELSEWHERE.search(text) or _IS_POWER.search(text):
        return
    prohibits = PROHIBITS.search(text)
    if prohibits and prohibits.start() < match.start() and not EXCEPTED.search(text):
        return
    if _WITHHOLDS.search(text, clause.body_start):
        return
    conditions, approver = _conditions(clause)
    parties, is_general = _parties(clause, before, match.start(), has_way=bool(conditions or approver))
    if parties.objects and all(_IS_FIGURE.fullmatch(one.text.casefold()) for one in parties.objects):
        return  # "72 to 79: may be engaged …" is about scores
    if parties.destination is None and not conditions and (only := _ONLY_INTO.search(text)):
        conditions = quotes(clause, [only.span("what")])
    validity = next(iter(clause.durations), None)
    yield Permission(
        **placed(clause),
        act=act_at(clause, match.start(), match.end()),
        acts=parties.acts,
        objects=parties.objects,
        excluded=read_excluded(clause),
        destination=parties.destination,
        actors=tuple(one for one in parties.actors if one != approver),
        conditions=(*filter(None, [parties.qualifier]), *conditions),
        approver=approver,
        validity=length_of(validity) if validity else None,
        months=read_months(clause.text),
        is_exception=_is_exception(clause),
        is_general=is_general,
    )


def _listed_leave(clause: Clause) -> Iterator[Permission]:
    """Read an item below "You may:" or 「次の行為を認める。」."""
    begin = clause.body_start
    verb = begin if is_english(clause) else max(clause.text.rfind("を") + 1, begin)
    parties = read_parties(clause, verb)
    if parties.objects:
        conditions, approver = _conditions(clause)
        yield Permission(
            **placed(clause),
            act=clause.quote(begin, len(clause.text)),
            acts=parties.acts,
            objects=parties.objects,
            excluded=read_excluded(clause),
            destination=parties.destination,
            actors=tuple(one for one in parties.actors if one != approver),
            conditions=conditions,
            approver=approver,
        )


def read_months(text: str) -> tuple[int, ...]:
    """Read the months to which a folded sentence binds a leave: 「毎年三月及び九月に限り」; none is usual."""
    match = _SEASON.search(text)
    if match is None:
        return ()
    named = [int(read_figure(one.removesuffix("月"))) for one in re.findall(_MONTH, match["months"])]
    if re.search(r"から|~", match["months"]) and len(named) == 2:
        first, last = named
        return tuple((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))
    return tuple(one for one in dict.fromkeys(named) if 1 <= one <= 12)


def read_withheld(clause: Clause) -> tuple[Term, ...]:
    """Read for what no exception is granted."""
    match = _WITHHOLDS.match(clause.text, clause.body_start)
    return terms_in(clause, *match.span("what")) if match else ()


def read_excluded(clause: Clause) -> tuple[Term, ...]:
    """Read what a sentence takes out of itself: 「(個人情報は不可)」, 「AIとソフトウェアは除く」."""
    found: list[Term] = []
    begin = clause.body_start
    for match in EXCEPTED.finditer(clause.text[begin:]):
        first, last = match.span(next(key for key, value in match.groupdict().items() if value))
        found.extend(terms_in(clause, begin + first, begin + last))
    return tuple(found)


def _way_round(clause: Clause) -> Permission | None:
    """Read what makes a forbidden act lawful, and who approves exceptions in general."""
    text = clause.text
    unless, prohibits = UNLESS.search(text, clause.body_start), PROHIBITS.search(text)
    general = _APPROVED_EXCEPTIONS.search(text[clause.body_start :])
    if not (unless and prohibits) and not general:
        return None
    validity = next(iter(clause.durations), None)
    span = unless.span(next(k for k, v in unless.groupdict().items() if v)) if unless else (0, len(text))
    approver = next((one.text for one in clause.actors if span[0] <= one.start < span[1]), None)
    if general and approver is None:
        return None
    parties = read_parties(clause, prohibits.start()) if unless and prohibits else None
    return Permission(
        **placed(clause),
        act=clause.quote(*span) if unless else "",
        acts=parties.acts if parties else (),
        objects=_without_way(parties.objects, clause, span) if parties else (),
        destination=parties.destination if parties else None,
        conditions=(clause.quote(*span),) if unless else (),
        approver=approver,
        validity=length_of(validity) if validity else None,
        is_exception=True,
        is_general=parties is None,
    )


def _without_way(objects: tuple[Term, ...], clause: Clause, span: tuple[int, int]) -> tuple[Term, ...]:
    way = clause.quote(*span)
    return tuple(one for one in objects if way not in one.text and one.text not in way)


def _parties(clause: Clause, before: Prohibition | None, verb: int, *, has_way: bool) -> tuple[Parties, bool]:
    """Find the parties of a permission, and whether it is from whatever is forbidden."""
    parties = read_parties(clause, verb)
    before_verb = clause.text[:verb]
    is_marked = "を" in before_verb or _BOUND.search(before_verb) is not None
    names_object = is_marked or is_english(clause) or not has_way
    objects = parties.objects if names_object else ()
    if _GRANTS.search(clause.text[clause.body_start :]):
        return parties._replace(objects=()), _is_exception(clause)
    if objects or before is None:
        is_bare = not objects and (has_way or parties.destination is None)
        return parties._replace(objects=objects), _is_exception(clause) and is_bare
    inherited = parties._replace(
        objects=before.objects,
        destination=parties.destination or before.destination,
        acts=parties.acts or before.acts,
    )
    return inherited, False


def _is_exception(clause: Clause) -> bool:
    return bool(_EXCEPTION.search(clause.text) or _EXCEPTION.search(clause.heading))


def _conditions(clause: Clause) -> tuple[tuple[str, ...], str | None]:
    """Find the conditions that must hold, and who approves."""
    match = _WHEN.search(clause.text, clause.body_start)
    approver = _approver(clause)
    if match is None:
        return (), approver
    name = "conditions" if match["conditions"] else "english"
    if re.search(r"が認め(?:た|れば)", match[0]) and "、" not in match[0] and "と" not in match[0]:
        return (), approver
    return quotes(clause, split_list(clause, *match.span(name))), approver


def _approver(clause: Clause) -> str | None:
    people = [one for one in clause.actors if one.kind != "unit"]
    behind = ((_APPROVES_BEHIND, people), (_MAY_APPROVE, clause.actors), (_HAS_APPROVED, people))
    for pattern, actors in behind:
        for one in actors:
            if pattern.match(clause.text[one.end :]):
                return one.text
    with_consent = (one.text for one in people if _WITH_CONSENT.search(clause.text[: one.start]))
    return next(with_consent, None)
