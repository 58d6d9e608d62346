"""Tie the items of a list and the rows of a table to what introduces them: a sentence, columns, a heading."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.advisor.rules.clause import Cell, Clause, bare_clauses
from bot.advisor.rules.surroundings import Surroundings
from knowledge.documents.document import Section
from knowledge.documents.folding import fold_string

_NO_SURROUNDINGS = Surroundings()
_DITTO = re.compile(r"[〃々″仝]|\"|''|同上?|\(?同上\)?|ditto|same as above")
_OPENS_LIST = re.compile(
    r"[:：]\s*$|次の(?:各号|事項|とおり|通り|区分|表|条件|書類|もの|者|場合|要件|基準"
    r"|[一二三四五六七八九十\d]+)"
    r"|(?:次|以下|下記)(?:を|が|に(?:該当|当たる))|(?:次|以下|下記)の[①(1一イ].{0,3}から|(?:次|以下"
    r"|下記)の[\u3400-\u9fffァ-ヶー]{1,8}(?:は|を|に|が|について|の)"
    r"|次に(?:掲げ|定め|よる|より|従)|以下の(?:とおり|通り|事項|条件|表|項目|書類)|下記|別表|as follows"
    r"|(?:the )?following\b"
)
# Headings that tell what the items below them are.
_HEADING_LEADS = (
    (
        re.compile(
            r"(?:.{0,12}(?:してはいけない|やってはいけない|してはならない|できない)(?:こと|事項|行為|使い方)?"
            r"|禁止(?:する|される|の)?(?:用途|使い方|利用|事項|行為|こと)?|(?:.{0,8}の)?ng(?:行為|集|例|事項)?)"
        ),
        "次の行為を禁止する。",
    ),
    (
        re.compile(
            r"(?:.{0,12}(?:してよい|やってよい|してもよい|できる)(?:こと|事項|行為|使い方)"
            r"|(?:.{0,8}の)?ok(?:行為|集|例|事項)?)"
        ),
        "次の行為を認める。",
    ),
    (
        re.compile(
            r"(?:the )?don'?ts?|do not|never|not allowed|off.?limits|prohibited(?: (?:uses?|conduct|acts?))?"
            r"|what (?:you|we|staff|employees) (?:must|may|can)(?: not|not)(?: do)?|you (?:must|may"
            r"|can)(?: not|not)"
        ),
        "do not:",
    ),
    (
        re.compile(
            r"allowed|permitted(?: uses?)?|what (?:you|we|staff|employees) (?:may|can)(?: do)?|you (?:may"
            r"|can)"
        ),
        "you may:",
    ),
    (
        re.compile(r"(?:the )?do'?s?|always|what (?:you|we|staff|employees) must(?: do)?|you must"),
        "you must:",
    ),
)


def split_clauses(
    document: str, title: str, section: Section, surroundings: Surroundings = _NO_SURROUNDINGS
) -> tuple[Clause, ...]:
    """Split a section into its sentences, items and rows, in reading order, lists tied to their lead-in."""
    bare = bare_clauses(document, title, section, surroundings)
    return tuple(_tie_lists(_tie_rows(bare), heading_lead(fold_string(section.heading))))


def heading_lead(heading: str) -> str:
    """Give the lead-in that a folded heading stands for: "Don't" is "do not:"; empty for most."""
    for pattern, lead in _HEADING_LEADS:
        if pattern.fullmatch(heading):
            return lead
    return ""


def _tie_rows(clauses: list[Clause]) -> Iterator[Clause]:
    """Give the rows of a table the headings of their columns; the heading row itself is dropped."""
    header: list[tuple[str, str]] = []  # folded and as written
    row: tuple[Cell, ...] = ()
    for clause in clauses:
        spans = _cell_spans(clause.text)
        if len(spans) < 2:
            header, row = [], ()
            yield clause
            continue
        if all(re.fullmatch(r"[-: ]*", clause.text[first:last]) for first, last in spans):
            continue
        fitting = _fit(spans, len(header))
        if not header or len(fitting) > len(header):
            inner = _fit(spans, len(spans) - 2)
            header = [(clause.text[first:last], clause.quote(first, last)) for first, last in inner]
            continue
        bare = [Cell(*head, *span) for head, span in zip(header, fitting, strict=False)]
        row = _carried_down(clause, bare, row)
        yield replace(clause, cells=row, marker="row", body_start=0)


def _carried_down(clause: Clause, cells: list[Cell], last: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Let ditto marks, and an empty first cell, stand for what the row above has there."""
    carried = []
    for number, cell in enumerate(cells):
        text = clause.text[cell.start : cell.end]
        is_same = _DITTO.fullmatch(text) is not None or (number == 0 and not text)
        above = last[number].stands_for if is_same and number < len(last) else ""
        carried.append(replace(cell, stands_for=above or clause.quote(cell.start, cell.end)))
    return tuple(carried)


def _cell_spans(text: str) -> list[tuple[int, int]]:
    mark = "|" if "|" in text else "\t" if "\t" in text else ""
    if not mark:
        return []
    spans, position = [], 0
    for part in text.split(mark):
        inner = part.strip()
        start = position + len(part) - len(part.lstrip())
        spans.append((start, start + len(inner)))
        position += len(part) + 1
    return spans


def _fit(spans: list[tuple[int, int]], width: int) -> list[tuple[int, int]]:
    """Take off the empty ends that outer marks leave, as far as there are more cells than columns."""
    fitting = list(spans)
    if len(fitting) > max(width, 1) and fitting[-1][0] == fitting[-1][1]:
        fitting.pop()
    if len(fitting) > max(width, 1) and fitting[0][0] == fitting[0][1]:
        fitting.pop(0)
    return fitting


def _tie_lists(clauses: Iterator[Clause], headed: str) -> Iterator[Clause]:
    """Tie items and rows to the sentence that introduces them, or to what their heading says."""
    lead: Clause | None = None
    items: list[Clause] = []
    above = headed  # a sentence right above bullets, though it does not announce them
    for clause in clauses:
        is_row = clause.marker == "row"
        if lead and (is_row or (clause.marker and clause.marker != lead.marker)):
            items.append(replace(clause, lead=lead.text[lead.body_start :]))
            continue
        if lead:
            yield from _close_list(lead, items)
        lead, items = (clause, []) if _OPENS_LIST.search(clause.text) else (None, [])
        if lead is not None:
            above = ""
        elif clause.marker == "bullet" or is_row or (clause.marker and headed and above == headed):
            yield replace(clause, lead=above) if above else clause
        else:
            above = clause.text[clause.body_start :] if clause.text.endswith(("。", ".")) else ""
            yield clause
    if lead:
        yield from _close_list(lead, items)


def _close_list(lead: Clause, items: list[Clause]) -> Iterator[Clause]:
    yield replace(lead, items=tuple(items))
    yield from items
