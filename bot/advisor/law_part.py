"""Say what authorities have published, where a question is about law: dated, with its age, never as advice.

The cards are restatements of publications; whether a duty binds the company is for a lawyer to say. What the
company's own rules ask is `bot.advisor.policy_part`'s, a vendor's paper no matter of this module.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from pydantic import BaseModel, ConfigDict

from bot.advisor.advice import Statement
from bot.advisor.evidence import Evidence, relevant
from bot.advisor.framework_part import CardWriter
from bot.advisor.holdings import Place
from bot.advisor.notices import say_day
from bot.advisor.situation import Situation
from knowledge.documents.document import Card, Jurisdiction, Language
from knowledge.documents.folding import fold_string
from knowledge.profile import CompanyProfile
from retrieval.passage import Passage

_MOST = 3
_OLD = timedelta(days=180)
_ASKS_LAW = 0.5  # of the intent, to say what is reasonably near
_NEAR, _NEAREST = 0.6, 1.0  # of the best passage's score, when law is asked for and when it is not
_CLEAR_MARGIN = 0.045  # when it is not: 0.05 to 0.07 where a card answers, under 0.04 where none does
_CLEAR_LEAD = 1.6  # of the best other passage's score
_HOME_SHARE = 0.5  # likewise, for the home's card where a Japanese question names no place
_SHARE = 0.75  # of the best regulation card's score, to stand beside it
_HOME: Jurisdiction = "JP"  # said first where a question names no place
_PLACES: dict[Jurisdiction, re.Pattern[str]] = {
    "JP": re.compile(r"日本|国内|わが国|我が国|\bjapan"),
    "EU": re.compile(r"(?<![a-z])eu(?![a-z])|欧州|ヨーロッパ|\beurop|gdpr"),
    "UK": re.compile(r"英国|イギリス|(?<![a-z])uk(?![a-z])|\bbrit|\bunited kingdom|\bengland"),
    "US": re.compile(
        r"米国|アメリカ|カリフォルニア|コロラド|ニューヨーク|テキサス"
        r"|^us$|\bu\.s\.|\busa\b|\bunited states|\bamerica|\bcalifornia|\bcolorado|\bnew york|\btexas|\btexan"
    ),
    "G7": re.compile(r"(?<![a-z])g7(?![0-9])|広島|hiroshima|oecd"),
}
_NAMES: dict[Language, dict[Jurisdiction, str]] = {
    "ja": {"JP": "日本", "EU": "EU", "UK": "英国", "US": "米国", "G7": "G7"},
    "en": {"JP": "Japan", "EU": "the EU", "UK": "the UK", "US": "the US", "G7": "G7"},
}
_ELSEWHERE = re.compile(
    r"中国|韓国|台湾|インド|シンガポール|タイ(?:国|王国|の法)|ベトナム|ブラジル|カナダ|オーストラリア|豪州|スイス"
    r"|\bchin(?:a|ese)\b|\bkorea|\btaiwan|\bindia\b|\bsingapore|\bthailand|\bvietnam|\bbrazil|\bcanad"
    r"|\baustralia|\bswiss\b|\bswitzerland"
)


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    published: str
    old: str
    coming: str
    market: str
    page: str
    no_advice: str


_WORDS: dict[Language, _Words] = {
    "ja": _Words(
        published="公表資料（{day}）：",
        old="180日以上前の情報です。最新の状況を確認してください。",
        coming="{day}からの部分は、まだ適用されていません。",
        market="会社の情報にある市場（{market}）に当たります。",
        page="公表元のページ：{url}",
        no_advice="法的助言ではありません。適用は法務または専門家にお確かめください。",
    ),
    "en": _Words(
        published="Publication ({day}): ",
        old="This is more than 180 days old; check the current state.",
        coming="What starts on {day} does not apply yet.",
        market="It concerns a market in your company profile ({market}).",
        page="Publisher's page: {url}",
        no_advice="This is not legal advice. Ask legal counsel whether and how it applies to you.",
    ),
}


def say_law(
    situation: Situation,
    evidence: Evidence,
    writer: CardWriter,
    *,
    as_of: date | None = None,
    profile: CompanyProfile | None = None,
) -> tuple[Statement, ...]:
    """Say what the regulation cards hold on a question.

    Args:
        situation: What was understood; law is asked for by intent, or found before all else.
        evidence: What was found.
        writer: Of the answer; its book takes the citations.
        as_of: The day by which age counts and what was published is known; None: the day of the rules.
        profile: The company's, to say when its markets are concerned.

    Returns:
        Up to three cards, best first, and one notice that this is no legal advice; nothing at all where the
        question is not about law, is about another country's, or no card was published by then.
    """
    day = as_of or situation.rules_on
    said: list[Statement] = []
    markets = _markets_of(profile)
    for place, card in _choose_cards(situation, evidence, day, writer):
        is_first_of_market = card.jurisdiction in markets
        said.append(_say_card(place, card, day, writer, is_market=is_first_of_market))
        markets -= {card.jurisdiction}
    if not said:
        return ()
    return (*said, Statement(kind="notice", text=_WORDS[writer.language].no_advice))


def _choose_cards(
    situation: Situation, evidence: Evidence, day: date, writer: CardWriter
) -> Iterator[tuple[Place, Card]]:
    for passage in _choose_passages(situation, evidence, day):
        found = passage.chunk
        place = writer.holdings.place(found.section_id, writer.language, document_key=found.document_key)
        if place is not None and place.section.card is not None:
            yield place, place.section.card


def _choose_passages(situation: Situation, evidence: Evidence, day: date) -> tuple[Passage, ...]:
    query = fold_string(situation.query)
    named = {place for place, words in _PLACES.items() if words.search(query)}
    if not named and _ELSEWHERE.search(query):
        return ()
    asks_law = situation.score_of("regulation_watch") >= _ASKS_LAW
    least = _NEAR if asks_law else _NEAREST
    best = evidence.passages[0].score if evidence.passages else 0.0
    known = tuple(one for one in evidence.materials if _is_known(one, named, day))
    if not known or known[0].score < least * best:
        return ()
    others = max((one.score for one in (*evidence.cards[:1], *evidence.clauses[:1])), default=0.0)
    is_clear = known[0].margin >= _CLEAR_MARGIN or 0 < _CLEAR_LEAD * others <= known[0].score
    if not asks_law and not is_clear:
        return ()
    near = relevant(known, share=_SHARE, most=len(known))
    least_home = _HOME_SHARE * known[0].score
    at_home = (one for one in known if _jurisdiction(one) == _HOME and one.score >= least_home)
    if not named and situation.language == "ja" and not any(_jurisdiction(one) == _HOME for one in near):
        near = (*islice(at_home, 1), *near)
    return near[:_MOST] if named else _home_first(near)[:_MOST]


def _home_first(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Where no place is named and several have something near, say the best of each, home's first."""
    best: dict[Jurisdiction | None, Passage] = {}
    for one in passages:
        best.setdefault(_jurisdiction(one), one)
    if len(best) == 1:
        return passages
    return tuple(sorted(best.values(), key=lambda one: _jurisdiction(one) != _HOME))


def _is_known(passage: Passage, named: set[Jurisdiction], day: date) -> bool:
    """Tell whether a passage is a regulation card, published by then, of a place asked about."""
    card = passage.chunk.card
    if card is None or card.dated is None or card.jurisdiction is None:
        return False
    return card.dated <= day and (not named or card.jurisdiction in named)


def _jurisdiction(passage: Passage) -> Jurisdiction | None:
    return passage.chunk.card.jurisdiction if passage.chunk.card else None


def _say_card(place: Place, card: Card, day: date, writer: CardWriter, *, is_market: bool) -> Statement:
    words, language = _WORDS[writer.language], writer.language
    dated = card.dated or day
    sentences = [place.section.text]
    if card.effective is not None and card.effective > day:
        sentences.append(words.coming.format(day=say_day(card.effective, language)))
    if day - dated > _OLD:
        sentences.append(words.old)
    if is_market and card.jurisdiction is not None:
        sentences.append(words.market.format(market=_NAMES[language][card.jurisdiction]))
    if card.url is not None:
        sentences.append(words.page.format(url=card.url))
    text = ("" if language == "ja" else " ").join(sentences)
    return Statement(
        text=f"{words.published.format(day=say_day(dated, language))}{text}",
        citations=writer.book.cite(place.section.id, document_key=place.document.key),
    )


def _markets_of(profile: CompanyProfile | None) -> set[Jurisdiction | None]:
    """Read which jurisdictions the company's markets are; G7 is none."""
    markets = [fold_string(one).strip() for one in profile.markets] if profile else []
    return {
        place
        for place, words in _PLACES.items()
        if place != "G7" and any(words.search(one) for one in markets)
    }
