"""The deadline holds for the whole step of phrasing: choosing passages, waiting for a draft, checking it."""

import time
from dataclasses import dataclass, field

import pytest

from bot.advisor.drafting import AnswerDraft, DraftRequest, NoDraft
from bot.phrasing import Phrasing, _close_before
from tests.integration.drafting_ground import HOLDINGS, a_composed_advice, a_draft, sentence_of


@dataclass
class Drafter:
    """Keeps what it was asked and how long it may take."""

    draft_as: str = ""
    name: str = "fake:model"
    asked: list[tuple[DraftRequest, float]] = field(default_factory=list)

    def draft(self, request: DraftRequest, deadline: float) -> AnswerDraft | NoDraft:
        self.asked.append((request, deadline))
        return AnswerDraft.model_validate_json(self.draft_as) if self.draft_as else NoDraft(reason="late")


@pytest.mark.parametrize(("deadline", "waited"), [(20.0, 19.5), (10.0, 9.5), (2.0, 1.8), (1.0, 0.9)])
def test_a_draft_is_waited_for_so_long_that_checking_it_fits(deadline: float, waited: float) -> None:
    drafter = Drafter()

    Phrasing(drafter, deadline).phrase(a_composed_advice(), (), HOLDINGS)

    [(_, given)] = drafter.asked
    assert waited - 0.3 < given < waited


def test_no_more_passages_are_sent_than_are_set() -> None:
    drafter = Drafter(a_draft(sentence_of("SD-19"), sentence_of("SD-19")[:30]))

    phrased = Phrasing(drafter, 20, most_passages=1).phrase(a_composed_advice(), (), HOLDINGS)

    [(request, _)] = drafter.asked
    assert [one.label for one in request.passages] == ["P1"]
    assert phrased.drafted_by == "fake:model"


def test_a_claim_is_compared_only_while_there_is_time() -> None:
    now = time.monotonic()

    assert _close_before(now + 60, lambda *_: 0.9, "claim", "quote") == 0.9
    assert _close_before(now, lambda *_: 0.9, "claim", "quote") == 0.0
