"""Advise: from a question and what was found for it to a typed answer, without a language model.

Pure and complete. Understanding, retrieval and the reading of rules come before; a model may later only
rephrase (`bot.advisor.drafting`). The same question gives the same answer, byte for byte.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.advisor.abstaining import Abstention, abstain, must_abstain
from bot.advisor.advice import Abstained, Advice, Phrase, State, Statement
from bot.advisor.card_choice import CardChoice, choose_cards
from bot.advisor.citations import CitationBook, check_citations
from bot.advisor.conclusion import Conclusion, conclude
from bot.advisor.evidence import Evidence
from bot.advisor.framework_part import CardWriter
from bot.advisor.gaps import BESIDE, Gap, find_gaps
from bot.advisor.holdings import Holdings
from bot.advisor.law_part import say_law
from bot.advisor.markdown import render_markdown
from bot.advisor.materials_part import MaterialFinding, find_materials
from bot.advisor.notices import notices_for
from bot.advisor.phrases import Occasion, choose_phrases
from bot.advisor.policy_finding import PolicyFinding
from bot.advisor.policy_part import find_policy
from bot.advisor.question import Question
from bot.advisor.rules.company_rules import CompanyRules
from bot.advisor.situation import PhraseWish, Situation
from bot.advisor.slots import fill_slots
from bot.advisor.unheld import say_unheld
from knowledge.documents.folding import fold_string
from knowledge.profile import CompanyProfile

_PENALTIES = re.compile(r"罰則|罰金|過料|制裁金|penalt|\bfines?\b")
_NAMES_WORK = re.compile(r"論文|記事|著者|\b(?:papers?|article|authors?)\b")  # what they say is asked
_ASKS_NEW_LAW = re.compile(
    r"(?:保護|著作権|禁止|独禁|下請|取適|推進|ai)法(?:の|は|って|が)?[^。?]{0,8}(?:改正|施行|いつ|変わ)"
    r"|\b(?:act|law|gdpr)\b.{0,30}\b(?:amend\w*|in force|take effect|when)\b|\bwhen\b.{0,40}\b(?:act|law)\b"
)
_MOST_POINTS = 4
_MOST_POINTS_BESIDE_RULES = 2
_NEAR_RULES = 0.6  # of the best clause's score
_ROUTE_INTENTS = ("approval_route", "policy_check")
_MOST_PHRASES = 2
_MOST_WISHED_PHRASES = 3


@dataclass(frozen=True)
class Brief:
    """Everything an answer is made from."""

    question: Question
    situation: Situation
    evidence: Evidence
    holdings: Holdings
    rules: CompanyRules
    profile: CompanyProfile | None = None  # whose markets a publication may concern; None: not told


def advise(brief: Brief) -> Advice:
    """Answer one question.

    Args:
        brief: The question with what was understood, found and read for it.

    Returns:
        An answer of any state; its citations are compared with the stored text. Timings, id of the trace
        and drafting are the conversation's to fill in.
    """
    situation = brief.situation
    book = CitationBook(brief.holdings, language=situation.language, day=brief.question.as_of)
    writer = CardWriter(brief.holdings, book, situation.language)
    policy = find_policy(situation, brief.evidence, brief.holdings, brief.rules, book)
    if must_abstain(situation, brief.evidence, policy):
        return _finish(_abstain(brief, book, writer, policy), brief.holdings)
    return _finish(_answer(brief, book, writer, policy), brief.holdings)


def _answer(brief: Brief, book: CitationBook, writer: CardWriter, policy: PolicyFinding) -> Advice:
    situation = brief.situation
    choice = _choose_cards(brief, policy)
    beside = _say_beside(brief, writer)
    conclusion = _conclude(brief, choice, policy, writer, beside)
    gaps = _gaps(brief, beside.law)
    points = _points(brief, choice, policy, writer)
    steps = _steps(policy, choice)
    guides = choice.guides[:1]
    state, abstained = _state(conclusion.is_indirect or bool(gaps) or policy.is_open)
    return Advice(
        id=brief.question.id,
        question=brief.question.text,
        language=situation.language,
        as_of=brief.question.as_of,
        intents=tuple(one.intent for one in situation.intents),
        steps=steps,
        state=state,
        abstained=abstained,
        reason=" ".join((*conclusion.reasons, *gaps)),
        summary=conclusion.summary,
        key_points=(
            *(Statement(kind="notice", text=gap) for gap in gaps),
            *(one for one in beside.statements if one != conclusion.summary),
            *conclusion.points,
            *_others_than(conclusion.summary, points, beside.materials),
            *_sample_note(book, situation),
        ),
        recommendations=writer.recommendations(steps, choice),
        policy=policy.statements,
        approval_routes=policy.routes,
        phrases=_phrases(brief, steps, choice, book) if steps else (),
        next_actions=(*policy.next_actions, *writer.next_actions(guides, most=2))[:3],
        counter_views=_counter_views(choice, writer),
        missing=(*policy.missing, *(() if policy.leads else writer.missing(guides))),
        choices=policy.choices,
        citations=book.citations(),
    )


@dataclass(frozen=True)
class _Beside:
    """What is said beside cards and rules: publications on the law, papers from outside."""

    law: tuple[Statement, ...]
    materials: MaterialFinding

    @property
    def statements(self) -> tuple[Statement, ...]:
        return (*self.law, *self.materials.statements)


def _say_beside(brief: Brief, writer: CardWriter) -> _Beside:
    situation, as_of = brief.situation, brief.question.as_of
    return _Beside(
        say_law(situation, brief.evidence, writer, as_of=as_of, profile=brief.profile),
        find_materials(situation, brief.evidence, writer.book),
    )


def _conclude(
    brief: Brief, choice: CardChoice, policy: PolicyFinding, writer: CardWriter, beside: _Beside
) -> Conclusion:
    """Let a paper from outside lead where it is what was asked about, and no route decides.

    A dated publication leads where law is what was asked, and no rule of the company decides.
    """
    if beside.materials.leads and not policy.routes:
        return Conclusion(beside.materials.statements[0])
    conclusion = conclude(brief.situation, brief.evidence, choice, policy, writer)
    asked = fold_string(brief.situation.query)
    decides = policy.leads and (policy.routes or not _ASKS_NEW_LAW.search(asked))
    if not beside.law or decides or beside.law[0].kind != "sourced" or _NAMES_WORK.search(asked):
        return conclusion
    return Conclusion(beside.law[0], conclusion.points)


def _choose_cards(brief: Brief, policy: PolicyFinding) -> CardChoice:
    """Choose no cards where only a paper from outside has to do with the question."""
    if brief.evidence.is_materials_only and not policy.leads:
        return CardChoice((), (), (), {})
    return choose_cards(brief.situation, brief.evidence, brief.holdings.guides)


def _gaps(brief: Brief, law: tuple[Statement, ...]) -> tuple[str, ...]:
    """Say what is asked for and surely not held."""
    situation = brief.situation
    notices = notices_for(situation.language)
    words: dict[Gap, str] = {
        "percentages": notices.no_percentages,
        "shares": notices.no_shares,
        "law": notices.law_not_held,
    }
    unheld = say_unheld(situation, brief.evidence, brief.holdings)
    is_told = any(_PENALTIES.search(one.text) for one in law)  # a publication says it after all
    gaps = [one for one in find_gaps(situation) if not (one == "law" and is_told)]
    return (*(words[gap] for gap in gaps), *unheld)


def _points(
    brief: Brief, choice: CardChoice, policy: PolicyFinding, writer: CardWriter
) -> tuple[Statement, ...]:
    """Say what stands beside a gap first, then the cards chosen."""
    situation = brief.situation
    beside = (one for gap in find_gaps(situation) for one in BESIDE[gap])
    said = writer.cards((one for one in beside if not writer.book.is_cited(one)), most=2)
    if policy.leads:
        near = (one for one in choice.points if _is_near(one, brief.evidence))
        others = [one for one in near if not writer.book.is_cited(one)]
    else:
        others = [one for one in choice.points if one in choice.found or not writer.book.is_cited(one)]
    return (*said, *writer.cards(others, most=_most_points(policy, situation)))


def _others_than(
    summary: Statement, points: tuple[Statement, ...], materials: MaterialFinding
) -> tuple[Statement, ...]:
    others = tuple(one for one in points if one != summary)
    return others[:_MOST_POINTS_BESIDE_RULES] if materials.leads else others


def _is_near(card: str, evidence: Evidence) -> bool:
    """Tell whether a card found beside rules has to do with the question nearly as much as they have."""
    best = evidence.clauses[0].score if evidence.clauses else 0.0
    return any(one.score >= _NEAR_RULES * best for one in evidence.cards if one.chunk.section_id == card)


def _abstain(brief: Brief, book: CitationBook, writer: CardWriter, policy: PolicyFinding) -> Advice:
    said: Abstention = abstain(brief.situation, policy, writer)
    return Advice(
        id=brief.question.id,
        question=brief.question.text,
        language=brief.situation.language,
        as_of=brief.question.as_of,
        intents=tuple(one.intent for one in brief.situation.intents),
        state=said.state,
        abstained=said.abstained,
        reason=said.reason,
        summary=said.summary,
        key_points=said.nearest,
        policy=said.policy,
        missing=said.missing,
        choices=said.choices,
        citations=book.citations(),
    )


def _steps(policy: PolicyFinding, choice: CardChoice) -> tuple[int, ...]:
    guided: Sequence[int] = choice.guides[0].steps if choice.guides else ()
    if policy.leads:
        return policy.steps or tuple(guided[:1])
    return tuple(sorted({*guided})) or ((1,) if choice.relevance else ())


def _most_points(policy: PolicyFinding, situation: Situation) -> int:
    """A computed route needs no cards beside it, unless more than the route was asked."""
    if not policy.leads:
        return _MOST_POINTS
    asks_more = any(one.score >= 0.5 and one.intent not in _ROUTE_INTENTS for one in situation.intents)
    return _MOST_POINTS_BESIDE_RULES if asks_more or not policy.routes else 0


def _sample_note(book: CitationBook, situation: Situation) -> tuple[Statement, ...]:
    """Say that an answer rests on the fictional company's rules, where it does."""
    if not any(one.is_sample for one in book.citations()):
        return ()
    return (Statement(kind="notice", text=notices_for(situation.language).sample),)


def _phrases(
    brief: Brief, steps: tuple[int, ...], choice: CardChoice, book: CitationBook
) -> tuple[Phrase, ...]:
    situation = brief.situation
    intents = [*(guide.intent for guide in choice.guides), *(one.intent for one in situation.intents[:3])]
    slots = fill_slots(brief.rules, situation.language)
    return choose_phrases(
        Occasion(intents, steps, situation.language, slots),
        situation.phrase or PhraseWish(),
        book,
        most=_MOST_PHRASES if situation.phrase is None else _MOST_WISHED_PHRASES,
    )


def _counter_views(choice: CardChoice, writer: CardWriter) -> tuple[Statement, ...]:
    named = (card for guide in choice.guides[:1] for card in guide.counter)
    return writer.cards(named, most=2)


def _state(is_partial: bool) -> tuple[State, Abstained]:  # noqa: FBT001 - one claim, named at the call
    return ("partly", "partial") if is_partial else ("answered", "none")


def _finish(advice: Advice, holdings: Holdings) -> Advice:
    checked = advice.model_copy(update={"citations": check_citations(advice.citations, holdings)})
    return checked.model_copy(update={"markdown": render_markdown(checked)})
