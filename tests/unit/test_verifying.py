"""What its sources do not bear is taken out of an answer."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor.advice import Advice, Phrase, Statement
from bot.advisor.citations import CitationBook
from bot.advisor.holdings import Holdings, Place, hold_documents
from bot.advisor.verifying import Backing, Ground, verify_advice, verify_claim
from knowledge.documents.document import Document, Section, Shelf, SourceClass

DAY = date(2026, 11, 25)
RULE = (
    "第3条　顧客図面は、外部AIサービスに入力してはならない。"
    "PoCの費用は300万円以下とする。費用が300万円を超える場合は、部長の承認を得なければならない。"
)
OTHER = "AIの効果は、現場の手戻りが減ったかどうかで測るのが望ましい。"


def a_document(document_id: str, text: str, **changes: object) -> Document:
    section = Section(id=f"{document_id}-1", text=text, language="ja", locator="第3条")
    fields = {
        "id": document_id,
        "title": "AI利用規程",
        "source_class": SourceClass.POLICY,
        "shelf": Shelf.OWN,
    }
    return Document.model_validate({**fields, "sections": (section,), **changes})


def a_ground(*documents: Document, held: Holdings | None = None) -> Ground:
    return Ground(
        places={f"P{n}": Place(one, one.sections[0]) for n, one in enumerate(documents, start=1)},
        holdings=held or hold_documents(documents),
        day=DAY,
        language="ja",
        question="顧客図面を外部AIに入れてよいですか",
    )


GROUND = a_ground(a_document("rule", RULE), a_document("other", OTHER))


def test_a_claim_that_its_quote_bears_is_verified_with_the_whole_sentence() -> None:
    found = verify_claim(
        "顧客図面を外部AIサービスに入力することは禁止です。", [("P1", "外部AIサービスに入力しては")], GROUND
    )

    assert isinstance(found, tuple)
    assert found[0].quote == "第3条　顧客図面は、外部AIサービスに入力してはならない。"


@pytest.mark.parametrize(
    ("claim", "anchors", "refusal"),
    [
        ("顧客図面の外部AIへの入力は禁止です。", [], "uncited"),
        ("顧客図面の外部AIへの入力は禁止です。", [("P9", "外部AIサービスに入力しては")], "uncited"),
        ("顧客図面の外部AIへの入力は禁止です。", [("P2", "外部AIサービスに入力しては")], "not_found"),
        ("顧客図面の外部AIへの入力は禁止です。", [("P1", "外部AIサービスに入力してよい")], "not_found"),
        ("PoCの費用は500万円以下です。", [("P1", "PoCの費用は300万円以下とする")], "figures"),
        ("PoCの費用は300万円以上です。", [("P1", "PoCの費用は300万円以下とする")], "figures"),
        ("顧客図面は外部AIサービスに入力できます。", [("P1", "外部AIサービスに入力しては")], "modality"),
        ("部長の承認を得なければなりません。", [("P1", "300万円を超える場合は、部長")], "modality"),
        ("Drawings must not be entered.", [("P1", "外部AIサービスに入力しては")], "language"),
        (
            "外部AIサービスに入力してはならない https://a.example",
            [("P1", "外部AIサービスに入力しては")],
            "markup",
        ),
        ("外部AIサービスに入力してはならない <!channel>", [("P1", "外部AIサービスに入力しては")], "markup"),
        ("昼食は午後に食べてはならない。", [("P1", "外部AIサービスに入力しては")], "off_topic"),
    ],
)
def test_a_claim_that_its_quote_does_not_bear_is_refused(
    claim: str, anchors: list[tuple[str, str]], refusal: str
) -> None:
    assert verify_claim(claim, anchors, GROUND) == refusal


def test_a_version_that_is_no_longer_in_force_backs_nothing() -> None:
    ground = a_ground(a_document("rule", RULE, effective_to=date(2026, 3, 31)))

    found = verify_claim(
        "顧客図面の外部AIへの入力は禁止です。", [("P1", "外部AIサービスに入力しては")], ground
    )

    assert found == "not_in_force"


def test_what_the_asker_may_not_read_backs_nothing() -> None:
    ground = a_ground(a_document("rule", RULE), held=hold_documents([a_document("other", OTHER)]))

    found = verify_claim(
        "顧客図面の外部AIへの入力は禁止です。", [("P1", "外部AIサービスに入力しては")], ground
    )

    assert found == "uncited"


@pytest.mark.parametrize(("closeness", "is_refused"), [(0.5, True), (0.95, False)])
def test_a_claim_in_another_language_than_its_quote_is_refused_when_it_is_far(
    closeness: float, is_refused: bool
) -> None:
    ground = replace(GROUND, language="en", closeness=lambda _claim, _quotes: closeness)

    found = verify_claim("Drawings must not be entered.", [("P1", "外部AIサービスに入力しては")], ground)

    assert (found == "off_topic") is is_refused


@given(start=st.integers(0, len(RULE)), length=st.integers(0, 60), claim=st.text(max_size=30))
def test_every_quote_is_the_stored_text_of_its_span(start: int, length: int, claim: str) -> None:
    anchor = RULE[start : start + length]

    found = verify_claim(claim + "禁止です。", [("P1", anchor)], GROUND)

    if isinstance(found, tuple):
        [backing] = found
        assert isinstance(backing, Backing)
        assert anchor in backing.quote == RULE[backing.span[0] : backing.span[1]]


def an_advice(**changes: object) -> Advice:
    book = CitationBook(GROUND.holdings, language="ja", day=DAY)
    book.cite("rule-1")
    fields = {
        "question": "PoCの上限は",
        "language": "ja",
        "as_of": DAY,
        "state": "answered",
        "abstained": "none",
        "summary": Statement(text="PoCの費用は300万円以下です。", citations=(1,)),
        "citations": book.citations(),
    }
    return Advice.model_validate({**fields, **changes})


def test_a_statement_with_a_figure_of_nobody_is_taken_out_and_counted() -> None:
    kept = Statement(text="300万円を超えると部長の承認が必要です。", citations=(1,))
    advice = an_advice(key_points=(kept, Statement(text="工数は40%減ります。", citations=(1,))))

    checked = verify_advice(advice, GROUND.holdings, advice.question)

    assert checked.key_points == (kept,)
    assert checked.removed == 1
    assert checked.citations[0].verified


def test_a_figure_of_the_question_may_be_said_again() -> None:
    advice = an_advice(key_points=(Statement(text="500万円は300万円を超えます。", citations=(1,)),))

    checked = verify_advice(advice, GROUND.holdings, "500万円のPoCはできますか")

    assert checked.removed == 0


def test_a_summary_that_fails_is_replaced_by_what_is_left() -> None:
    point = Statement(text="PoCの費用は300万円以下です。", citations=(1,))
    advice = an_advice(summary=Statement(text="上限は900万円です。", citations=(1,)), key_points=(point,))

    checked = verify_advice(advice, GROUND.holdings, advice.question)

    assert checked.summary.text == point.text
    assert checked.removed == 1


def test_with_nothing_left_no_conclusion_is_given() -> None:
    advice = an_advice(summary=Statement(text="上限は900万円です。", citations=(1,)))

    checked = verify_advice(advice, GROUND.holdings, advice.question)

    assert checked.summary.kind == "notice"


def test_a_quote_that_is_not_the_stored_text_takes_its_statements_with_it() -> None:
    [citation] = an_advice().citations
    forged = citation.model_copy(update={"quote": citation.quote.replace("300", "900"), "verified": True})
    phrase = Phrase(
        language="ja", register_="polite", listener="board", text="上限は900万円です。", citations=(1,)
    )

    checked = verify_advice(an_advice(citations=(forged,), phrases=(phrase,)), GROUND.holdings, "")

    assert checked.phrases == ()
    assert not checked.citations[0].verified
