"""Let a configured model phrase an answer that rules have composed; without one, nothing here is used."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import structlog

from bot.advisor.advice import Advice
from bot.advisor.drafting import Drafter
from bot.advisor.drafting_application import apply_draft
from bot.advisor.drafting_preparation import prepare_drafting
from bot.advisor.holdings import Holdings
from bot.advisor.verifying import Closeness
from retrieval.passage import Passage

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Phrasing:
    """The use case of phrasing one answer.

    Attributes:
        drafter: The model.
        deadline: Seconds for one draft, repair included.
        closeness: Compares a claim with a quote in another language.
    """

    drafter: Drafter
    deadline: float
    closeness: Closeness | None = None

    def phrase(self, advice: Advice, passages: Iterable[Passage], holdings: Holdings) -> Advice:
        """Replace wording by verified sentences of a model; any failure gives the answer as it was, noted."""
        drafting = prepare_drafting(advice, passages, holdings, self.closeness)
        if drafting is None:
            return advice
        began = time.perf_counter()
        draft = self.drafter.draft(drafting.request, self.deadline)
        drafted = apply_draft(advice, draft, drafting.ground, drafter=self.drafter.name)
        log.info(
            "answer_phrased",
            drafted_by=drafted.drafted_by,
            removed=drafted.removed,
            ms=round((time.perf_counter() - began) * 1000),
        )
        return drafted
