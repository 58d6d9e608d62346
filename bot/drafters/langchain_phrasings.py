"""Any chat model that LangChain can name, behind the port that writes phrasings of sections."""

import structlog

from bot.drafters.failures import Failure, name_failure, tell_failure
from bot.drafters.structured_chat import ModelChoice, StructuredChat
from bot.phrasing_writer import (
    PHRASINGS_PROMPT,
    NoPhrasings,
    PhrasingsRequest,
    WrittenPhrasings,
    write_phrasings_prompt,
)

log = structlog.get_logger(__name__)

_TOO_MUCH: frozenset[Failure] = frozenset({"too_long", "cut_off"})


class LangChainPhrasingWriter:
    """Writes phrasings; safe to share between threads."""

    def __init__(self, choice: ModelChoice) -> None:
        self._chat = StructuredChat(
            choice, WrittenPhrasings, title="phrasings", description="Questions that the sections answer."
        )

    @property
    def name(self) -> str:
        """Name the model as `provider:model`."""
        return self._chat.name

    def write(self, request: PhrasingsRequest, deadline: float) -> WrittenPhrasings | NoPhrasings:
        """Write phrasings within a time; whatever goes wrong is logged by kind, and told."""
        messages = [("system", PHRASINGS_PROMPT), ("human", write_phrasings_prompt(request))]
        try:
            return self._chat.ask(messages, deadline)
        except Exception as error:  # noqa: BLE001 - one mapping for all that providers raise
            failure = name_failure(error)
            log.warning("phrasings_failed", model=self.name, failure=failure)
            return NoPhrasings(reason="too_much" if failure in _TOO_MUCH else tell_failure(failure))
