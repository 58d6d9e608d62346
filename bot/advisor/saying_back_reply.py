"""What saying something back gives: points covered, points missing, what is wrong, and a mended text.

Field names are the public contract of `sandan check --json`; names stay, additions are free.
"""

from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.advisor.advice import Citation, CitationNumber
from bot.advisor.citations import CitationBook, Span
from knowledge.documents.document import Language

ProblemKind = Literal[
    "wrong_author",  # or title, year, number of the record
    "misattribution",  # the article's advice given to the paper, or the other way round
    "invented_figure",  # a gain in numbers that no source has
    "overclaim",  # 必ず, guaranteed: what no source promises
    "dropped_hedge",  # some economies of scope said as certain
    "undated_market",  # how the market stands, without saying when
    "outdated_market",  # 2023's picture given as today's
    "wrong_rule",  # another figure, officer or verdict than the rule in force
    "superseded_rule",  # what a former version said
    "not_yet_in_force",  # what a coming version will say
    "vendor_as_rule",  # an outside document taken for a rule
]
CheckVerdict = Literal["sound", "incomplete", "wrong"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Point(_Frozen):
    """One thing the sources say on the topic."""

    text: str = Field(min_length=1)
    citations: tuple[CitationNumber, ...] = Field(min_length=1)


class Problem(_Frozen):
    """One thing that the sources do not bear out."""

    sentence: str = Field(min_length=1)  # as it was said
    kind: ProblemKind
    reason: str = Field(min_length=1)
    citations: tuple[CitationNumber, ...] = Field(min_length=1)


class CheckReply(_Frozen):
    """The look at one statement."""

    language: Language
    verdict: CheckVerdict
    covered: tuple[Point, ...] = ()
    missing: tuple[Point, ...] = ()
    problems: tuple[Problem, ...] = ()
    corrected: str = ""  # close to the given wording; equal to it where nothing was wrong
    citations: tuple[Citation, ...] = ()
    topic: str = ""  # what the statement was compared with
    reason: str = ""  # when nothing could be compared


class Flaw(_Frozen):
    """A finding inside the statement, before it is numbered and mended.

    Offsets are of the whole statement; `mend` replaces `start:end`, `close` is put before the full stop of
    the sentence.
    """

    kind: ProblemKind
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    reason: str
    cards: tuple[str, ...] = ()
    clauses: tuple[tuple[str, str, Span], ...] = ()  # document key, section, span
    mend: str | None = None  # None: nothing to replace
    close: str = ""
    whole: str | None = None  # replaces the whole sentence instead


class Sentence(_Frozen):
    """One sentence of a statement with what was said before it."""

    text: str
    start: int = Field(ge=0)  # in the statement
    folded: str  # of the same length as `text`, so that offsets agree
    before: str = ""  # folded, the sentence before
    language: Language


def cite_flaw(flaw: Flaw, book: CitationBook) -> tuple[int, ...]:
    """Number the sources that show a flaw; none when they are not held."""
    cards = book.cite_all(flaw.cards)
    clauses = (
        number
        for key, section, span in flaw.clauses
        for number in book.cite(section, document_key=key, span=span)
    )
    return tuple(dict.fromkeys((*clauses, *cards)))


Detector = Callable[[Sentence], tuple[Flaw, ...]]
