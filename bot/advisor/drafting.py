"""The port that a language model may fill: what it is sent, and what it may send back.

A model names passages by label and copies short anchors; it writes no quote, no verdict, no route. What it
is sent is chosen by `drafting_preparation`, what comes back is verified by `drafting_application`; adapters
live in `bot.drafters`.
"""

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents.document import Language

MOST_PASSAGES = 8
Label = Literal["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"]
LABELS: tuple[Label, ...] = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SentPassage(_Frozen):
    """One passage as the model reads it."""

    label: Label
    title: str
    text: str = Field(min_length=1)


class DraftRequest(_Frozen):
    """Everything a model gets: text of others, as data."""

    question: str
    language: Language  # the answer's
    passages: tuple[SentPassage, ...] = Field(min_length=1, max_length=MOST_PASSAGES)


class DraftedEvidence(_Frozen):
    """Where the model read something."""

    passage: Label
    anchor: str = Field(max_length=120, description="8 to 60 characters copied from that passage, unchanged")


class DraftedStatement(_Frozen):
    """One sentence with its evidence, which comes first so that it is found before it is phrased."""

    evidence: tuple[DraftedEvidence, ...] = Field(max_length=2)
    claim: str = Field(max_length=240, description="one sentence in the language of the question")


class DraftedRecommendation(DraftedStatement):
    """One thing to do, in a step of the framework."""

    step: Literal[1, 2, 3]


class AnswerDraft(_Frozen):
    """What a model returns; constant, so that a provider's cache of schemas hits."""

    status: Literal["answer", "partial", "not_in_sources"]
    summary: DraftedStatement
    key_points: tuple[DraftedStatement, ...] = Field(max_length=3)
    recommendations: tuple[DraftedRecommendation, ...] = Field(max_length=3)


NoDraftReason = Literal["late", "busy", "refused", "unreadable", "unreachable", "unavailable"]


class NoDraft(_Frozen):
    """Why a model sent nothing that can be read as a draft."""

    reason: NoDraftReason


class Drafter(Protocol):
    """Phrases an answer; fails by saying why, never by raising."""

    @property
    def name(self) -> str:
        """Name the model as `provider:model`."""
        ...

    def draft(self, request: DraftRequest, deadline: float) -> AnswerDraft | NoDraft:
        """Draft an answer within a time.

        Args:
            request: What to answer and from what.
            deadline: Seconds for everything, repair included.

        Returns:
            A draft of the right shape; else why there is none, within the time.
        """
        ...
