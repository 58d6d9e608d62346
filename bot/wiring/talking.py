"""Put together what answers a question."""

from collections.abc import Callable
from functools import partial

import structlog

from bot.advisor.intent_likeness import IntentLikeness
from bot.conversation import Conversation
from bot.library import Library
from bot.wiring.house import House
from bot.wiring.language_model import make_phrasing
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


def _profile(house: House) -> CompanyProfile | None:
    """Give the profile; an answer does without one that cannot be read."""
    try:
        return read_profile(house.settings.home)
    except UnreadableProfileError as error:
        log.warning("profile_unreadable", reason=str(error))
        return None
