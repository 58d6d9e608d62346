"""Read what must not be done, and what has to be done before.

Lists count as one: a lead-in that forbids its items gives one prohibition with them as objects, one that
ends in its modal ("Employees shall not:") gives one for each item.
"""

import re
from collections.abc import Iterator

from bot.advisor.rules.actors import Actor
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Prohibition, Requirement
from bot.advisor.rules.lexicon import find_first, make_destination, make_term
from bot.advisor.rules.phrasing import ANNOUNCES, act_at, placed, quotes, split_list, trim
from bot.advisor.rules.place import Term
from bot.advisor.rules.reading_destinations import find_destination
from bot.advisor.rules.reading_parties import (
    NOMINAL,
    PERMITS,
    PROHIBITS,
    SAVES,
    UNLESS,
    Parties,
    is_english,
    read_parties,
    subjects_of,
    terms_in,
)
from bot.advisor.rules.reading_places import read_only_place

_ONLY = re.compile(
    r"に限る。?$|に限ります。?$|だけです。?$|のみ(?:とする|とします|です|使用|利用)"
    r"|に限って(?:使用|利用)|に限り(?:使用|利用)(?:でき|する)"
    r"|(?<=もの)に(?:限り|限って)、?(?:業務に|業務で|これを)?(?:使用|利用|用い|使う)(?:る|する)?こと(?:が|も)でき"
    r"|(?:だけ|のみ)(?:を|が)?(?:利用|使用|使)(?:え|でき|う|い|する|し)"
)
_ALL_BUT = re.compile(
    r"(?P<allowed>[^、。]{2,60}?)以外(?:の[^、。はを]{1,16})?(?:は|を|に|で)[^。]{0,24}?(?:使|利用|用い|入力)[^。]{0,16}(?:ない|ません|禁)"
)
_ONLY_ENGLISH = re.compile(
    r"\bonly (?P<before>[^.;]{3,60}?) (?:may|can|must|shall) be used|(?:may|must|shall"
    r"|can) only (?:be )?[a-z]+ (?P<after>[^.;]{3,80})"
    r"|use (?:is )?(?:limited|restricted) to (?P<limited>[^.;]{3,80})"
    r"|(?:may|can) (?:use|enter|upload|put)\b[^.;]{3,60}? (?:for|with) (?P<alone>[^.;]{3,60}?) only(?=[.;]|$)"
)
_REQUIRES = re.compile(
    r"なければならない|なければなりません|ねばならない|を?要する|要します|が?必要(?:です|。|$)"
    r"|(?:つ|個|件|名|人)以上。?$|へも?(?:同時に)?。?$|受け(?:る|ます)"
    r"|受けて(?:ください)?|てください|すること(?:。|$)|義務|ものとする"
    r"|\bmust\b(?! not)|\bshall\b(?! not)|(?:is|are) required|requires?\b|(?:is|are) to be|needs? to\b"
    r"|needs? (?:the )?(?:(?:prior|written) )*(?:signature|approval|consent|agreement|sign.?off|permission"
    r"|review)\b"
)
_PLAIN_DUTY = re.compile(
    r"(?:する|使う|確かめ|記録する|調べ|開き|残す|消し|消す|守る|審査する|評価|検収する|始め)[^。]{0,16}。?$"
)
_ASKS_ITEMS = re.compile(r"\b(?:must|shall|have to|has to|are to)[:,]?\s*$")
_ALLOWS = re.compile(r"\b(?:may|can)[:,]?\s*$")
_STATES_PURPOSE = re.compile(r"^(?:目的|適用範囲|趣旨|Purpose|Scope)")
_PRINCIPLE = re.compile(r"原則|in principle|as a rule|generally")
_APPROVAL = re.compile(
    r"承認|許可|認め|事前(?:の)?(?:評価|審査|申請)|審査を受け|評価を受け|approv|consent"
    r"|permission|assess|authori[sz]|\bsignature|sign.?off|countersign"
)
_APPROVES_BEHIND = re.compile(r"(?:の|による|が|から)[^、。]{0,8}(?:承認|許可|審査|評価|同意|確認)")
_AND = re.compile(r"\s*(?:及び|並びに|又は|または|と|、|・|,? and (?:the )?|,? or (?:the )?)\s*")
_PLACE = re.compile(
    r"(?P<place>[^、。をはが]{2,20}?)(?:から(?:外へ)?|の外へ|以外に)(?=出|持|取|搬|保存|置|接続|入|送|コピー)"
)
_ACTS_LISTED = re.compile(
    r"(?:次|以下|下記)の?(?:各号に?)?(?:掲げる|の)?(?:行為|こと|使い方|利用)"
    r"|following (?:acts?|uses?|practices)"
)
_ENDS_IN_MODAL = re.compile(
    r"(?:must|shall|may|should) (?:not|never)[:,]?\s*$|prohibited(?: from)?[:,]?\s*$|do not[:,]?\s*$"
)
# What an item says below this is promised by the other party: no rule for one's own people.
_CONTRACTS = re.compile(
    r"契約(?:書)?(?:で|に|において|により|上)[^。]{0,16}(?:約|定め|明記|盛り|義務|規定|入れ)|条項"
)
_EXCLUDED_PERSON = re.compile(
    r"(?P<who>[^はをに、。]{2,16}者)は(?:利用|使用)?でき|(?P<without>[^は、。]{1,24}(?:ない|いない)(?:者|社員|従業員))は"
)


def read_prohibitions(clause: Clause) -> Iterator[Prohibition]:
    """Read what must not be done; a restriction to a list forbids everything else."""
    if clause.lead and (listed := _listed_act(clause)):
        yield listed
        return
    if only := read_only_place(clause) or _only(clause):
        yield only
        return
    text = clause.text
    match = PROHIBITS.search(text, clause.body_start)
    if (
        match is None
        or _is_exclusion_only(text)
        or _is_read_elsewhere(text)
        or _CONTRACTS.search(clause.lead)
    ):
        return
    if clause.items and (_ENDS_IN_MODAL.search(text) or _ACTS_LISTED.search(text)):
        return  # each item is a prohibition of its own
    parties = _with_items(clause, read_parties(clause, _verb(text, match.start())))
    if excluded := _EXCLUDED_PERSON.match(text, clause.body_start):
        parties = parties._replace(
            objects=(), actors=(clause.quote(*excluded.span("who" if excluded["who"] else "without")),)
        )
    yield _build(clause, parties, act_at(clause, match.start(), match.end()))


def read_requirements(clause: Clause) -> Iterator[Requirement]:
    """Read what has to be done, by whom, before which objects meet which destination."""
    text = clause.text
    if (
        PROHIBITS.search(text)
        or PERMITS.search(text)
        or PROHIBITS.search(clause.lead)
        or _STATES_PURPOSE.search(clause.section.heading)
    ):
        return
    match = _REQUIRES.search(text) or _PLAIN_DUTY.search(text) or _ASKS_ITEMS.search(clause.lead)
    if match is None or (clause.lead and _ALLOWS.search(clause.lead)):
        return
    before = re.search(r"(?:前に|しようとする者は|する(?:とき|場合)(?:は|には)?|before )", text)
    destination = find_destination(clause, before.start()) if before else (None, clause.body_start)
    needs = bool(_APPROVAL.search(text))
    if needs and before is None:
        destination = find_destination(clause, match.start())
    objects: tuple[Term, ...] = ()
    if destination[0] is not None and destination[1] > clause.body_start:
        head = NOMINAL.match(text, clause.body_start)
        begin = head.end() if head else clause.body_start
        objects = terms_in(clause, begin, _object_end(text, destination[1]))
    after = before.end() if before else 0
    named = [one for one in clause.actors if needs and one.start >= after]
    by = _approving(named, text)
    yield Requirement(
        **placed(clause),
        act=clause.quote(clause.body_start, len(text)),
        actors=subjects_of(clause),
        by=by,
        needs_approval=needs,
        objects=objects,
        destination=destination[0],
        is_principle=bool(_PRINCIPLE.search(text)),
    )


def _approving(actors: list[Actor], text: str) -> str | None:
    """Name who approves: in front of the word, or the first of those that are joined there."""
    at = next((n for n, one in enumerate(actors) if _APPROVES_BEHIND.match(text, one.end)), 0)
    while at > 0 and _AND.fullmatch(text, actors[at - 1].end, actors[at].start):
        at -= 1
    return actors[at].text if actors else None


def _build(clause: Clause, parties: Parties, act: str) -> Prohibition:
    """Build a prohibition; it reaches to the end of the list that belongs to it."""
    place = placed(clause)
    if clause.items and not parties.purposes:
        place["end"] = clause.items[-1].end
    return Prohibition(
        **place,
        act=act,
        acts=parties.acts,
        objects=parties.objects,
        destination=parties.destination,
        place=parties.place or _place(clause),
        purposes=parties.purposes,
        actors=parties.actors,
        is_principle=any(one.search(clause.text) for one in (_PRINCIPLE, UNLESS, SAVES)),
    )


def _only(clause: Clause) -> Prohibition | None:
    """Read a restriction to a list: 「別表1の承認サービスに限る」, "only approved tools may be used"."""
    text = clause.text
    if match := _ONLY.search(text, clause.body_start):
        topic = re.match(
            r"[^、。]{0,16}(?:のは|ものは|サービスは|ツールは|aiは|人工知能は|システムは|クラウドは)、?",
            text[clause.body_start : match.start()],
        )
        span = clause.body_start + (topic.end() if topic else 0), match.start()
        act = match.span()
    elif match := _ALL_BUT.match(text, clause.body_start):
        span, act = match.span("allowed"), match.span()
    elif match := _ONLY_ENGLISH.search(text, clause.body_start):
        span = match.span(next(name for name, words in match.groupdict().items() if words))
        act = match.span()
    else:
        return None
    terms = tuple(make_term(one) for one in quotes(clause, split_list(clause, *span)))
    if not terms or clause.ranges or re.search(r"事後|回に限|(?:とき|場合)に限|when|if ", text):
        return None
    return Prohibition(**placed(clause), act=clause.quote(*act), objects=terms, only=True)


def _listed_act(clause: Clause) -> Prohibition | None:
    """Read an item below a lead-in that forbids acts: "Employees shall not:", 「次の行為を禁止する。」."""
    lead = clause.lead
    if clause.marker == "row" or not PROHIBITS.search(lead) or PROHIBITS.search(clause.text):
        return None
    if not (_ENDS_IN_MODAL.search(lead) or _ACTS_LISTED.search(lead)):
        return None
    text = clause.text
    end = re.search(r"(?:する|行う)?(?:こと|行為)?。?$", text)
    verb = text.rfind("を", clause.body_start) + 1 if "を" in text else end.start() if end else len(text)
    begin = clause.body_start if re.match(r"[a-z]", text[clause.body_start :]) else verb
    parties = read_parties(clause, begin)
    if parties.destination is None:
        parties = parties._replace(destination=_lead_destination(clause))
    return _build(clause, parties, clause.quote(clause.body_start, len(text))) if parties.objects else None


def _lead_destination(clause: Clause) -> Term | None:
    """Find where to, where the lead-in says it for all its items."""
    found = find_first(clause.lead, "destination")
    return make_destination(clause.lead[found[1] : found[2]].upper()) if found else None


def _with_items(clause: Clause, parties: Parties) -> Parties:
    """Put the items of a list in the place of the words that announce them."""
    objects = parties.objects
    if clause.items and parties.purposes and all(ANNOUNCES.fullmatch(one.text) for one in parties.purposes):
        whole = (quotes(one, [trim(one.text, one.body_start, len(one.text))]) for one in clause.items)
        return parties._replace(purposes=tuple(make_term(text) for texts in whole for text in texts))
    is_announced = not objects or any(ANNOUNCES.fullmatch(one.text.casefold()) for one in objects)
    if not clause.items or not is_announced:
        return parties
    kept = tuple(one for one in objects if not ANNOUNCES.fullmatch(one.text.casefold()))
    listed = tuple(term for item in clause.items for term in _item_terms(item))
    return parties._replace(objects=(*kept, *listed))


def _item_terms(item: Clause) -> tuple[Term, ...]:
    """Read the things an item names; an English one is one thing: "Personal data of customers or staff"."""
    if is_english(item) and "," not in item.text and re.search(r"[a-z]", item.text):
        start, end = trim(item.text, item.body_start, len(item.text))
        return (make_term(item.quote(start, end)),)
    return terms_in(item, item.body_start, len(item.text))


def _verb(text: str, found: int) -> int:
    """Find the verb that a nominal prohibition forbids: 「…を保存することを禁ずる」."""
    if whatever := re.search(r"、?[^、。はが]{1,14}を問わず、?$", text[:found]):
        return whatever.start()
    nominal = re.search(r"(?P<verb>[^をにへ]{1,8})すること(?:を|は)?$", text[:found])
    return nominal.start("verb") if nominal else found


def _object_end(text: str, end: int) -> int:
    """End before the particle in front of a destination: 「部外秘以上の情報を|社外のクラウドに」."""
    return len(re.sub(r"(?:[を、 ]|\b(?:in|into|to|on|with))+$", "", text[:end]))


def _place(clause: Clause) -> str | None:
    match = _PLACE.search(clause.text, clause.body_start)
    if match is None:
        return None
    first, last = match.span("place")
    topic = clause.text.rfind("は", first, last)
    return clause.quote(topic + 1 if topic >= 0 else first, last)


def _is_read_elsewhere(text: str) -> bool:
    """Splitting orders is read with the counting, a failed score with the thresholds."""
    return bool(re.search(r"分割|分けて|小分け|\bsplit|\bdivided|点未満|below \d+|scor|[0-9]点", text))


def _is_exclusion_only(text: str) -> bool:
    """「AIとソフトウェアは除く」 and 「(個人情報は不可)」 take out, they forbid nothing by themselves."""
    match = PROHIBITS.search(text)
    bracket = re.search(r"[(（][^()（）]*不可[^()（）]*[)）]", text)
    return bool(bracket and match and bracket.start() <= match.start() < bracket.end())
