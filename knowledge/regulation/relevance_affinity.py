"""Measure how near headlines are to what a company wants to know, by the vectors of their words.

The model is passed in as a function; this module knows vectors only. Sentences of `relevance_topics.yaml`
make the score; the entry of the profile that shares words with a headline says why.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string
from knowledge.documents.language import detect_language
from knowledge.profile import CompanyProfile, ProfileField
from knowledge.regulation.relevance_words import FoundWord, Keywords, Topic, bundled_keywords

Vectors = NDArray[np.float32]  # shape (n, dimension), rows of length 1
EmbedTexts = Callable[[Sequence[str]], Vectors]

_NEAREST = 2  # of so many sentences the mean counts
_NAMED = 3.0  # weight of an entry that a headline names outright; the heaviest groups have as much
_NO_REASON = frozenset({"people"})  # whom to ask, not what for
_STEEPNESS = 40.0  # similarities of one model differ by hundredths


class TopicSentences(BaseModel):
    """Sentences whose nearness counts for a headline, and against it; and what publishers write about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    near: dict[Language, tuple[str, ...]]
    far: dict[Language, tuple[str, ...]]
    publishers: dict[Topic, tuple[str, ...]] = {}

    def topic_of(self, source: str) -> Topic | None:
        """Give what a source mostly writes about; None where it is not known."""
        return next((topic for topic, sources in self.publishers.items() if source in sources), None)


class Affinity(BaseModel):
    """How near a headline is to the company."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    score: float  # 0 to 1; one half: as near to what matters as to what does not
    profile_field: ProfileField | None = None
    profile_entry: str = ""


@lru_cache(maxsize=1)
def bundled_sentences() -> TopicSentences:
    """Give the sentences that ship."""
    text = files("knowledge.regulation").joinpath("relevance_topics.yaml").read_text(encoding="utf-8")
    return TopicSentences.model_validate(yaml.safe_load(text))


@dataclass
class AffinityScale:
    """Measures headlines against one company; embeds its own sentences when first used."""

    embed: EmbedTexts
    profile: CompanyProfile
    sentences: TopicSentences = field(default_factory=bundled_sentences)
    keywords: Keywords = field(default_factory=bundled_keywords)
    _held: dict[tuple[str, Language], Vectors] = field(default_factory=dict)

    def measure(self, titles: Sequence[str]) -> list[Affinity]:
        """Measure headlines, in order; all are embedded together."""
        if not titles:
            return []
        vectors = self.embed(titles)
        return [self._measure(title, vector) for title, vector in zip(titles, vectors, strict=True)]

    def _measure(self, title: str, vector: Vectors) -> Affinity:
        language = detect_language(title)
        near = self._vectors("near", language, (*self.sentences.near[language],))
        far = self._vectors("far", language, self.sentences.far[language])
        distance = _nearest(near @ vector) - _nearest(far @ vector)
        bearing = self._bearing(title, vector)
        return Affinity(
            score=float(1 / (1 + np.exp(-_STEEPNESS * distance))),
            profile_field=bearing.field if bearing else None,
            profile_entry=bearing.entry if bearing else "",
        )

    def _bearing(self, title: str, vector: Vectors) -> "_Entry | None":
        """Give the entry of the profile that a headline bears on: by shared words; nearness parts equals.

        Nearness alone names one for every headline: of two dozen on data protection it chose trade secrets.
        """
        entries = self._entries
        said, folded = self.keywords.read(title), fold_string(title)
        groups = {one.group_id for one in said.of_side("subjects")}
        weights = [one.weight_in(folded, groups) for one in entries]
        if not any(weights):
            return None
        nearness = self._vectors("profile", "ja", tuple(one.entry for one in entries)) @ vector
        best = max(range(len(entries)), key=lambda place: (weights[place], float(nearness[place])))
        return entries[best]

    @cached_property
    def _entries(self) -> "list[_Entry]":
        return [
            _Entry(name, entry, fold_string(entry), self.keywords.read(entry).of_side("subjects"))
            for name, entry in self.profile.entries()
            if name not in _NO_REASON
        ]

    def _vectors(self, name: str, language: Language, texts: tuple[str, ...]) -> Vectors:
        key = (name, language)
        if key not in self._held:
            self._held[key] = self.embed(texts) if texts else np.zeros((0, 1), dtype=np.float32)
        return self._held[key]


class _Entry(NamedTuple):
    """One entry of the profile, with what its words are about."""

    field: ProfileField
    entry: str
    folded: str
    subjects: tuple[FoundWord, ...]

    def weight_in(self, folded: str, groups: set[str]) -> float:
        """Tell how much of the entry stands in a headline; 0 where nothing does."""
        is_named = re.search(rf"(?<![a-z0-9]){re.escape(self.folded)}(?![a-z0-9])", folded) is not None
        return is_named * _NAMED + sum(one.group.weight for one in self.subjects if one.group_id in groups)


def _nearest(similarities: Vectors) -> float:
    return float(np.sort(similarities)[-_NEAREST:].mean())
