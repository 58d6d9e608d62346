"""Put together what answers a question."""

from collections.abc import Callable
from functools import partial

import structlog

from bot.advisor.intent_likeness import IntentLikeness
from bot.conversation import Conversation
from bot.drafters.langchain_chat import LangChainDrafter
from bot.drafters.structured_chat import ModelChoice
from bot.library import Library
from bot.phrasing import Phrasing
from bot.wiring.house import House
from knowledge.documents.intent_prototypes import load_intent_prototypes
from knowledge.framework.framework import load_framework
from knowledge.framework.guides import load_guides
from knowledge.profile import CompanyProfile, UnreadableProfileError, read_profile
from retrieval.retriever import Retriever

log = structlog.get_logger(__name__)


def make_library(house: House) -> Library:
    """Make the library over the record, with the framework of its corpus."""
    return Library(
        house.record,
        load_framework(house.corpus_root),
        load_guides(house.corpus_root),
        house.settings.sample,
    )


def make_conversation(house: House, library: Library, retriever: Callable[[], Retriever]) -> Conversation:
    """Make the use case of one question.

    Args:
        house: Opened.
        library: All documents.
        retriever: Gives the retriever as the record is now.
    """
    prototypes = load_intent_prototypes(house.corpus_root)
    likeness = IntentLikeness(prototypes, house.embedder, (house.shipped_vectors,))
    return Conversation(library, retriever, likeness, make_phrasing(house), partial(_profile, house))


def make_phrasing(house: House) -> Phrasing | None:
    """Make the use case of phrasing; None while no model is configured."""
    settings = house.settings
    if settings.model is None:
        return None
    choice = ModelChoice(
        settings.model,
        timeout=settings.model_deadline,
        base_url=settings.model_base_url,
        api_key=settings.model_api_key,
    )
    closeness = partial(_closeness, house)
    return Phrasing(LangChainDrafter(choice), settings.model_deadline, closeness)


def _profile(house: House) -> CompanyProfile | None:
    """Give the profile; an answer does without one that cannot be read."""
    try:
        return read_profile(house.settings.home)
    except UnreadableProfileError as error:
        log.warning("profile_unreadable", reason=str(error))
        return None


def _closeness(house: House, claim: str, quote: str) -> float:
    """Compare two texts by the embedding model; its vectors are of length one."""
    one, other = house.embedder.embed_queries([claim, quote])
    return float(one @ other)
