"""Gather what is held for a question: one ranking over all classes, and how well each class covers it.

Versions in force are searched apart from the others, which only serve to correct a belief. Finding is
retrieval's work, weighing the advisor's.
"""

from dataclasses import dataclass

from bot.advisor.evidence import CARD_CLASSES, MATERIAL_CLASSES, Coverage, Evidence
from bot.advisor.holdings import Holdings
from bot.library import VersionKeys
from knowledge.documents.document import Language, Shelf, SourceClass
from retrieval.passage import Finding
from retrieval.retriever import Retriever

_PASSAGES = 30  # enough that every class has its best among them
_FORMER = 10
_MATERIALS = 4


@dataclass(frozen=True)
class Place:
    """Where to look for one question: rights, shelves and versions are all decided here."""

    audiences: frozenset[str]
    shelves: frozenset[Shelf]
    holdings: Holdings
    versions: VersionKeys


def gather_evidence(retriever: Retriever, query: str, language: Language, place: Place) -> Evidence:
    """Search for a question in all that may be read.

    Args:
        retriever: Over the record as it is now.
        query: What to search with.
        language: Of the query.
        place: Where to look.

    Returns:
        Passages of all classes in one ranking, and the coverage of each class by itself.
    """

    def find(shelves: frozenset[Shelf], keys: frozenset[str], k: int) -> Finding:
        return retriever.retrieve(
            query, language=language, audiences=place.audiences, shelves=shelves, document_keys=keys, k=k
        )

    def find_class(shelves: frozenset[Shelf], classes: frozenset[SourceClass], k: int = 1) -> Finding | None:
        keys = _keys_of(place, classes)
        return find(shelves, keys, k) if keys else None

    everything = find(place.shelves, place.versions.counting, _PASSAGES)
    former = find(place.shelves, place.versions.others, _FORMER)
    companies = place.shelves - {Shelf.KNOWLEDGE}
    materials = find_class(companies, MATERIAL_CLASSES, _MATERIALS)
    return Evidence(
        passages=everything.passages,
        former=former.passages,
        own_materials=materials.passages if materials else (),
        cards_coverage=_coverage(find_class(place.shelves, CARD_CLASSES)),
        rules_coverage=_coverage(find_class(companies, frozenset({SourceClass.POLICY}))),
        materials_coverage=_coverage(materials),
        closeness=everything.standing_by_lead,
    )


def _coverage(finding: Finding | None) -> Coverage:
    return finding.standing if finding else "foreign"


def _keys_of(place: Place, classes: frozenset[SourceClass]) -> frozenset[str]:
    return place.versions.counting & {one.key for one in place.holdings.of_class(*classes)}
