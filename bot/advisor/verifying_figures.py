"""Compare the figures of a statement with those of the texts that back it: sums, terms, dates, counts.

Figures are compared by value, not by writing: 「２００万円」, 「二百万円」 and "JPY 2M" are one. A bound
belongs to its figure: 「100万円以上」 does not back 「100万円未満」. What counts as backing is
`verifying`'s.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.advisor.amounts import find_amounts
from bot.advisor.bounds import Quantity
from bot.advisor.dates import find_dates
from bot.advisor.durations import Duration, find_durations
from bot.advisor.numerals import NUMBER_WORDS, NUMERAL, read_number_words, read_numeral
from knowledge.documents.folding import FoldedText, fold_text

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure by what it measures; an empty unit fits every unit of its kind."""

    kind: str  # money, term, date, count
    value: str
    unit: str = ""
    bound: str | None = None

    def is_backed_by(self, other: "Figure") -> bool:
        """Tell whether another text's figure says this one."""
        units_fit = self.unit == other.unit or not (self.unit and other.unit)
        bounds_fit = self.bound is None or self.bound == other.bound
        return (self.kind, self.value) == (other.kind, other.value) and units_fit and bounds_fit


_UNITS: tuple[tuple[str, str], ...] = (
    ("percent", r"%|パーセント|percent\b|per cent\b"),
    ("tenth", r"割(?!り?当)"),
    ("vendor", r"社(?!員|内|外|会)|(?:vendors?|suppliers?|firms?|companies|company)\b"),
    ("person", r"人(?!工|間)|名(?!前|称|義)|(?:people|persons?|staff|employees|members)\b"),
    ("case", r"件|(?:items?|cases?|records?)\b"),
    ("quote", r"通|(?:quotes?|quotations?|estimates?)\b"),
    ("time", r"回|度(?!合)|times?\b"),
    ("fold", r"倍|-?fold\b"),
    ("article", r"条(?!件|約|例)"),
    ("paragraph", r"項(?!目)|paragraphs?\b"),
    ("step", r"段階|ステップ|steps?\b"),
    ("point", r"つ|点(?!検)|points?\b"),
)
_UNIT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS))
_NUMBER = re.compile(NUMERAL)
_WORDS = re.compile(NUMBER_WORDS)
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080}
_SHARES = frozenset({"percent", "tenth", "fold"})
# One, with nothing counted, is no figure: "one of the", 「一つの」.
_ONE = Decimal(1)


def figures_in(text: str, day: date) -> tuple[Figure, ...]:
    """Find every figure of a text.

    Args:
        text: Any text in Japanese or English.
        day: What 「来月」 and a date without year are counted from.
    """
    taken: list[Span] = []
    figures: list[Figure] = []
    for figure, span in (*_dates(text, day), *_sums(text), *_terms(text)):
        if not _overlaps(span, taken):
            taken.append(span)
            figures.append(figure)
    return (*figures, *_counts(fold_text(text), taken))


def unbacked_figures(statement: str, backing: Iterable[str], day: date) -> tuple[Figure, ...]:
    """List the figures of a statement that none of the backing texts says; empty when all are backed."""
    said = [figure for text in backing for figure in figures_in(text, day)]
    return tuple(
        one for one in figures_in(statement, day) if not any(one.is_backed_by(other) for other in said)
    )


def borrowed_figures(statement: str, quotes: Iterable[str], day: date) -> tuple[Figure, ...]:
    """List the figures that only the question says and that are put in the place of a quote's.

    A share of anything (「30%減る」) is never the question's to give; a sum or term is, but not where the
    quote counts the same thing otherwise and the statement leaves that out.
    """
    said = figures_in(statement, day)
    quoted = [figure for text in quotes for figure in figures_in(text, day)]
    kept = {one.kind for one in said if any(one.is_backed_by(other) for other in quoted)}
    rivals = {one.kind for one in quoted} - kept
    return tuple(
        one
        for one in said
        if (one.unit in _SHARES or one.kind in rivals)
        and not any(one.is_backed_by(other) for other in quoted)
    )


def unbacked_limits(quote: str, statement: str, day: date) -> tuple[Figure, ...]:
    """List the sums and terms of a quote that a statement leaves out."""
    said = figures_in(statement, day)
    limits = (one for one in figures_in(quote, day) if one.kind in ("money", "term"))
    return tuple(one for one in limits if not any(other.is_backed_by(one) for other in said))


def _dates(text: str, day: date) -> Iterator[tuple[Figure, Span]]:
    for one in find_dates(text, day):
        yield Figure("date", f"{one.first}/{one.last}"), (one.start, one.end)


def _sums(text: str) -> Iterator[tuple[Figure, Span]]:
    for one in find_amounts(text):
        yield Figure("money", _plain(one.value), one.currency, _bound(one)), (one.start, one.end)


def _terms(text: str) -> Iterator[tuple[Figure, Span]]:
    for one in find_durations(text):
        if text[one.start : one.end] == "十分":  # enough, not ten minutes
            continue
        value, unit = _length(one)
        yield Figure("term", _plain(value), unit, _bound(one)), (one.start, one.end)


def _length(one: Duration) -> tuple[Decimal, str]:
    if one.unit in ("year", "month"):
        return one.value * (12 if one.unit == "year" else 1), "month"
    if one.unit == "business_day":
        return one.value, one.unit
    return one.value * _MINUTES[one.unit], "minute"


def _bound(one: Quantity) -> str | None:
    return one.bound


def _counts(folded: FoldedText, taken: list[Span]) -> Iterator[Figure]:
    """Read what is left: figures with a counter, bare figures in digits, English number words."""
    for match in _NUMBER.finditer(folded.text.replace("第", " ")):  # of 「第8条」 the number counts too
        if _overlaps(folded.span(*match.span()), taken):
            continue
        unit = _unit_after(folded.text, match.end())
        if match[0][0].isdigit() or unit:  # 「一部」 and 「十分」 count nothing
            yield Figure("count", _plain(read_numeral(match[0])), unit)
    for match in _WORDS.finditer(folded.text):
        value = read_number_words(match[0])
        unit = _unit_after(folded.text, match.end())
        if not _overlaps(folded.span(*match.span()), taken) and (value != _ONE or unit):
            yield Figure("count", _plain(value), unit)


def _unit_after(text: str, position: int) -> str:
    match = _UNIT.match(text, position + (text[position : position + 1] in {" ", "-"}))
    return (match.lastgroup or "") if match else ""


def _overlaps(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
