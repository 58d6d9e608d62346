"""One sentence of a policy as the readers see it: folded, with its heading, lead-in, figures and actors.

Positions are offsets into the folded sentence; `Clause.original` and `Clause.quote` lead back to the
section's own characters. What a sentence means is the readers' business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.advisor.amounts import find_amounts
from bot.advisor.durations import Duration as FoundDuration
from bot.advisor.durations import find_durations
from bot.advisor.frequencies import Frequency as FoundFrequency
from bot.advisor.frequencies import find_frequencies
from bot.advisor.rules.actors import Actor, find_actors
from bot.advisor.rules.ranges import MoneyRange, join_ranges
from bot.advisor.rules.surroundings import Surroundings
from knowledge.documents.document import Section
from knowledge.documents.folding import FoldedText, fold_string, fold_text
from knowledge.documents.sentences import split_sentences

_ITEM = re.compile(
    r"(?:(?:[・•●○◆■□▪◦※]\s*|[-*+]\s+)?\d{1,2}-\d{1,3}(?=[\s\u3000])|[・•●○◆■□▪◦※]|[-*+](?=\s)|\((?P<paren>\d{1,3})\)|(?P<arabic>\d{1,3}(?:\.\d+)*)[).、]?(?=[\s(]"
    r"|[^\x00-\x7f\d万億千百円年月日か以社者人名回点]"
    r"|[).、])|\((?P<bracket>[a-z]{1,4}|[一二三四五六七八九十]{1,3}|[ア-ン])\)|(?P<letter>[a-z])[.)](?=\s)"
    r"|(?P<kanji>[一二三四五六七八九十]{1,3})(?=[\s、.])|(?P<kana>[ア-ン])(?=[\s、.])|[①-⑳])\s*[、.]?\s*"
)
# The mark of an answer in questions and answers: "答 …".
_ANSWER = re.compile(r"(?:答え?|回答)(?:[.、:]\s*|\s+)")
# ① in front of a sum would be folded into its figure: 「①30万円」.
_CIRCLED = re.compile(r"^[①-⑳]|[①-⑳](?=[0-9０-９])")
_NO_SURROUNDINGS = Surroundings()
# A wrapped line that begins the next paragraph of a law-like text: "2 前項の…", "5.2 …".
_PARAGRAPH = re.compile(
    r"\n[ \t\u3000]*(?=(?P<number>[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})*)[ \t\u3000]+[^\s0-9])"
)
# A short item that ends in its line: what stands in the next line is no part of it.
_SHORT_ITEM = re.compile(
    r"(?:[・•●○-]|[(（][0-9０-９a-z一二三四五六七八九十ア-ン]{1,3}[)）]"
    r"|[一二三四五六七八九十ア-ン][\s　、.])[^\n。.]{2,24}"
    r"(?<=[\u30a1-\u9fff])(?=\n[ \t\u3000]*[\u3041-\u9fff])"
)
_HAS_MODAL = re.compile(r"\b(?:must|may|shall|can|is|are|should)\b")
_NAMED_LINE = re.compile(r"\s*[^\n:：|]{2,24}[:：][^\n:：]{2,80}$")
_LEAST_LINES = 2
# Cheap looks before the finders, which fold and search a sentence many times.
_MAY_HOLD_SUM = re.compile(r"\d|[一二三四五六七八九十百千万億]")
_MAY_HOLD_TIME = re.compile(
    r"[分時日週月年季期半毎回]|minute|hour|day|daily|week|month|year|annual|quarter|once|twice|every|per "
)


@dataclass(frozen=True)
class Cell:
    """One cell of a table row, with the heading of its column; offsets in the folded row."""

    header: str  # folded
    written: str  # the heading as written
    start: int
    end: int
    stands_for: str = (
        ""  # its words as written; those of the row above for a ditto mark or an empty first cell
    )


@dataclass(frozen=True)
class Clause:
    """A sentence, list item or table row, with what stands around it."""

    document: str
    section: Section
    start: int  # in section.text
    end: int
    folded: FoldedText
    body_start: int  # after an item's mark
    marker: str  # kind of item mark: "arabic", "bracket", "bullet", …; "" for none
    heading: str  # folded: heading and path
    title: str  # folded: the document's
    lead: str = ""  # folded: the sentence that introduces the list this item stands in
    items: tuple["Clause", ...] = ()  # of the list this sentence introduces
    cells: tuple[Cell, ...] = ()
    surroundings: Surroundings = _NO_SURROUNDINGS  # the document's

    @property
    def text(self) -> str:
        """The folded sentence."""
        return self.folded.text

    @cached_property
    def context(self) -> str:
        """Heading, lead-in and the headings of a table's columns, folded."""
        return f"{self.heading} {self.lead} {self.columns}".strip()

    @cached_property
    def columns(self) -> str:
        """The headings of the columns of the table this row stands in, folded."""
        return " ".join(cell.header for cell in self.cells)

    @cached_property
    def ranges(self) -> tuple[MoneyRange, ...]:
        """Ranges of yen, in reading order."""
        amounts = find_amounts(self.text) if _MAY_HOLD_SUM.search(self.text) else ()
        return join_ranges(self.text, amounts)

    @cached_property
    def durations(self) -> tuple[FoundDuration, ...]:
        """Stretches of time, in reading order."""
        return find_durations(self.text) if _MAY_HOLD_TIME.search(self.text) else ()

    @cached_property
    def frequencies(self) -> tuple[FoundFrequency, ...]:
        """How often things happen, in reading order."""
        return find_frequencies(self.text) if _MAY_HOLD_TIME.search(self.text) else ()

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """People, bodies and departments, in reading order."""
        return find_actors(self.text, self.quote(0, len(self.text)))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Map folded offsets of this sentence to offsets in the section's text."""
        first, last = self.folded.span(start, end)
        return self.start + first, self.start + last

    def quote(self, start: int, end: int) -> str:
        """Cut the section's own characters for a stretch of the folded sentence, without outer blanks."""
        first, last = self.original(start, end)
        return self.section.text[first:last].strip()

    def segment(self, position: int) -> tuple[int, int]:
        """Find the part of the sentence, between commas and stops, that holds a position."""
        start = self.body_start
        for match in _SEGMENT_END.finditer(self.text, self.body_start):
            if match.end() > position:
                return start, match.start()
            start = match.end()
        return start, len(self.text)


_SEGMENT_END = re.compile(r"[、。;;|]|,(?!\d)|\.(?=\s|$)")


def bare_clauses(
    document: str, title: str, section: Section, surroundings: Surroundings = _NO_SURROUNDINGS
) -> list[Clause]:
    """Split a section into its sentences, items and rows, in reading order, each by itself."""
    names = " ".join(name for name in (*section.path, section.heading) if name)
    heading, folded_title = fold_string(names), fold_string(title)
    bare = []
    for start, end in _cut_paragraphs(section.text):
        folded = fold_text(_CIRCLED.sub("●", section.text[start:end]))
        match = _ITEM.match(folded.text)
        answer = _ANSWER.match(folded.text)
        kinds = [name for name, found in match.groupdict().items() if found] if match else []
        bare.append(
            Clause(
                document=document,
                section=section,
                start=start,
                end=end,
                folded=folded,
                body_start=match.end() if match else answer.end() if answer else 0,
                marker=(kinds[0] if kinds else "bullet") if match else "",
                heading=heading,
                title=folded_title,
                surroundings=surroundings,
            )
        )
    return bare


def _cut_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Split into sentences, and where a line goes on with the number after the last one's."""
    last = ""
    for start, end in _cut_named_lines(text):
        first = start
        for match in _PARAGRAPH.finditer(text, start, end):
            number = fold_string(match["number"])
            if _is_next(_number_at(text, start) or last or "1", number):
                yield first, match.start()
                first, last = match.end(), number
        if short := _SHORT_ITEM.match(text, first, end):
            yield first, short.end()
            first = short.end() + 1
        yield first, end
        last = _number_at(text, first) or last


def _cut_named_lines(text: str) -> Iterator[tuple[int, int]]:
    """Split into sentences, and into lines that each name their matter in front: "Class A: …"."""
    for start, end in _cut_at_semicolons(text):
        lines = text[start:end].split("\n")
        if len(lines) < _LEAST_LINES or not all(_NAMED_LINE.match(one) for one in lines):
            yield start, end
            continue
        first = start
        for line in lines:
            yield first, first + len(line)
            first += len(line) + 1


def _cut_at_semicolons(text: str) -> Iterator[tuple[int, int]]:
    """Split into sentences, and where a semicolon parts two that each have a verb of duty and no sum."""
    for start, end in split_sentences(text):
        first = start
        parts = text[start:end].split("; ")
        if len(parts) == 1 or re.search(r"\d", text[start:end]) or not all(map(_HAS_MODAL.search, parts)):
            yield start, end
            continue
        for part in parts:
            yield first, first + len(part)
            first += len(part) + len("; ")


def _number_at(text: str, start: int) -> str:
    match = re.match(r"[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})*(?=[ \t\u3000])", text[start : start + 12])
    return fold_string(match[0]) if match else ""


def _is_next(last: str, number: str) -> bool:
    before, after = last.split("."), number.split(".")
    if not last or len(before) != len(after) or before[:-1] != after[:-1]:
        return False
    return int(after[-1]) == int(before[-1]) + 1
