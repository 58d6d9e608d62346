"""Measure how near headlines are to what a company wants to know, by the vectors of their words.

The model is passed in as a function; this module knows vectors only. Sentences of `relevance_topics.yaml`
make the score; the nearest entry of the profile says why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge.documents.document import Language
from knowledge.documents.language import detect_language
from knowledge.profile import CompanyProfile, ProfileField
from knowledge.regulation.relevance_words import Topic

Vectors = NDArray[np.float32]  # shape (n, dimension), rows of length 1
EmbedTexts = Callable[[Sequence[str]], Vectors]

_NEAREST = 2  # of so many sentences the mean counts
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
    _held: dict[tuple[str, Language], Vectors] = field(default_factory=dict)

    def measure(self, titles: Sequence[str]) -> list[Affinity]:
        """Measure headlines, in order; all are embedded together."""
        if not titles:
            return []
        vectors = self.embed(titles)
        return [self._measure(title, vector) for title, vector in zip(titles, vectors, strict=True)]

    def _measure(self, title: str, vector: Vectors) -> Affinity:
        language = detect_language(title)
        entries = [one for one in self.profile.entries() if detect_language(one[1]) == language]
        near = self._vectors("near", language, (*self.sentences.near[language],))
        far = self._vectors("far", language, self.sentences.far[language])
        own = self._vectors("profile", language, tuple(entry for _, entry in entries))
        to_own = own @ vector
        distance = _nearest(near @ vector) - _nearest(far @ vector)
        best = int(np.argmax(to_own)) if entries else None
        return Affinity(
            score=float(1 / (1 + np.exp(-_STEEPNESS * distance))),
            profile_field=None if best is None else entries[best][0],
            profile_entry="" if best is None else entries[best][1],
        )

    def _vectors(self, name: str, language: Language, texts: tuple[str, ...]) -> Vectors:
        key = (name, language)
        if key not in self._held:
            self._held[key] = self.embed(texts) if texts else np.zeros((0, 1), dtype=np.float32)
        return self._held[key]


def _nearest(similarities: Vectors) -> float:
    return float(np.sort(similarities)[-_NEAREST:].mean())
