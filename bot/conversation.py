"""Answer one question: understand it, look where the asker may read, and let the advisor decide what to say.

Surfaces call `Conversation.answer` and render what comes back.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from uuid import uuid4

import structlog

from bot.advisor.advice import Advice, Timings
from bot.advisor.advise import Brief, advise
from bot.advisor.holdings import Holdings
from bot.advisor.intent_likeness import IntentLikeness
from bot.advisor.question import Question
from bot.advisor.situation import Situation
from bot.advisor.understanding import understand
from bot.advisor.vocabulary import Vocabulary, build_vocabulary
from bot.gathering import Place, gather_evidence
from bot.library import Library, version_keys
from bot.phrasing import Phrasing
from knowledge.documents.document import SourceClass
from knowledge.documents.language import detect_language
from knowledge.profile import CompanyProfile
from retrieval.retriever import Retriever

log = structlog.get_logger(__name__)

_KEPT = 16


@dataclass(frozen=True)
class Conversation:
    """The use case of one question; safe to share between threads.

    Attributes:
        library: What may be read.
        retriever: Gives the retriever over the record as it is now.
        likeness: Compares questions with prototypes of each intent, as a nudge; None for cues alone.
        phrasing: Lets a model phrase what was composed; None without a model.
        profile: Gives the company's profile as it is now; None while none was set.
    """

    library: Library
    retriever: Callable[[], Retriever]
    likeness: IntentLikeness | None = None
    phrasing: Phrasing | None = None
    profile: Callable[[], CompanyProfile | None] = lambda: None
    _vocabularies: "OrderedDict[int, tuple[Holdings, Vocabulary]]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def answer(self, question: Question) -> Advice:
        """Answer one question out of what its audiences may read on its day."""
        began = time.perf_counter()
        shelves = self.library.shelves(question.scope, question.audiences)
        holdings = self.library.holdings(question.audiences, shelves)
        situation = self._understand(question, holdings)
        rules = self.library.rules(holdings, situation.rules_on)
        place = Place(question.audiences, shelves, holdings, version_keys(holdings, situation.rules_on))
        understood = time.perf_counter()
        evidence = gather_evidence(self.retriever(), situation.query, situation.language, place)
        retrieved = time.perf_counter()
        advice = advise(Brief(question, situation, evidence, holdings, rules, self.profile()))
        if self.phrasing is not None:
            advice = self.phrasing.phrase(advice, evidence.passages, holdings)
        ended = time.perf_counter()
        timings = Timings(
            understand=_ms(understood - began),
            retrieve=_ms(retrieved - understood),
            advise=_ms(ended - retrieved),
            total=_ms(ended - began),
        )
        trace_id = uuid4().hex[:12]
        log.info("question_answered", trace_id=trace_id, state=advice.state, passages=len(evidence.passages))
        return advice.model_copy(update={"timings_ms": timings, "trace_id": trace_id})

    def _understand(self, question: Question, holdings: Holdings) -> Situation:
        vocabulary = self._vocabulary(holdings)
        if self.likeness is None or not question.text.strip():
            return understand(question, vocabulary)
        language = question.language or detect_language(question.text)
        return understand(question, vocabulary, self.likeness.of_text(question.text, language))

    def _vocabulary(self, holdings: Holdings) -> Vocabulary:
        """Give the company's own words, read once for each set of holdings."""
        with self._lock:
            known = self._vocabularies.get(id(holdings))
            if known is None or known[0] is not holdings:
                policies = holdings.of_class(SourceClass.POLICY)
                known = (holdings, build_vocabulary(self.library.books(holdings), policies))
                self._vocabularies[id(holdings)] = known
            while len(self._vocabularies) > _KEPT:
                self._vocabularies.popitem(last=False)
            return known[1]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
