"""What a question names and no document held contains is said, and nothing else."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.advisor.evidence import Evidence
from bot.advisor.holdings import Holdings, hold_documents
from bot.advisor.situation import Situation
from bot.advisor.unheld import say_unheld
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Language
from retrieval.chunking import split_document
from retrieval.passage import Passage

DAY = date(2026, 9, 15)
SHELF: Holdings = hold_documents(load_bundled())


def found(section_ids: Sequence[str]) -> Evidence:
    chunks = [chunk for document in SHELF.documents for chunk in split_document(document)]
    return Evidence(
        passages=tuple(
            Passage(chunk=one, found_by=one.key, score=0.5, coverage=0.3, similarity=0.9, margin=0.05)
            for section_id in section_ids
            for one in chunks
            if one.section_id == section_id
        )
    )


def asked(query: str, *, language: Language = "ja", versions: tuple[str, ...] = ()) -> Situation:
    return Situation(language=language, query=query, rules_on=DAY, believed_versions=versions)


@pytest.mark.parametrize(
    ("query", "clauses", "name"),
    [
        ("別表1に載っている製品名を全部挙げて", [], "別表1"),
        ("承認されているAIツールの一覧を見せて", ["A3-5"], "別表1"),
        ("別紙2の中身は?", [], "別紙2"),
    ],
)
def test_an_attachment_that_is_not_held_is_named(query: str, clauses: list[str], name: str) -> None:
    [said] = say_unheld(asked(query), found(clauses), SHELF)

    assert said == f"{name}の中身は、手元の文書にありません。"


def test_an_attachment_that_is_held_is_not_missed() -> None:
    assert say_unheld(asked("ベンダー提案書の別紙FAQの内容は?"), found([]), SHELF) == ()


def test_a_version_that_is_not_held_is_named_once() -> None:
    said = say_unheld(asked("AI利用規程の第4版はいつ?", versions=("4",)), found([]), SHELF)

    assert said == ("第4版は、手元の文書にありません。",)


@pytest.mark.parametrize("version", ["2", "3", "5", "7", "8"])
def test_a_version_that_is_held_is_not_missed(version: str) -> None:
    assert say_unheld(asked(f"規程の第{version}版は?", versions=(version,)), found([]), SHELF) == ()


def test_a_version_of_something_else_is_none_of_ours() -> None:
    assert say_unheld(asked("表計算ソフトの第16版は買える?", versions=("16",)), found([]), SHELF) == ()


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("AI利用審査会の委員長のお名前を教えてください", "ja"),
        ("情報システム課長の氏名は?", "ja"),
        ("What is the name of our present quality director?", "en"),
    ],
)
def test_the_name_of_a_person_in_office_is_not_made_up(query: str, language: Language) -> None:
    [said] = say_unheld(asked(query, language=language), found([]), SHELF)

    assert "氏名" in said or "names of persons" in said


def test_a_rate_of_exchange_is_not_made_up() -> None:
    query = "Which exchange rate do the rules prescribe?"

    assert say_unheld(asked(query, language="en"), found([]), SHELF) == (
        "The policies held lay down no exchange rate.",
    )


@pytest.mark.parametrize(
    "query", ["PoCはいくらまで?", "別表1のサービスを使ってよいですか", "何から始めるべきか"]
)
def test_nothing_is_missed_where_nothing_was_named(query: str) -> None:
    assert say_unheld(asked(query), found(["A3-5"]), SHELF) == ()
