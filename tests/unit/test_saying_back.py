"""Saying it back: planted errors are found and mended, and nothing is found where nothing is wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.holdings import hold_documents
from bot.advisor.rules.company_rules import rules_on
from bot.advisor.rules.reading import read_rules
from bot.advisor.saying_back import Sources, check_statement
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.vocabulary import build_vocabulary
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import SourceClass
from knowledge.documents.language import detect_language
from knowledge.framework.phrasebook import load_phrasebook

DAY = date(2026, 9, 15)
DOCUMENTS = load_bundled()
POLICIES = tuple(one for one in DOCUMENTS if one.source_class == SourceClass.POLICY)
BOOKS = {one.key: read_rules(one) for one in POLICIES}
HOLDINGS = hold_documents(DOCUMENTS)
VOCABULARY = build_vocabulary(tuple(BOOKS.values()), POLICIES)
SUMMARIES = Path(__file__).parent / "summaries"


def summaries(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((SUMMARIES / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def say_back(text: str, *topics: str, day: date = DAY) -> CheckReply:
    return check_statement(
        text,
        Sources(
            holdings=HOLDINGS,
            rules=rules_on(POLICIES, BOOKS, day),
            vocabulary=VOCABULARY,
            language=detect_language(text),
            topics=topics,
            topic_is_given=bool(topics),
        ),
    )


PLANTED = [*summaries("planted"), *summaries("planted_later")]
SOUND = [*summaries("sound"), *summaries("sound_later")]


@pytest.mark.parametrize("row", PLANTED, ids=lambda row: str(row["id"]))
def test_planted_errors_are_found_cited_and_mended(row: dict[str, Any]) -> None:
    reply = say_back(row["text"])

    assert set(row["kinds"]) <= {one.kind for one in reply.problems}
    assert reply.verdict == "wrong"
    assert all(word in reply.corrected for word in row.get("has", ()))
    assert not [word for word in row.get("lacks", ()) if word in reply.corrected]
    assert all(one.verified for one in reply.citations)


@pytest.mark.parametrize("row", PLANTED, ids=lambda row: str(row["id"]))
def test_a_corrected_summary_has_nothing_left_to_correct(row: dict[str, Any]) -> None:
    corrected = say_back(row["text"]).corrected

    reply = say_back(corrected)

    assert reply.problems == ()


@pytest.mark.parametrize("row", SOUND, ids=lambda row: str(row["id"]))
def test_sound_summaries_stay_as_they_are(row: dict[str, Any]) -> None:
    reply = say_back(row["text"])

    assert reply.problems == ()
    assert reply.corrected in {row["text"], ""}


def test_our_own_meeting_phrases_pass_the_check() -> None:
    texts = [text.text for entry in load_phrasebook() for text in entry.texts if not text.slots]
    replies = [entry.reply.ja for entry in load_phrasebook()] + [
        entry.reply.en for entry in load_phrasebook()
    ]

    problems = [problem for text in (*texts, *replies) for problem in say_back(text).problems]

    assert problems == []


def test_what_the_topic_has_and_the_summary_lacks_is_named() -> None:
    reply = say_back("まず小さく試し、費用に見合うかを確かめます。運用責任とTCOも決めます。", "strategy")

    cited = {one.n: one.id for one in reply.citations}
    assert [cited[n] for one in reply.covered for n in one.citations] == ["SD-19", "SD-20"]
    assert [cited[n] for one in reply.missing for n in one.citations] == ["SD-21"]
    assert reply.verdict == "incomplete"


def test_a_whole_summary_is_sound() -> None:
    reply = say_back(
        "We try small first. Then we organise operations and TCO. Last, we follow standards and regulation."
    )

    assert reply.verdict == "sound"
    assert reply.topic == "strategy"


def test_a_right_figure_is_covered_by_its_clause() -> None:
    reply = say_back("PoCの費用は税抜200万円以下です。")

    [point] = reply.covered
    assert reply.citations[point.citations[0] - 1].id == "A3-8"


def test_an_exception_for_one_department_holds_for_no_other() -> None:
    said = say_back("PoCは課長決裁で100万円まで。")

    assert said.corrected == "PoCは部長決裁で200万円まで。"


def test_a_limit_is_judged_by_the_version_of_the_day() -> None:
    text = "PoCの費用は100万円以下です。"

    before, after = say_back(text, day=date(2025, 9, 1)), say_back(text)

    assert before.problems == ()
    assert [one.kind for one in after.problems] == ["superseded_rule"]


@pytest.mark.parametrize("text", ["", " \n", "今日は晴れです。", "Nice weather today.", "。。。", "%" * 50])
def test_what_cannot_be_compared_is_said_in_words(text: str) -> None:
    reply = say_back(text)

    assert reply.reason
    assert reply.problems == ()


@given(
    st.text(alphabet="必ず30%減る。論文はPoCと記事の市場独占2024年部長500万円ログ1、 lee always", max_size=60)
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_checked_in_the_same_way_twice(text: str) -> None:
    first, second = say_back(text), say_back(text)

    assert first == second
    assert all(one.citations for one in first.problems)
