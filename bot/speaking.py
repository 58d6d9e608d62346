"""Help somebody speak: sentences for a meeting, and a look at what they mean to say.

Surfaces call `Speaking` and render what comes back. What is found is retrieval's business, what is said
`bot.advisor.meeting`'s and `bot.advisor.saying_back`'s.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.advisor.card_choice import STRATEGY, asks_whole_way, choose_cards
from bot.advisor.evidence import Evidence
from bot.advisor.holdings import Holdings
from bot.advisor.meeting import PhraseReply, suggest_phrases
from bot.advisor.question import Question
from bot.advisor.saying_back import Sources, check_statement, part_statement
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.situation import PhraseWish, Situation
from bot.advisor.understanding import understand
from bot.advisor.vocabulary import Vocabulary, build_vocabulary
from bot.advisor.wishes import merge_wishes, read_wish
from bot.gathering import Place, gather_evidence
from bot.library import Library, version_keys
from knowledge.documents.document import SourceClass
from knowledge.documents.language import detect_language
from retrieval.retriever import Retriever

_MOST_SEARCHED = 40  # sentences of one statement


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

    def check(self, statement: Question, topic: str = "") -> CheckReply:
        """Hold a statement, which is put as a question is, against the sources.

        Args:
            statement: What somebody means to say.
            topic: What it should be compared with; empty: what it seems to be about.
        """
        shelves = self.library.shelves(statement.scope, statement.audiences)
        holdings = self.library.holdings(statement.audiences, shelves)
        rules = self.library.rules(holdings, statement.as_of)
        place = Place(statement.audiences, shelves, holdings, version_keys(holdings, statement.as_of))
        language = statement.language or detect_language(statement.text)
        subject = statement.model_copy(update={"text": topic or statement.text, "language": language})
        situation = understand(subject, Vocabulary())
        retriever = self.retriever()
        evidence = gather_evidence(retriever, situation.query, situation.language, place)
        sentences = part_statement(statement.text, language)[:_MOST_SEARCHED]
        policies = holdings.of_class(SourceClass.POLICY)
        sources = Sources(
            holdings=holdings,
            rules=rules,
            vocabulary=build_vocabulary(self.library.books(holdings), policies),
            language=language,
            likeness=[_nearness(gather_evidence(retriever, one.text, language, place)) for one in sentences],
            topics=_topics(situation, evidence, holdings),
            topic_is_given=bool(topic),
        )
        return check_statement(statement.text, sources)


def _nearness(evidence: Evidence) -> dict[str, float]:
    """Give for one sentence how near each card is, against the nearest; nothing for a foreign sentence."""
    best = evidence.cards[0].score if evidence.cards else 0.0
    if not best or evidence.belongs == "foreign":
        return {}
    return {one.chunk.section_id: one.score / best for one in evidence.cards}


def _topics(situation: Situation, evidence: Evidence, holdings: Holdings) -> list[str]:
    if evidence.belongs == "foreign" and not asks_whole_way(situation):
        return []
    chosen = [guide.intent for guide in choose_cards(situation, evidence, holdings.guides).guides]
    return [*([STRATEGY] if asks_whole_way(situation) else []), *chosen]


def _implied_wish(topic: str) -> PhraseWish | None:
    """Read listener, stance and the like from a bare topic; 「三つの指標」 is no wish for three."""
    read = read_wish(topic, is_continued=True)
    return read.model_copy(update={"count": None}) if read else None
