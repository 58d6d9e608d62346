"""No text makes the grammar slow, whoever wrote it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.rules.reading import read_rules
from knowledge.documents.document import Document, Section, Shelf, SourceClass

_LENGTH = 20_000
_ALPHABET = '契約部長会は、。をに(「」)承認0123万円以上未満か月 ab|-"must of'


def _seconds(text: str) -> float:
    section = Section(id="s", text=text, language="ja")
    document = Document(
        id="x", title="規程", source_class=SourceClass.POLICY, shelf=Shelf.OWN, sections=(section,)
    )
    began = time.perf_counter()
    read_rules(document)
    return time.perf_counter() - began


@pytest.mark.parametrize(
    "piece", ["、", "「", "(a", "1万", "。1", "manager of ", "部課長会社", "以上の", "|-"]
)
def test_a_piece_repeated_over_20000_characters_is_read_within_two_seconds(piece: str) -> None:
    text = (piece * _LENGTH)[:_LENGTH].strip()

    assert _seconds(text) < 2


@settings(max_examples=8, deadline=None)
@given(st.text(alphabet=_ALPHABET, min_size=1, max_size=60).filter(str.strip))
def test_any_stretch_repeated_over_20000_characters_is_read_within_two_seconds(stretch: str) -> None:
    text = (stretch * _LENGTH)[:_LENGTH].strip()

    assert _seconds(text) < 2
