"""Saying it back: planted errors are found and mended, and nothing is found where nothing is wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.advisor.holdings import hold_documents
from bot.advisor.rules.company_rules import rules_on
from bot.advisor.rules.reading import read_rules
from bot.advisor.saying_back import Sources, check_statement
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.vocabulary import build_vocabulary
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import SourceClass
from knowledge.documents.language import detect_language

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


@pytest.mark.parametrize("row", summaries("planted"), ids=lambda row: str(row["id"]))
def test_planted_errors_are_found_cited_and_mended(row: dict[str, Any]) -> None:
    reply = say_back(row["text"])

    assert set(row["kinds"]) <= {one.kind for one in reply.problems}
    assert reply.verdict == "wrong"
    assert all(word in reply.corrected for word in row.get("has", ()))
    assert not [word for word in row.get("lacks", ()) if word in reply.corrected]
    assert all(one.verified for one in reply.citations)


@pytest.mark.parametrize("row", summaries("planted"), ids=lambda row: str(row["id"]))
def test_a_corrected_summary_has_nothing_left_to_correct(row: dict[str, Any]) -> None:
    corrected = say_back(row["text"]).corrected

    reply = say_back(corrected)

    assert reply.problems == ()


@pytest.mark.parametrize("row", summaries("sound"), ids=lambda row: str(row["id"]))
def test_sound_summaries_stay_as_they_are(row: dict[str, Any]) -> None:
    reply = say_back(row["text"])

    assert reply.problems == ()
    assert reply.corrected in {row["text"], ""}
