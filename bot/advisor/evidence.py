"""What was found for a question, parted by what weight it carries.

All classes are ranked in one search, so that their scores can be compared; how well each class covers the
question is judged apart, against strangers in the same place.
"""

from dataclasses import dataclass
from typing import Literal

from knowledge.documents.document import Shelf, SourceClass
from retrieval.passage import Passage

Coverage = Literal["covered", "related", "foreign"]
CARD_CLASSES = frozenset({SourceClass.ARTICLE, SourceClass.PAPER, SourceClass.SUCCESSOR})
MATERIAL_CLASSES = frozenset({SourceClass.EXTERNAL, SourceClass.NEWS})

_MANY_WORDS = 0.3  # of the query's weight; strangers reach 0.26
_SOME_WORDS = 0.26
_PLAIN_MARGIN = 0.05  # cosine
_ABOUT_AS_NEAR = 0.08  # cosine


@dataclass(frozen=True)
class Evidence:
    """The passages of one question, each list best first."""

    passages: tuple[Passage, ...] = ()  # all classes; of policies only versions in force
    former: tuple[Passage, ...] = ()  # of policy versions not in force that day
    own_materials: tuple[Passage, ...] = ()  # the company's own papers from outside, ranked by themselves
    cards_coverage: Coverage = "foreign"
    rules_coverage: Coverage = "foreign"
    materials_coverage: Coverage = "foreign"
    closeness: Coverage = "related"  # against questions that surely do not belong

    @property
    def cards(self) -> tuple[Passage, ...]:
        """Passages of article, paper, successor and their records."""
        return tuple(one for one in self.passages if one.chunk.source_class in CARD_CLASSES)

    @property
    def clauses(self) -> tuple[Passage, ...]:
        """Passages of policies in force."""
        return tuple(one for one in self.passages if one.chunk.source_class == SourceClass.POLICY)

    @property
    def materials(self) -> tuple[Passage, ...]:
        """Passages of vendor papers, news and the like: never authority."""
        return tuple(one for one in self.passages if one.chunk.source_class in MATERIAL_CLASSES)

    @property
    def is_materials_only(self) -> bool:
        """Tell whether nothing but the company's own papers from outside has to do with the question."""
        if self.materials_coverage != "covered" or {self.cards_coverage, self.rules_coverage} != {"foreign"}:
            return False
        if not self.own_materials or self.own_materials[0].chunk.partition.shelf != Shelf.OWN:
            return False
        return self.closeness != "covered" or self.passages[0].found_by == self.own_materials[0].found_by

    @property
    def is_ruled(self) -> bool:
        """Tell whether a clause in force plainly speaks of the question: by words, and before all else."""
        clauses = self.clauses
        if self.rules_coverage != "covered" or not clauses:
            return False
        best = max(one.score for one in self.passages)
        return clauses[0].coverage > 0 and clauses[0].score >= best and clauses[0].margin >= _PLAIN_MARGIN

    @property
    def has_rules_near(self) -> bool:
        """Tell whether a clause is about as near to the question as the nearest passage of any class."""
        if self.rules_coverage == "foreign" or not self.clauses:
            return False
        nearest = max(one.similarity for one in self.passages)
        return self.clauses[0].similarity >= nearest - _ABOUT_AS_NEAR

    @property
    def coverage(self) -> Coverage:
        """The best that any class of sources has to say about the question."""
        order: tuple[Coverage, ...] = ("covered", "related", "foreign")
        return min(self.cards_coverage, self.rules_coverage, self.materials_coverage, key=order.index)

    @property
    def belongs(self) -> Coverage:
        """Tell whether the question belongs here, by words and margin and by what it is nearest to.

        Nearest to strangers and without many words in common is foreign; else one clear sign is enough.
        """
        if self.closeness == "covered":
            return "covered"
        if self.closeness == "foreign":
            is_twice = {self.cards_coverage, self.rules_coverage} == {"covered"}  # two signs need fewer words
            least = _SOME_WORDS if is_twice else _MANY_WORDS
            shares_words = bool(self.passages) and self.passages[0].coverage >= least
            return "related" if self.coverage == "covered" and shares_words else "foreign"
        return "covered" if self.coverage == "covered" else "related"


def relevant(passages: tuple[Passage, ...], *, share: float, most: int) -> tuple[Passage, ...]:
    """Take the passages that reach a share of the first one's score."""
    best = passages[0].score if passages else 0.0
    return tuple(one for one in passages if best and one.score >= share * best)[:most]
