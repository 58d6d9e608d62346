"""Understand a question and its thread: what is bought or used, who asks, which day counts, what is wanted.

Pure, and by grammar and word lists alone; likeness to intent prototypes comes in as numbers. Parts are read
by the neighbours (`purchases`, `uses`, `wishes`, `askers`, `question_days`, `manners`, `followups`); whether
something is allowed or who decides is the rules' business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from bot.advisor.advice import Intent
from bot.advisor.amounts import Amount
from bot.advisor.askers import find_departments, read_asker
from bot.advisor.dates import DateMention, find_dates
from bot.advisor.durations import Duration, find_durations
from bot.advisor.followups import is_follow_up, merge_purchases, merge_uses, thread_of, topic_of
from bot.advisor.intents import Reading, score_intents
from bot.advisor.manners import (
    find_versions,
    is_adversarial,
    is_greeting,
    is_vague,
    read_tone,
    strangeness,
)
from bot.advisor.purchases import part_sums, read_purchase, restate_tax
from bot.advisor.question import Question
from bot.advisor.question_days import find_deadline, find_rules_day, is_urgent
from bot.advisor.question_words import plain_words
from bot.advisor.situation import PhraseWish, Purchase, ScoredIntent, Situation, Use
from bot.advisor.uses import read_use
from bot.advisor.vocabulary import Vocabulary
from bot.advisor.wishes import merge_wishes, read_wish
from knowledge.documents.folding import fold_string
from knowledge.documents.language import detect_language

NO_LIKENESS: Mapping[Intent, float] = MappingProxyType({})
_READ_CHARS = 6_000  # what a person says stands in front; the rest is searched, not read
_MOST_TURNS = 6


@dataclass(frozen=True)
class _Message:
    """What a message says, with what earlier ones of its thread said of a purchase, a use and a phrase."""

    purchase: Purchase | None = None
    use: Use | None = None
    wish: PhraseWish | None = None
    believed: tuple[Amount, ...] = ()
    dates: tuple[DateMention, ...] = ()
    durations: tuple[Duration, ...] = ()


_NOTHING = _Message()


def understand(
    question: Question, vocabulary: Vocabulary, likeness: Mapping[Intent, float] = NO_LIKENESS
) -> Situation:
    """Understand one question.

    Args:
        question: With its thread, oldest message first.
        vocabulary: The company's own names; may be empty.
        likeness: Of the question to the prototypes of each intent, 0 to 1 (`intent_likeness`).

    Returns:
        What was said; spans of dates, durations and believed sums lie in `question.text`, those of prices in
        the message that named them. Never raises on any text.
    """
    text = question.text[:_READ_CHARS]
    thread = _thread(text, question)
    before: _Message | None = None
    for message in thread.messages:
        before = _read(message, question.as_of, vocabulary, before)
    whole = _read(text, question.as_of, vocabulary, before)
    asker = read_asker(question.asker, "\n".join((*thread.messages, text)), vocabulary)
    department = (asker.department,) if asker.department else ()
    greets = is_greeting(text)
    vague = not greets and not question.history and _is_vague(text, whole, vocabulary)
    language = question.language or detect_language(question.text)
    deadline = find_deadline(text, whole.dates)
    query = plain_words(question.text)
    situation = Situation(
        language=language,
        tone=read_tone(text, language),
        query=f"{query} {thread.topic}".strip() if thread.topic else query,
        topic=thread.topic,
        is_follow_up=thread.is_leant_on,
        purchase=whole.purchase and _with_departments(whole.purchase, department),
        carries_sums=thread.is_leant_on and not part_sums(text).prices,
        use=whole.use and _with_departments(whole.use, department),
        phrase=whole.wish,
        asker_position=asker.position,
        asker_department=asker.department,
        dates=whole.dates,
        durations=whole.durations,
        rules_on=_rules_day(text, whole, thread, question.as_of),
        deadline=deadline,
        is_urgent=is_urgent(text, deadline, question.as_of),
        believed_versions=find_versions(text),
        believed_amounts=whole.believed,
        is_vague=vague,
        is_greeting=greets,
        is_adversarial=is_adversarial(question.text),
    )
    return situation.model_copy(update={"intents": _intents(situation, text, likeness)})


@dataclass(frozen=True)
class _Thread:
    """What the question leans on; empty where it stands alone."""

    messages: tuple[str, ...] = ()  # oldest first
    topic: str = ""
    is_leant_on: bool = False


def _thread(text: str, question: Question) -> _Thread:
    if not is_follow_up(text, has_thread=bool(question.history)):
        return _Thread()
    messages = tuple(one[:_READ_CHARS] for one in thread_of(question.history)[-_MOST_TURNS:])
    return _Thread(messages, topic_of(messages, question.history), is_leant_on=True)


def _read(text: str, as_of: date, vocabulary: Vocabulary, before: _Message | None) -> _Message:
    """Read a message; what it leaves open stands as it was before it."""
    sums = part_sums(text)
    durations = find_durations(text)
    departments = find_departments(text, vocabulary)
    plain = plain_words(text)
    earlier = before or _NOTHING
    purchase = read_purchase(
        text, sums.prices, durations, departments, is_continued=earlier.purchase is not None
    )
    merged = merge_purchases(earlier.purchase, purchase)
    return _Message(
        purchase=merged if sums.prices else restate_tax(merged, text),
        use=merge_uses(earlier.use, read_use(plain, departments, vocabulary)),
        wish=merge_wishes(earlier.wish, read_wish(plain, is_continued=earlier.wish is not None)),
        believed=sums.believed,
        dates=find_dates(text, as_of),
        durations=durations,
    )


_Stated = TypeVar("_Stated", Purchase, Use)


def _with_departments(stated: _Stated, own: tuple[str, ...]) -> _Stated:
    """Put the asker's department first: what is asked is asked for it."""
    return stated.model_copy(update={"departments": tuple(dict.fromkeys((*own, *stated.departments)))})


def _rules_day(text: str, own: _Message, thread: _Thread, as_of: date) -> date:
    """Give the day asked about, else the one the thread was about, else the day of asking."""
    if day := find_rules_day(text, own.dates, as_of):
        return day
    for message in reversed(thread.messages):
        if day := find_rules_day(message, find_dates(message, as_of), as_of):
            return day
    return as_of


def _is_vague(text: str, own: _Message, vocabulary: Vocabulary) -> bool:
    if own.believed or (own.purchase and own.purchase.amounts) or own.wish:
        return False
    return is_vague(text, frozenset(fold_string(name) for name in vocabulary.names()))


def _intents(situation: Situation, text: str, likeness: Mapping[Intent, float]) -> tuple[ScoredIntent, ...]:
    reading = Reading(
        folded=fold_string(f"{plain_words(text)} {situation.topic}"),
        purchase=situation.purchase,
        use=situation.use,
        phrase=situation.phrase,
        strangeness=strangeness(text),
        is_adversarial=situation.is_adversarial,
        is_vague=situation.is_vague or situation.is_greeting,
        names_version=bool(situation.believed_versions),
    )
    return score_intents(reading, likeness)
