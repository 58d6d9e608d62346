"""The phrase book: every topic, listener and stance is served, honestly and short enough to be said."""

import re
from datetime import date
from itertools import product

import pytest

from bot.advisor.citations import CitationBook
from bot.advisor.holdings import hold_documents
from bot.advisor.phrases import Occasion, choose_phrases
from bot.advisor.situation import PhraseWish
from bot.advisor.slots import SlotValue
from knowledge.documents.bundled import load_bundled
from knowledge.framework.guides import load_guides
from knowledge.framework.phrasebook import PhraseEntry, PhraseText, load_phrasebook

BOOK = load_phrasebook()
TOPICS = tuple(load_guides())
HOLDINGS = hold_documents(load_bundled())
LISTENERS, STANCES = ("board", "floor", "partner"), ("for", "cautious", "against")
REGISTERS, LANGUAGES = ("polite", "formal"), ("ja", "en")
LIMIT = SlotValue(text="200万円（税抜）", document="ai-use-policy@3", section="A3-8", span=(0, 20))
MONTHS = SlotValue(text="3か月", document="ai-use-policy@3", section="A3-8", span=(0, 20))


def said(topic: str, wish: PhraseWish, **slots: SlotValue) -> list[str]:
    book = CitationBook(HOLDINGS, language="ja", day=date(2026, 9, 15))
    phrases = choose_phrases(Occasion([topic], [1, 2, 3], "ja", slots), wish, book, most=3)
    assert all(one.citations for one in phrases)
    return [one.text for one in phrases]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_listener_and_stance_finds_a_sentence_on_every_topic(topic: str) -> None:
    for listener, stance, language, register in product(LISTENERS, STANCES, LANGUAGES, REGISTERS):
        wish = PhraseWish.model_validate(
            {"listener": listener, "stance": stance, "language": language, "register_": register}
        )

        entries = [
            one for one in BOOK if topic in one.about and (one.listener, one.stance) == (listener, stance)
        ]

        assert entries, (topic, listener, stance)
        assert said(topic, wish), wish


@pytest.mark.parametrize("topic", TOPICS)
def test_sixty_characters_are_enough_on_every_topic(topic: str) -> None:
    for listener, stance, register in product(LISTENERS, STANCES, REGISTERS):
        wish = PhraseWish.model_validate(
            {"listener": listener, "stance": stance, "register_": register, "max_chars": 60}
        )

        texts = said(topic, wish)

        assert texts
        assert all(len(one) <= 60 for one in texts)


def test_every_entry_rests_on_cards_that_are_held() -> None:
    missing = {card for one in BOOK for card in one.cards if HOLDINGS.place(card, "ja") is None}

    assert missing == set()


def test_practical_advice_never_rests_on_the_paper() -> None:
    practical = {"poc_design", "roi_metrics", "ops_tco", "education_org"}
    of_paper = re.compile(r"[PK]-\d+")

    entries = [one for one in BOOK if set(one.about) <= practical]

    assert entries
    assert not [one.id for one in entries if all(of_paper.fullmatch(card) for card in one.cards)]


def everything_in(entry: PhraseEntry) -> list[str]:
    sides = (entry.objection, entry.reply)
    return [*(one.text for one in entry.texts), *(text for one in sides for text in (one.ja, one.en))]


def test_no_sentence_holds_a_figure_of_its_own() -> None:
    figures = re.compile(r"\d+\s?(?:%|％|円|割|倍|か月|時間|分|yen|months?|percent)|[一二三四五六七八九]割")

    found = [text for one in BOOK for text in everything_in(one) if figures.search(text)]

    assert found == []


def test_a_market_statement_carries_its_year() -> None:
    market = re.compile(
        r"競争(?:は|が)激し|独占の|一社優位|competition (?:is )?(?:fierce|intense)|dominant firm"
    )

    stated = [one.text for entry in BOOK for one in entry.texts if market.search(one.text)]

    assert stated
    assert all(re.search(r"20\d\d", one) for one in stated)


def test_ids_and_sentences_are_given_once() -> None:
    texts = [one.text for entry in BOOK for one in entry.texts]

    assert len({one.id for one in BOOK}) == len(BOOK)
    assert len(set(texts)) == len(texts)


def test_japanese_sentences_end_as_one_would_say_them() -> None:
    def is_sayable(text: PhraseText) -> bool:
        return (
            text.language == "en"
            or re.search(r"(?:です|ます|せん|しょう|ください|ました|か|ん)。$", text.text) is not None
        )

    assert [one.text for entry in BOOK for one in entry.texts if not is_sayable(one)] == []


def test_a_slot_brings_its_clause_and_an_empty_one_keeps_the_sentence_away() -> None:
    book = CitationBook(HOLDINGS, language="ja", day=date(2026, 9, 15))
    slots = {"poc_limit": LIMIT, "poc_months": MONTHS}

    phrases = choose_phrases(Occasion(["poc_design"], [1], "ja", slots), PhraseWish(count=5), book, most=5)
    without = said("poc_design", PhraseWish(count=5))

    [filled] = [one for one in phrases if "200万円" in one.text]
    cited = {one.n: one.id for one in book.citations()}
    assert "A3-8" in [cited[n] for n in filled.citations]
    assert not [one for one in without if "{" in one or "万円" in one]


def test_the_same_wish_gives_the_same_sentences() -> None:
    wish = PhraseWish(listener="partner", stance="cautious")

    assert said("vendor_exit", wish) == said("vendor_exit", wish)
