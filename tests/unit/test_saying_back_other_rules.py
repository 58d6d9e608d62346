"""Saying back against another company's English policies: other bands, terms and words than the sample's."""

from datetime import date
from pathlib import Path

import pytest

from bot.advisor.holdings import hold_documents
from bot.advisor.rules.company_rules import rules_on
from bot.advisor.rules.reading import read_rules
from bot.advisor.saying_back import Sources, check_statement
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.vocabulary import build_vocabulary
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Shelf, SourceClass
from knowledge.documents.intake import IntakeOptions
from knowledge.documents.language import detect_language
from knowledge.documents.loaders.load import load_paths

DAY = date(2026, 11, 25)
OPTIONS = IntakeOptions(source_class=SourceClass.POLICY, shelf=Shelf.OWN)
FILES = sorted((Path(__file__).parent / "rules" / "policies").glob("harbourline_*.md"))
POLICIES = tuple(document for report in load_paths(FILES, OPTIONS) for document in report.documents)
BOOKS = {one.key: read_rules(one) for one in POLICIES}
CARDS = tuple(one for one in load_bundled() if one.shelf == Shelf.KNOWLEDGE)


def say_back(text: str) -> CheckReply:
    return check_statement(
        text,
        Sources(
            holdings=hold_documents([*POLICIES, *CARDS]),
            rules=rules_on(POLICIES, BOOKS, DAY),
            vocabulary=build_vocabulary(tuple(BOOKS.values()), POLICIES),
            language=detect_language(text),
        ),
    )


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("The cost of a trial must not exceed JPY 2 million.", "2 million", "1,500,000"),
        ("A trial may last up to six months.", "six months", "4 months"),
        ("Prompts and outputs are kept for five years.", "five years", "2 years"),
        ("A leak is reported within 72 hours.", "72 hours", "24 hours"),
        (
            "A purchase of JPY 3 million is approved by the Department Head.",
            "Department Head",
            "Chief Financial",
        ),
        ("300万円の購入はDepartment Headが承認します。", "Department Head", "Chief Financial Officer"),
        ("A contract that renews automatically is counted as 36 months.", "36 months", "48 months"),
        ("Approved requests are kept for three years.", "three years", "7 years"),
        ("We may enter personal data into an external AI service.", "may enter", "must not enter"),
    ],
)
def test_what_differs_from_the_companys_own_rules_is_mended(text: str, wrong: str, right: str) -> None:
    reply = say_back(text)

    assert [one.kind for one in reply.problems] == ["wrong_rule"]
    assert wrong not in reply.corrected
    assert right.casefold() in reply.corrected.casefold()
    assert {one.document for one in reply.citations} <= {one.id for one in POLICIES}


@pytest.mark.parametrize(
    "text",
    [
        "The cost of a trial must not exceed JPY 1,500,000 excluding tax.",
        "A trial lasts at most four months.",
        "Prompts and outputs are kept for two years.",
        "A leak is reported within 24 hours.",
        "A purchase of JPY 3 million is approved by the Chief Financial Officer.",
        "We must not enter personal data into an external AI service.",
        "A contract that renews automatically is counted as 48 months.",
    ],
)
def test_what_agrees_with_the_companys_own_rules_is_left_alone(text: str) -> None:
    reply = say_back(text)

    assert reply.problems == ()
