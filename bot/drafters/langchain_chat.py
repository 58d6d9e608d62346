"""Any chat model that LangChain can name, behind the port that drafts answers."""

import structlog

from bot.advisor.drafting import AnswerDraft, DraftRequest, NoDraft
from bot.advisor.drafting_prompt import SYSTEM_PROMPT, write_prompt
from bot.drafters.failures import name_failure, tell_failure
from bot.drafters.structured_chat import Messages, ModelChoice, StructuredChat

log = structlog.get_logger(__name__)


class LangChainDrafter:
    """Drafts answers; safe to share between threads."""

    def __init__(self, choice: ModelChoice) -> None:
        self._chat = StructuredChat(
            choice, AnswerDraft, title="answer_draft", description="A draft of the answer."
        )

    @property
    def name(self) -> str:
        """Name the model as `provider:model`."""
        return self._chat.name

    def draft(self, request: DraftRequest, deadline: float) -> AnswerDraft | NoDraft:
        """Draft an answer within a time; whatever goes wrong is logged by kind, and told."""
        try:
            return self._chat.ask(_messages(request), deadline, shorter=_shorter(request))
        except Exception as error:  # noqa: BLE001 - one mapping for all that providers raise
            failure = name_failure(error)
            log.warning("draft_failed", model=self.name, failure=failure)
            return NoDraft(reason=tell_failure(failure))


def _messages(request: DraftRequest) -> Messages:
    return [("system", SYSTEM_PROMPT), ("human", write_prompt(request))]


def _shorter(request: DraftRequest) -> Messages | None:
    """Ask with the better half of the passages; None where there is one only."""
    if len(request.passages) < 2:
        return None
    best = request.passages[: len(request.passages) // 2]
    return _messages(request.model_copy(update={"passages": best}))
