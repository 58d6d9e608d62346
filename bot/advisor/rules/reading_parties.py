"""Find who does what to which objects, where to and where, in one sentence on conduct.

Whether that is forbidden, allowed or asked for is read by the neighbours that use this.
"""

import re
from typing import NamedTuple

from bot.advisor.rules.actors import Actor
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.lexicon import find_concepts, make_term
from bot.advisor.rules.phrasing import split_list
from bot.advisor.rules.place import Term
from bot.advisor.rules.reading_destinations import before_qualifier, find_destination, heading_destination
from knowledge.documents.folding import fold_string

PROHIBITS = re.compile(
    r"て(?:は|も)なら(?:ない|ず)|てはなりません|てはいけ(?:ない|ません)|(?:は"
    r"|を)?(?:原則(?:として)?)?禁止|を?禁(?:ずる|じる|じます)|できない|できません"
    r"|ないで(?:ください|下さい)|(?<!可)不可|(?:だめ|ダメ|駄目)(?:です|。|$)|認め(?:ない"
    r"|ません)|許され(?:ない|ません)|ないこと(?:とする)?。?$"
    r"|使え(?:ない|ません)|(?:用い|入れ)られ(?:ない|ません)|(?:行わ|出さ|つなが|繋が|使わ|用い|入れ|置か"
    r"|持ち出さ|渡さ|送ら|貼ら"
    r"|(?<!適用)し)(?:ない|ません)(?:ものとする|こととする)?。?$"
    r"|(?:must|shall|may|should|can)(?: not|not)\b|\bdon'?t\b|(?<![a-z])ng(?:です|。|$)"
    r"|\bno(?: one|body| employees?| staff"
    r"| person)? (?:may|shall|can)\b"
    r"|(?:is|are) not to be\b|(?:is|are) (?:strictly )?(?:prohibited|forbidden|banned|off.?limits"
    r"|not (?:permitted|allowed))"
    r"|\bnever\b|do not\b|prohibited(?: from)?:"
)
PERMITS = re.compile(
    r"でき(?:る|ます)|(?:使|送|扱|行|読|書)え(?:る|ます)|(?:利用|入力|使用)可|てよい|ても(?:よい|いい|かまわ"
    r"|構わ)|て(?:も)?(?:かまい|構い)ません"
    r"|可(?:とする|能)|認める|認められる|認めた|認めます|ばよい|大丈夫"
    r"|この限りでない|適用しない|除外|許可(?:する|します)"
    r"|(?<!not )\b(?:may|can)\b(?! not| only)|(?:is|are) (?:permitted|allowed)|may grant|^ok (?:in|with|for"
    r"|to)\b"
)
# What is forbidden only without it: 「許可なく」, "without the approval of", "unless approved by".
UNLESS = re.compile(
    r"(?P<japanese>[^、。はがを]{2,30}?(?:承認|許可|同意|許諾))(?:を(?:得|受け|経)(?:ずに?"
    r"|ないで|ることなく|ない限り)|なし(?:に|で|では)|なく)"
    r"|without (?P<english>(?:the )?(?:(?:prior|written|explicit|express) ){0,2}(?:approval"
    r"|consent|permission|authori[sz]ation)"
    r"(?: (?:of|from|by) [^.,;]{3,60})?)|unless (?P<unless>(?:approved|permitted"
    r"|authori[sz]ed) by [^.,;]{3,60})"
)
# Exceptions that a sentence leaves to another clause: 「次条に定める場合を除き」.
SAVES = re.compile(
    r"(?:(?:次|前)(?:[0-9一二三四五六七八九十]*[条項]|号)|第[^、。]{1,10}[条項号]|別に?)(?:の規定)?(?:に|で"
    r"|により)?"
    r"[^、。]{0,12}?(?:場合|もの|とき)?(?:を除(?:き|いて|くほか)|のほか|は?別として)、?"
)
_BOUND_BEHIND = re.compile(
    r"(?:には、?|[課部室係局]が|チームが|グループが)(?P<object>[^、。はがを]{2,30}?)(?:に限り|だけ|のみ|も)"
)
_BOUND_BEFORE = re.compile(
    r"(?:^|[、はが])(?P<object>[^、。はが]{2,20}?)(?<!とき)(?<!場合)(?:に限り|に限って)、?$"
)
_OBJECT_TAIL = re.compile(r"(?:の業務利用|の利用|での利用|の使用|への入力|の入力|は|を|が|も)+$")
_REFERENCE = re.compile(
    r"(?:ただし|但し|なお|また)、?|(?:前[条項]|第[^、]{1,8}[条項])[^、]{0,16}(?:は|にかかわらず|により)、?"
)
_WHEN_HEAD = re.compile(r"[^を。]{1,40}?(?:とき|場合)(?:は|に限り|には|に|のみ)?、")
_TOPIC = re.compile(r"(?:だけ|のみ)?[はが]|に限(?:り|って)、?|では、?")
_WHERE = re.compile(
    r"[^、。はがを]{2,12}(?:工場|支店|支社|事業所|営業所|研究所|センター|本社|拠点)の"
)  # 「大阪工場の品質管理課」
_SUBJECT = re.compile(
    r"(?:役職員|従業員|従業者|社員|何人|利用者|者|職員|誰|スタッフ|メンバー|当社)(?:[もはが]|であっても)、?"
)
_SCOPE = re.compile(r"[^、]{0,40}?(?:に限り、?|において、?|なら|では、?|でも、?)")
_WISH = re.compile(r"[^、を]{1,20}が(?:認め|許可す|承認す)れば、?")
_BEHIND_DESTINATION = re.compile(r"(?:には|に限り|に限って|において|ならば?|では|でも|への?|に|で)、?")
_USES = re.compile(r"使|利用|用い|活用")
_PUTS = re.compile(r"保存|保管|置|コピー|入れ|格納|接続|持ち?込|残")
_PUT_BEHIND = re.compile(
    r"を、?(?P<place>[^、。をはが]{2,24}?)(?:に|へ)(?=保存|保管|置|コピー|格納|複製|転送|持ち出|バックアップ)"
)
_USED_FOR = re.compile(
    r"(?:は|を)、?(?!(?:業務|仕事)(?:上|用)?[にで])(?P<what>[^、。はを]{2,30}?)(?:に|には|で)、?(?=使用|利用"
    r"|用い|使|活用)"
)
_ENGLISH_VERB = re.compile(r"\s*(?:be )?[a-z]+(?:ing|ed)?\s+(?:(?:or|and) [a-z]+ (?=[a-z]+ ))?")
# "AI must never make the final decision on hiring": the objects are what decides.
_DECIDES_ON = re.compile(
    r"(?:the )?(?P<who>[a-z][a-z ]{1,30}?) (?:must|shall|may|can)(?: not|not| never)(?: be (?:allowed"
    r"|used) to)?"
    r" (?:make|take)s? (?:the |any |an? )?(?:[a-z]+ )?decisions? (?:on|about|regarding"
    r"|concerning) (?P<what>[^.;:]{3,90})"
)
_NAMED_FIRST = re.compile(r"(?P<what>[^:.;]{3,80}):\s*$")  # "Customer drawings: never in external AI"
_ENGLISH_STOP = re.compile(
    r",? and (?:[a-z]+ ){1,3}(?:is|are|must|may|shall)\b"
    r"|\s+(?:into|in|to|on|with|for|from|through|only|unless|without|outside|within|via|at"
    r"|before|after|if|when)\s|[.;:]|$"
)
NOMINAL = re.compile(
    r"(?:the )?(?:use|entry|input|upload(?:ing)?|disclosure|storage|storing|sharing|entering|using) (?:of )?"
)
_MODAL_END = re.compile(r" (?:must|shall|may|should|can|will|are|is)\s*$")
_IS_DATA = re.compile(r"\b(?:information|data|documents?|drawings?|files?|records?|material|content)\b")
_PURPOSE = re.compile(r"\s+(?:to|for)\s+(?P<what>[^.;:]{3,80}?)(?=[.;:]|,| unless| without|$)")


class Parties(NamedTuple):
    """Who and where to, as found in one sentence."""

    destination: Term | None
    objects: tuple[Term, ...]
    actors: tuple[str, ...]
    acts: tuple[str, ...]
    place: str | None = None
    purposes: tuple[Term, ...] = ()
    qualifier: str = ""  # what the destination has to be: 「情報管理室の登録を受けた」


def read_parties(clause: Clause, verb: int) -> Parties:
    """Read objects, destination, actors and acts of a sentence, in front of its verb.

    Args:
        clause: The sentence.
        verb: Where its verb or modal stands, in the folded text.
    """
    destination, start = find_destination(clause, len(clause.text))
    headed = heading_destination(clause) if destination is None else None
    start, qualifier = before_qualifier(clause, start) if destination else (start, "")
    acts = find_concepts(clause.text[clause.body_start :], "act")
    place: str | None = None
    purposes: tuple[Term, ...] = ()
    if is_english(clause):
        objects, purposes = _english_objects(clause, verb)
    else:
        end = start if destination is not None and start >= clause.body_start else verb
        first, last = _objects_before(clause, end, verb)
        first, place, purposes = _split_before_object(clause, first, last, verb)
        objects = terms_in(clause, first, last)
        bound = _BOUND_BEFORE.search(clause.text, clause.body_start, end) if not objects else None
        objects = terms_in(clause, *bound.span("object")) if bound else objects
        place = place or _place_behind(clause, last, verb)
    if destination is not None:
        objects = tuple(one for one in objects if one.text not in destination.text)
        place = None if place and place in destination.text else place
    if not objects and find_concepts(fold_string(clause.section.heading), "data"):
        objects = (make_term(clause.section.heading),)
    return Parties(destination or headed, objects, subjects_of(clause), acts, place, purposes, qualifier)


def _place_behind(clause: Clause, last: int, verb: int) -> str | None:
    """Find where something is put, named behind it: 「…を国外のサーバーに保管」."""
    match = _PUT_BEHIND.match(clause.text, last, verb + 8)
    return clause.quote(*match.span("place")) if match else None


def is_english(clause: Clause) -> bool:
    """Tell whether a sentence holds no kana."""
    return not re.search(r"[\u3041-\u30ff]", clause.text)


def terms_in(clause: Clause, start: int, end: int) -> tuple[Term, ...]:
    """Build the terms of a list that stands in a stretch of the folded text."""
    terms = []
    for first, last in split_list(clause, start, end):
        written = clause.quote(first, last)
        is_or_above = bool(re.search(r"以上(?:の(?:情報|もの))?$| or (?:above|higher)$", written))
        if written:
            terms.append(make_term(written, is_or_above=is_or_above))
    return tuple(terms)


def subjects_of(clause: Clause) -> tuple[str, ...]:
    """List actors that stand as the sentence's subject: 「品質保証部は」, "The Food Safety Team may"."""
    found = []
    for actor in clause.actors:
        tail = clause.text[actor.end : actor.end + 8]
        is_early = actor.start <= clause.body_start + 24
        is_japanese = is_early and re.match(r"(?:(?:だけ|のみ|に限り|に限って)?(?:は|が|、)|では、?)", tail)
        is_subject = re.match(r" (?:may|must|shall|can|should)", tail)
        if (is_japanese or is_subject) and not _is_generic(actor):
            where = _WHERE.fullmatch(clause.text, clause.body_start, actor.start)
            found.append(clause.quote(where.start(), actor.end) if where else actor.text)
    return tuple(dict.fromkeys(found))


def _is_generic(actor: Actor) -> bool:
    return actor.text in ("外部", "社外", "内部")


def _objects_before(clause: Clause, end: int, verb: int) -> tuple[int, int]:
    text = clause.text
    saving = SAVES.search(text, clause.body_start, end)
    end = saving.start() if saving and saving.end() == end else end
    particle = text.rfind("を", clause.body_start, end + 1)
    limit = particle if particle > clause.body_start else end
    begin = _after_subject(clause, limit)
    if limit <= begin and end < verb:  # 「社外のAIに個人情報を入れ…」: objects behind the destination
        later = text.rfind("を", end, verb)
        if later > end:
            skip = _BEHIND_DESTINATION.search(text, end, later)
            start = skip.end() if skip else end
            saved = SAVES.match(text, start, later)
            return saved.end() if saved else start, later
        if bound := _BOUND_BEHIND.search(text, end, verb):  # 「社内AIには、フロント課が記録に限り…」
            return bound.span("object")
    topic = text.find("は", begin, limit)
    if topic > begin and particle <= clause.body_start:
        limit = topic
    tail = _OBJECT_TAIL.search(text[begin:limit].rstrip("、 "))
    limit = begin + len(text[begin:limit].rstrip("、 "))
    return begin, max(begin, limit - len(tail[0]) if tail else limit)


def _split_before_object(
    clause: Clause, first: int, last: int, verb: int
) -> tuple[int, str | None, tuple[Term, ...]]:
    """Part 「私物の端末に業務上の情報」, 「人事評価にAI」: before に stands a place or a purpose."""
    text = clause.text
    if used := _USED_FOR.match(text, last, verb + 8):  # 「AIは、次の用途に使用してはならない」
        return first, None, terms_in(clause, *used.span("what"))
    at = text.rfind("に", first, last)
    if at <= first or text[last : last + 1] != "を" or text[at + 1 : at + 2] in "係関属対よつかお基":
        return first, None, ()
    words = text[last : verb + 8]
    if _USES.search(words):
        behind = re.compile("に[はも]?、?").match(text, at, last)
        return behind.end() if behind else at + 1, None, terms_in(clause, first, at)
    if _PUTS.search(words):
        return at + 1, clause.quote(first, at), ()
    return first, None, ()


def _after_subject(clause: Clause, limit: int) -> int:
    """Skip who and where at the start: 「品質保証部は社内AI環境に限り…」, 「社外の生成AIサービスに…」."""
    text, begin = clause.text, clause.body_start
    for pattern in (_REFERENCE, SAVES, _WISH, UNLESS, _WHEN_HEAD):
        if match := pattern.match(text, begin, limit):
            begin = match.end()
    for actor in clause.actors:
        topic = _TOPIC.match(text, actor.end, limit)
        is_first = begin - 1 <= actor.start <= begin + 4 or _WHERE.fullmatch(text, begin, actor.start)
        if is_first and topic:
            begin = topic.end()
    begin += len(text[begin:limit]) - len(text[begin:limit].lstrip("、 "))
    for pattern in (_SUBJECT, _REFERENCE, _WHEN_HEAD, _SCOPE):
        if match := pattern.match(text, begin, limit):
            begin = match.end()
    for actor in clause.actors:  # 「毎年4月に限り、人事課は…」
        topic = _TOPIC.match(text, actor.end, limit)
        if actor.start == begin and topic:
            begin = topic.end()
    return begin


def _english_objects(clause: Clause, verb: int) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Read the objects behind a modal and its verb, and what for."""
    text = clause.text
    after = PROHIBITS.match(text, verb) or PERMITS.match(text, verb)
    begin = after.end() if after else verb
    if infinitive := re.match(r" (?:to|from) (?=[a-z])", text[begin:]):  # "It is forbidden to store …"
        after, begin = None, begin + infinitive.end() - 1
    is_passive = after is not None and after[0].endswith(" be")
    if passive := not is_passive and re.search(r"(?:is|are) [a-z ]*$", text[: after.end()] if after else ""):
        # "Personal accounts are prohibited"
        head = NOMINAL.match(text, clause.body_start)
        return terms_in(clause, head.end() if head else clause.body_start, passive.start()), ()
    if re.match(rf" {'' if is_passive else 'be '}[a-z]+(?:ed|en|t|d)\b", text[begin:]):
        # "Personal data must not be entered into …"
        behind = re.match(r" (?:be )?used(?= to | for )", text[begin:])
        purpose = _PURPOSE.match(text, begin + behind.end()) if behind else None
        used_for = terms_in(clause, *_purpose_span(purpose)) if purpose else ()
        modal = _MODAL_END.search(text, clause.body_start, verb)
        end = modal.start() if modal else verb
        if purpose and _names_destination(clause, end) and _IS_DATA.search(text, purpose.start()):
            return used_for, ()  # "Company AI may be used for Internal information"
        return terms_in(clause, clause.body_start, end), used_for
    words = _ENGLISH_VERB.match(text, begin)
    begin = words.end() if words else begin
    if decides := _DECIDES_ON.match(text, clause.body_start):
        return terms_in(clause, *decides.span("who")), terms_in(clause, *decides.span("what"))
    if colon := _NAMED_FIRST.match(text, clause.body_start, verb):
        return terms_in(clause, *colon.span("what")), ()
    stop = _ENGLISH_STOP.search(text, begin)
    end = stop.start() if stop else len(text)
    purpose = _PURPOSE.match(text, end) if re.search(r"\buse\b", text[verb:end]) else None
    return terms_in(clause, begin, end), terms_in(clause, *_purpose_span(purpose)) if purpose else ()


def _names_destination(clause: Clause, end: int) -> bool:
    destination, start = find_destination(clause, end)
    return destination is not None and start < end


def _purpose_span(match: re.Match[str]) -> tuple[int, int]:
    """Keep the "to" of an infinitive: "used to decide on dismissals"."""
    is_infinitive = match[0].lstrip().startswith("to ")
    return match.start("what") - (len("to ") if is_infinitive else 0), match.end("what")
