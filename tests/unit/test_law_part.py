"""What authorities published is said with its date and age, where law is asked about, never as advice."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.advisor.advice import Statement
from bot.advisor.citations import CitationBook, check_citations
from bot.advisor.evidence import Evidence
from bot.advisor.framework_part import CardWriter
from bot.advisor.holdings import Holdings, hold_documents
from bot.advisor.law_part import say_law
from bot.advisor.situation import ScoredIntent, Situation
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Language
from knowledge.profile import CompanyProfile
from retrieval.chunking import split_document
from retrieval.passage import Chunk, Passage

DAY = date(2026, 9, 15)
OLD = "180日以上前の情報です。最新の状況を確認してください"
NO_ADVICE = "法的助言ではありません。適用は法務または専門家にお確かめください。"
BUNDLED = hold_documents(load_bundled())


def chunk_of(section_id: str, language: Language = "ja") -> Chunk:
    chunks = (chunk for document in BUNDLED.documents for chunk in split_document(document))
    return next(one for one in chunks if one.section_id == section_id and one.section_language == language)


def found(section_ids: Sequence[str], *, language: Language = "ja", margin: float = 0.06) -> Evidence:
    """Find these sections, best first, a tenth apart."""
    return Evidence(
        passages=tuple(
            Passage(
                chunk=(chunk := chunk_of(one, language)),
                found_by=chunk.key,
                score=0.6 - 0.06 * rank,
                coverage=0.3,
                similarity=0.9,
                margin=margin,
            )
            for rank, one in enumerate(section_ids)
        )
    )


def asked(query: str, *, language: Language = "ja", watch: float = 0.7) -> Situation:
    intents = (ScoredIntent(intent="regulation_watch", score=watch),) if watch else ()
    return Situation(language=language, query=query, intents=intents, rules_on=DAY)


def a_writer(language: Language = "ja", holdings: Holdings = BUNDLED) -> CardWriter:
    return CardWriter(holdings, CitationBook(holdings, language=language, day=DAY), language)


def texts(said: tuple[Statement, ...]) -> str:
    return "\n".join(one.text for one in said)


@pytest.mark.parametrize(
    ("query", "card", "parts"),
    [
        pytest.param(
            "EUのAI法の高リスクの義務はいつから?",
            "R-EU-02",
            ("公表資料（2026年7月24日）：", "2027年12月2日", "2028年8月2日", "まだ適用されていません"),
            id="EU AI Act after the omnibus",
        ),
        pytest.param(
            "AI事業者ガイドラインの最新版は?",
            "R-JP-04",
            ("公表資料（2026年3月31日）：", "第1.2版", "拘束力はない", "https://www.meti.go.jp/"),
            id="guidelines for business",
        ),
        pytest.param(
            "個人情報保護法の改正はいつ施行?",
            "R-JP-14",
            ("公表資料（2026年7月17日）：", "2年以内"),
            id="APPI amendment",
        ),
        pytest.param(
            "公取の生成AI報告書は?", "R-JP-11", ("公表資料（2026年4月16日）：", "第2.0版"), id="JFTC report"
        ),
        pytest.param(
            "取適法の施行日は?", "R-JP-13", ("公表資料（2026年1月1日）：", "施行された", OLD), id="取適法"
        ),
        pytest.param(
            "英国にAI法はある?", "R-UK-01", ("公表資料（2026年6月19日）：", "英国にAI法"), id="no UK act"
        ),
    ],
)
def test_a_question_about_law_is_answered_with_the_publication_and_its_day(
    query: str, card: str, parts: tuple[str, ...]
) -> None:
    writer = a_writer()

    said = say_law(asked(query), found([card]), writer)

    assert [part for part in parts if part not in said[0].text] == []
    assert [one.kind for one in said] == ["sourced", "notice"]
    assert said[-1].text == NO_ADVICE
    [citation] = check_citations(writer.book.citations(), BUNDLED)
    assert (citation.id, citation.verified, said[0].citations) == (card, True, (1,))


@pytest.mark.parametrize(
    ("day", "is_old"), [(date(2026, 9, 27), False), (date(2026, 9, 28), True), (date(2026, 4, 1), False)]
)
def test_a_publication_is_marked_when_it_is_more_than_180_days_old(day: date, is_old: bool) -> None:
    said = say_law(asked("ガイドラインは?"), found(["R-JP-04"]), a_writer(), as_of=day)

    assert (OLD in said[0].text) is is_old


def test_what_was_not_yet_published_on_the_day_is_not_said() -> None:
    said = say_law(asked("ガイドラインは?"), found(["R-JP-04"]), a_writer(), as_of=date(2026, 3, 30))

    assert said == ()


def test_only_the_place_that_is_named_is_spoken_of() -> None:
    said = say_law(asked("英国のAI法は?"), found(["R-EU-01", "R-UK-01", "R-JP-01"]), a_writer())

    assert "英国にAI法" in said[0].text
    assert len(said) == 2


def test_where_no_place_is_named_home_comes_first_and_each_place_once() -> None:
    evidence = found(["R-US-01", "R-US-03", "R-JP-01"])

    said = say_law(asked("AIの法律は今どうなっている?"), evidence, a_writer())

    assert ["日本のAI法" in said[0].text, "連邦のAI法" in said[1].text, len(said)] == [True, True, 3]


def test_another_countrys_law_is_not_answered_with_what_is_held() -> None:
    assert say_law(asked("中国のAI規制は?"), found(["R-JP-01"]), a_writer()) == ()


def test_at_most_three_cards_are_said() -> None:
    evidence = found(["R-JP-01", "R-JP-02", "R-JP-03", "R-JP-04"])

    assert len(say_law(asked("日本のAI法は?"), evidence, a_writer())) == 4


@pytest.mark.parametrize(
    ("ids", "watch", "margin", "cards"),
    [
        pytest.param(["R-JP-13"], 0.0, 0.06, 1, id="found clearly before all else"),
        pytest.param(["R-JP-13"], 0.0, 0.03, 0, id="nearest, but not near"),
        pytest.param(["B5-7", "R-JP-13"], 0.0, 0.06, 0, id="behind a clause, and law not asked for"),
        pytest.param(["B5-7", "R-JP-13"], 0.7, 0.03, 1, id="behind a clause, and law asked for"),
        pytest.param(["vendor-a-proposal-v1#cover#0"], 0.7, 0.06, 0, id="a vendor's proposal is no law"),
    ],
)
def test_law_is_said_where_it_is_asked_for_or_clearly_meant(
    ids: list[str], watch: float, margin: float, cards: int
) -> None:
    said = say_law(asked("どうなっている?", watch=watch), found(ids, margin=margin), a_writer())

    assert len([one for one in said if one.kind == "sourced"]) == cards


def test_the_companys_market_is_named_once_in_the_language_of_the_answer() -> None:
    evidence = found(["R-EU-02", "R-EU-01"], language="en")
    profile = CompanyProfile(markets=("日本", "欧州"))

    said = say_law(asked("EU AI Act dates?", language="en"), evidence, a_writer("en"), profile=profile)
    elsewhere = say_law(
        asked("UK AI Act?", language="en"), found(["R-UK-01"], language="en"), a_writer("en"), profile=profile
    )

    assert texts(said).count("a market in your company profile (the EU)") == 1
    assert "Publication (2026-07-24): " in said[0].text
    assert said[-1].text.startswith("This is not legal advice.")
    assert "market" not in texts(elsewhere)
