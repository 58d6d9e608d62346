"""Forms in which policies say the same: tables, matrices, names first, lists, sentences that go on."""

import pytest

from bot.advisor.rules.reading import read_rules
from knowledge.documents.document import Document, Section, Shelf, SourceClass
from tests.unit.rules.signatures import sign


def _read(text: str, *kinds: str, heading: str = "決裁権限", title: str = "規程") -> list[str]:
    section = Section(id="s", text=text, language="ja", heading=heading)
    document = Document(
        id="x", title=title, source_class=SourceClass.POLICY, shelf=Shelf.OWN, sections=(section,)
    )
    return [sign(rule) for rule in read_rules(document).rules if rule.type in kinds]


def test_the_columns_of_a_table_are_read_by_their_headings() -> None:
    table = (
        "金額(税抜) | 決裁者 | 合議 | 見積\n~15万円 | 班長 | - | 1社\n"
        "15万円超~90万円 | 工場長 | 経理課 | 2社\n90万円超 | 社長 | 経理課・法務課 | 4社"
    )

    found = _read(table, "approval_band", "concurrence", "quotes")

    assert found == [
        "[0,150000] 班長 tax=excluded", "[0,150000] 1",
        "(150000,900000] 工場長 tax=excluded", "(150000,900000] 経理課 concurrence", "(150000,900000] 2",
        "(900000,) 社長 tax=excluded", "(900000,) 経理課 concurrence", "(900000,) 法務課 concurrence",
        "(900000,) 4",
    ]  # fmt: skip


def test_a_heading_may_hold_the_unit_of_bare_figures() -> None:
    table = (
        "Amount (JPY) | Approver | Co-sign\nup to 400,000 | Shift Lead | none\n"
        "above 400,000 | Board | Auditor"
    )

    found = _read(table, "approval_band", "concurrence", heading="Limits", title="Policy")

    assert found == ["[0,400000] Shift Lead", "(400000,) Board", "(400000,) Auditor concurrence"]


def test_marks_in_a_matrix_stand_for_the_officer_above_them() -> None:
    matrix = "金額 | 課長 | 部長 | 役員会\n25万円未満 | ○ | | \n25万円以上 | △ | ○ |\n700万円以上 | | △ | ○"

    found = _read(matrix, "approval_band", "concurrence")

    assert found == [
        "[0,250000) 課長", "[250000,7000000) 部長", "[250000,) 課長 concurrence",
        "[7000000,) 役員会", "[7000000,) 部長 concurrence",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "課長は40万円以下、部長は250万円以下、それを超えるものは社長が決裁する。",
            ["[0,400000] 課長", "(400000,2500000] 部長", "(2500000,) 社長"],
        ),
        (
            "40万円までは課長、250万円までは部長、それを超えるものは社長が決裁する。",
            ["[0,400000] 課長", "(400000,2500000] 部長", "(2500000,) 社長"],
        ),
        (
            "- up to ¥2M: Team Lead\n- up to ¥7M: VP Sales\n- anything above: Board",
            ["[0,2000000] Team Lead", "(2000000,7000000] VP Sales", "(7000000,) Board"],
        ),
        (
            "(a) Group Head - up to JPY 600,000;\n(b) President - any amount above JPY 600,000.",
            ["[0,600000] Group Head", "(600000,) President"],
        ),
    ],
)
def test_bands_are_closed_by_their_neighbours_whoever_is_named_first(text: str, found: list[str]) -> None:
    assert _read(text, "approval_band") == found


def test_several_bounds_of_quotes_keep_their_own_number() -> None:
    japanese = _read("40万円以上は2社、300万円以上は5社以上の見積を取る。", "quotes")
    english = _read("Two quotes are required above ¥400,000 and five quotes above ¥3,000,000.", "quotes")

    assert japanese == ["[400000,) 2", "[3000000,) 5"]
    assert english == ["(400000,) 2", "(3000000,) 5"]


def test_a_list_of_forbidden_acts_is_one_prohibition_for_each_and_no_duty() -> None:
    text = "次の行為を禁止する。\n一 配合表を社外のAIに入力すること\n二 私物のUSBメモリに図面を保存すること"

    found = _read(text, "prohibition", "requirement", heading="禁止事項")

    assert found == ["配合表 -> 社外のAI", "図面 -> 私物のUSBメモリ"]


def test_what_is_forbidden_without_approval_is_allowed_with_it() -> None:
    text = "情報管理室長の許可なく、試験データを社外に持ち出してはならない。"

    found = _read(text, "prohibition", "permission", heading="持出し")

    assert found == [
        "試験データ -> 社外 flags=principle",
        "試験データ -> 社外 approver=情報管理室長 when=情報管理室長の許可",
    ]


def test_a_deadline_in_the_next_sentence_belongs_to_the_emergency() -> None:
    text = (
        "緊急の場合は、事後の決裁によることができる。この場合は、四日以内に申請する。"
        "ただし、80万円を超えるものを除く。"
    )

    found = _read(text, "emergency", "duration", "prohibition", heading="緊急")

    assert found == ["4 day limit=800000]"]


def test_all_but_what_is_named_is_forbidden() -> None:
    assert _read("会社が用意したAI以外は使わないでください。", "prohibition") == ["only 会社が用意したAI"]


def test_a_person_who_may_not_does_not_bind_everybody() -> None:
    text = "研修を修了していない者は、生成AIを利用してはならない。"

    assert _read(text, "prohibition", heading="研修") == ["by=研修を修了していない者"]


def test_a_clause_names_what_belongs_to_each_class() -> None:
    text = "情報は「特秘」「部内」「公開」の3区分とする。\n- 特秘:試作図面、原価表\n- 部内:会議の資料"

    found = _read(text, "class_scale", "classification", heading="情報区分")

    assert found == ["特秘|部内|公開", "試作図面|原価表 = 特秘", "会議の資料 = 部内"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2年以上の契約には、中途解約の条項を設ける。", "longer_than 中途解約 longer=2 year or more"),
        ("2年を超える契約には、中途解約の条項を設ける。", "longer_than 中途解約 longer=2 year"),
    ],
)
def test_a_term_of_exactly_the_bound_is_told_from_a_longer_one(text: str, found: str) -> None:
    assert _read(text, "contract_clause", heading="契約") == [found]
