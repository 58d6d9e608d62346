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


GROUND = a_ground(a_document("rule", RULE), a_document("other", OTHER, source_class=SourceClass.ARTICLE))


def verify_against(text: str, claim: str, *, question: str = "", **changes: object) -> object:
    """Hold a claim against the first sentence of one text, a rule unless said otherwise."""
    document = a_document("text", text, **changes)
    ground = replace(a_ground(document), question=question, language="ja" if not claim.isascii() else "en")
    anchor = text[:20] if not text.isascii() else " ".join(text.split()[:5])
    found = verify_claim(claim, [("P1", anchor)], ground)
    return "verified" if isinstance(found, tuple) else found


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
        ("昼食は午後に食べてはならない。", [("P1", "外部AIサービスに入力しては")], "scope"),
        ("昼食は午後に食べるのが望ましい。", [("P2", "現場の手戻りが減ったか")], "off_topic"),
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

    found = verify_claim(
        "Rework on the floor should be measured.", [("P2", "現場の手戻りが減ったか")], ground
    )

    assert (found == "off_topic") is is_refused


def test_a_rule_is_never_translated_by_a_model() -> None:
    ground = replace(GROUND, language="en", closeness=lambda _claim, _quotes: 1.0)

    found = verify_claim("Drawings must not be entered.", [("P1", "外部AIサービスに入力しては")], ground)

    assert found == "scope"


LIMIT = "PoCの費用は300万円以下とする。"
FOR_DESIGN = "設計部においては、社内AI環境で顧客図面を利用することができる。"
FOR_STUDY = "社内AI環境では、加工済みの顧客図面を設計の検討に利用することができる。"
FORBIDS = "顧客図面は外部AIサービスに入力してはならない。"
UNLESS = f"{FORBIDS}ただし、部長が認めた場合は入力することができる。"
TABLE = "300万円を超える場合は部長、1000万円を超える場合は社長の承認を要する。"
ENGLISH = "Drawings must not be entered into outside services."


@pytest.mark.parametrize(
    ("text", "claim", "question", "refusal"),
    [
        (LIMIT, "PoCの費用は500万円とする。", "500万円のPoCは可能ですか", "figures"),
        (LIMIT, "上限は500万円です。", "500万円のPoCは可能ですか", "figures"),  # the question's figure
        ("現場の手戻りを減らす。", "現場の手戻りを30%減らす。", "30%減りますか", "figures"),
        ("契約は本部長の承認を要する。", "契約は部長の承認を要する。", "部長でよいですか", "scope"),
        ("部長は課長の申請を承認する。", "課長は部長の申請を承認する。", "", "scope"),
        (FORBIDS, "顧客図面はChatGPTに入力してはならない。", "ChatGPTはよいですか", "names"),
        (FORBIDS, "個人情報は外部AIサービスに入力してはならない。", "", "scope"),
        (FORBIDS, "顧客図面以外は外部AIサービスに入力してはならない。", "", "scope"),
        (FOR_DESIGN, "社内AI環境で顧客図面を利用できます。", "", "scope"),  # the department is dropped
        (FOR_STUDY, "社内AI環境では、顧客図面を利用できます。", "", "scope"),  # the purpose is dropped
        ("記録は2年間保存しなければならない。", "記録は保存しなければなりません。", "", "scope"),
        (TABLE, "300万円を超える場合は社長の承認を要する。", "", "scope"),
        (TABLE, TABLE, "", "scope"),  # a table is computed, never phrased
        (UNLESS, FORBIDS, "", "modality"),  # the proviso is dropped
        (f"{ENGLISH} However, the CISO may approve exceptions.", ENGLISH, "", "modality"),
        (ENGLISH, "Drawings must not be entered into Acme Cloud.", "", "names"),
        (ENGLISH, "Customer drawings must not be entered into outside services.", "", "scope"),
    ],
)  # fmt: skip
def test_a_rule_is_not_said_wider_or_narrower_than_it_is(
    text: str, claim: str, question: str, refusal: str
) -> None:
    assert verify_against(text, claim, question=question) == refusal


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (LIMIT, "PoCの費用は300万円以下です。"),
        (FOR_DESIGN, "設計部では社内AI環境で顧客図面を利用できます。"),
        (FORBIDS, "顧客図面を外部AIサービスに入力することは禁止です。"),
        (UNLESS, "部長が認めた場合を除き、顧客図面は外部AIサービスに入力してはならない。"),
        (UNLESS, "顧客図面は外部AIサービスに入力してはならない。ただし、部長が認めた場合は入力できる。"),
        (ENGLISH, "It is prohibited to enter drawings into outside services."),
    ],
)
def test_a_rule_may_be_said_in_other_words_of_its_own(text: str, claim: str) -> None:
    assert verify_against(text, claim) == "verified"


@pytest.mark.parametrize(
    ("claim", "refusal"),
    [
        ("論文によれば、AIの効果は手戻りで測るのが望ましい。", "source"),
        ("社内規程では、AIの効果は手戻りで測るのが望ましい。", "source"),
        ("記事によれば、AIの効果は手戻りで測るのが望ましい。", "verified"),
        ("AIの効果は手戻りで測るのが望ましい。", "verified"),
    ],
)
def test_a_statement_is_attributed_to_nobody_else(claim: str, refusal: str) -> None:
    assert verify_against(OTHER, claim, source_class=SourceClass.ARTICLE) == refusal


def test_a_claim_rests_on_one_class_of_sources() -> None:
    anchors = [("P1", "外部AIサービスに入力しては"), ("P2", "現場の手戻りが減ったか")]

    found = verify_claim("顧客図面は外部AIサービスに入力してはならない。", anchors, GROUND)

    assert found in ("scope", "source")


@pytest.mark.parametrize(
    "hidden",
    [
        "https://evil.example", "evil.example/x", "mailto:a", "<b>", "@all", "[a](b)", "`x`", "*x*",
        "\u202e", "\u200b", "\U000e0041", "\u2028", "\x1b[1m",
    ],
)  # fmt: skip
def test_a_claim_with_anything_but_words_is_refused(hidden: str) -> None:
    assert verify_against(FORBIDS, f"{FORBIDS}{hidden}") == "markup"


@given(claim=st.text(max_size=80), anchor=st.text(max_size=60))
def test_whatever_a_model_writes_is_judged_and_never_raises(claim: str, anchor: str) -> None:
    found = verify_claim(claim, [("P1", anchor)], GROUND)

    assert isinstance(found, (str, tuple))


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
