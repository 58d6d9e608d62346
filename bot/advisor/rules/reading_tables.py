"""Read a row of an authority table: its range of amounts, who decides, who has to agree, how many quotes.

A column says by its heading what it holds; in a matrix the officers are the headings and marks stand in the
cells. Tables of anything else are left to the readers of sentences.
"""

import re
from collections.abc import Iterator

from bot.advisor.amounts import find_amounts
from bot.advisor.rules.actors import find_actors
from bot.advisor.rules.clause import Cell, Clause
from bot.advisor.rules.phrasing import placed, quotes, split_list
from bot.advisor.rules.place import Place, Scope, TaxBasis
from bot.advisor.rules.ranges import MoneyRange, join_ranges, tax_of
from bot.advisor.rules.spending import AmountSpan, ApprovalBand, Concurrence, QuoteRule
from bot.advisor.rules.surroundings import Annex
from knowledge.documents.folding import fold_string

_AMOUNT_HEAD = re.compile(r"金額|価額|予算|額|範囲|amount|value|limit|spend|threshold|commitment|up to")
_APPROVER_HEAD = re.compile(r"決裁|承認|専決|権限者|approv|authori[sz]|sign|decision|decides|delegat")
_AGREES_HEAD = re.compile(
    r"合議|協議|審議|審査|同意|レビュー|回議|concur|review|consult|endorse|co-?sign|counter-?sign|additional|second|joint|also|追加"
)
_REVIEWS = re.compile(r"審査|レビュー|review")
_QUOTES_HEAD = re.compile(r"見積|quot|\bbids?\b|offers?")
_KIND_HEAD = re.compile(r"区分|種別|種類|対象|項目|品目|件名|事項|案件|category|type|item|kind|subject")
# What a cell on kinds may name that the lexicon does not know: then the row holds for that alone.
_NAMES_ITEM = re.compile(r".*[\u3041-\u9fff].{2,}|[a-z].{4,}")
_ANYTHING = re.compile(
    r"一般|その他|上記以外|すべて|全て|全般|共通|^(?:支出|購入|購買|契約|物品|経費|費用|調達)(?:の?(?:支出|購入|決裁|契約))?$"
    r"|\b(?:all|any|general|other|every)\b|^(?:small|medium|large|minor|major|standard|low|high)\b|[小中大高低]額|[小大]口"
)
_NOBODY = re.compile(r"(?:なし|無し?|不要|該当なし|[-ー―–—*/]+|none|n/?a|not (?:required|needed)|no)\.?")
_DECIDES_MARK = re.compile(r"[○◯◎●〇]|決裁?|専決|承認|✓|x|approve[sd]?")
_AGREES_MARK = re.compile(r"[△▲]|合議|協議|審査|審議|c|concur\w*|review\w*")
_BARE = re.compile(r"\d[\d,.]*\s?(?:百万|千|万|億|million|thousand|[mk]\b)?(?![\d,.]*\s?(?:円|yen|jpy))")
_MONEY_HEAD = re.compile(
    r"(?P<unit>百万|千|万|億)?円|jpy|yen|¥"
    r"|(?P<usd>us\$|\busd\b|米?ドル|\$)|(?P<eur>€|\beur\b|ユーロ)|(?P<gbp>£|\bgbp\b|ポンド)"
)
_NAMED = frozenset(("officer", "body"))


def read_row_bands(clause: Clause) -> Iterator[ApprovalBand]:
    """Read who decides on the amounts of a row."""
    if officers := _officer_cells(clause):
        yield from _bands_by_officer(clause, officers)
        return
    span, approver = row_range(clause), _approver(clause)
    if span is None or not approver:
        return
    scope, binding = _row_scope(clause)
    yield ApprovalBand(
        **_bounds(clause, span),
        approver=approver,
        scope=scope,
        bound_by=binding,
        tax=span.tax or tax_around(clause),
    )


def _officer_cells(clause: Clause) -> list[tuple[Cell, MoneyRange]]:
    """List the cells that hold an amount below an officer's name; none where a column holds the range."""
    found: list[tuple[Cell, MoneyRange]] = []
    for cell in clause.cells:
        is_officer = any(one.kind in _NAMED for one in find_actors(cell.header, cell.header))
        if is_officer and not _AGREES_HEAD.search(cell.header):
            found.extend((cell, one) for one in _cell_ranges(clause, cell)[:1] if one.exact_jpy is None)
    return found if len(found) > 1 or (found and _is_only_range(clause, found[0][0])) else []


def _is_only_range(clause: Clause, cell: Cell) -> bool:
    return all(one is cell or not _cell_ranges(clause, one) for one in clause.cells)


def _bands_by_officer(clause: Clause, officers: list[tuple[Cell, MoneyRange]]) -> Iterator[ApprovalBand]:
    """Read a row whose columns are officers: each up to the amount in its cell, the last above it."""
    scope, binding = _row_scope(clause)
    floor: tuple[int, bool] = (0, True)
    for cell, one in officers:
        low = (one.low_jpy, one.low_is_inclusive) if one.low_jpy is not None else floor
        yield ApprovalBand(
            **placed(clause, cell.start, cell.end),
            from_jpy=low[0],
            from_is_inclusive=low[1],
            to_jpy=one.high_jpy,
            to_is_inclusive=one.high_is_inclusive,
            approver=_header_name(cell),
            scope=scope,
            bound_by=binding,
            tax=one.tax or tax_around(clause),
        )
        if one.high_jpy is not None:
            floor = (one.high_jpy, not one.high_is_inclusive)


def read_row_concurrences(clause: Clause) -> Iterator[Concurrence]:
    """Read who has to agree to, or review, the amounts of a row."""
    span = row_range(clause) or _any_amount(clause)
    if span is None:
        return
    for cell in clause.cells:
        marked = _mark(clause, cell, _AGREES_MARK)
        if not marked and not _AGREES_HEAD.search(cell.header):
            continue
        words = cell.header if marked else clause.text[cell.start : cell.end]
        names = (_header_name(cell),) if marked else _names(clause, cell)
        kind = "review" if _REVIEWS.search(f"{cell.header} {words}") else "concurrence"
        scope, binding = _row_scope(clause)
        for name in names:
            yield Concurrence(**_bounds(clause, span), body=name, kind=kind, scope=scope, bound_by=binding)


def read_row_quotes(clause: Clause) -> Iterator[QuoteRule]:
    """Read how many quotes the amounts of a row need."""
    span = row_range(clause)
    for cell in clause.cells:
        number = re.search(r"\d+", clause.text[cell.start : cell.end])
        if span is not None and number and _QUOTES_HEAD.search(cell.header) and int(number[0]):
            scope, binding = _row_scope(clause)
            yield QuoteRule(**_bounds(clause, span), quotes=int(number[0]), scope=scope, bound_by=binding)


def row_range(clause: Clause) -> MoneyRange | None:
    """Find the range of amounts of a row; None when no cell holds one."""
    named = [cell for cell in clause.cells if _AMOUNT_HEAD.search(cell.header)]
    for cell in (*named, *clause.cells):
        for one in _cell_ranges(clause, cell):
            if one.exact_jpy is None or one.is_rest:
                return one.model_copy(update={"start": cell.start, "end": cell.end})
    return None


def _any_amount(clause: Clause) -> MoneyRange | None:
    """Take a row without a sum as one for any amount, where its table is on what needs whose agreement."""
    kinds = [cell for cell in clause.cells if _KIND_HEAD.search(cell.header)]
    agreeing = [cell for cell in clause.cells if _AGREES_HEAD.search(cell.header)]
    names = any(_names(clause, cell) for cell in agreeing)
    return MoneyRange(start=0, end=len(clause.text), is_any=True) if kinds and names else None


def tax_around(clause: Clause) -> TaxBasis | None:
    """Find the tax basis that the headings of the columns or the lead-in name."""
    words = f"{clause.columns} {clause.lead}"
    return tax_of(words)


def _cell_ranges(clause: Clause, cell: Cell) -> tuple[MoneyRange, ...]:
    text = clause.text[cell.start : cell.end]
    found = join_ranges(text, find_amounts(text))
    head = _MONEY_HEAD.search(cell.header)
    if found or head is None:
        return found
    foreign = next((f" {name}" for name in ("usd", "eur", "gbp") if head[name]), "")
    unit = foreign or f"{head['unit'] or ''}円"
    written = _BARE.sub(lambda match: f"{match[0].rstrip()}{unit}", text)
    return join_ranges(written, find_amounts(written))


def _approver(clause: Clause) -> str:
    for cell in clause.cells:
        head = cell.header
        if _APPROVER_HEAD.search(head) and not (_AMOUNT_HEAD.search(head) or _AGREES_HEAD.search(head)):
            names = _names(clause, cell)
            if names:
                return names[0] if len(names) == 1 else clause.quote(cell.start, cell.end)
    marked = [cell for cell in clause.cells if _mark(clause, cell, _DECIDES_MARK)]
    if marked:  # where both stand, ◎ decides and ○ only passes it on
        last = [cell for cell in marked if clause.text[cell.start : cell.end] in ("◎", "●", "決", "決裁")]
        return _header_name((last or marked)[-1])
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


def _row_scope(clause: Clause) -> tuple[Scope, tuple[Place, ...]]:
    """Bind a row to what its cell on kinds names, else to what its annex is for."""
    for cell in clause.cells:
        written = cell.stands_for or clause.quote(cell.start, cell.end)
        folded = fold_string(written)
        if not _KIND_HEAD.search(cell.header) or not folded:
            continue
        if kinds := clause.surroundings.concepts_in(folded, "kind"):
            return Scope(text=written, kinds=kinds), ()
        if _NAMES_ITEM.fullmatch(folded) and not _ANYTHING.search(folded):
            return Scope(text=written), ()
    annex = clause.surroundings.annex_in(fold_string(clause.section.locator))
    return annex_scope(annex)


def annex_scope(annex: Annex | None) -> tuple[Scope, tuple[Place, ...]]:
    """Give what an annex is for, and the clause that says so."""
    if annex is None:
        return Scope(), ()
    return annex.scope, (annex.place,) if annex.place else ()


def _bounds(clause: Clause, span: MoneyRange) -> dict[str, object]:
    place = placed(clause)
    bounds = AmountSpan(
        **place,
        from_jpy=span.low_jpy or 0,
        from_is_inclusive=span.low_is_inclusive or span.low_jpy is None,
        to_jpy=span.high_jpy,
        to_is_inclusive=span.high_is_inclusive,
    )
    return bounds.model_dump(exclude={"changed_by", "bound_by"})
