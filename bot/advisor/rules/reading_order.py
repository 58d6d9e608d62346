"""Read the order of things: definitions, scores, which text prevails, roles, penalties, conditions."""

import re
from collections.abc import Iterator

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import (
    ConditionSet,
    Definition,
    Penalty,
    Precedence,
    Responsible,
    Threshold,
)
from bot.advisor.rules.phrasing import COUNT_WORDS, placed, quotes, read_figure, split_list

_DEFINES = re.compile(
    r"「(?P<term>[^「」]{1,40})」(?:とは、?|は、?)(?P<meaning>[^「」]+?)(?:をいう。?"
    r"|のこと(?:です)?。?|、(?=「)|。?$)"
    r"|\"(?P<english>[^\"]{1,40})\" means (?P<what>[^\";.]+)"
)
_SCORE = re.compile(
    r"(?P<value>\d{1,3}|[一二三四五六七八九十百]{1,5})\s?(?:点|points?|%)?(?:に満たな|に達しな|未満|を下回)"
    r"|(?P<least>\d{1,3}|[一二三四五六七八九十百]{1,5})\s?点以上"
    r"|(?:below|less than|under|lower than|fewer than|at least"
    r"|minimum (?:score )?of) (?P<english>\d{1,3})(?! (?:days?|months?|years?|weeks?|hours?"
    r"|quot))"
    r"|(?P<from>\d{1,3}) (?:points? )?(?:or|and) (?:more|above|higher|over)\b"
)
_OUT_OF = re.compile(
    r"(?P<full>\d{2,4}|[一二三四五六七八九十百]{1,4})\s?点(?:満点|中)|out of (?P<english>\d{2,4})"
)
_CONFLICTS = re.compile(
    r"解釈[^。]{0,16}(?:行う|よる|定める|決|一任)"
    r"|ぶつか|抵触|食い違|矛盾|競合|相違|齟齬|conflict|disputes?|疑義|\bin doubt\b|case of doubt"
    r"|inconsisten|contradict|\bdiffers?\b"
)
_CONFLICTS_WITH = re.compile(
    r"(?:conflict|inconsisten|contradict)\w* (?:between [^,.]+ and"
    r"|with) (?:the )?(?P<what>[a-z][a-z ]{2,50}?)(?=,|\.)"
)
_STRICTER = re.compile(r"厳しい|厳格|strict")
_DOUBT = re.compile(
    r"(?:どちら|いずれ|何れ)が(?:より)?厳(?:しい|格)(?:な)?か[^。]{0,20}(?:とき|場合)は?"
    r"|which (?:rule )?is (?:the )?stricter"
)
_TEXTS = r"(?:規程|規則|規定|ルール|基準|要領|方針|ガイドライン|ハンドブック)"
_THIS = re.compile(
    rf"(?:この|本){_TEXTS}(?:(?:の定め)?(?:を|が)優先|は、?[^。]{{2,48}}に優先)"
    r"|this (?:policy|procedure|standard|rule|directive|handbook|document)"
    r" (?:shall |will )?(?:prevail|takes? precedence|govern|control)"
)
_OTHER = re.compile(
    r"(?P<japanese>[^、。はがを]{2,24}?)(?:の定め)?(?:を|が)優先"
    r"|(?P<above>(?:上位の|[^、。はがを]{2,20})(?:規程|規則|規定))によ(?:る|り|って)(?!も)"
    r"|(?P<follows>[^、。はがを]{2,24}?)の定めに(?:従|よ)"
    r"|(?:the )?(?P<english>[a-z][a-z ]{2,50}?) (?:shall |will )?(?:prevails?|takes? precedence|governs?"
    r"|applies)\b"
)
_ARBITRATES = re.compile(
    r"裁定|の(?:判断|決定)に(?:よる|従う|より)|判断する|決める|決する|決定する|定める|解釈[^。]{0,16}行う"
    r"|決めます|判断します|裁定します|decides?|settle"
    r"|resolv|\\brul(?:es|ing)\\b|adjudicat|arbitrat|determin"
)
_PENALTY = re.compile(r"処分|懲戒|disciplin|sanction")
_BREACHES = re.compile(r"違反|反し|反した|罰則|就業規則|breach|violat|non-?complian|work rules")
_ROLE = re.compile(
    r"(?:[^、。はが]{1,20}(?:とき"
    r"|場合)の)?(?P<role>[^、。はが]{2,16}?)は、?(?P<holder>[^、。はが]{2,20}?)(?:とする|です"
    r"|が務める)?(?:。|$)"
)
_ROLE_IN_BRACKETS = re.compile(r"(?P<role>[^、。はがをに(（ば]{2,16})[(（](?P<holder>[^()（）]{2,16})[)）]")
_ROLE_WORD = re.compile(r"責任者|管理者|事務局|窓口|担当|委員長|主管|主査|座長|所管")
_ALL_HOLD = re.compile(
    r"(?:の(?P<count>[一二三四五六七八九十\d]))?(?:つ|点)?(?:が|を)?(?:すべて|全て)?(?:(?:そろう"
    r"|揃う|満たす)こと?|(?:そろって|揃って|満たして)いること)|(?:すべて|全て|いずれ)(?:を|が"
    r"|に)?も?(?:要する|必要|満た|該当|備え|そろ|揃)"
    r"|all of (?:the following|these)|each of (?:the following|these)|all these|only if"
)


_LEAST_CONDITIONS = 2
_NEEDS_FIRST = re.compile(
    r"(?:to go live|before (?:going live|go-live|production)|for (?:go-live|production)),? [a-z ]{0,30}?"
    r"(?:needs?|requires?|must have|must show|have)(?: all of)?:? (?P<list>[^.]{6,300})"
)
_BOTH = re.compile(r"かつ|及び|、(?:また|さらに)|\band (?:also|at least)\b")
_WHAT_FOR = re.compile(r"[^、。]{2,40}(?:には|ためには|にあたっては|に当たっては|際は|前に|場合は)、?")


def read_definitions(clause: Clause) -> Iterator[Definition]:
    """Read what a word means in this text."""
    if not re.search(r"いう|のこと|means|用語|定義|definition", f"{clause.text} {clause.heading}"):
        return
    for match in _DEFINES.finditer(clause.text):
        term, meaning = ("term", "meaning") if match["term"] else ("english", "what")
        yield Definition(
            **placed(clause, *match.span()),
            term=clause.quote(*match.span(term)),
            meaning=clause.quote(*match.span(meaning)),
        )


def read_thresholds(clause: Clause, before: Clause | None) -> Iterator[Threshold]:
    """Read a score that has to be reached."""
    if not re.search(r"点|scor|評価|\bpoints?\b", f"{clause.text} {clause.lead} {clause.heading}"):
        return
    full = _OUT_OF.search(clause.text) or (_OUT_OF.search(before.text) if before else None)
    scores = list(_SCORE.finditer(clause.text))
    if len(scores) > 1 and _BOTH.search(clause.text, scores[0].end(), scores[-1].start()):
        return  # a total and a part of it: one bar would say too little
    written = [next(one for one in match.groups() if one) for match in scores]
    for value in dict.fromkeys(map(read_figure, written)):
        yield Threshold(
            **placed(clause),
            subject=clause.section.heading or clause.section.locator,
            value=value,
            unit="points",
            at_least=value,
            out_of=read_figure(full["full"] or full["english"]) if full else None,
        )


def read_precedence(clause: Clause) -> Iterator[Precedence]:
    """Read which rule prevails, and who settles a doubt."""
    text = clause.text
    is_about = (
        _CONFLICTS.search(text)
        or _THIS.search(text)
        or re.search(
            r"優先|precedence|priority|conflict|hierarchy|抵触|矛盾|関係|食い違|ぶつか|競合", clause.heading
        )
    )
    if not is_about:
        return
    arbiter = next((one.text for one in clause.actors if one.kind != "unit"), None)
    is_stricter = bool(_STRICTER.search(_DOUBT.sub("", text)))
    if is_stricter:
        yield Precedence(**placed(clause), by="stricter")
    elif _THIS.search(text) or _OTHER.search(text, clause.body_start):
        yield from _prevailing(clause)
    if arbiter and _ARBITRATES.search(text):
        yield Precedence(**placed(clause), by="arbiter", arbiter=arbiter)


def _prevailing(clause: Clause) -> Iterator[Precedence]:
    """Read which texts prevail: each that a sentence names, as it may part the cases."""
    is_this = False
    for match in _OTHER.finditer(clause.text, clause.body_start):
        if is_this := bool(_THIS.search(match[0])):
            break
        name = next(key for key, words in match.groupdict().items() if words)
        span = match.span(name)
        if clause.text[slice(*span)].split()[-1] in ("latter", "former") and (
            other := _CONFLICTS_WITH.search(clause.text)
        ):
            span = other.span("what")
        yield Precedence(**placed(clause), by="other_text", prevailing=clause.quote(*span))
    if is_this or _THIS.search(clause.text):
        yield Precedence(**placed(clause), by="this_text")


def read_roles(clause: Clause) -> Iterator[Responsible]:
    """Read who holds a role: 「統括責任者はDX推進部長」, 「個人情報保護管理者(総務部長)」."""
    found = [
        match
        for match in _ROLE_IN_BRACKETS.finditer(clause.text, clause.body_start)
        if _ROLE_WORD.search(match["role"]) or re.fullmatch(r"c[a-z]{1,3}o", match["role"])
    ]
    for span in split_list(clause, clause.body_start, len(clause.text), small=False):
        match = _ROLE.fullmatch(clause.text, *span)
        if match is None or not _ROLE_WORD.search(match["role"]):
            continue
        if any(actor.start >= match.start("holder") for actor in clause.actors):
            found.append(match)
    for one in found:
        yield Responsible(
            **placed(clause, one.start("role"), one.end()),
            role=clause.quote(*one.span("role")),
            holder=clause.quote(*one.span("holder")),
        )


def read_penalties(clause: Clause) -> Iterator[Penalty]:
    """Read what follows a breach."""
    if _PENALTY.search(clause.text) and _BREACHES.search(f"{clause.text} {clause.heading}"):
        yield Penalty(**placed(clause), text=clause.quote(clause.body_start, len(clause.text)))


def read_condition_sets(clause: Clause) -> Iterator[ConditionSet]:
    """Read conditions that must all hold: 「…の四つがそろうこと」, a list under "only if", an enumeration."""
    text, match = clause.text, _ALL_HOLD.search(clause.text)
    if clause.items and (match or re.search(r"条件|要件|condition", f"{text} {clause.heading}")):
        held = tuple(one.quote(one.body_start, len(one.text)).rstrip("。.;") for one in clause.items)
        yield ConditionSet(**placed(clause), subject=_heading(clause), all_of=held)
        return
    if clause.lead:
        return
    if needs := _NEEDS_FIRST.match(text, clause.body_start):
        held = quotes(clause, split_list(clause, *needs.span("list")))
        if len(held) >= _LEAST_CONDITIONS:
            yield ConditionSet(**placed(clause), subject=_heading(clause), all_of=held)
        return
    if match and not clause.items:
        head = _WHAT_FOR.match(text, clause.body_start)
        spans = split_list(clause, head.end() if head else clause.body_start, match.start())
        count = match["count"]
        held = tuple(re.sub(r"^[①-⑳]\s*|(?<=[^\s])[のを]$", "", one) for one in quotes(clause, spans))
        if len(held) >= 2:
            yield ConditionSet(
                **placed(clause),
                subject=_heading(clause),
                all_of=held,
                stated_count=COUNT_WORDS.get(count, None) if count and not count.isdigit() else None,
            )
    elif re.search(r"条件|要件|condition|requirement", clause.heading) and text.count("、") >= 3:
        held = quotes(clause, split_list(clause, clause.body_start, len(text), small=False))
        yield ConditionSet(**placed(clause), subject=_heading(clause), all_of=held)


def _heading(clause: Clause) -> str:
    return clause.section.heading or clause.section.locator
