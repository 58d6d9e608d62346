"""Read what must not be done, what may be done and by whom, and what has to be done before."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.advisor.rules.actors import Actor
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Permission, Prohibition, Requirement
from bot.advisor.rules.lexicon import find_concepts, find_first, make_destination, make_term
from bot.advisor.rules.phrasing import placed, quotes, split_list
from bot.advisor.rules.place import Length, Term
from knowledge.documents.folding import fold_string

_ONLY = re.compile(r"に限る。?$|だけです。?$|のみ(?:とする|です|使用|利用)|に限って(?:使用|利用)|may only|only (?:use|tools|services)")
PROHIBITS = re.compile(
    r"てはならない|ではならない|てはいけ(?:ない|ません)|(?:は|を)?(?:原則(?:として)?)?禁止|を?禁(?:ずる|じる|じます)|できない|できません"
    r"|ないで(?:ください|下さい)|不可|(?:だめ|ダメ|駄目)(?:です|。|$)|認めない|(?:行わ|出さ|つなが|繋が|使わ|入れ|置か|持ち出さ|渡さ|し)ない。?$"
    r"|(?:must|shall|may|should|can)(?: not|not)\b|\bno(?: one|body| employees?| staff)? (?:may|shall|can)\b|(?:is|are) (?:strictly )?"
    r"(?:prohibited|forbidden|not (?:permitted|allowed))|\bnever\b|do not\b"
)
PERMITS = re.compile(
    r"でき(?:る|ます)|てよい|ても(?:よい|いい|かまわ|構わ)|てもかまいません|可とする|認める|認められる|認めた|ばよい|大丈夫|この限りでない|除外"
    r"|(?<!not )\b(?:may|can)\b(?! not| only)|(?:is|are) (?:permitted|allowed)|may grant"
)
_REQUIRES = re.compile(
    r"なければならない|ねばならない|を?要する|要します|が?必要(?:です|。|$)|(?:つ|個|件|名|人)以上。?$|へも?(?:同時に)?。?$|受ける|受けて(?:ください)?|てください|すること(?:。|$)|義務"
    r"|\bmust\b(?! not)|\bshall\b(?! not)|(?:is|are) required|requires?\b|(?:is|are) to be|need(?:s)? to"
)
_PLAIN_DUTY = re.compile(r"(?:する|使う|確かめ|記録する|調べ|開き|残す|消し|消す|守る|審査する|評価|検収する|始め)[^。]{0,16}。?$")
_STATES_PURPOSE = re.compile(r"^(?:目的|適用範囲|趣旨|Purpose|Scope)")
_PRINCIPLE = re.compile(r"原則|in principle|as a rule|generally")
_EXCEPTION = re.compile(
    r"例外|特例|限り|に限り|この限りでない|にかかわらず|除外|だけ|exception|notwithstanding|only\b|does not extend"
)
_WHEN = re.compile(
    r"(?P<conditions>.+?)(?:がある|を得た|を満たす|がそろった|が認めた)(?:とき|場合)(?:に限り|だけ|のみ|は)?|(?:if|when|provided that|only with) (?P<english>.+)"
)
_APPROVAL = re.compile(r"承認|許可|認め|事前(?:の)?(?:評価|審査|申請)|審査を受け|評価を受け|approv|consent|permission|assess|authori[sz]")
_OBJECT_END = re.compile(r"を|は(?!なら)|について|に関し")
_EXCEPTED = re.compile(
    r"^(?P<plain>[^、。]{1,20})(?:は|も)(?:ダメ|だめ|不可|いけません)(?:です)?。?$|"
    r"[(（](?P<bracket>[^()（）]{1,40}?)(?:は|を|も)?(?:不可|除く|除き|含まない)[)）]|(?:ただし、?)?(?P<but>[^、。]{1,40}?)(?:を含むもの)?(?:は|を)除く"
    r"|(?:excluding|except(?: for)?|does not (?:extend|apply) to) (?P<english>[^.,;]{3,60})"
)
_REFERENCE = re.compile(r"(?:前[条項]|第[^、]{1,8}[条項])[^、]{0,16}(?:は|にかかわらず|により)、?")
_BEHIND_DESTINATION = re.compile(r"(?:に限り|に限って|において|ならば?|では|でも|への?|に|で)、?")
_PLACE = re.compile(r"(?P<place>[^、。をはが]{2,20}?)(?:から(?:外へ)?|の外へ|以外に)(?=出|持|取|搬)")


class Parties(NamedTuple):
    """Who and where to, as found in one sentence."""

    destination: Term | None
    destination_start: int
    objects: tuple[Term, ...]
    actors: tuple[str, ...]
    acts: tuple[str, ...]


def read_prohibitions(clause: Clause) -> Iterator[Prohibition]:
    """Read what must not be done; a restriction to a list forbids everything else."""
    text = clause.text
    if match := _ONLY.search(text):
        topic = re.match(r"[^、。]{1,16}(?:のは|ものは)、?", text[clause.body_start : match.start()])
        begin = clause.body_start + (topic.end() if topic else 0)
        head = split_list(clause, begin, match.start())
        terms = tuple(make_term(one) for one in quotes(clause, head))
        if terms:
            yield Prohibition(**placed(clause), act=clause.quote(*match.span()), objects=terms, only=True)
        return
    match = PROHIBITS.search(text)
    if match is None or _is_exclusion_only(text):
        return
    if re.search(r"分割|split|点未満|below \d+|scor", text):
        return
    parties = read_parties(clause, _verb(text, match.start()))
    if excluded := re.match(r"(?P<who>[^はをに、。]{2,16}者)は(?:利用|使用)?でき", text[clause.body_start :]):
        first = clause.body_start + excluded.start("who")
        parties = parties._replace(objects=(), actors=(clause.quote(first, first + len(excluded["who"])),))
    yield Prohibition(
        **placed(clause),
        act=clause.quote(max(clause.body_start, match.start() - 12), match.end()),
        acts=parties.acts,
        objects=parties.objects,
        destination=parties.destination,
        place=_place(clause),
        actors=parties.actors,
        is_principle=bool(_PRINCIPLE.search(text)),
    )


def _verb(text: str, found: int) -> int:
    """Find the verb that a nominal prohibition forbids: 「…を保存することを禁ずる」."""
    nominal = re.search(r"(?P<verb>[^をにへ]{1,8})すること(?:を|は)?$", text[:found])
    return nominal.start("verb") if nominal else found


def read_permissions(clause: Clause, before: Prohibition | None) -> Iterator[Permission]:
    """Read what may be done, and exceptions; an exception without an object takes the prohibition's before."""
    text = clause.text
    match = PERMITS.search(text) or re.search(r"認めたときだけ|認めた場合(?:に限る|だけ)", text)
    if match is None or clause.ranges or clause.items or re.search(r"事後|延ば|延長|extend|only if", text):
        return
    prohibits = PROHIBITS.search(text)
    if prohibits and prohibits.start() < match.start() and not _EXCEPTED.search(text):
        return
    conditions, approver = _conditions(clause)
    parties = read_parties(clause, match.start())
    validity = next(iter(clause.durations), None)
    is_exception = bool(_EXCEPTION.search(text) or _EXCEPTION.search(clause.heading))
    names_object = _has_object(text, match.start()) or not (conditions or approver)
    objects = parties.objects if names_object else ()
    if re.search(r"(?:適用を|の?)除外|other exception", text):
        objects, before = (), None
    is_general = is_exception and not objects and before is None
    if not objects and before is not None:
        objects, parties = before.objects, parties._replace(
            destination=parties.destination or before.destination, acts=parties.acts or before.acts
        )
    yield Permission(
        **placed(clause),
        act=clause.quote(max(clause.body_start, match.start() - 10), match.end()),
        acts=parties.acts,
        objects=objects,
        excluded=read_excluded(clause),
        destination=parties.destination,
        actors=parties.actors if approver is None else tuple(one for one in parties.actors if one != approver),
        conditions=conditions,
        approver=approver,
        validity=Length(value=float(validity.value), unit=validity.unit) if validity else None,
        is_exception=is_exception,
        is_general=is_general,
    )


def read_requirements(clause: Clause) -> Iterator[Requirement]:
    """Read what has to be done, by whom, before which objects meet which destination."""
    text = clause.text
    if PROHIBITS.search(text) or PERMITS.search(text) or _STATES_PURPOSE.search(clause.section.heading):
        return
    match = _REQUIRES.search(text) or _PLAIN_DUTY.search(text)
    if match is None:
        return
    before = re.search(r"(?:前に|しようとする者は|する(?:とき|場合)(?:は|には)?|before )", text)
    destination = _destination(clause, before.start()) if before else (None, clause.body_start)
    objects: tuple[Term, ...] = ()
    if destination[0] is not None and destination[1] > clause.body_start:
        objects = _terms(clause, clause.body_start, destination[1])
    needs = bool(_APPROVAL.search(text))
    by = next((one.text for one in clause.actors if needs and one.start >= (before.end() if before else 0)), None)
    yield Requirement(
        **placed(clause),
        act=clause.quote(clause.body_start, len(text)),
        actors=_subjects(clause),
        by=by,
        needs_approval=needs,
        objects=objects,
        destination=destination[0],
        is_principle=bool(_PRINCIPLE.search(text)),
    )


def read_excluded(clause: Clause) -> tuple[Term, ...]:
    """Read what a sentence takes out of itself: 「(個人情報は不可)」, 「AIとソフトウェアは除く」."""
    found: list[Term] = []
    for match in _EXCEPTED.finditer(clause.text):
        name = next(key for key, value in match.groupdict().items() if value)
        found.extend(_terms(clause, *match.span(name)))
    return tuple(found)


def read_parties(clause: Clause, verb: int) -> Parties:
    """Read objects, destination, actors and acts of a sentence, in front of its verb."""
    destination, start = _destination(clause, len(clause.text))
    text = clause.text
    acts = find_concepts(text[clause.body_start :], "act")
    is_english = not re.search(r"[\u3041-\u30ff]", text)
    if is_english:
        objects = _english_objects(clause, verb)
    else:
        end = start if destination is not None and start > clause.body_start else verb
        objects = _objects_before(clause, end, verb)
    if destination is not None:
        objects = tuple(one for one in objects if one.text not in destination.text)
    if not objects and find_concepts(fold_string(clause.section.heading), "data"):
        objects = (make_term(clause.section.heading),)
    return Parties(destination, start, objects, _subjects(clause), acts)


def _objects_before(clause: Clause, end: int, verb: int) -> tuple[Term, ...]:
    text = clause.text
    particle = text.rfind("を", clause.body_start, end + 1)
    limit = particle if particle > clause.body_start else end
    begin = _after_subject(clause, limit)
    if limit <= begin and end < verb:  # 「社外のAIに個人情報を入れ…」: objects behind the destination
        later = text.rfind("を", end, verb)
        if later > end:
            skip = _BEHIND_DESTINATION.search(text, end, later)
            return _terms(clause, skip.end() if skip else end, later)
    topic = text.find("は", begin, limit)
    if topic > begin and particle <= clause.body_start:
        limit = topic
    words = text[begin:limit]
    tail = re.search(r"(?:の業務利用|の利用|での利用|の使用|への入力|の入力|は|を|が|も)+$", words)
    return _terms(clause, begin, limit - len(tail[0]) if tail else limit)


def _after_subject(clause: Clause, limit: int) -> int:
    """Skip who and where at the start: 「品質保証部は社内AI環境に限り…」, 「社外の生成AIサービスに…」."""
    begin = clause.body_start
    if reference := _REFERENCE.match(clause.text[begin:limit]):
        begin += reference.end()
    for actor in clause.actors:
        if actor.start <= begin + 4 and clause.text[actor.end : actor.end + 1] in ("は", "が") and actor.end < limit:
            begin = actor.end + 1
    begin += len(clause.text[begin:limit]) - len(clause.text[begin:limit].lstrip("、 "))
    if wish := re.match(r"[^、を]{1,20}が認めれば、?", clause.text[begin:limit]):
        begin += wish.end()
    if subject := re.match(r"(?:役職員|従業員|社員|何人|利用者|者|職員|誰)[もはが]、?", clause.text[begin:limit]):
        begin += subject.end()
    if scope := re.match(r"[^、]{0,40}?(?:に限り|において、?|なら|では、?|でも、?)", clause.text[begin:limit]):
        begin += scope.end()
    return begin


def _english_objects(clause: Clause, verb: int) -> tuple[Term, ...]:
    after = PROHIBITS.search(clause.text, verb) or PERMITS.search(clause.text, verb)
    begin = after.end() if after else verb
    words = re.match(r"\s*(?:be )?[a-z]+(?:ing|ed)?\s+", clause.text[begin:])
    begin += words.end() if words else 0
    stop = re.search(r"\s+(?:into|in|to|on|with|for|from|through|only|unless|without)\s|[.;]|$", clause.text[begin:])
    end = begin + (stop.start() if stop else 0)
    return _terms(clause, begin, end)


def _terms(clause: Clause, start: int, end: int) -> tuple[Term, ...]:
    terms = []
    for first, last in split_list(clause, start, end):
        written = clause.quote(first, last)
        is_or_above = bool(re.search(r"以上(?:の(?:情報|もの))?$| or (?:above|higher)$", written))
        if written:
            terms.append(make_term(written, is_or_above=is_or_above))
    return tuple(terms)


def _destination(clause: Clause, end: int) -> tuple[Term | None, int]:
    found = find_first(clause.text[:end], "destination")
    if found is None or found[1] < clause.body_start:
        return None, clause.body_start
    _, start, stop = found
    tail = re.match(r"(?:の?[ァ-ヶーa-z]*(?:サービス|環境|ツール|ストレージ|システム|ネットワーク|service|workspace)?s?)", clause.text[stop:])
    stop += tail.end() if tail else 0
    return make_destination(clause.quote(start, stop)), start


def _subjects(clause: Clause) -> tuple[str, ...]:
    """Actors that stand as the sentence's subject: 「品質保証部は」, "The Food Safety Team may"."""
    found = []
    for actor in clause.actors:
        tail = clause.text[actor.end : actor.end + 8]
        is_japanese = re.match(r"(?:は|が|、)", tail) and actor.start <= clause.body_start + 24
        is_english = re.match(r" (?:may|must|shall|can|should)", tail)
        if (is_japanese or is_english) and not _is_generic(actor):
            found.append(actor.text)
    return tuple(dict.fromkeys(found))


def _is_generic(actor: Actor) -> bool:
    return actor.text in ("外部", "社外", "内部")


def _conditions(clause: Clause) -> tuple[tuple[str, ...], str | None]:
    match = _WHEN.search(clause.text, clause.body_start)
    approver = next(
        (
            one.text
            for one in clause.actors
            if one.kind != "unit" and re.match(r"(?:[(（][^)）]*[)）])?(?:が|の|は)[^。]{0,20}(?:認め|承認|許可)", clause.text[one.end :])
        ),
        None,
    ) or next(
        (one.text for one in clause.actors if re.match(r" may grant| may approve", clause.text[one.end :])), None
    )
    if match is None:
        return (), approver
    name = "conditions" if match["conditions"] else "english"
    if re.search(r"が認め(?:た|れば)", match[0]) and "、" not in match[0] and "と" not in match[0]:
        return (), approver
    return quotes(clause, split_list(clause, *match.span(name))), approver


def _has_object(text: str, verb: int) -> bool:
    return "を" in text[:verb]


def _place(clause: Clause) -> str | None:
    match = _PLACE.search(clause.text, clause.body_start)
    if match is None:
        return None
    first, last = match.span("place")
    topic = clause.text.rfind("は", first, last)
    return clause.quote(topic + 1 if topic >= 0 else first, last)


def _is_exclusion_only(text: str) -> bool:
    """「AIとソフトウェアは除く」 and 「(個人情報は不可)」 take out, they forbid nothing by themselves."""
    match = PROHIBITS.search(text)
    bracket = re.search(r"[(（][^()（）]*不可[^()（）]*[)）]", text)
    return bool(bracket and match and bracket.start() <= match.start() < bracket.end())
