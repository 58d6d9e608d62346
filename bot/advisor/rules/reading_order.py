"""Read the order of things: definitions, classes, scores, which text prevails, dates, roles, penalties."""

import re
from collections.abc import Iterator

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import (
    Classification,
    ClassScale,
    ConditionSet,
    Definition,
    Penalty,
    Precedence,
    Responsible,
    Threshold,
)
from bot.advisor.rules.lexicon import make_term
from bot.advisor.rules.phrasing import ANNOUNCES, placed, quotes, split_list
from bot.advisor.rules.place import Term
from knowledge.documents.folding import fold_string

_DEFINES = re.compile(
    r"「(?P<term>[^「」]{1,40})」(?:とは、?|は、?)(?P<meaning>[^「」]+?)(?:をいう。?"
    r"|のこと(?:です)?。?|、(?=「)|。?$)"
    r"|\"(?P<english>[^\"]{1,40})\" means (?P<what>[^\";.]+)"
)
_COUNT_WORDS = {c: n for n, c in enumerate("一二三四五六七八九十", start=1)} | {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
_SCALE = re.compile(r"(?:、|・|及び|and|or)")
_SCALE_CONTEXT = re.compile(
    r"区分|分類|等級|格付|機密レベル|重要度|classif|class(?:es)?\b|級別|labell?(?:ed|s)?\b"
)
_LABELS = re.compile(
    r"(?:[^。]*?は、?)?(?P<labels>[^はをに。]+?)の(?:[一二三四五六七八九十\d]{1,2})(?:つ|個|区分|種類?|段階|等級|分類|級|ランク|レベル)"
    r"|.*?(?:classified|labell?ed|graded|marked) (?:as |into |one of )?(?P<english>[a-z, ]+?)(?:\.|$)"
)
_QUOTED = re.compile(r"[「『\"“](?P<name>[^「」『』\"“”]{1,20})[」』\"”]")
_CLASS_ITEM = re.compile(r"[「\"“]?(?P<label>[^:「」、。|]{1,14}?)[」\"”]?\s*:\s*(?P<contents>.{2,})")
_EXAMPLES = re.compile(r"例|内容|情報|対象|example|content|description|includes|data")
_STATED = re.compile(
    r"の?(?P<count>[一二三四五六七八九十\d]{1,2})\s?(?:つ|区分|種|段階|点|等級|分類|級|ランク|レベル)|(?P<english>two"
    r"|three|four|five|six)"
)
_CLASSIFIES = re.compile(
    r"(?P<contents>[^。]+?)は、?(?P<label>[^はを、。]{1,8}?)"
    r"(?:(?:とする|に(?:区分|分類)(?:する|される)|に(?:属する|当たる|該当する)|です)?。?$"
    r"|(?:とし|に(?:区分|分類)し|に(?:属し|当たり))、(?:また、?)?)"
    r"|(?P<items>.+?) (?:are|is) (?:classified as|treated as) (?P<class>[a-z]+)"
)
_SCORE = re.compile(
    r"(?P<value>\d{1,3}|[一二三四五六七八九十百]{1,5})\s?(?:点|points?|%)?(?:に満たな|に達しな|未満|を下回)"
    r"|(?P<least>\d{1,3}|[一二三四五六七八九十百]{1,5})\s?点以上"
    r"|(?:below|less than|under|lower than|fewer than|at least"
    r"|minimum (?:score )?of) (?P<english>\d{1,3})(?! (?:days?|months?|years?|weeks?|hours?"
    r"|quot))"
)
_OUT_OF = re.compile(
    r"(?P<full>\d{2,4}|[一二三四五六七八九十百]{1,4})\s?点(?:満点|中)|out of (?P<english>\d{2,4})"
)
_CONFLICTS = re.compile(
    r"解釈[^。]{0,16}(?:行う|よる|定める|決|一任)"
    r"|ぶつか|抵触|食い違|矛盾|競合|相違|齟齬|conflict|disputes?|疑義|\bin doubt\b|case of doubt"
    r"|inconsisten|contradict"
)
_STRICTER = re.compile(r"厳しい|厳格|strict")
_DOUBT = re.compile(
    r"(?:どちら|いずれ|何れ)が(?:より)?厳(?:しい|格)(?:な)?か[^。]{0,20}(?:とき|場合)は?"
    r"|which (?:rule )?is (?:the )?stricter"
)
_TEXTS = r"(?:規程|規則|規定|ルール|基準|要領|方針|ガイドライン|ハンドブック)"
_THIS = re.compile(
    rf"(?:この|本){_TEXTS}(?:の定め)?(?:を|が)優先"
    r"|this (?:policy|procedure|standard|rule|directive|handbook|document)"
    r" (?:shall |will )?(?:prevail|takes? precedence|govern|control)"
)
_OTHER = re.compile(
    r"(?P<japanese>[^、。はがを]{2,24}?)(?:の定め)?(?:を|が)優先"
    r"|(?P<follows>[^、。はがを]{2,24}?)の定めに(?:従|よ)"
    r"|(?:the )?(?P<english>[a-z][a-z ]{2,50}?) (?:shall |will )?(?:prevails?|takes? precedence|governs?)\b"
)
_ARBITRATES = re.compile(
    r"裁定|の(?:判断|決定)に(?:よる|従う|より)|判断する|決める|決する|決定する|定める|解釈[^。]{0,16}行う|決めます|判断します|裁定します|decides?|settle"
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
    r"(?:の(?P<count>[一二三四五六七八九十\d]))?(?:つ)?(?:が|を)?(?:すべて|全て)?(?:そろう"
    r"|揃う|満たす)こと?|(?:すべて|全て|いずれも)(?:を|が|に)?(?:要する|必要|満た|該当|備え|そろ|揃)"
    r"|all of the following|only if"
)


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


def read_classes(clause: Clause) -> Iterator[ClassScale | Classification]:
    """Read the scale of information classes, and what belongs to which."""
    if not _SCALE_CONTEXT.search(f"{clause.heading} {clause.text}"):
        return
    if not clause.actors and (labels := _scale_labels(clause)):
        stated = _STATED.search(clause.text)
        count = _stated(stated) if stated else None
        yield ClassScale(**placed(clause), labels=labels, stated_count=count)
        return
    is_listed = clause.marker and (clause.lead or _SCALE_CONTEXT.search(clause.heading))
    if is_listed or clause.cells:
        if listed := _listed_class(clause):
            yield listed
        if listed or clause.lead or clause.cells:
            return
    match = _CLASSIFIES.match(clause.text, clause.body_start)
    while match is not None:
        items, label = ("contents", "label") if match["contents"] else ("items", "class")
        contents = _contents(clause, match.span(items))
        if contents and len(match[label].strip()) >= 1 and not re.search(r"[\u3041-\u3096]", match[label]):
            place = placed(clause, match.start())
            yield Classification(**place, label=clause.quote(*match.span(label)), contents=contents)
        match = _CLASSIFIES.match(clause.text, match.end()) if match.end() < len(clause.text) else None


def _contents(clause: Clause, span: tuple[int, int]) -> tuple[Term, ...]:
    """Read what belongs to a class: words of the sentence, or the items it announces."""
    if clause.items and ANNOUNCES.fullmatch(clause.text, *span):
        listed = (quotes(one, split_list(one, one.body_start, len(one.text))) for one in clause.items)
        return tuple(make_term(text) for texts in listed for text in texts)
    return tuple(make_term(one) for one in quotes(clause, split_list(clause, *span)))


def read_thresholds(clause: Clause, before: Clause | None) -> Iterator[Threshold]:
    """Read a score that has to be reached."""
    match = _SCORE.search(clause.text)
    if match is None or not re.search(
        r"点|scor|評価|\bpoints?\b", f"{clause.text} {clause.lead} {clause.heading}"
    ):
        return
    value = read_figure(match["value"] or match["least"] or match["english"])
    full = _OUT_OF.search(clause.text) or (_OUT_OF.search(before.text) if before else None)
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
    is_about = _CONFLICTS.search(text) or re.search(
        r"優先|precedence|priority|conflict|hierarchy|抵触|矛盾|関係|食い違|ぶつか|競合", clause.heading
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
        name = "japanese" if match["japanese"] else "follows" if match["follows"] else "english"
        yield Precedence(**placed(clause), by="other_text", prevailing=clause.quote(*match.span(name)))
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
    if match and not clause.items:
        spans = split_list(clause, clause.body_start, match.start())
        count = match["count"]
        held = quotes(clause, spans)
        if len(held) >= 2:
            yield ConditionSet(
                **placed(clause),
                subject=_heading(clause),
                all_of=held,
                stated_count=_COUNT_WORDS.get(count, None) if count and not count.isdigit() else None,
            )
    elif re.search(r"条件|要件|condition|requirement", clause.heading) and text.count("、") >= 3:
        held = quotes(clause, split_list(clause, clause.body_start, len(text), small=False))
        yield ConditionSet(**placed(clause), subject=_heading(clause), all_of=held)


def _heading(clause: Clause) -> str:
    return clause.section.heading or clause.section.locator


def _scale_labels(clause: Clause) -> tuple[str, ...]:
    match = _LABELS.match(clause.text, clause.body_start)
    if match is None:
        return ()
    name = "labels" if match["labels"] else "english"
    quoted = tuple(one.span("name") for one in _QUOTED.finditer(clause.text, *match.span(name)))
    spans = list(quoted) if len(quoted) > 1 else split_list(clause, *match.span(name))
    labels = quotes(clause, spans)
    return labels if len(labels) >= 2 and all(len(one) <= 20 for one in labels) else ()


def _listed_class(clause: Clause) -> Classification | None:
    """Read an item or a row that tells what belongs to a class: 「機密:顧客の個人情報、設計図面」."""
    if clause.cells:
        heads = [cell for cell in clause.cells if _SCALE_CONTEXT.search(cell.header)]
        others = [cell for cell in clause.cells if _EXAMPLES.search(cell.header)]
        if not heads or not others:
            return None
        label, contents = (heads[0].start, heads[0].end), (others[0].start, others[0].end)
    else:
        match = _CLASS_ITEM.match(clause.text, clause.body_start)
        if match is None or match["label"] not in f"{clause.lead} {fold_string(clause.section.text)[:120]}":
            return None
        label, contents = match.span("label"), match.span("contents")
    terms = tuple(make_term(one) for one in quotes(clause, split_list(clause, *contents)))
    written = clause.quote(*label)
    return Classification(**placed(clause), label=written, contents=terms) if terms and written else None


def _stated(match: re.Match[str]) -> int | None:
    written = match["count"] or match["english"]
    return int(written) if written.isdigit() else _COUNT_WORDS.get(written)


def read_figure(written: str) -> float:
    """Read digits, or a kanji numeral below a thousand."""
    return float(written) if written.isdigit() else float(_kanji(written))


def _kanji(written: str) -> int:
    total = current = 0
    for character in written:
        if character in "十百":
            total, current = total + (current or 1) * (10 if character == "十" else 100), 0
        else:
            current = _COUNT_WORDS[character]
    return total + current
