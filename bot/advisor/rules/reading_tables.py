"""Read a row of an authority table: its range of amounts, who decides, who has to agree, how many quotes.

A column says by its heading what it holds; in a matrix the officers are the headings and marks stand in the
cells. Tables of anything else are left to the readers of sentences.
"""

import re
from collections.abc import Iterator

from bot.advisor.amounts import find_amounts
from bot.advisor.rules.actors import find_actors
from bot.advisor.rules.clause import Cell, Clause
from bot.advisor.rules.lexicon import find_concepts
from bot.advisor.rules.phrasing import placed, quotes, split_list
from bot.advisor.rules.place import Scope, TaxBasis
from bot.advisor.rules.ranges import MoneyRange, join_ranges, tax_of
from bot.advisor.rules.spending import AmountSpan, ApprovalBand, Concurrence, QuoteRule
from knowledge.documents.folding import fold_string

_AMOUNT_HEAD = re.compile(r"金額|価額|予算|額|範囲|amount|value|limit|spend|threshold|commitment|up to")
_APPROVER_HEAD = re.compile(r"決裁|承認|専決|権限者|approv|authori[sz]|sign|decision|decides|delegat")
_AGREES_HEAD = re.compile(
    r"合議|協議|審議|審査|同意|レビュー|回議|concur|review|consult|endorse|co-?sign|counter-?sign|additional|second|joint|also|追加"
)
_REVIEWS = re.compile(r"審査|レビュー|review")
_QUOTES_HEAD = re.compile(r"見積|quot|\bbids?\b|offers?")
_KIND_HEAD = re.compile(r"区分|種別|種類|対象|項目|品目|件名|category|type|item|kind|subject")
_NOBODY = re.compile(r"(?:なし|無し?|不要|該当なし|[-ー―–—*/]+|none|n/?a|not (?:required|needed)|no)\.?")
_DECIDES_MARK = re.compile(r"[○◯◎●〇]|決裁?|承認|✓|x|approve[sd]?")
_AGREES_MARK = re.compile(r"[△▲]|合議|協議|審査|審議|c|concur\w*|review\w*")
_BARE = re.compile(r"\d[\d,.]*\s?(?:百万|千|万|億|million|thousand|[mk]\b)?(?![\d,.]*\s?(?:円|yen|jpy))")
_YEN_HEAD = re.compile(r"(?P<unit>百万|千|万|億)?円|jpy|yen|¥")
_NAMED = frozenset(("officer", "body"))


def read_row_bands(clause: Clause) -> Iterator[ApprovalBand]:
    """Read who decides on the amounts of a row."""
    span, approver = row_range(clause), _approver(clause)
    if span is None or not approver:
        return
    scope = _row_scope(clause)
    yield ApprovalBand(
        **_bounds(clause, span), approver=approver, scope=scope, tax=span.tax or tax_around(clause)
    )


def read_row_concurrences(clause: Clause) -> Iterator[Concurrence]:
    """Read who has to agree to, or review, the amounts of a row."""
    span = row_range(clause)
    if span is None:
        return
    for cell in clause.cells:
        marked = _mark(clause, cell, _AGREES_MARK)
        if not marked and not _AGREES_HEAD.search(cell.header):
            continue
        words = cell.header if marked else clause.text[cell.start : cell.end]
        names = (_header_name(cell),) if marked else _names(clause, cell)
        kind = "review" if _REVIEWS.search(f"{cell.header} {words}") else "concurrence"
        for name in names:
            scope = _row_scope(clause)
            yield Concurrence(**_bounds(clause, span), body=name, kind=kind, scope=scope)


def read_row_quotes(clause: Clause) -> Iterator[QuoteRule]:
    """Read how many quotes the amounts of a row need."""
    span = row_range(clause)
    for cell in clause.cells:
        number = re.search(r"\d+", clause.text[cell.start : cell.end])
        if span is not None and number and _QUOTES_HEAD.search(cell.header) and int(number[0]):
            yield QuoteRule(**_bounds(clause, span), quotes=int(number[0]))


def row_range(clause: Clause) -> MoneyRange | None:
    """Find the range of amounts of a row; None when no cell holds one."""
    named = [cell for cell in clause.cells if _AMOUNT_HEAD.search(cell.header)]
    for cell in (*named, *clause.cells):
        for one in _cell_ranges(clause, cell):
            if one.exact_jpy is None or one.is_rest:
                return one.model_copy(update={"start": cell.start, "end": cell.end})
    return None


def tax_around(clause: Clause) -> TaxBasis | None:
    """Find the tax basis that the headings of the columns or the lead-in name."""
    words = f"{clause.columns} {clause.lead}"
    return tax_of(words)


def _cell_ranges(clause: Clause, cell: Cell) -> tuple[MoneyRange, ...]:
    text = clause.text[cell.start : cell.end]
    found = join_ranges(text, find_amounts(text))
    unit = _YEN_HEAD.search(cell.header)
    if found or unit is None:
        return found
    written = _BARE.sub(lambda match: f"{match[0].rstrip()}{unit['unit'] or ''}円", text)
    return join_ranges(written, find_amounts(written))


def _approver(clause: Clause) -> str:
    for cell in clause.cells:
        head = cell.header
        if _APPROVER_HEAD.search(head) and not (_AMOUNT_HEAD.search(head) or _AGREES_HEAD.search(head)):
            names = _names(clause, cell)
            if names:
                return names[0] if len(names) == 1 else clause.quote(cell.start, cell.end)
    marked = [cell for cell in clause.cells if _mark(clause, cell, _DECIDES_MARK)]
    if marked:
        return _header_name(marked[-1])
    others = [cell for cell in clause.cells if not _AGREES_HEAD.search(cell.header)]
    is_authority = _APPROVER_HEAD.search(clause.context)
    found = [one for cell in others for one in _actors(clause, cell)] if is_authority else []
    return found[0] if found else ""


def _actors(clause: Clause, cell: Cell) -> list[str]:
    text = clause.text[cell.start : cell.end]
    written = clause.quote(cell.start, cell.end)
    return [one.text for one in find_actors(text, written) if one.kind in _NAMED]


def _names(clause: Clause, cell: Cell) -> tuple[str, ...]:
    """List the names in a cell; a cell may hold any title, not only one that looks like one."""
    spans = split_list(clause, cell.start, cell.end)
    return tuple(one for one in quotes(clause, spans) if not _NOBODY.fullmatch(fold_string(one)))


def _mark(clause: Clause, cell: Cell, marks: re.Pattern[str]) -> bool:
    """Tell whether a cell below an officer's or a body's name holds a mark and nothing else."""
    return bool(marks.fullmatch(clause.text[cell.start : cell.end])) and bool(
        find_actors(cell.header, cell.header)
    )


def _header_name(cell: Cell) -> str:
    return cell.written


def _row_scope(clause: Clause) -> Scope:
    for cell in clause.cells:
        kinds = find_concepts(clause.text[cell.start : cell.end], "kind")
        if kinds and _KIND_HEAD.search(cell.header):
            return Scope(text=clause.quote(cell.start, cell.end), kinds=kinds)
    return Scope()


def _bounds(clause: Clause, span: MoneyRange) -> dict[str, object]:
    place = placed(clause)
    bounds = AmountSpan(
        **place,
        from_jpy=span.low_jpy or 0,
        from_is_inclusive=span.low_is_inclusive or span.low_jpy is None,
        to_jpy=span.high_jpy,
        to_is_inclusive=span.high_is_inclusive,
    )
    return bounds.model_dump(exclude={"changed_by"})
