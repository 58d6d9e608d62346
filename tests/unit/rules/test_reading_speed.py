"""No text makes the grammar hang, whoever wrote it: expressions that backtrack would never come to an end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.rules.reading import read_rules
from knowledge.documents.document import Document, Section, Shelf, SourceClass

_LENGTH = 20_000
_ALPHABET = '契約部長会は、。をに(「」)承認0123万円以上未満か月 ab|-"must of'


def _document(text: str) -> Document:
    section = Section(id="s", text=text, language="ja")
    return Document(
        id="x", title="規程", source_class=SourceClass.POLICY, shelf=Shelf.OWN, sections=(section,)
    )


def _reads(text: str) -> bool:
    return read_rules(_document(text)).title == "規程"


@pytest.mark.parametrize(
    "piece",
    [
        "、",
        "。",
        "「",
        "(a",
        "1万",
        "。1",
        "manager of ",
        "部課長会社",
        "以上の",
        "|-",
        "ない者は、",
        "以外は",
        "場合、",
        "の許可なく",
        "は除く",
        "only ",
        "shall not be ",
        "except ",
        "\n2 ",
        "次の",
        "~1万円",
        "justification ",
    ],
)
def test_a_piece_repeated_over_20000_characters_is_read_to_the_end(piece: str) -> None:
    text = (piece * _LENGTH)[:_LENGTH].strip()

    assert _reads(text)


@settings(max_examples=8, deadline=None)
@given(st.text(alphabet=_ALPHABET, min_size=1, max_size=60).filter(str.strip))
def test_any_stretch_repeated_over_20000_characters_is_read_to_the_end(stretch: str) -> None:
    text = (stretch * _LENGTH)[:_LENGTH].strip()

    assert _reads(text)


_WORDS = (
    "課長", "部長の承認", "100万円", "未満", "以上", "は", "を", "に", "、", "。", "\n", "禁止", "できる",
    "(", ")", "|", "3か月", "0社", "00", "社以上", "見積", "契約", "例外", "前条", "以外",
    "なく", "保存", "個人情報",
    "社外のAI", "1 ", "2 ", "・", ":", " must not ", " the ", "Board", " exceptions ", "JPY 5M",
    " within 0 days", " approved by ", "「", "」",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=40).map("".join).filter(str.strip))
def test_whatever_is_written_the_rules_stand_in_the_text(text: str) -> None:
    book = read_rules(_document(text.strip()))

    assert [one for one in (*book.rules, *book.unread) if not 0 <= one.start < one.end <= len(text)] == []
