"""Read rules that marks give: ○ × △ in a table of data and places, 【NG】 in front of an item.

Guidelines for everybody like these forms. A ○ alone is a bullet like any other; it counts beside a ×.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from bot.advisor.rules.clause import Cell, Clause
from bot.advisor.rules.conduct import Permission, Prohibition
from bot.advisor.rules.lexicon import find_first
from bot.advisor.rules.phrasing import placed
from bot.advisor.rules.place import Term
from bot.advisor.rules.reading_parties import Parties, read_parties, terms_in
from knowledge.documents.folding import fold_string

Mark = Literal["forbidden", "allowed", "asked"]

_FORBIDDEN = (
    r"×|✕|✖|❌|ng|禁止|不可|だめ|ダメ|no|never|don'?t|do not|must not|not allowed|prohibited|forbidden"
)
_ALLOWED = r"[○◯〇◎✓✔✅]|ok|可能?|yes|allowed|permitted|fine"
_ASKED = (
    r"[△▲]|要(?:相談|承認|確認|申請|許可|届出?)|条件付き?(?:可)?"
    r"|ask first|with approval|conditional(?:ly)?|case by case"
)
_MARKS: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    ("forbidden", re.compile(rf"(?:{_FORBIDDEN})(?![a-z])")),
    ("asked", re.compile(rf"(?:{_ASKED})(?![a-z])")),
    ("allowed", re.compile(rf"(?:{_ALLOWED})(?![a-z])")),
)
_ITEM_MARKS: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    (
        "forbidden",
        re.compile(r"(?:[【\[(「](?:ng|×|禁止|不可|だめ|ダメ)[】\])」]|(?:×|✕|✖|❌)|ng\s*[::])\s*[::]?\s*"),
    ),
    (
        "asked",
        re.compile(
            r"(?:[【\[(「](?:△|要相談|要承認|要確認|条件付き?)[】\])」]|[△▲]|要相談\s*[::])\s*[::]?\s*"
        ),
    ),
    ("allowed", re.compile(r"(?:[【\[(「](?:ok|○|◯|〇|可)[】\])」]|[○◯〇✓✔✅]|ok\s*[::])\s*[::]?\s*")),
)
_WITH_EXAMPLES = re.compile(r"(?P<name>[^()（）]{1,24})[(（](?P<examples>[^()（）]{2,80})[)）]")
_CELL_NO = re.compile(
    r"禁止|不可|でき(?:ない|ません)|なら(?:ない|ぬ)|いけ(?:ない|ません)|\b(?:not|never|prohibited"
    r"|forbidden)\b"
)
_CELL_ASK = re.compile(
    r"(?:了解|承認|許可|同意|認め|確認|申請)[^。]{0,14}(?:れば|場合|のみ|とき|だけ|限り|うえ|上で)|に限り"
    r"|のみ|だけ"
    r"|\b(?:if|only|with|after|subject to)\b"
)
_CELL_YES = re.compile(
    r"(?:可|よい|いい|できる|できます|自由)[。.]?$|\b(?:may|allowed|permitted|freely|ok)\b"
)
_CROSSES = re.compile(r"[×✕✖❌△▲]|【?(?:ng|要相談)")
_BRACKETED = re.compile(r"[(（](?P<what>[^()（）]{2,60})[)）]")
_APPROVES = re.compile(r"承認|許可|相談|確認|同意|了承|approv|consent|permission|agree|ask")
_VERB_END = re.compile(r"(?:する|行う)?(?:こと|行為)?。?$")


def read_marked(clause: Clause) -> tuple[Prohibition | Permission, ...]:
    """Read a table's row or a list's item that a mark allows, forbids or makes depend on somebody."""
    return tuple(_read_row(clause)) if clause.cells else tuple(_read_item(clause))


def _read_row(clause: Clause) -> Iterator[Prohibition | Permission]:
    places = [(cell, place) for cell in clause.cells if (place := _destination(clause, cell))]
    what = next((cell for cell in clause.cells if not _destination(clause, cell)), None)
    if what is None or not places:
        return
    objects = _named_with_examples(clause, what)
    for cell, place in places:
        mark = _mark_of(clause.text[cell.start : cell.end]) or _last_word(clause.text[cell.start : cell.end])
        if mark is not None and objects:
            parties = Parties(place, objects, (), ("input",))
            yield build_marked(clause, mark, parties, (cell.start, cell.end))


def _named_with_examples(clause: Clause, cell: Cell) -> tuple[Term, ...]:
    """Read 「技術秘（図面、加工条件）」 as the name and each of the examples."""
    match = _WITH_EXAMPLES.fullmatch(clause.text, cell.start, cell.end)
    if match is None:
        return terms_in(clause, cell.start, cell.end)
    return (*terms_in(clause, *match.span("name")), *terms_in(clause, *match.span("examples")))


def _last_word(text: str) -> Mark | None:
    """Tell what a cell's sentence comes to: 「課長の了解を得れば入力可」 depends on somebody."""
    if _CELL_NO.search(text):
        return "forbidden"
    if _CELL_ASK.search(text):
        return "asked"
    return "allowed" if _CELL_YES.search(text) else None


def _destination(clause: Clause, cell: Cell) -> Term | None:
    """Give the destination that a column's heading names."""
    own = clause.surroundings.destination_in(cell.header)
    found = own or find_first(cell.header, "destination")
    return Term(text=cell.written, concepts=(found[0],)) if found else None


def _mark_of(text: str) -> Mark | None:
    return next((mark for mark, pattern in _MARKS if pattern.match(text.strip())), None)


def _read_item(clause: Clause) -> Iterator[Prohibition | Permission]:
    for mark, pattern in _ITEM_MARKS:
        match = _item_mark(clause, pattern)
        if match is None:
            continue
        if mark == "allowed" and not _CROSSES.search(fold_string(clause.section.text)):
            return
        body = replace(clause, body_start=match.end(), lead="")
        bracket = _BRACKETED.search(clause.text, match.end())
        end = bracket.start() if bracket else len(clause.text)
        parties = read_parties(body, verb_of(clause.text, match.end(), end))
        if parties.objects:
            yield build_marked(body, mark, parties, bracket.span("what") if bracket else (end, end))
        return


def _item_mark(clause: Clause, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Find a mark behind the item's bullet, or the mark that was taken for one."""
    return pattern.match(clause.text, clause.body_start) or pattern.match(clause.text)


def verb_of(text: str, start: int, end: int) -> int:
    """Find where the verb of a bare act begins: behind its last を, or at the start of an English one."""
    if re.match(r"[a-z]", text[start:]):
        return start
    particle = text.rfind("を", start, end)
    tail = _VERB_END.search(text[start:end])
    return particle + 1 if particle >= 0 else start + tail.start() if tail else end


def build_marked(
    clause: Clause, mark: Mark, parties: Parties, told: tuple[int, int]
) -> Prohibition | Permission:
    """Build what a mark says of a matter; `told` is where a condition or who is to be asked stands."""
    act = clause.quote(clause.body_start, len(clause.text))
    shared = {
        "act": act,
        "acts": parties.acts,
        "objects": parties.objects,
        "destination": parties.destination,
    }
    if mark == "forbidden":
        return Prohibition.model_validate({**placed(clause), **shared, "actors": parties.actors})
    condition = clause.quote(*told) if mark == "asked" else ""
    inside = [one for one in clause.actors if told[0] <= one.start < told[1]]
    approver = next((one.text for one in inside if _APPROVES.search(clause.text[slice(*told)])), None)
    leave = {"approver": approver, "conditions": (condition,) if condition and not approver else ()}
    return Permission.model_validate(
        {**placed(clause), **shared, **leave, "actors": _others(parties, approver)}
    )


def _others(parties: Parties, approver: str | None) -> tuple[str, ...]:
    return tuple(one for one in parties.actors if one != approver)
