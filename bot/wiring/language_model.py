"""Make what asks the configured language model: for an answer, and for the phrasings of a document."""

import time
from dataclasses import dataclass
from functools import cached_property, partial

from bot.drafters.langchain_chat import LangChainDrafter
from bot.drafters.langchain_phrasings import LangChainPhrasingWriter
from bot.drafters.structured_chat import ModelChoice
from bot.generated_phrasings import PhrasingGeneration
from bot.phrasing import Phrasing
from bot.phrasing_writer import PhrasingWriter
from bot.settings import Settings
from bot.wiring.house import House

_SECONDS_A_CALL = 60.0  # at ingestion, where nobody waits for a reply


def make_phrasing(house: House) -> Phrasing | None:
    """Make the use case of phrasing an answer; None while no model is configured."""
    deadline = house.settings.model_deadline
    choice = _choose(house.settings, deadline)
    if choice is None:
        return None
    most = house.settings.model_passages
    return Phrasing(LangChainDrafter(choice), deadline, partial(_closeness, house), most)


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
        choice = _choose(self.settings, _SECONDS_A_CALL)
        if choice is None:
            raise LookupError("no model is configured")
        return LangChainPhrasingWriter(choice)


def _choose(settings: Settings, timeout: float) -> ModelChoice | None:
    if settings.model is None:
        return None
    return ModelChoice(
        settings.model, timeout=timeout, base_url=settings.model_base_url, api_key=settings.model_api_key
    )


def _closeness(house: House, claim: str, quote: str) -> float:
    """Compare two texts by the embedding model; its vectors are of length one."""
    one, other = house.embedder.embed_queries([claim, quote])
    return float(one @ other)
