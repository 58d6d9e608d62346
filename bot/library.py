"""What may be read for one question: documents by reader and shelf, and which versions count on a day.

Documents come from the record, parted by `bot.advisor.holdings`; finding passages is retrieval's business.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from bot.advisor.holdings import Holdings, hold_documents
from bot.advisor.question import Scope
from bot.advisor.rules.company_rules import CompanyRules, rules_on
from bot.advisor.rules.reading import read_rules
from bot.advisor.rules.rulebook import RuleBook
from bot.advisor.shelves import SampleSetting, choose_shelves
from knowledge.documents.document import EVERYONE, Document, Shelf, SourceClass
from knowledge.framework.framework import Framework
from knowledge.framework.guides import Guide
from retrieval.interface import ChunkRecord

_KEPT = 16  # readers of which the holdings are kept: a channel each, mostly


@dataclass(frozen=True)
class VersionKeys:
    """Keys of document versions as they stand on a day, to search in some of them only."""

    counting: frozenset[str]  # in force, or undated
    former: frozenset[str]  # superseded
    coming: frozenset[str]  # not yet in force

    @property
    def others(self) -> frozenset[str]:
        """All that do not count on the day."""
        return self.former | self.coming


@dataclass
class Library:
    """All documents of the record, read again when it has changed; safe to share between threads.

    Attributes:
        framework: That belongs to the corpus.
        guides: Likewise.
        sample: When the sample company's rules are used.
    """

    record: ChunkRecord
    framework: Framework
    guides: Mapping[str, Guide]
    sample: SampleSetting
    _generation: int = -1
    _documents: tuple[Document, ...] = ()
    _holdings: "OrderedDict[tuple[frozenset[str], frozenset[Shelf]], Holdings]" = field(
        default_factory=OrderedDict
    )
    _books: dict[tuple[str, str], RuleBook] = field(default_factory=dict)  # by key and content hash
    _lock: Lock = field(default_factory=Lock)

    def documents(self) -> tuple[Document, ...]:
        """List all document versions held."""
        with self._lock:
            self._refresh()
            return self._documents

    def audiences(self) -> frozenset[str]:
        """List the audiences of all documents held."""
        return frozenset(one.audience for one in self.documents()) | {EVERYONE}

    def shelves(self, scope: Scope, audiences: frozenset[str]) -> frozenset[Shelf]:
        """Choose a reader's shelves: the sample ends with the first policy that this reader may read."""
        own_policy = any(
            one.shelf == Shelf.OWN
            and one.source_class == SourceClass.POLICY
            and one.audience in audiences | {EVERYONE}
            for one in self.documents()
        )
        return choose_shelves(scope, holds_own_policy=own_policy, sample_setting=self.sample)

    def holdings(self, audiences: frozenset[str], shelves: frozenset[Shelf]) -> Holdings:
        """Gather the documents that these audiences may read on these shelves."""
        with self._lock:
            self._refresh()
            key = (audiences, shelves)
            if key not in self._holdings:
                readable = (
                    one for one in self._documents if one.audience in audiences and one.shelf in shelves
                )
                self._holdings[key] = hold_documents(readable, framework=self.framework, guides=self.guides)
            self._holdings.move_to_end(key)
            while len(self._holdings) > _KEPT:
                self._holdings.popitem(last=False)
            return self._holdings[key]

    def rules(self, holdings: Holdings, day: date) -> CompanyRules:
        """Gather the rules of one day out of the policies among some holdings; each version is read once."""
        policies = holdings.of_class(SourceClass.POLICY)
        return rules_on(policies, {one.key: self._book(one) for one in policies}, day)

    def books(self, holdings: Holdings) -> tuple[RuleBook, ...]:
        """Give the rules of every version among some holdings, whatever their day."""
        return tuple(self._book(one) for one in holdings.of_class(SourceClass.POLICY))

    def _book(self, document: Document) -> RuleBook:
        key = (document.key, document.content_hash)
        if key not in self._books:
            self._books[key] = read_rules(document)
        return self._books[key]

    def _refresh(self) -> None:
        generation = self.record.generation()
        if generation != self._generation:
            self._documents, self._generation = tuple(self.record.documents()), generation
            self._holdings.clear()


def version_keys(holdings: Holdings, day: date) -> VersionKeys:
    """Part the versions by how they stand on a day."""
    standings: dict[str, set[str]] = {}
    for one in holdings.documents:
        standings.setdefault(holdings.standing(one, day), set()).add(one.key)
    counting = standings.get("in_force", set()) | standings.get("not_applicable", set())
    return VersionKeys(
        counting=frozenset(counting),
        former=frozenset(standings.get("superseded", ())),
        coming=frozenset(standings.get("not_yet_in_force", ())),
    )
