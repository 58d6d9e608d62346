"""Let a configured model phrase an answer that rules have composed; without one, nothing here is used."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import structlog

from bot.advisor.advice import Advice
from bot.advisor.drafting import MOST_PASSAGES, Drafter
from bot.advisor.drafting_application import apply_draft
from bot.advisor.drafting_preparation import prepare_drafting
from bot.advisor.holdings import Holdings
from bot.advisor.verifying import Closeness
from retrieval.passage import Passage

log = structlog.get_logger(__name__)

_MOST_FOR_VERIFYING = 0.5  # seconds of the deadline in which no draft is waited for any more
_SHARE_FOR_VERIFYING = 0.1


@dataclass(frozen=True)
class Phrasing:
    """The use case of phrasing one answer.

    Attributes:
        drafter: The model.
        deadline: Seconds for everything: choosing passages, a draft and its repair, verifying it.
        closeness: Compares a claim with a quote in another language.
        most_passages: What a model is sent at most; the small ones are lost in eight.
    """

    drafter: Drafter
    deadline: float
    closeness: Closeness | None = None
    most_passages: int = MOST_PASSAGES

    def phrase(self, advice: Advice, passages: Iterable[Passage], holdings: Holdings) -> Advice:
        """Replace wording by verified sentences of a model; any failure gives the answer as it was, noted."""
        began = time.monotonic()
        end = began + self.deadline
        closeness = None if self.closeness is None else partial(_close_before, end, self.closeness)
        drafting = prepare_drafting(advice, passages, holdings, closeness, most_passages=self.most_passages)
        if drafting is None:
            return advice
        for_verifying = min(_MOST_FOR_VERIFYING, self.deadline * _SHARE_FOR_VERIFYING)
        draft = self.drafter.draft(drafting.request, max(0.0, end - for_verifying - time.monotonic()))
        drafted = apply_draft(advice, draft, drafting.ground, drafter=self.drafter.name)
        log.info(
            "answer_phrased",
            drafted_by=drafted.drafted_by,
            removed=drafted.removed,
            ms=round((time.monotonic() - began) * 1000),
        )
        return drafted


def _close_before(end: float, closeness: Closeness, claim: str, quote: str) -> float:
    """Compare while there is time; a claim that cannot be compared any more is refused."""
    return closeness(claim, quote) if time.monotonic() < end else 0.0
