"""Citations: quotes are cut from the stored text by code, numbered once, and compared again."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.citations import WHOLE_SECTION_CHARS, CitationBook, check_citations
from bot.advisor.holdings import Holdings, hold_documents
from knowledge.documents.bundled import load_bundled
from knowledge.documents.document import Document, Section, Shelf, SourceClass

DAY = date(2026, 9, 15)
BUNDLED = hold_documents(load_bundled())
LONG = "".join(f"第{n}文では、承認の手順を定める。" for n in range(1, 80))


def a_holding(text: str) -> Holdings:
    section = Section(id="L-1", text=text, language="ja", locator="第1条")
    document = Document(
        id="long", title="長い規程", source_class=SourceClass.POLICY, shelf=Shelf.OWN, sections=(section,)
    )
    return hold_documents([document])


def test_every_section_of_the_corpus_is_quoted_as_it_is_stored() -> None:
    book = CitationBook(BUNDLED, language="ja", day=DAY)

    for document in BUNDLED.documents:
        for section in document.sections:
            book.cite(section.id, document_key=document.key)
    citations = check_citations(book.citations(), BUNDLED)

    assert len(citations) > 180
    assert all(one.verified for one in citations)


def test_the_same_quote_keeps_its_number() -> None:
    book = CitationBook(BUNDLED, language="ja", day=DAY)

    first, again, other = book.cite("A3-8"), book.cite("A3-8"), book.cite("SD-19")

    assert first == again == (1,)
    assert other == (2,)


def test_what_is_not_held_is_not_cited() -> None:
    book = CitationBook(BUNDLED, language="ja", day=DAY)

    assert book.cite("Z9-99") == ()
    assert book.citations() == ()


def test_a_card_is_cited_in_the_language_of_the_answer_and_as_a_restatement() -> None:
    book = CitationBook(BUNDLED, language="en", day=DAY)

    book.cite("SD-19")

    [citation] = book.citations()
    assert citation.language == "en"
    assert citation.quote_kind == "restated"


@pytest.mark.parametrize(
    ("section", "day", "status"),
    [
        ("A3-8", date(2026, 9, 15), "in_force"),
        ("A3-8", date(2025, 6, 1), "not_yet_in_force"),
        ("A2-8", date(2026, 9, 15), "superseded"),
        ("A2-8", date(2025, 6, 1), "in_force"),
        ("SD-19", date(2026, 9, 15), "not_applicable"),
    ],
)
def test_a_citation_says_how_its_version_stands_on_the_day(section: str, day: date, status: str) -> None:
    book = CitationBook(BUNDLED, language="ja", day=day)

    book.cite(section)

    assert book.citations()[0].status == status


@settings(max_examples=60, deadline=None)
@given(start=st.integers(0, len(LONG) - 1), length=st.integers(1, 200))
def test_any_span_of_a_long_section_is_quoted_by_whole_sentences(start: int, length: int) -> None:
    holdings = a_holding(LONG)
    book = CitationBook(holdings, language="ja", day=DAY)
    span = (start, min(len(LONG), start + length))

    book.cite("L-1", span=span)

    [citation] = check_citations(book.citations(), holdings)
    assert citation.verified
    assert citation.start <= span[0]
    assert citation.end >= span[1]
    assert citation.quote.endswith("。")


def test_a_short_section_is_quoted_whole() -> None:
    text = LONG[: WHOLE_SECTION_CHARS - 20]
    book = CitationBook(a_holding(text), language="ja", day=DAY)

    book.cite("L-1", span=(0, 1))

    assert book.citations()[0].quote == text


def test_a_quote_that_is_not_the_stored_text_is_not_verified() -> None:
    book = CitationBook(BUNDLED, language="ja", day=DAY)
    book.cite("A3-8")
    [citation] = book.citations()
    altered = citation.model_copy(update={"quote": citation.quote.replace("200", "300")})

    [checked] = check_citations([altered], BUNDLED)

    assert not checked.verified
