"""Make what asks the configured language model: for an answer, and for the phrasings of a document."""

import time
from dataclasses import dataclass
from functools import cached_property

from bot.drafters.langchain_phrasings import LangChainPhrasingWriter
from bot.generated_phrasings import PhrasingGeneration
from bot.phrasing import Phrasing
from bot.phrasing_writer import PhrasingWriter
from bot.settings import Settings
from bot.wiring.house import House, choose_model

_SECONDS_A_CALL = 60.0  # at ingestion, where nobody waits for a reply


def make_phrasing(house: House) -> Phrasing | None:
    """Make the use case of phrasing an answer; None while no model is configured."""
    drafter = house.drafter
    if drafter is None:
        return None
    settings = house.settings
    return Phrasing(drafter, settings.model_deadline, house.closeness, settings.model_passages)


@dataclass
class WriterPlace:
    """Holds the model that writes phrasings, made for the first document that needs it."""

    settings: Settings

    def make_generation(self) -> PhrasingGeneration | None:
        """Make the use case for one ingestion; None without a model, or where it may not read documents."""
        if self.settings.model is None or self.settings.model_phrasings == "off":
            return None
        return PhrasingGeneration(lambda: self._writer, time.monotonic, call_seconds=_SECONDS_A_CALL)

    @cached_property
    def _writer(self) -> PhrasingWriter:
        choice = choose_model(self.settings, _SECONDS_A_CALL)
        if choice is None:
            raise LookupError("no model is configured")
        return LangChainPhrasingWriter(choice)
