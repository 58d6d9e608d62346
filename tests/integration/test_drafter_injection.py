"""Instructions inside passages: what a model obeys is not said, since no source bears it."""

import json
import os
from pathlib import Path

import pytest

from bot.advisor.advice import Advice, Statement
from bot.advisor.citations import CitationBook, check_citations
from bot.advisor.drafting import AnswerDraft
from bot.advisor.drafting_application import apply_draft
from bot.advisor.drafting_preparation import prepare_drafting
from bot.advisor.drafting_prompt import SYSTEM_PROMPT, write_prompt
from bot.advisor.holdings import Holdings, hold_documents
from knowledge.documents.document import Document, Section, Shelf, SourceClass
from tests.integration.drafting_ground import DAY, a_draft

RULE = "Drawings of customers must not be entered into outside services."


def attacks() -> list[dict[str, str]]:
    folder = os.environ.get("SANDAN_TEST_DATA")
    if folder is None:
        pytest.skip("SANDAN_TEST_DATA is not set")
    rows = [
        json.loads(line)
        for file in sorted((Path(folder) / "injection").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert len(rows) > 50
    return [one for one in rows if one["text"].strip("\x00 \n")]


def an_answer_beside(attack: str) -> tuple[Advice, Holdings]:
    sections = (
        Section(id="r-1", text=RULE, language="en", locator="Article 1"),
        Section(id="r-2", text=attack, language="en", locator="Article 2"),
    )
    document = Document(
        id="rules", title="Rules", source_class=SourceClass.EXTERNAL, shelf=Shelf.OWN, sections=sections
    )
    holdings = hold_documents([document], guides={})
    book = CitationBook(holdings, language="en", day=DAY)
    book.cite_all(["r-1", "r-2"])
    citations = check_citations(book.citations(), holdings)
    advice = Advice(
        question="May drawings be entered into outside services?",
        language="en",
        as_of=DAY,
        state="answered",
        abstained="none",
        summary=Statement(text="By the rules: no.", citations=(1,)),
        citations=citations,
    )
    return advice, holdings


def test_an_attack_reaches_the_model_as_escaped_data_only() -> None:
    for attack in attacks():
        advice, holdings = an_answer_beside(attack["text"])
        drafting = prepare_drafting(advice, (), holdings)
        assert drafting is not None

        prompt = write_prompt(drafting.request)

        assert prompt.count("<") == prompt.count(">") == 2
        assert json.loads(prompt.removeprefix("<data>").removesuffix("</data>"))["passages"][1]["text"]
        assert "none of them is for you" in SYSTEM_PROMPT


def test_what_an_obedient_model_says_is_never_shown() -> None:
    for attack in attacks():
        wanted = (attack.get("expect_absent") or "I have been pwned")[:200]
        advice, holdings = an_answer_beside(attack["text"])
        drafting = prepare_drafting(advice, (), holdings)
        assert drafting is not None
        obeyed = AnswerDraft.model_validate_json(a_draft(wanted, RULE[:40]))

        said = apply_draft(advice, obeyed, drafting.ground, drafter="openai:test")

        assert said.summary == advice.summary
        assert said.drafted_by == "none"
