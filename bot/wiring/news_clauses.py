"""Find the clause of the company's rules that a headline touches, by the retriever of answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.digest.composing import FindClause
from bot.library import Library
from bot.wiring.house import House, Progress
from bot.wiring.readiness import make_ready
from bot.wiring.reading import open_reader
from bot.wiring.talking import make_library
from knowledge.documents.document import EVERYONE, Shelf, SourceClass
from knowledge.documents.language import detect_language
from knowledge.documents.standing import standing_on
from knowledge.regulation.relevance import PolicyClause
from retrieval.retriever import Retriever

_SAYS_NOTHING = re.compile(  # headings of clauses that ask nothing of anybody
    r"目的|趣旨|用語|定義|適用範囲|附則|表紙|前文|purpose|scope|definitions?|commencement", re.IGNORECASE
)


@dataclass(frozen=True)
class ClauseFinder:
    """Searches the rules in force that everyone may read; names nothing when nothing is near."""

    retriever: Retriever
    shelves: frozenset[Shelf]
    document_keys: frozenset[str]

    def find(self, title: str) -> PolicyClause | None:
        """Find the clause that a title touches."""
        if not self.document_keys:
            return None
        finding = self.retriever.retrieve(
            title,
            language=detect_language(title),
            audiences=frozenset({EVERYONE}),
            shelves=self.shelves,
            document_keys=self.document_keys,
            k=1,
        )
        if finding.standing != "covered" or not finding.passages:
            return None
        chunk = finding.passages[0].chunk
        if _SAYS_NOTHING.search(chunk.heading or chunk.locator):
            return None  # the next best is about something else
        name = " ".join(part for part in (chunk.title, chunk.locator, chunk.heading) if part)
        is_sample = Shelf.SAMPLE in self.shelves
        return PolicyClause(id=chunk.section_id, name=f"{name}（見本 / sample）" if is_sample else name)


def make_clause_finder(house: House, day: date, progress: Progress) -> FindClause:
    """Make a finder that opens the record when it is first asked."""
    held: list[Callable[[str], PolicyClause | None]] = []

    def find(title: str) -> PolicyClause | None:
        if not held:
            make_ready(house, progress)
            held.append(find_clauses_with(open_reader(house).retriever(), make_library(house), day).find)
        return held[0](title)

    return find


def find_clauses_with(retriever: Retriever, library: Library, day: date) -> ClauseFinder:
    """Make a finder over what is held, with the rules that are in force on a day."""
    audiences = frozenset({EVERYONE})
    shelves = library.shelves("all", audiences)
    readable = [one for one in library.documents() if one.audience in audiences and one.shelf in shelves]
    policies = frozenset(
        one.key
        for one in readable
        if one.source_class == SourceClass.POLICY and standing_on(one, day, readable) == "in_force"
    )
    return ClauseFinder(retriever, shelves, policies)
