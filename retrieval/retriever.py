"""Find the passages for a question: ask both arms in every partition that the reader may read, and mix.

Each language is ranked by itself, since the model prefers the question's own; the other language comes in
only where it brings more than strangers do. Reading rights are partitions: nothing else is ever looked at.
Mixing is `retrieval.fusion`'s, bounds are `retrieval.calibration`'s business.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.documents.document import Language, Shelf
from retrieval.calibration import Bounds, Calibration, Evidence, Standing, learn_bounds
from retrieval.fusion import ARM_SIZE, DENSE_WEIGHT, FOREIGN_DENSE_WEIGHT, Candidate, Ranking, fuse
from retrieval.interface import Catalogue, ChunkIndex, Embedder, Reranker, TermIndex, Tokenizer, Vectors
from retrieval.interleaving import Found, merge
from retrieval.letters import rank_with_letters
from retrieval.nulls import NullQuestions
from retrieval.passage import Chunk, Finding, Partition, Passage

_MAX_QUERY_CHARS = 2_000  # a longer one is a document; its mean vector would resemble everything
_RERANKED = 20


@dataclass(frozen=True)
class _Group:
    """The partitions of one language, and whether the question is in it."""

    language: Language
    partitions: tuple[Partition, ...]
    question_language: Language
    is_alone: bool = False  # nothing is held in the question's language: scores are compared within it only

    @property
    def is_foreign(self) -> bool:
        return self.language != self.question_language


@dataclass(frozen=True)
class _Search:
    """One question on its way through the groups."""

    query: str
    text: str  # what is searched with: the query's beginning
    language: Language
    vector: Vectors
    terms: tuple[str, ...]
    document_keys: frozenset[str] | None


@dataclass(frozen=True)
class Retriever:
    """Questions to findings; safe to share between threads.

    Attributes:
        reranker: Puts the best twenty passages in another order; None keeps ours.
    """

    embedder: Embedder
    tokenizer: Tokenizer
    index: ChunkIndex
    terms: TermIndex
    catalogue: Catalogue
    nulls: NullQuestions
    calibration: Calibration = field(default_factory=Calibration)
    reranker: Reranker | None = None

    def retrieve(
        self,
        query: str,
        *,
        language: Language,
        audiences: frozenset[str],
        shelves: frozenset[Shelf],
        document_keys: frozenset[str] | None,
        k: int = 10,
    ) -> Finding:
        """Find the passages for a question.

        Args:
            query: What to search with; the first 2,000 characters count.
            language: Of the query.
            audiences: Whose documents may be read; with none of them nothing is found.
            shelves: Where to look.
            document_keys: Only these document versions; None for all.
            k: At most so many passages, one for each section id.

        Returns:
            Passages, best first, in the question's language where a section is held in several.
        """
        [finding] = self.retrieve_all(
            [(query, language)], audiences=audiences, shelves=shelves, document_keys=document_keys, k=k
        )
        return finding

    def retrieve_all(
        self,
        queries: Sequence[tuple[str, Language]],
        *,
        audiences: frozenset[str],
        shelves: frozenset[Shelf],
        document_keys: frozenset[str] | None,
        k: int = 10,
    ) -> list[Finding]:
        """Find the passages for several questions, each with its language; embedded together."""
        partitions = self.catalogue.partitions(audiences, shelves)
        if not partitions or (document_keys is not None and not document_keys):
            return [_nothing(query, language) for query, language in queries]
        texts = [query[:_MAX_QUERY_CHARS] for query, _ in queries]
        vectors = self.embedder.embed_queries(texts)
        return [
            self._find(
                _Search(query, text, language, vector, self._terms(text), document_keys), partitions, k
            )
            for (query, language), text, vector in zip(queries, texts, vectors, strict=True)
        ]

    def vectors_of(self, passages: Sequence[Passage]) -> Vectors:
        """Give the vectors of passages, for `diversify`: shape (n, dimension); zeros for one just removed."""
        held = self.index.vectors([one.chunk.key for one in passages])
        nothing = np.zeros(self.embedder.dimension, dtype=np.float32)
        rows = [held.get(one.chunk.key, nothing) for one in passages]
        return np.array(rows, dtype=np.float32).reshape(-1, self.embedder.dimension)

    def _find(self, search: _Search, partitions: tuple[Partition, ...], k: int) -> Finding:
        own, foreign = self._groups(partitions, search.language)
        found = self._search_group(search, own, k) if own else None
        other = self._search_group(search, foreign, k) if foreign else None
        passages = merge(found, other)
        if self.reranker is not None:
            passages = _reranked(self.reranker, search.query, passages[: max(k, _RERANKED)])
        sides = [one for one in (found, other) if one is not None]
        nearest_null = self.nulls.nearest(search.vector, search.language)
        nearest = max((one.ranking.similarity for one in sides), default=0.0)
        by_lead = self._standing_by_lead(own or foreign, nearest - nearest_null)
        return Finding(
            query=search.query,
            language=search.language,
            passages=tuple(passages[:k]),
            searched=partitions,
            standing=min((one.standing for one in sides), key=_ORDER.index, default="foreign"),
            standing_by_lead=by_lead,
            nearest_null=nearest_null,
            nearest_phrasing=nearest,
        )

    def _standing_by_lead(self, group: _Group | None, lead: float) -> Standing:
        """Without null questions there is nothing to compare with: then it counts as related."""
        if group is None or not self.nulls.texts(group.question_language):
            return "related"
        return self._bounds(group).standing_by_lead(lead)

    def _groups(
        self, partitions: tuple[Partition, ...], language: Language
    ) -> tuple[_Group | None, _Group | None]:
        """Part by language; of the other language only what is not also held in the question's own."""
        own = tuple(one for one in partitions if one.language == language)
        others = tuple(
            one for one in partitions if one.language != language and not self.catalogue.is_held_in(one, own)
        )
        foreign = _Group(others[0].language, others, language, is_alone=not own) if others else None
        return (_Group(language, own, language) if own else None), foreign

    def _search_group(self, search: _Search, group: _Group, k: int) -> Found:
        ranking = self._rank(search, group)
        evidence = Evidence(coverage=ranking.coverage, margin=ranking.margin)
        bounds = self._bounds(group)
        if not group.is_foreign:
            keys = [one.chunk_key for one in ranking.candidates]
            ranking = rank_with_letters(ranking, search.text, self.catalogue.indexed_texts(keys))
        return Found(
            passages=tuple(self._passages(ranking, search.language, max(k, _RERANKED))),
            ranking=ranking,
            strength=bounds.strength_of(evidence),
            standing=bounds.standing_of(evidence) if ranking.candidates else "foreign",
        )

    def _rank(self, search: _Search, group: _Group) -> Ranking:
        """Ask both arms, at once where they are searched elsewhere."""
        partitions, documents = group.partitions, search.document_keys
        words = self.terms.asked(search.terms, partitions=partitions, document_keys=documents, k=ARM_SIZE)
        neighbours = self.index.nearest(
            search.vector, partitions=partitions, document_keys=documents, k=ARM_SIZE
        )
        lexical = words.scores(also=[one.chunk_key for one in neighbours])
        weight = FOREIGN_DENSE_WEIGHT if group.is_foreign and group.is_alone else DENSE_WEIGHT
        return fuse(neighbours, lexical, dense_weight=weight)

    def _passages(self, ranking: Ranking, language: Language, k: int) -> list[Passage]:
        """Make one passage of each section, by its best chunk."""
        ranks = {one.chunk_key: rank for rank, one in enumerate(ranking.candidates)}
        passages: dict[str, Passage] = {}
        for candidate, found in self._looked_up(ranking.candidates, at_once=k):
            if found.section_id in passages:
                continue
            shown = self._shown_chunk(found, language, ranks)
            if shown is not None:
                passages[found.section_id] = _passage(shown, candidate)
            if len(passages) == k:
                break
        return list(passages.values())

    def _looked_up(
        self, candidates: Sequence[Candidate], *, at_once: int
    ) -> Iterator[tuple[Candidate, Chunk]]:
        """Give candidates with their chunks, best first; looked up many at once: each look-up may travel."""
        for first in range(0, len(candidates), at_once):
            batch = candidates[first : first + at_once]
            held = self.catalogue.chunks([one.chunk_key for one in batch])
            for candidate in batch:
                if candidate.chunk_key in held:
                    yield candidate, held[candidate.chunk_key]

    def _shown_chunk(self, found: Chunk, language: Language, ranks: dict[str, int]) -> Chunk | None:
        """Choose which of the section's own words to show for the chunk that matched."""
        if found.kind == "text" and found.section_language == language:
            return found
        own_words = self.catalogue.text_chunks(found, language)
        if found in own_words:
            return found
        return min(own_words, key=lambda one: (ranks.get(one.key, len(ranks)), one.start), default=None)

    def _terms(self, text: str) -> tuple[str, ...]:
        return tuple(self.tokenizer.split_terms(text))

    def _bounds(self, group: _Group) -> Bounds:
        state = "/".join(
            (
                str(self.catalogue.generation),
                self.embedder.model_id,
                self.tokenizer.tokenizer_id,
                self.nulls.digest,
            )
        )
        names = [f"{one.shelf}\x00{one.audience}\x00{one.language}" for one in group.partitions]
        return self.calibration.bounds(state, [group.question_language, *names], lambda: self._learn(group))

    def _learn(self, group: _Group) -> Bounds:
        """Ask the null questions of the question's language in the same place."""
        texts = self.nulls.texts(group.question_language)
        vectors = self.nulls.as_queries(group.question_language)
        nulls, leads = [], []
        others = self.nulls.nearest_others(group.question_language)
        for text, vector, other in zip(texts, vectors, others, strict=True):
            search = _Search(text, text, group.question_language, vector, self._terms(text), None)
            ranking = self._rank(search, group)
            nulls.append(Evidence(coverage=ranking.coverage, margin=ranking.margin))
            leads.append(ranking.similarity - other)
        return learn_bounds(nulls, leads, crosses_languages=group.is_foreign)


_ORDER: tuple[Standing, ...] = ("covered", "related", "foreign")


def _nothing(query: str, language: Language) -> Finding:
    return Finding(query=query, language=language, passages=(), searched=(), standing="foreign")


def _passage(shown: Chunk, candidate: Candidate) -> Passage:
    return Passage(
        chunk=shown,
        found_by=candidate.chunk_key,
        score=max(candidate.score, 0.0),
        coverage=candidate.coverage,
        similarity=candidate.similarity,
        margin=candidate.margin,
    )


def _reranked(reranker: Reranker, query: str, passages: Sequence[Passage]) -> list[Passage]:
    scores = reranker.rerank(query, [one.chunk.text for one in passages])
    order = sorted(range(len(passages)), key=lambda row: -scores[row])
    return [passages[row] for row in order]
