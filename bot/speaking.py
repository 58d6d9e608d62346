"""Help somebody speak: sentences for a meeting, and a look at what they mean to say.

Surfaces call `Speaking` and render what comes back. What is found is retrieval's business, what is said
`bot.advisor.meeting`'s and `bot.advisor.saying_back`'s.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.advisor.meeting import PhraseReply, suggest_phrases
from bot.advisor.question import Question
from bot.advisor.situation import PhraseWish
from bot.advisor.understanding import understand
from bot.advisor.vocabulary import Vocabulary
from bot.advisor.wishes import merge_wishes, read_wish
from bot.gathering import Place, gather_evidence
from bot.library import Library, version_keys
from retrieval.retriever import Retriever


@dataclass(frozen=True)
class Speaking:
    """The use cases of speaking; safe to share between threads.

    Attributes:
        library: What may be read.
        retriever: Gives the retriever over the record as it is now.
    """

    library: Library
    retriever: Callable[[], Retriever]

    def phrases(self, topic: Question, wish: PhraseWish) -> PhraseReply:
        """Suggest sentences on a topic, which is put as a question is.

        Args:
            topic: In a word or a sentence; what it says of listener or length counts where `wish` is open.
            wish: What was asked for expressly.
        """
        shelves = self.library.shelves(topic.scope, topic.audiences)
        holdings = self.library.holdings(topic.audiences, shelves)
        situation = understand(topic, Vocabulary())
        rules = self.library.rules(holdings, situation.rules_on)
        place = Place(topic.audiences, shelves, holdings, version_keys(holdings, situation.rules_on))
        evidence = gather_evidence(self.retriever(), situation.query, situation.language, place)
        wished = merge_wishes(situation.phrase or _implied_wish(topic.text), wish) or wish
        return suggest_phrases(situation, evidence, holdings, rules, wished)


def _implied_wish(topic: str) -> PhraseWish | None:
    """Read listener, stance and the like from a bare topic; 「三つの指標」 is no wish for three."""
    read = read_wish(topic, is_continued=True)
    return read.model_copy(update={"count": None}) if read else None
