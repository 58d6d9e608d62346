"""Read how amounts are counted, how many quotes and which papers and contract clauses are asked for."""

import re
from collections.abc import Iterator

from bot.advisor.durations import Duration
from bot.advisor.rules.clause import Clause
from bot.advisor.rules.phrasing import placed, quotes, split_list, trim
from bot.advisor.rules.place import length_of
from bot.advisor.rules.ranges import MoneyRange
from bot.advisor.rules.reading_counting import RENEWS, read_small_count
from bot.advisor.rules.reading_emergency import EMERGENCY
from bot.advisor.rules.reading_tables import read_row_quotes
from bot.advisor.rules.spending import (
    ContractClause,
    MemoContents,
    QuoteRule,
    RenewalCase,
)
from knowledge.documents.folding import fold_string

_HOW_MANY = re.compile(
    r"(?<![\d,.])(?P<number>[1-9]\d?|[一二三四五六七八九十])\s*(?:社|者)(?!だけ|のみ|しか"
    r"|に(?!見積|対し)|と)(?:以上)?"
    r"|(?<![\d,.])\b(?P<english>[1-9]\d?|one|two|three|four|five"
    r"|six)(?: or more)?(?: (?!quot)\w+){0,2} (?:quot|bids?|offers?|tenders?|(?=(?:for|above|over|from|if) ))"
    r"|(?:(?<=, )|(?<=\bneed )|(?<=\bneeds )|(?<=\btakes ))(?P<last>two|three|four|five)(?=\s*(?:[.;]|$))"
)
_QUOTE_CONTEXT = re.compile(r"見積|quot|\bbids?\b|tender|競争|\boffers?\b|competitive")
_SINGLE = re.compile(
    r"(?:1|一)\s*(?:社|者)(?:に|しか|から|のみ|だけ|と)|随意契約|(?:single|sole)[- ](?:source|supplier|quote)"
    r"|(?:only (?:one|a single)|one) (?:supplier|vendor|source|quot|bid|offer)|without competi"
)
_ALLOWS_SINGLE = re.compile(r"理由|承認|了承|許可|justif|rationale|approv|reason")
_PAPER = re.compile(
    r"(?P<paper>(?:sole|single)[- ]source (?:memo|form|note|letter|statement)"
    r"|(?:様式第?[0-9一二三四五六七八九十]+号?の?)?[\u3400-\u9fffァ-ヶー]*(?:理由書|申請書|説明書)|(?:(?!(?:a"
    r"|an|the|with|by|of"
    r"|and|or|attached)\b)[a-z-]{2,} ){0,3}(?:justification|rationale|explanation)(?: memo| note)?|理由)"
)
_CLAUSE_VERBS = re.compile(
    r"(?:に関する)?(?:条項)?を(?:必ず)?(?:契約(?:書)?に)?(?:必ず)?(?:入れ|設け|定め|盛り込|明記|含め|置か"
    r"|置く)(?!な[いく])"
    r"|条項が(?:必要|要)"
    r"|を?契約(?:書)?(?:で|に|において|により|上)、?[^。、]{0,12}(?:約さ|約する|義務付け"
    r"|定め(?!るところ|の|が)|明記|盛り込|規定(?!に))"
    r"|(?:must|shall|should|has to|have to) (?:contain|include|have|provide for)\b"
)
REQUEST = re.compile(
    r"稟議書|申請書|決裁書|伺い書|approval requests?|(?:each|every) request|requests? for approval"
    r"|business case"
    r"|what (?:a|the|your) (?:purchase )?requests? (?:says?|states?|contains?|needs?|must)"
)
_STATES = re.compile(
    r"記載|書く|書いて|明記|添付|添え|次の事項|中身|内容|記す|\bstate|include|contain|set out|attach"
)
_KEEPS = re.compile(r"保存|保管|retain|kept|\bkeep")


def read_quotes(clause: Clause) -> Iterator[QuoteRule]:
    """Read how many quotes are needed from which amount on, and the way round them."""
    text = clause.text
    if clause.cells:
        yield from read_row_quotes(clause)
        return
    in_context = _QUOTE_CONTEXT.search(text) or _QUOTE_CONTEXT.search(clause.context)
    if not in_context and _SINGLE.search(text) and _ALLOWS_SINGLE.search(text):
        in_context = _QUOTE_CONTEXT.search(fold_string(clause.section.text))
    if not in_context:
        return
    alone = _SINGLE.search(text)
    numbers = list(_HOW_MANY.finditer(text, 0, alone.start() if alone else len(text)))
    for match in numbers:
        one = _range_of(clause, match, is_only=len(numbers) == 1)
        yield QuoteRule(
            **placed(clause),
            **_span(one),
            quotes=read_small_count(match["number"] or match["english"] or match["last"]),
        )
    if alone:
        people = (one.text for one in clause.actors if one.start > alone.end() and one.kind != "unit")
        found = _PAPER.finditer(text, alone.start())
        papers = tuple(clause.quote(*paper.span("paper")) for paper in found)[:2]
        approver = next(people, None)
        yield QuoteRule(**placed(clause), single_source_papers=papers, single_source_approver=approver)


def _range_of(clause: Clause, match: re.Match[str], *, is_only: bool) -> MoneyRange | None:
    """Find the range that a number of quotes belongs to: the one before it, if the amounts come first."""
    found = [one for one in clause.ranges if not one.is_any]
    if is_only or not found:
        return found[0] if found else None
    first = _HOW_MANY.search(clause.text)
    if first is not None and first.start() < found[0].start:
        behind = [one for one in found if one.start >= match.end()]
        return behind[0] if behind else found[-1]
    before = [one for one in found if one.end <= match.start()]
    return before[-1] if before else found[0]


def read_contract_clauses(clause: Clause) -> Iterator[ContractClause]:
    """Read what contracts have to contain, and which contracts."""
    text = clause.text
    verb = _CLAUSE_VERBS.search(text)
    if verb is None or not re.search(r"契約|contract|agreement", f"{text} {clause.context}"):
        return
    condition, spans = _clause_spans(clause, verb)
    written = (
        quotes(clause, spans)
        if not clause.items
        else tuple(
            text
            for one in clause.items
            for text in quotes(one, [trim(one.text, one.body_start, len(one.text))])
        )
    )
    clauses = tuple(
        re.sub(r"(?:に関する|の)?条項と?$|(?:に関する|の)$|^(?:a|an|the) ", "", one) for one in written
    )
    cases, longer = _cases(clause, condition)
    length = length_of(longer) if longer else None
    named = tuple(one for one in clauses if one)
    if named:
        yield ContractClause(
            **placed(clause),
            clauses=named,
            when=cases,
            longer_than=length,
            longer_is_inclusive=longer is not None and longer.bound == "from",
        )


def _clause_spans(clause: Clause, verb: re.Match[str]) -> tuple[tuple[int, int], list[tuple[int, int]]]:
    """Find which contracts are meant, and what they must contain, on either side of the verb."""
    text = clause.text
    if text[verb.start()] in "msh":  # English: what must be contained comes behind
        return (clause.body_start, verb.start()), split_list(clause, verb.end(), len(text))
    topic = text.rfind("には", clause.body_start, verb.start())
    begin = topic + 2 if topic >= 0 else clause.body_start
    spans = split_list(clause, begin, verb.start(), small=False)
    return (clause.body_start, max(topic, clause.body_start)), spans


def read_memo(clause: Clause) -> Iterator[MemoContents]:
    """Read what an approval request has to state or have attached."""
    text = clause.text
    is_about = REQUEST.search(text) or REQUEST.search(clause.heading)
    if not is_about or clause.lead or _KEEPS.search(text) or EMERGENCY.search(text):
        return
    if clause.items:
        papers = tuple(one.quote(one.body_start, len(one.text)).rstrip("。.;") for one in clause.items)
        yield MemoContents(**placed(clause), papers=papers)
        return
    begin = clause.body_start
    if verb := re.search(r"(?:shall|must|should) (?:state|include|contain|set out)[: ]\s*", text):
        begin = verb.end()
    elif topic := re.search(r"(?:稟議書|申請書|決裁書)に?は、?", text):
        begin = topic.end()
    end = re.search(r"(?:を|が)?(?:記載|書|添付|添え|明記).*$", text[begin:])
    stretch = (begin, begin + end.start()) if end else (begin, len(text))
    papers = quotes(clause, split_list(clause, *stretch))
    if len(papers) >= 2 and (_STATES.search(text) or _STATES.search(clause.heading)):
        yield MemoContents(**placed(clause), papers=papers)


def _cases(clause: Clause, stretch: tuple[int, int]) -> tuple[tuple[RenewalCase, ...], Duration | None]:
    words = clause.text[slice(*stretch)]
    cases: list[RenewalCase] = []
    longer = next(
        (one for one in clause.durations if one.bound in ("over", "from") and one.start < max(stretch[1], 1)),
        None,
    )
    if longer is not None:
        cases.append("longer_than")
    if RENEWS.search(words):
        cases.append("auto_renewal")
    return tuple(cases) or ("always",), longer


def _span(one: MoneyRange | None) -> dict[str, object]:
    if one is None:
        return {}
    return {
        "from_jpy": one.low_jpy or 0,
        "from_is_inclusive": one.low_is_inclusive,
        "to_jpy": one.high_jpy,
        "to_is_inclusive": one.high_is_inclusive,
    }
