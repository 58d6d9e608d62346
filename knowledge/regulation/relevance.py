"""Rank news for one company without a language model, and say why in words.

The score adds what the words say (`relevance_words`) and half of how near the meaning is
(`relevance_affinity`). Nothing is hidden by a low score: there are two tiers. The step is a hint that a
person corrects.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents.document import Language
from knowledge.profile import PROFILE_LABELS, ProfileField
from knowledge.regulation.relevance_affinity import (
    Affinity,
    AffinityScale,
    TopicSentences,
    bundled_sentences,
)
from knowledge.regulation.relevance_status import NewsStatus, read_status
from knowledge.regulation.relevance_words import FoundWord, Keywords, Topic, WordReading, bundled_keywords

Tier = Literal["for_you", "also_seen"]

FOR_YOU = 0.6  # from this score on an item is in the first tier
_NEARNESS = 0.5  # what full nearness adds to full words
_OWN_TOPIC = 2.0  # weight of what a publisher mostly writes about
_GENERAL = 0.3  # a special topic beside AI is what the news is about
_NEAR = 0.7  # so near that the publisher's own topic is taken where no word tells it
_SHOWN_WORDS = 2
_KINDS_OF_AI = frozenset({"ai_law", "foundation_model"})
_OPEN_STAGES = frozenset({"consultation", "draft"})
_MANY, _MEASURED = 500, 300  # measuring one takes ten milliseconds and more
_OPEN = FOR_YOU * (1 + _NEARNESS) - _NEARNESS  # of the words: below it full nearness is not enough for you


class Headline(BaseModel):
    """What is ranked: title and summary are the publisher's words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    title: str = Field(max_length=2_000)
    summary: str = Field(default="", max_length=20_000)
    source: str = ""
    topics: tuple[Topic, ...] = ()  # of the source, from the catalogue


class PolicyClause(BaseModel):
    """A clause of the company's rules that a piece of news touches."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str  # as a person would call it: 「AI利用規程 第3条」


class Reason(BaseModel):
    """Why an item was ranked as it was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[dict[Language, str], ...] = ()
    act: dict[Language, str] | None = None  # what happened to it
    less: tuple[dict[Language, str], ...] = ()
    profile_field: ProfileField | None = None
    profile_entry: str = ""
    clause: PolicyClause | None = None  # put in by whoever can search the rules

    def in_words(self, language: Language) -> str:
        """Say it in one line; empty where nothing spoke for the item."""
        is_japanese = language == "ja"
        comma, colon = ("、", "：") if is_japanese else (", ", ": ")
        parts = []
        if self.words:
            lead = "話題" if is_japanese else "about"
            act = f"（{self.act[language]}）" if self.act and is_japanese else ""
            act = act or (f" ({self.act[language]})" if self.act else "")
            parts.append(lead + colon + comma.join(w[language] for w in self.words) + act)
        if self.profile_field:
            label = PROFILE_LABELS[self.profile_field][language]
            lead = f"会社プロフィールの{label}" if is_japanese else f"your profile's {label}"
            parts.append(f"{lead}{colon}{self.profile_entry}")  # the company's own words, as they are
        if self.clause:
            parts.append(("関係する条項" if is_japanese else "clause") + colon + self.clause.name)
        if self.less:
            lead = "重みを下げた理由" if is_japanese else "counted less"
            parts.append(lead + colon + comma.join(w[language] for w in self.less))
        return ("。" if is_japanese else "; ").join(parts)


class Relevance(BaseModel):
    """How much an item matters to one company."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    score: float = Field(ge=0, le=1)
    tier: Tier
    topic: Topic
    step: int | None = Field(default=None, ge=1, le=3)  # a hint
    other_step: int | None = Field(default=None, ge=1, le=3)  # where two are nearly as likely
    status: NewsStatus
    reason: Reason
    word_score: float
    nearness: float


@dataclass
class Ranking:
    """Ranks headlines for one company; gives the same for the same headlines."""

    scale: AffinityScale | None = None  # None: by words alone
    keywords: Keywords = field(default_factory=bundled_keywords)
    sentences: TopicSentences = field(default_factory=bundled_sentences)

    def rank(self, headlines: Sequence[Headline]) -> list[Relevance]:
        """Rank headlines, in the order given.

        Of more than 500 at once, which is a first gathering or a long pause, only the 300 whose words say
        most are measured; the others keep the score that their words alone give.
        """
        readings = [self.keywords.read(one.title) for one in headlines]
        affinities = self._measure(headlines, readings)
        return [
            self._judge(one, reading, near)
            for one, reading, near in zip(headlines, readings, affinities, strict=True)
        ]

    def _measure(self, headlines: Sequence[Headline], readings: Sequence[WordReading]) -> list[Affinity]:
        if self.scale is None:
            return [Affinity(score=0.5)] * len(headlines)
        places = list(range(len(headlines)))
        if len(headlines) > _MANY:
            places = sorted(sorted(places, key=lambda place: -readings[place].score)[:_MEASURED])
        measured = self.scale.measure([headlines[place].title for place in places])
        found = dict(zip(places, measured, strict=True))
        return [found.get(place, Affinity(score=0.0)) for place in range(len(headlines))]

    def _judge(self, headline: Headline, reading: WordReading, near: Affinity) -> Relevance:
        score = (reading.score + _NEARNESS * near.score) / (1 + _NEARNESS)
        own = headline.topics[:1] or (self.sentences.topic_of(headline.source),)
        topic = _find_topic(reading, own[0], is_near=near.score >= _NEAR)
        step, other = _find_steps(reading, topic)
        tier: Tier = "for_you" if score >= FOR_YOU else "also_seen"
        return Relevance(
            score=round(score, 4),
            tier=tier,
            topic=topic,
            step=step,
            other_step=other,
            status=(status := read_status(f"{headline.title}\n{headline.summary}")),
            reason=_reason(reading, near, status, is_near=tier == "for_you"),
            word_score=reading.score,
            nearness=near.score,
        )


def may_be_for_you(title: str) -> bool:
    """Tell whether the words of a title leave the first tier open, however near it may be."""
    return bundled_keywords().read(title).score >= _OPEN


def _find_topic(reading: WordReading, own: Topic | None, *, is_near: bool) -> Topic:
    votes: dict[Topic, float] = {}
    for one in reading.of_side("subjects"):
        if one.group.topic:
            votes[one.group.topic] = max(votes.get(one.group.topic, 0.0), one.group.weight)
    if not votes:
        return own if own and is_near else "other"
    if own in votes or (own and own != "ai_regulation" and "ai_regulation" in votes):
        votes[own] = votes.get(own, 0.0) + _OWN_TOPIC
    is_law = any(one.group_id == "ai_law" for one in reading.found)
    if "ai_regulation" in votes and not is_law:
        votes["ai_regulation"] *= _GENERAL
    return max(votes, key=lambda topic: (votes[topic], topic))


def _find_steps(reading: WordReading, topic: Topic) -> tuple[int | None, int | None]:
    votes = {1: 0.0, 2: 0.0, 3: 1.0}  # most news is of law and markets
    for one in reading.found:
        if one.group.step and one.side != "less":
            votes[one.group.step] += one.group.weight
    if topic == "other":
        return None, None
    first, second = sorted(votes, key=lambda step: -votes[step])[:2]
    return first, second if votes[second] > 0.7 * votes[first] else None


def _reason(reading: WordReading, near: Affinity, status: NewsStatus, *, is_near: bool) -> Reason:
    acts = reading.of_side("acts")
    if status.stage in _OPEN_STAGES:  # the version or publication of a draft is nothing decided
        acts = tuple(one for one in acts if one.group_id != "final")
    subjects = reading.of_side("subjects")
    if any(one.group_id in _KINDS_OF_AI for one in subjects):
        subjects = tuple(one for one in subjects if one.group_id != "ai")  # said by the other word
    return Reason(
        words=_labels(subjects[:_SHOWN_WORDS]),
        act=acts[0].group.label if acts else None,
        less=_labels(reading.of_side("less")),
        profile_field=near.profile_field if is_near else None,
        profile_entry=near.profile_entry if is_near else "",
    )


def _labels(found: Sequence[FoundWord]) -> tuple[dict[Language, str], ...]:
    return tuple(one.group.label for one in found)
