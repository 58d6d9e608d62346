"""Suggest sentences for a meeting on a topic: what `sandan phrases` prints.

Which sentence fits is `bot.advisor.phrases`'s decision; here a topic becomes an occasion, and what is left
open is said in words.
"""

import re
from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from bot.advisor.advice import Citation, Phrase
from bot.advisor.card_choice import STRATEGY, asks_whole_way, choose_cards
from bot.advisor.citations import CitationBook, check_citations
from bot.advisor.evidence import Evidence
from bot.advisor.holdings import Holdings
from bot.advisor.phrases import Occasion, choose_phrases
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.situation import PhraseWish, Situation
from bot.advisor.slots import fill_slots
from knowledge.documents.document import Language
from knowledge.documents.folding import fold_string

_MOST = 3
_SEEN = 0.5  # score from which an intent was really seen
_REASONS: dict[Language, dict[str, str]] = {
    "ja": {
        "empty": "何について話すのかを一言ください(例: PoC、運用費、出口条件)。",
        "foreign": (
            "この話題で言えることは資料にありません。"
            "PoC、運用費、統治、調達、出口条件、規制、教育などなら出せます。"
        ),
        "unfitting": (
            "この条件(聞き手・立場・丁寧さ・長さ)に合う文は用意がありません。条件を一つ緩めてお試しください。"
        ),
    },
    "en": {
        "empty": "Please name the subject in a word or two, for example PoC, running cost, exit terms.",
        "foreign": (
            "The sources hold nothing to say on this topic. PoC, running cost, governance, purchasing, "
            "exit terms, regulation and training are covered."
        ),
        "unfitting": (
            "No sentence fits this combination of listener, stance, register and length. "
            "Please relax one of them."
        ),
    },
}


class PhraseReply(BaseModel):
    """Sentences to say on one topic; none, with a reason in words, where nothing fits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str
    language: Language  # of this reply; a phrase names its own
    phrases: tuple[Phrase, ...] = ()
    citations: tuple[Citation, ...] = ()
    reason: str = ""  # why there are none


def suggest_phrases(
    situation: Situation, evidence: Evidence, holdings: Holdings, rules: CompanyRules, wish: PhraseWish
) -> PhraseReply:
    """Suggest sentences to say.

    Args:
        situation: What was understood of the topic; its query is the topic as given.
        evidence: What was found for it.
        holdings: What may be cited.
        rules: Of the day; they fill the slots.
        wish: For whom, on which side, how polite, how long, how many.

    Returns:
        Up to `wish.count` sentences, three when that is open, the best fitting one first.
    """
    topic = situation.query.strip()
    if not topic:
        return _nothing(situation, "empty")
    if _is_foreign(situation, evidence):
        return _nothing(situation, "foreign")
    book = CitationBook(holdings, language=situation.language, day=situation.rules_on)
    occasion = _occasion(situation, evidence, holdings, rules, wish.language or situation.language)
    phrases = choose_phrases(occasion, wish, book, most=_MOST)
    if not phrases:
        return _nothing(situation, "unfitting")
    return PhraseReply(
        topic=topic,
        language=situation.language,
        phrases=phrases,
        citations=check_citations(book.citations(), holdings),
    )


def _occasion(
    situation: Situation, evidence: Evidence, holdings: Holdings, rules: CompanyRules, language: Language
) -> Occasion:
    choice = choose_cards(situation, evidence, holdings.guides)
    seen = [one.intent for one in situation.intents if one.score >= _SEEN and one.intent != "meeting_phrase"]
    guided = [guide.intent for guide in choice.guides if guide.intent != "meeting_phrase"]
    whole = [STRATEGY] if asks_whole_way(situation) else []
    topics = [*whole, *_named_topics(situation.query), *guided, *seen]
    steps = choice.guides[0].steps if choice.guides else ()
    return Occasion(tuple(dict.fromkeys(topics)), steps, language, fill_slots(rules, language))


def _named_topics(topic: str) -> list[str]:
    """List the topics that its words name, in the order in which they are named."""
    folded = fold_string(topic)
    found = [(match.start(), name) for name, pattern in _cues() if (match := pattern.search(folded))]
    return [name for _, name in sorted(found, key=lambda one: one[0])]


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = yaml.safe_load(files("bot.advisor").joinpath("meeting_topics.yaml").read_text(encoding="utf-8"))
    return tuple((name, re.compile(pattern)) for name, pattern in raw["topics"].items())


def _is_foreign(situation: Situation, evidence: Evidence) -> bool:
    if situation.is_adversarial or situation.score_of("out_of_scope") >= _SEEN:
        return True
    return evidence.belongs == "foreign" and not asks_whole_way(situation)


def _nothing(situation: Situation, why: str) -> PhraseReply:
    return PhraseReply(
        topic=situation.query.strip(),
        language=situation.language,
        reason=_REASONS[situation.language][why],
    )
