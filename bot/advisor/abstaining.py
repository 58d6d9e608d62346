"""Ask back, refuse, or say that the documents do not cover it: always in words, with a way on."""

import re
from dataclasses import dataclass

from bot.advisor.advice import Abstained, Intent, PolicyStatement, State, Statement
from bot.advisor.card_choice import asks_whole_way
from bot.advisor.evidence import Evidence
from bot.advisor.foreign_law import asks_unheld_law
from bot.advisor.framework_part import CardWriter
from bot.advisor.gaps import find_gaps
from bot.advisor.manners import is_on_subject
from bot.advisor.notices import notices_for
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.situation import Situation
from knowledge.documents.document import SourceClass
from knowledge.documents.folding import fold_string

# What a wish for a phrase names beside a topic: the wish itself, its listener, language and length.
_WISH_WORDS = re.compile(
    r"フレーズ|セリフ|台詞|言葉|言い方|一言|一文|英語|日本語|英文|海外|本社|会議|役員会?|取締役会?|社長|上司|[部課]長"
    r"|現場|部下|先方|取引先|相手|説明|秒|文字|以内|敬語|丁寧|反対|賛成|慎重|常務|専務"
)
_NAMES_TOPIC = re.compile(r"[\u3400-\u9fff]{2,}|[ァ-ヶー]{3,}|[a-z]{2,}")
_STRONG = 0.5  # an intent that was really seen
_NAMED = 0.85  # a topic of the advice that is named outright: 「内製かSaaSか」
_TOPICS: tuple[Intent, ...] = ("build_vs_saas", "poc_design", "roi_metrics", "ops_tco", "vendor_exit")


@dataclass(frozen=True)
class Abstention:
    """What is said instead of an answer."""

    state: State
    abstained: Abstained
    reason: str
    summary: Statement
    nearest: tuple[Statement, ...] = ()
    policy: tuple[PolicyStatement, ...] = ()
    missing: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


def must_abstain(situation: Situation, evidence: Evidence, policy: PolicyFinding) -> bool:
    """Tell whether nothing of the question can be answered from what is held."""
    if not situation.query.strip() or situation.is_greeting or situation.is_vague:
        return True
    if situation.is_adversarial:
        return True
    has_sum = situation.purchase is not None and bool(situation.purchase.amounts)
    if situation.score_of("out_of_scope") >= _STRONG and not has_sum and not evidence.is_ruled:
        return True
    if policy.leads:  # a length or a frequency that a strange question happens to ask for proves nothing
        names_matter = has_sum or bool(policy.routes) or (situation.use is not None and situation.use.data)
        return not (names_matter or evidence.belongs != "foreign" or is_on_subject(situation.query))
    if asks_unheld_law(situation.query, (one.chunk.section_text for one in evidence.passages)):
        return True
    if asks_whole_way(situation) or find_gaps(situation):
        return False
    wishes_phrase = situation.phrase is not None and (
        is_on_subject(situation.query) or names_no_topic(situation.query)
    )
    names_topic = any(situation.score_of(one) >= _NAMED for one in _TOPICS)
    return evidence.belongs == "foreign" and not (wishes_phrase or names_topic)


def names_no_topic(query: str) -> bool:
    """Tell whether a wish for a phrase says whom it is for and how, and not what about."""
    return _NAMES_TOPIC.search(_WISH_WORDS.sub(" ", fold_string(query))) is None


def abstain(situation: Situation, policy: PolicyFinding, writer: CardWriter) -> Abstention:
    """Say why there is no answer, and what can be done."""
    notices = notices_for(situation.language)
    if not situation.query.strip():
        return _ask_back(notices.empty, notices.choices)
    if situation.is_greeting:
        return _ask_back(notices.greeting, notices.choices)
    if situation.is_adversarial:
        words = notices.refused_lawful if policy.statements else notices.refused
        summary = Statement(kind="notice", text=words)
        return Abstention("refused", "full", words, summary, policy=policy.statements)
    if situation.is_vague:
        return _ask_back(notices.vague, policy.choices or notices.choices)
    return _not_covered(situation, writer)


def _ask_back(words: str, choices: tuple[str, ...]) -> Abstention:
    return Abstention("clarify", "full", words, Statement(kind="notice", text=words), choices=choices)


def _not_covered(situation: Situation, writer: CardWriter) -> Abstention:
    """Say what was searched and whom to ask."""
    notices = notices_for(situation.language)
    policies = writer.holdings.of_class(SourceClass.POLICY)
    is_en = situation.language == "en"
    titles = tuple(dict.fromkeys(one.id if is_en and one.id.isascii() else one.title for one in policies))
    joined = ("、" if situation.language == "ja" else ", ").join(titles[:6])
    separator = "" if situation.language == "ja" else " "
    sentences = (
        [notices.not_covered, notices.searched.format(titles=joined)] if titles else [notices.not_covered]
    )
    words = separator.join([*sentences, notices.ask_owner])
    return Abstention("not_covered", "full", notices.not_covered, Statement(kind="notice", text=words))
