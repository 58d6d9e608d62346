"""Choose the conclusion of an answer: the rules' where they decide, else a guide's, else the best card's."""

import re
from dataclasses import dataclass

from bot.advisor.abstaining import names_no_topic
from bot.advisor.advice import Statement
from bot.advisor.card_choice import CardChoice
from bot.advisor.evidence import Evidence
from bot.advisor.framework_part import CardWriter
from bot.advisor.holdings import Place
from bot.advisor.notices import notices_for
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.situation import Situation
from knowledge.documents.document import Language, SourceClass
from knowledge.documents.folding import fold_string

_RECORD = "BIB-"
_PRINTED = ("j. k. lee", "jk lee", "j.k. lee", "lee et al", "economics of foundation models")
_PAPER = re.compile(r"論文|paper|vipra|korinek|arxiv")
_ARTICLES_ADVICE = re.compile(
    r"poc|kpi|tco|総所有|運用責任|教育|研修|フェイルセーフ|安全側|内製|saas|proof of concept|pilot"
    r"|fail-safe|training|in-house"
)
_NOT_IN_PAPER: dict[Language, str] = {
    "ja": "これは論文ではなく、記事にある内容です（論文の主題は競争政策と規制です）：",
    "en": "This stands in the article, not in the paper, whose subject is competition policy: ",
}
_RECORD_LEADS = 0.9
_ASKS_RECORD = re.compile(
    r"著者|誰が書|だれが書|書いた|出典|書誌|引用|題名|タイトル|発行|掲載|何年の"
    r"|who wrote|wrote|authors?\b(?! (?:see|say|think))|cite|citation|title|published|reference|source"
)
_RECORD_SHARE = 0.55
_WELL_VOTED = 0.6


@dataclass(frozen=True)
class Conclusion:
    """The first sentence a person reads, and what must stand right beside it."""

    summary: Statement
    points: tuple[Statement, ...] = ()
    reasons: tuple[str, ...] = ()
    is_indirect: bool = False  # nothing says it directly; the nearest passages stand in


def conclude(
    situation: Situation,
    evidence: Evidence,
    choice: CardChoice,
    policy: PolicyFinding,
    writer: CardWriter,
) -> Conclusion:
    """Choose the conclusion; a question about the sources' authors is answered from their records."""
    asks_source = bool(choice.guides) and choice.guides[0].intent == "source_question"
    warnings = _warn_of_printed_record(situation, writer)
    if policy.routes and policy.summary is not None:
        return Conclusion(policy.summary, warnings)
    if (misplaced := _from_article(situation, choice, writer)) is not None:
        return Conclusion(misplaced, warnings)
    if (
        asks_source
        and _asks_record(situation, choice)
        and (concluded := _from_records(choice, writer, warnings))
    ):
        return concluded
    if policy.summary is not None:
        return Conclusion(policy.summary, warnings)
    best = evidence.cards[0].chunk.section_id if evidence.cards else ""
    guide = choice.guides[0] if choice.guides else None
    if situation.phrase is not None and names_no_topic(situation.query):
        guide = writer.holdings.guides.get("meeting_phrase", guide)
        best = guide.lead[0] if guide is not None else best
    notices = notices_for(situation.language)
    is_guided = guide is not None and (best in guide.cards or _is_voted(choice, guide.cards))
    if guide is not None and is_guided and (summary := writer.summary(guide)) is not None:
        return Conclusion(summary, warnings)
    card = writer.card(best) if best else None
    if card is not None and evidence.belongs == "covered":
        return Conclusion(card, warnings)
    return Conclusion(
        Statement(kind="notice", text=notices.related), warnings, (notices.related,), is_indirect=True
    )


def _asks_record(situation: Situation, choice: CardChoice) -> bool:
    """Tell whether who wrote what is asked, and not what the authors say."""
    best = max((value for card, value in choice.relevance.items() if card.startswith(_RECORD)), default=0.0)
    return best >= _RECORD_LEADS or _ASKS_RECORD.search(fold_string(situation.query)) is not None


def _from_records(
    choice: CardChoice, writer: CardWriter, warnings: tuple[Statement, ...]
) -> Conclusion | None:
    """Answer from the record found best; the others stand beside it."""
    records = [
        one for one in sorted(choice.relevance, key=lambda x: -choice.relevance[x]) if one.startswith(_RECORD)
    ]
    named = [one for one in choice.guides[0].lead if one not in records]
    ranked = [one for one in records if choice.relevance[one] >= _RECORD_SHARE] or named or records
    said = [statement for one in ranked[:1] if (statement := writer.card(one)) is not None]
    if not said:
        return None
    others = [*ranked[1:], *choice.guides[0].points[:2]]
    beside = writer.cards((one for one in others if not writer.book.is_cited(one)), most=2)
    return Conclusion(said[0], (*warnings, *beside))


def _from_article(situation: Situation, choice: CardChoice, writer: CardWriter) -> Statement | None:
    """Correct whoever looks in the paper for advice that only the article gives."""
    query = fold_string(situation.query)
    if not (_PAPER.search(query) and _ARTICLES_ADVICE.search(query)):
        return None
    ranked = sorted(choice.relevance, key=lambda one: -choice.relevance[one])[:6]
    places = (writer.holdings.place(one, situation.language) for one in ranked)
    named = next(
        (
            one
            for one in places
            if one and one.document.source_class == SourceClass.ARTICLE and _says_advice(one)
        ),
        None,
    )
    if named is None:
        return None
    lead = _NOT_IN_PAPER[situation.language]
    return Statement(text=f"{lead}{named.section.text}", citations=writer.book.cite(named.section.id))


def _says_advice(place: Place) -> bool:
    card = place.section.card
    return card is not None and card.kind not in ("source", "keyword", "research")


def _warn_of_printed_record(situation: Situation, writer: CardWriter) -> tuple[Statement, ...]:
    """Warn whoever is about to quote the record that the article prints."""
    query = fold_string(situation.query)
    if not any(name in query for name in _PRINTED):
        return ()
    warning = writer.card("BIB-article")
    return (warning,) if warning else ()


def _is_voted(choice: CardChoice, cards: tuple[str, ...]) -> bool:
    top = sorted(choice.relevance.items(), key=lambda item: -item[1])[:5]
    return sum(value for card, value in top if card in cards) >= _WELL_VOTED
