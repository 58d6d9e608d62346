"""Choose sentences for a meeting: by topic, listener, stance, register, language, length.

Never free text: what is said was written beforehand, rests on cards, and its slots come from the rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.advisor.advice import Phrase
from bot.advisor.citations import CitationBook
from bot.advisor.situation import PhraseWish
from bot.advisor.slots import SlotValue
from knowledge.documents.document import Language
from knowledge.framework.phrasebook import PhraseEntry, PhraseText, Register, load_phrasebook

_MAINLY = 0.3  # more for what an entry is about first of all


@dataclass(frozen=True)
class Occasion:
    """What there is to talk about.

    Attributes:
        topics: Intents of the question, best first; "strategy" for the whole way.
        steps: Of the framework the answer belongs to.
        language: Of the answer.
        slots: What may be filled in, by name; sentences with other slots are left out.
    """

    topics: Sequence[str]
    steps: Sequence[int]
    language: Language
    slots: Mapping[str, SlotValue]


def choose_phrases(
    occasion: Occasion, wish: PhraseWish, book: CitationBook, *, most: int
) -> tuple[Phrase, ...]:
    """Choose sentences to say.

    Args:
        occasion: What there is to talk about.
        wish: What was asked for; unset fields are ours to choose.
        book: Where the cards are cited.
        most: At most so many; `wish.count` goes before.

    Returns:
        The best fitting sentences, no entry twice; none when nothing fits.
    """
    ranked = sorted(_phrasebook(), key=lambda entry: (-_fit(entry, occasion, wish), entry.id))
    phrases: list[Phrase] = []
    for entry in ranked:
        text = _fitting_text(entry, occasion, wish)
        if _fit(entry, occasion, wish) <= 0 or text is None:
            continue
        numbers = _cite(entry, text, occasion, book)
        if numbers:
            phrases.append(_as_phrase(entry, text, occasion, numbers))
        if len(phrases) == (wish.count or most):
            break
    return tuple(phrases)


@lru_cache(maxsize=1)
def _phrasebook() -> tuple[PhraseEntry, ...]:
    return load_phrasebook()


def _fit(entry: PhraseEntry, occasion: Occasion, wish: PhraseWish) -> float:
    if entry.listener != (wish.listener or "board") or (wish.stance or "for") != entry.stance:
        return 0.0
    topical = max(
        (
            1.0 / (1 + rank) + _MAINLY / (1 + entry.about.index(topic))
            for rank, topic in enumerate(occasion.topics)
            if topic in entry.about
        ),
        default=0.0,
    )
    return topical + (0.4 if set(entry.steps) & set(occasion.steps) else 0.0)


def _cite(entry: PhraseEntry, text: PhraseText, occasion: Occasion, book: CitationBook) -> tuple[int, ...]:
    """Cite the cards a sentence rests on, and the clauses its figures come from."""
    cards = book.cite_all(entry.cards)
    if not cards:
        return ()
    values = (occasion.slots[name] for name in text.slots)
    clauses = (
        number
        for one in values
        for number in book.cite(one.section, document_key=one.document, span=one.span)
    )
    return tuple(dict.fromkeys((*cards, *clauses)))


def _said(text: PhraseText, occasion: Occasion) -> str:
    return text.text.format(**{name: occasion.slots[name].text for name in text.slots})


def _fitting_text(entry: PhraseEntry, occasion: Occasion, wish: PhraseWish) -> PhraseText | None:
    register: Register = wish.register_ or "polite"
    candidates = [
        one
        for one in entry.texts
        if one.language == (wish.language or occasion.language)
        and wish.register_ in {None, one.register_}
        and all(slot in occasion.slots for slot in one.slots)
        and (wish.max_chars is None or len(_said(one, occasion)) <= wish.max_chars)
    ]
    return min(
        candidates,
        key=lambda one: (one.register_ != register, -len(one.slots), len(one.text)),
        default=None,
    )


def _as_phrase(entry: PhraseEntry, text: PhraseText, occasion: Occasion, numbers: tuple[int, ...]) -> Phrase:
    return Phrase(
        language=text.language,
        register_=text.register_,
        listener=entry.listener,
        text=_said(text, occasion),
        objection=entry.objection.in_language(text.language),
        reply=entry.reply.in_language(text.language),
        citations=numbers,
    )
