"""Read the words around a quantity that make it a bound: 未満, 以下, 以上, を超える, under, at least.

Shared by `amounts` and `durations`, which find the quantities themselves. Works on folded text.
"""

import re
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

Bound = Literal["under", "up_to", "from", "over"]


class Quantity(BaseModel):
    """Something counted, where it stands in the text, and whether it is meant as a bound.

    `start` and `end` hold the quantity itself (「50万円」), `phrase_start` and `phrase_end` also the words
    that bind it (「税抜50万円未満」); all in the original text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    phrase_start: int = Field(ge=0)
    phrase_end: int = Field(ge=1)
    bound: Bound | None = None
    is_approximate: bool = False


class Binding(NamedTuple):
    """What stands before or after a quantity: its bound, and how far the words reach."""

    bound: Bound | None
    is_approximate: bool
    position: int


_APPROXIMATE_AFTER = (
    r"(?:程度|ほど|くらい|ぐらい|前後|あたり|そこそこ|見当|弱|強(?![いめ化])|余り?|位(?!置)|or so\b)"
)
# "over 400,000 and up to 2 million": the words before the next sum belong to that one.
_NO_SUM = r"(?! (?:to\b|(?:and\b|[a-z]{1,3} ?)?[¥$€]?\d))"
_AFTER: tuple[tuple[Bound, str], ...] = (
    ("up_to", r"(?:を|は)?超え(?:ない|ず|ぬ|ては(?:なら|いけ))|(?:を|は)?上回ら(?:ない|ず|ぬ)"),
    ("from", r"(?:を|は)?下回ら(?:ない|ず|ぬ)"),
    ("under", r"未満|に満たな|に達しな|(?:を|は)?下回|より(?:少な|安|低|小さ|短)|を切"),
    ("up_to", r"以下|以内|いない|まで|迄|(?:が|を)?上限|(?:を|が)?限度|マックス|max\b|以前"),
    ("from", r"以上|から|より上|(?:を|が)下限|以降"),
    ("over", r"(?:を|は|も)?(?:超え?|越え)(?:て|た(?!ら)|る)?|(?:を|は)?上回|オーバー|より(?:多|高|大き|長)"),
    ("up_to", r" ?or (?:less|below|under|fewer|shorter|lower)\b"),
    ("up_to", rf" ?(?:and|or) (?:below|under)\b{_NO_SUM}| ?at most\b| ?max(?:imum)?\b"),
    ("from", r" ?or (?:more|above|over|longer|higher|greater)\b"),
    ("from", rf" ?and (?:above|over|up|more)\b{_NO_SUM}| ?at least\b| ?minimum\b|\+"),
)
_BEFORE: tuple[tuple[Bound, str], ...] = (
    ("under", r"(?:up to|to) but (?:not including|excluding)|but less than"),
    ("up_to", r"(?:no|not) (?:more|greater|higher|longer|later) than"),
    ("up_to", r"(?:not|never) (?:to )?(?:exceed|exceeding|be more than|surpass)|not (?:over|above)"),
    ("from", r"(?:no|not) (?:less|fewer|lower|shorter|smaller) than|not (?:under|below)"),
    ("up_to", r"up to(?: and including)?|at most|max(?:imum|\.)?(?: of| is|:)?|within|until"),
    ("up_to", r"capped at|cap of|limit(?:ed)? (?:of|to|is)"),
    ("up_to", r"上限(?:は|が|額は?|を|:)?|最(?:大|長)(?:で|でも)?|せいぜい|(?:多|長|遅|高)くとも"),
    ("from", r"at least|(?:a )?minimum of|min\.?|from|starting (?:at|from)|beginning at|between"),
    ("from", r"最低(?:で|でも|限)?|最短(?:で|でも)?|下限(?:は|が|額は?|を|:)?|(?:少な|短)くとも"),
    ("under", r"under|below|(?:less|fewer|lower|shorter|smaller|cheaper) than"),
    ("over", r"over|above|exceed(?:s|ing|ed)?|in excess of|beyond"),
    ("over", r"(?:more|greater|higher|longer|larger) than"),
)
_APPROXIMATE_BEFORE = (
    r"(?:約|およそ|おおよそ|おおむね|概ね|ざっと|だいたい|大体|ほぼ|~"
    r"|about|around|approx\.|approximately|roughly|some|circa)"
)
_AMONG = (
    r"(?:(?:a |the )?(?:total|sum|amount|value|budget|period|term)s? (?:of )?|an? |jpy "
    r"|合計で?|総額で?|契約額で?)?"
)
_AFTER_PATTERNS = tuple((bound, re.compile(pattern)) for bound, pattern in _AFTER)
_BEFORE_PATTERNS = tuple((bound, re.compile(rf"(?:{pattern})\s*{_AMONG}$")) for bound, pattern in _BEFORE)
_APPROXIMATELY_AFTER = re.compile(rf"\s?{_APPROXIMATE_AFTER}")
_APPROXIMATELY_BEFORE = re.compile(rf"{_APPROXIMATE_BEFORE}\s*$")
_LATIN_END = re.compile(r"[a-z]")
_REACH = 40


def read_bound_after(folded: str, position: int) -> Binding:
    """Read the bound that starts at a position, after any 「程度」."""
    is_approximate = False
    if match := _APPROXIMATELY_AFTER.match(folded, position):
        is_approximate, position = True, match.end()
        if folded.startswith("の", position):
            position += 1
    for bound, pattern in _AFTER_PATTERNS:
        if match := pattern.match(folded, position):
            return Binding(bound, is_approximate, match.end())
    return Binding(None, is_approximate, position)


def read_bound_before(folded: str, position: int) -> Binding:
    """Read the bound that ends at a position, before any "about"."""
    head = folded[max(0, position - _REACH) : position]
    offset = position - len(head)
    is_approximate = False
    if match := _APPROXIMATELY_BEFORE.search(head):
        is_approximate, head = True, head[: match.start()]
    for bound, pattern in _BEFORE_PATTERNS:
        if (match := pattern.search(head)) and not _cuts_a_word(head, match.start()):
            blank = len(match[0]) - len(match[0].lstrip())
            return Binding(bound, is_approximate, offset + match.start() + blank)
    return Binding(None, is_approximate, offset + len(head.rstrip()) if is_approximate else position)


def bind(folded: str, start: int, end: int) -> tuple[Bound | None, bool, int, int]:
    """Read what binds the quantity that stands at `start` to `end`.

    Returns:
        The bound, whether it is approximate, and where the whole phrase starts and ends. Words after the
        quantity count before words in front of it, because 「から」 and "from" meet in ranges.
    """
    after, before = read_bound_after(folded, end), read_bound_before(folded, start)
    return (
        after.bound or before.bound,
        after.is_approximate or before.is_approximate,
        min(start, before.position),
        max(end, after.position),
    )


def _cuts_a_word(text: str, position: int) -> bool:
    if position == 0 or position >= len(text):
        return False
    return bool(_LATIN_END.match(text[position]) and _LATIN_END.match(text[position - 1]))
