"""Read the scale of information classes, and what belongs to which: in sentences, lists and tables."""

import re
from collections.abc import Iterator

from bot.advisor.rules.clause import Clause
from bot.advisor.rules.conduct import Classification, ClassScale
from bot.advisor.rules.lexicon import make_term
from bot.advisor.rules.phrasing import ANNOUNCES, COUNT_WORDS, placed, quotes, split_list
from bot.advisor.rules.place import Term
from knowledge.documents.folding import fold_string

_SCALE_CONTEXT = re.compile(
    r"区分|分類|等級|格付|機密レベル|重要度|classif|class(?:es)?\b|級別|labell?(?:ed|s)?\b"
)
_LABELS = re.compile(
    r"(?:[^。]*?は、?)?(?P<labels>[^はをに。]+?)の(?:[一二三四五六七八九十\d]{1,2})(?:つ|個|区分|種類?|段階"
    r"|等級|分類|級|ランク|レベル)"
    r"|.*?(?:classified|labell?ed|graded|marked) (?:as |into |one of )?(?P<english>[a-z, ]+?)(?:\.|$)"
)
_QUOTED = re.compile(r"[「『\"“](?P<name>[^「」『』\"“”]{1,20})[」』\"”]")
_CLASS_ITEM = re.compile(r"[「\"“]?(?P<label>[^:「」、。|]{1,14}?)[」\"”]?\s*:\s*(?P<contents>.{2,})")
_CLASS_SENTENCE = re.compile(
    r"(?:[a-z]{3,14}|[\u3400-\u9fff]{1,6}|[a-z]):\s*\S"
)  # "Restricted: personal data."
_EXAMPLES = re.compile(r"例|内容|情報|対象|example|content|description|includes|data")
_STATED = re.compile(
    r"の?(?P<count>[一二三四五六七八九十\d]{1,2})\s?(?:つ|区分|種|段階|点|等級|分類|級|ランク|レベル)"
    r"|(?P<english>two"
    r"|three|four|five|six)"
)
_CLASSIFIES = re.compile(
    r"(?P<contents>[^。]+?)(?:は|を)、?[「『]?(?P<label>[^はを、。「」『』]{1,8}?)[」』]?"
    r"(?:(?:とする|に(?:区分|分類)(?:する|される)|に(?:属する|当たる|該当する)|です)?。?$"
    r"|(?:とし|に(?:区分|分類)し|に(?:属し|当たり))、(?:また、?)?)"
    r"|(?P<items>.+?) (?:are|is) (?:classified as|treated as) (?P<class>[a-z]+)"
)
# A class whose contents a list gives: 「Sに該当する情報は、次のとおりとする」.
_CLASS_LEAD = re.compile(
    r"(?:区分)?[「『]?(?P<label>[^「」『』、。はにの\u3041-\u3096]{1,8})[」』]?"
    r"(?:に(?:該当|分類|区分|属)(?:する|される)(?:情報|もの)?|の(?:情報|もの))?(?:は|とは)、?(?:次|以下|下記)"
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
    is_listed = is_listed or _CLASS_SENTENCE.match(clause.text, clause.body_start)
    if is_listed or clause.cells:
        if listed := _listed_class(clause):
            yield listed
        if listed or clause.lead or clause.cells:
            return
    announced = _CLASS_LEAD.match(clause.text, clause.body_start)
    if announced and clause.items and (contents := _items_of(clause)):
        yield Classification(
            **placed(clause), label=clause.quote(*announced.span("label")), contents=contents
        )
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
        return _items_of(clause)
    return tuple(make_term(one) for one in quotes(clause, split_list(clause, *span)))


def _items_of(clause: Clause) -> tuple[Term, ...]:
    listed = (quotes(one, split_list(one, one.body_start, len(one.text))) for one in clause.items)
    return tuple(make_term(text) for texts in listed for text in texts)


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
        named = f"{clause.lead} {fold_string(clause.section.text)[:120]}"
        if match is None or (clause.lead and match["label"] not in named):
            return None
        label, contents = match.span("label"), match.span("contents")
    terms = tuple(make_term(one) for one in quotes(clause, split_list(clause, *contents)))
    written = clause.quote(*label)
    return Classification(**placed(clause), label=written, contents=terms) if terms and written else None


def _stated(match: re.Match[str]) -> int | None:
    written = match["count"] or match["english"]
    return int(written) if written.isdigit() else COUNT_WORDS.get(written)
